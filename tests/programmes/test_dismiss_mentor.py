import asyncio
from collections.abc import Callable

import pytest

from backend.app import assemble, build_app
from backend.core.door import Door
from tests.cast import Cast
from tests.people.mentors import accept, assign, check, clear, day, dismiss, kinds, token_of, verdict
from tests.phone import Phone
from tests.sync.peek import count, peek

New = Callable[..., Phone]


@pytest.fixture
async def olena(phone: New) -> Phone:
    """Ratusha's coordinator."""
    return await phone().sign_in("olena")


@pytest.fixture
async def nazar(phone: New, olena: Phone, cohort: str, cast: Cast) -> Phone:
    """A mentor of Ratusha's cohort."""
    found = phone()
    await accept(found, await token_of(olena, cast.schools["ratusha"]))
    await clear(olena, cast.schools["ratusha"], found.person)
    assert await assign(olena, cohort, found.person) == "applied"
    assert await kinds(found) == ["mentor"]
    return found


@pytest.fixture
def cohort(cast: Cast) -> str:
    return cast.cohorts["ratusha"]


async def test_it_works(phone: New, olena: Phone, nazar: Phone, cohort: str) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    assert await dismiss(olena, cohort, nazar.person) == "applied"
    assert await kinds(nazar) == []
    assert {scope for scope, _, _ in nazar.rows} == {f"person:{nazar.person}"}
    await solomiia.pull()
    assert solomiia.held("mentor") == {}


async def test_the_check_stays(olena: Phone, nazar: Phone, cohort: str) -> None:
    await dismiss(olena, cohort, nazar.person)
    await olena.pull()
    assert [row["outcome"] for row in olena.held("school_mentor").values()] == ["cleared"]


async def test_twice_is_the_same_as_once(olena: Phone, nazar: Phone, cohort: str, door: Door) -> None:
    assert await dismiss(olena, cohort, nazar.person) == "applied"
    first = await peek(door.database, "SELECT until FROM role WHERE kind = 'mentor'")
    assert await dismiss(olena, cohort, nazar.person) == "applied"
    assert await peek(door.database, "SELECT until FROM role WHERE kind = 'mentor'") == first


async def test_who_comes_back_gets_a_new_role(phone: New, olena: Phone, nazar: Phone, cohort: str, door: Door) -> None:
    await dismiss(olena, cohort, nazar.person)
    assert await assign(olena, cohort, nazar.person) == "applied"
    assert await kinds(nazar) == ["mentor"]
    assert await count(door.database, "role", "kind = 'mentor'") == 2
    assert await count(door.database, "cohort_mentor") == 1
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    assert len(solomiia.held("mentor")) == 1


async def test_a_new_check_brings_nobody_back(olena: Phone, nazar: Phone, cohort: str, cast: Cast) -> None:
    await dismiss(olena, cohort, nazar.person)
    assert await clear(olena, cast.schools["ratusha"], nazar.person, expires_on=None) == "applied"
    assert await kinds(nazar) == []


async def test_nor_does_one_in_another_process_at_the_same_time(
    phone: New, olena: Phone, nazar: Phone, cohort: str, cast: Cast, door: Door
) -> None:
    second = assemble(door.settings)
    await second.open()
    other = await Phone(build_app(second), cast).sign_in("olena")
    for n in range(8):
        new = check(other, cast.schools["ratusha"], nazar.person, expires_on=day(days=300 + n))
        said = await asyncio.gather(dismiss(olena, cohort, nazar.person), verdict(other, new))
        assert said == ["applied", "applied"]
        assert await kinds(nazar) == []
        await assign(olena, cohort, nazar.person)
    await second.close()


@pytest.mark.parametrize("stranger", ["solomiia", "vasyl", "sofiia"])
async def test_a_stranger_dismisses_nobody(phone: New, nazar: Phone, cohort: str, stranger: str) -> None:
    assert await dismiss(await phone().sign_in(stranger), cohort, nazar.person) == "not_found"
    assert await kinds(nazar) == ["mentor"]


async def test_who_was_no_mentor_is_not_found(olena: Phone, cohort: str, cast: Cast) -> None:
    for person in (cast.people["ostap"], "00000000-0000-4000-8000-000000000000"):
        assert await dismiss(olena, cohort, person) == "not_found"
