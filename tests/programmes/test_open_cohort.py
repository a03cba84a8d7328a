from collections.abc import Callable
from datetime import date

import pytest

from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import pair_id
from backend.programmes.actions import add_programme, open_cohort
from backend.programmes.schemas import NewCohort, NewProgramme
from tests.cast import SYSTEM, Cast, actor
from tests.phone import Phone

New = Callable[..., Phone]
NAME = {"uk": "Весна", "en": "Spring"}


def plan(cast: Cast, programme: str | None = None) -> NewCohort:
    school, courses = cast.schools["ratusha"], [cast.other_course, cast.course]
    return NewCohort(programme or cast.programme, school, NAME, date(2027, 2, 1), date(2027, 6, 25), 12, courses)


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    cohort = await door.writer.perform(open_cohort, await actor(door, cast.people["sofiia"]), plan(cast))
    olena = await phone().sign_in("olena")
    await olena.pull()
    row = {"name": NAME, "programme": {"uk": "П", "en": "P"}, "starts": "2027-02-01", "ends": "2027-06-25", "seats": 12}
    assert olena.held("cohort")[cohort] == row | {"institution": {"uk": "ratusha", "en": "ratusha"}}
    school_row = olena.held("school_cohort")[cohort]
    assert len(school_row.pop("code")) == 8
    assert school_row == row | {"institution": cast.schools["ratusha"], "cohort": cohort}
    courses = sorted(
        (row for row in olena.held("course").values() if row["cohort"] == cohort), key=lambda r: r["position"]
    )
    assert [row["course"] for row in courses] == [cast.other_course, cast.course]
    assert pair_id(cohort, cast.course) in olena.held("course")


async def test_the_host_learns_of_it_at_its_next_pull(door: Door, phone: New, cast: Cast) -> None:
    olena, vasyl = await phone().sign_in("olena"), await phone().sign_in("vasyl")
    await olena.pull()
    await vasyl.pull()
    cohort = await door.writer.perform(open_cohort, await actor(door, cast.people["sofiia"]), plan(cast))
    await olena.pull()
    assert cohort in olena.held("school_cohort")
    assert [page["rows"] for page in await vasyl.pull()] == [[]]


@pytest.mark.parametrize("name", ["olena", "vasyl", "solomiia"])
async def test_who_manages_no_programme_opens_none(door: Door, cast: Cast, name: str) -> None:
    with pytest.raises(Problem, match="not_found"):
        await door.writer.perform(open_cohort, await actor(door, cast.people[name]), plan(cast))


async def test_a_manager_of_another_programme_is_like_a_stranger(door: Door, cast: Cast) -> None:
    other = await door.writer.perform(add_programme, SYSTEM, NewProgramme(NAME, NAME))
    sofiia = await actor(door, cast.people["sofiia"])
    for programme in (other, "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(Problem) as refusal:
            await door.writer.perform(open_cohort, sofiia, plan(cast, programme))
        assert (refusal.value.kind.code, refusal.value.data) == ("not_found", {})
    async with door.database.read() as db:
        assert (await db.rows("SELECT count(*) AS n FROM cohort"))[0]["n"] == 2
