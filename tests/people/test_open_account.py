import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from backend.app import assemble
from backend.core.door import Door
from backend.core.errors import Problem
from backend.people.open_account import newcomer, open_account, prepared
from backend.people.schemas import NewAccount
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.peek import count, peek

New = Callable[..., Phone]
PASSWORD = "a good password"
TYPED = NewAccount(" Гайовa ", "Мар'яна", "Mariana.Haiova42 ", PASSWORD, "en", patronymic="Юріївна")


async def opens(door: Door, **given: Any) -> str:
    """The id of somebody who typed TYPED but for `given`."""
    return await door.writer.perform(
        open_account,
        newcomer("uk"),
        await prepared(door, structs.replace(TYPED, **given), "10.0.0.1", date(2008, 5, 1)),
    )


async def refused(door: Door, **given: Any) -> dict[str, Any]:
    before = await count(door.database, "person")
    with pytest.raises(Problem) as refusal:
        await opens(door, **given)
    assert await count(door.database, "person") == before
    return refusal.value.wire("en")


async def test_it_works(door: Door, phone: New) -> None:
    person = await opens(door)
    hers = phone()
    answer = await hers.try_to_sign_in("mariana.haiova42", PASSWORD)
    assert answer.json()["person"] == {
        "id": person,
        "login": "mariana.haiova42",
        "name": "Гайова Мар’яна",
        "given": "Мар’яна",
        "language": "en",
        "roles": [],
    }
    hers.person = person
    await hers.pull()
    assert hers.held("person")[person]["patronymic"] == "Юріївна"
    (kept,) = await peek(door.database, "SELECT born, sort_key FROM person WHERE id = $1", person)
    assert str(kept["born"]) == "2008-05-01"
    assert kept["sort_key"]


async def test_the_newcomer_is_who_did_it(door: Door) -> None:
    person = await opens(door)
    (line,) = await peek(door.database, "SELECT person, about FROM audit_line WHERE act = 'people.open_account'")
    assert (line["person"], line["about"]) == (person, person)


async def test_of_an_empty_patronymic_nothing_is_kept(door: Door) -> None:
    person = await opens(door, patronymic="  ")
    assert await peek(door.database, "SELECT patronymic FROM person WHERE id = $1", person) == [{"patronymic": None}]


@pytest.mark.parametrize("login", ["solomiia", " Solomiia", "SOLOMIIA"])
async def test_a_login_name_that_is_taken_is_refused_with_a_free_one(door: Door, login: str) -> None:
    problem = await refused(door, login=login)
    assert (problem["status"], problem["code"], problem["field"]) == (409, "login_taken", "login")
    assert problem["detail"] == "The login name solomiia is taken. Choose another."
    await opens(door, login=problem["suggestion"])


async def test_of_two_who_want_the_same_name_at_once_one_gets_it(door: Door) -> None:
    answers = await asyncio.gather(*(opens(door) for _ in range(5)), return_exceptions=True)
    assert [str(one) for one in answers if isinstance(one, BaseException)] == ["login_taken"] * 4
    assert await count(door.database, "person", "login = 'mariana.haiova42'") == 1


async def test_through_two_processes_too(door: Door) -> None:
    other = assemble(door.settings)
    await other.open()
    answers = await asyncio.gather(*(opens(one) for one in (door, other) for _ in range(3)), return_exceptions=True)
    await other.close()
    assert [str(one) for one in answers if isinstance(one, BaseException)] == ["login_taken"] * 5
    assert await count(door.database, "person", "login = 'mariana.haiova42'") == 1


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("family", "К", "name_short"),
        ("family", "К" * 200, "name_long"),
        ("given", "Марʼяна-Anna", "name_mixed"),
        ("given", "Мар2яна", "name_letters"),
        ("patronymic", "Ю.", "name_letters"),
        ("patronymic", "Ю", "name_short"),
        ("login", "a b", "login_letters"),
        ("login", "", "login_letters"),
        ("password", "short", "weak_password"),
        ("password", "mariana.haiova42", "weak_password"),
        ("password", "12345678", "weak_password"),
        ("password", "xyz" * 600, "weak_password"),
    ],
)
async def test_a_field_that_is_wrong_is_named(door: Door, field: str, typed: str, code: str) -> None:
    problem = await refused(door, **{field: typed})
    assert (problem["status"], problem["code"], problem["field"], problem["fix"]) == (422, code, field, "edit")


async def test_nobody_becomes_somebody_else(door: Door, cast: Cast) -> None:
    account = await prepared(door, TYPED, "10.0.0.1")
    somebody = structs.replace(newcomer("uk"), id=cast.people["solomiia"])
    with pytest.raises(Problem):
        await door.writer.perform(open_account, somebody, account)
    assert await count(door.database, "person", "login = 'solomiia'") == 1
