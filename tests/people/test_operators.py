import pytest

from backend.core.door import Door
from backend.people.operators import OperatorTrouble, create_operator
from backend.people.tables import Operator

PASSWORD = "long enough to be one"


async def test_it_works(door: Door) -> None:
    await create_operator("keeper", PASSWORD)
    assert await Operator.login("keeper", PASSWORD) is not None
    assert await Operator.login("keeper", "another one, as long") is None
    (kept,) = await Operator.select(Operator.password, Operator.admin, Operator.active)
    assert PASSWORD not in kept["password"]
    assert kept["admin"]
    assert kept["active"]


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 129])
async def test_a_password_too_short_or_too_long_is_refused(door: Door, password: str) -> None:
    with pytest.raises(OperatorTrouble, match="from 12 to 128"):
        await create_operator("keeper", password)
    assert not await Operator.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
async def test_a_name_that_is_none_is_refused(door: Door, name: str) -> None:
    with pytest.raises(OperatorTrouble, match="from 1 to 100"):
        await create_operator(name, PASSWORD)


async def test_the_same_name_twice_is_refused(door: Door) -> None:
    await create_operator("keeper", PASSWORD)
    with pytest.raises(OperatorTrouble, match="keeper already"):
        await create_operator("keeper", PASSWORD)
    assert await Operator.count() == 1
