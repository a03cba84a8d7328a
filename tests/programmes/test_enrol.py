from collections.abc import Callable
from typing import Literal

import pytest

from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import pair_id
from backend.programmes.actions import enrol
from backend.programmes.schemas import Enrol
from tests.cast import Cast, actor
from tests.phone import Phone

New = Callable[..., Phone]
Status = Literal["accepted", "active"]


async def enrolled(door: Door, cast: Cast, name: str, cohort: str, by: str, status: Status = "active") -> str:
    wish = Enrol(cast.people[name], cast.cohorts[cohort], status)
    return await door.writer.perform(enrol, await actor(door, cast.people[by]), wish)


@pytest.mark.parametrize("status", ["active", "accepted"])
async def test_it_works(door: Door, phone: New, cast: Cast, status: Status) -> None:
    maksym, olena = await phone().sign_in("maksym"), await phone().sign_in("olena")
    await maksym.pull()
    await olena.pull()
    enrolment = await enrolled(door, cast, "maksym", "ratusha", "olena", status)
    assert enrolment == pair_id(cast.people["maksym"], cast.cohorts["ratusha"])
    await maksym.pull()
    row = {"cohort": cast.cohorts["ratusha"], "person": cast.people["maksym"], "status": status}
    assert maksym.held("enrolment")[enrolment] == row | {"name": "maksym-family Maksym"}
    assert cast.course in {course["course"] for course in maksym.held("course").values()}
    assert enrolment in {role["source"] for role in maksym.held("role").values()}
    await olena.pull()
    assert olena.held("roster")[enrolment] == row | {"name": "maksym-family Maksym", "enrolment": enrolment}


async def test_the_new_learner_learns_at_once(door: Door, phone: New, cast: Cast) -> None:
    maksym = await phone().sign_in("maksym")
    await enrolled(door, cast, "maksym", "ratusha", "olena")
    (verdict,) = await maksym.verdicts(maksym.lesson(0, "maksym"))
    assert verdict["status"] == "applied"


async def test_enrolling_again_changes_nothing(door: Door, phone: New, cast: Cast) -> None:
    solomiia, olena = await phone().sign_in("solomiia"), await phone().sign_in("olena")
    await solomiia.pull()
    await olena.pull()
    held = dict(solomiia.rows)
    assert await enrolled(door, cast, "solomiia", "ratusha", "olena", "accepted") == cast.enrolment("solomiia")
    assert [page["rows"] for page in (*await solomiia.pull(), *await olena.pull())] == [[], []]
    assert solomiia.rows == held


async def test_the_other_students_learn_nothing_of_it(door: Door, phone: New, cast: Cast) -> None:
    ostap = await phone().sign_in("ostap")
    await ostap.pull()
    await enrolled(door, cast, "maksym", "ratusha", "olena")
    assert [page["rows"] for page in await ostap.pull()] == [[]]


@pytest.mark.parametrize("name", ["vasyl", "sofiia", "solomiia"])
async def test_only_a_coordinator_of_the_host_enrols(door: Door, cast: Cast, name: str) -> None:
    with pytest.raises(Problem, match="not_found"):
        await enrolled(door, cast, "maksym", "ratusha", name)


async def test_what_is_not_there_is_not_found(door: Door, cast: Cast) -> None:
    nobody, olena = "00000000-0000-4000-8000-000000000000", await actor(door, cast.people["olena"])
    for wish in (Enrol(nobody, cast.cohorts["ratusha"]), Enrol(cast.people["maksym"], nobody)):
        with pytest.raises(Problem) as refusal:
            await door.writer.perform(enrol, olena, wish)
        assert (refusal.value.kind.code, refusal.value.data) == ("not_found", {})


async def test_the_school_that_sent_them_is_remembered(door: Door, cast: Cast) -> None:
    enrolment = await enrolled(door, cast, "maksym", "ratusha", "olena")
    async with door.database.read() as db:
        (row,) = await db.rows("SELECT institution FROM enrolment WHERE id = $1", enrolment)
    assert row["institution"] == cast.schools["sykhiv"]
