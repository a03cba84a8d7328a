import asyncio
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from backend.app import assemble, build_app
from backend.core import clock
from backend.core.clock import end_of, instant
from backend.core.door import Door
from backend.core.ids import pair_id
from tests.cast import Cast
from tests.people.mentors import accept, accept_mine, assign, check, clear, day, kinds, token_of, verdict
from tests.phone import Phone, ago
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]


@pytest.fixture
async def olena(phone: New) -> Phone:
    """Ratusha's coordinator."""
    return await phone().sign_in("olena")


@pytest.fixture
async def nazar(phone: New, olena: Phone, cast: Cast) -> Phone:
    """Somebody who accepted Ratusha's invitation and was cleared."""
    found = phone()
    await accept(found, await token_of(olena, cast.schools["ratusha"]))
    assert await clear(olena, cast.schools["ratusha"], found.person) == "applied"
    return found


@pytest.fixture
def cohort(cast: Cast) -> str:
    return cast.cohorts["ratusha"]


async def test_it_works(phone: New, olena: Phone, nazar: Phone, cohort: str, cast: Cast, door: Door) -> None:
    (said,) = await olena.verdicts(
        olena.operation("programmes.assign_mentor", {"cohort": cohort, "person": nazar.person})
    )
    mentor = pair_id(cohort, nazar.person)
    assert (said["status"], said["data"]) == ("applied", {"mentor": mentor})
    await nazar.pull()
    assert list(nazar.held("role").values()) == [
        {"kind": "mentor", "place_kind": "cohort", "place": cohort, "source": mentor}
    ]
    assert set(nazar.held("cohort")) == {cohort}
    assert len(nazar.held("roster")) == len(nazar.held("enrolment")) == 3
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    assert solomiia.held("mentor") == {mentor: {"cohort": cohort, "person": nazar.person, "name": "Ткачук Назар"}}
    (role,) = await peek(door.database, "SELECT until FROM role WHERE kind = 'mentor'")
    assert instant(role["until"]) == end_of(date.fromisoformat(day(days=364)), "Europe/Kyiv")


async def test_a_check_without_a_last_day_gives_a_role_without_an_end(
    olena: Phone, nazar: Phone, cohort: str, cast: Cast, door: Door
) -> None:
    await clear(olena, cast.schools["ratusha"], nazar.person, expires_on=None)
    assert await assign(olena, cohort, nazar.person) == "applied"
    assert await peek(door.database, "SELECT until FROM role WHERE kind = 'mentor'") == [{"until": None}]


async def test_a_mentor_reads_the_courses_of_the_group(olena: Phone, nazar: Phone, cohort: str) -> None:
    await assign(olena, cohort, nazar.person)
    await nazar.pull()
    (course,) = nazar.held("course").values()
    answer = await nazar.http.get(f"/api/courses/bundles/{course['bundles']['uk']['hash']}")
    assert answer.status_code == 200


async def test_twice_is_the_same_as_once(phone: New, olena: Phone, nazar: Phone, cohort: str, door: Door) -> None:
    other = await phone().sign_in("olena")
    assert [await assign(one, cohort, nazar.person) for one in (olena, other)] == ["applied", "applied"]
    assert await count(door.database, "role", "kind = 'mentor'") == 1
    assert await count(door.database, "cohort_mentor") == 1


@pytest.mark.parametrize("stranger", ["solomiia", "vasyl", "sofiia"])
async def test_a_stranger_assigns_nobody(phone: New, nazar: Phone, cohort: str, stranger: str) -> None:
    who = await phone().sign_in(stranger)
    assert await assign(who, cohort, nazar.person) == "not_found"
    assert await assign(who, "00000000-0000-4000-8000-000000000000", nazar.person) == "not_found"
    assert await kinds(nazar) == []


async def test_nobody_assigns_themselves(nazar: Phone, cohort: str) -> None:
    assert await assign(nazar, cohort, nazar.person) == "not_found"


async def test_who_was_not_checked_gets_no_group(phone: New, olena: Phone, cohort: str, cast: Cast) -> None:
    ihor = phone()
    await accept(ihor, await token_of(olena, cast.schools["ratusha"]), login="ihor.koval42")
    assert await assign(olena, cohort, ihor.person) == "not_cleared"
    await clear(olena, cast.schools["ratusha"], ihor.person, outcome="refused", expires_on=None)
    assert await assign(olena, cohort, ihor.person) == "not_cleared"
    assert await kinds(ihor) == []


@pytest.fixture
def in_three_months() -> Iterator[Callable[[], None]]:
    """Call it, and it is; afterwards the true time returns."""
    yield lambda: clock.set_to(clock.now() + timedelta(days=91))
    clock.set_to(None)


async def test_a_check_that_expired_is_none(
    olena: Phone, nazar: Phone, cohort: str, cast: Cast, in_three_months: Callable[[], None]
) -> None:
    await clear(olena, cast.schools["ratusha"], nazar.person, expires_on=day(days=90))
    in_three_months()
    assert await assign(olena, cohort, nazar.person) == "not_cleared"


async def test_on_its_last_day_a_check_holds(olena: Phone, nazar: Phone, cohort: str, cast: Cast) -> None:
    await clear(olena, cast.schools["ratusha"], nazar.person, expires_on=day())
    assert await assign(olena, cohort, nazar.person) == "applied"


async def test_another_schools_check_does_not_count(phone: New, olena: Phone, nazar: Phone, cast: Cast) -> None:
    vasyl = await phone().sign_in("vasyl")
    assert await assign(vasyl, cast.cohorts["sykhiv"], nazar.person) == "not_found"
    await accept_mine(nazar, await token_of(vasyl, cast.schools["sykhiv"]))
    assert await assign(vasyl, cast.cohorts["sykhiv"], nazar.person) == "not_cleared"
    assert await assign(olena, cast.cohorts["sykhiv"], nazar.person) == "not_found"


async def test_who_accepted_no_invitation_is_nobody(olena: Phone, cohort: str, cast: Cast) -> None:
    for person in (cast.people["ostap"], cast.people["maksym"], "00000000-0000-4000-8000-000000000000"):
        assert await assign(olena, cohort, person) == "not_found"


async def test_an_hour_old_wish_is_judged_by_what_is_known_now(
    phone: New, olena: Phone, nazar: Phone, cohort: str, cast: Cast
) -> None:
    other = await phone().sign_in("olena")
    late = other.operation("programmes.assign_mentor", {"cohort": cohort, "person": nazar.person}, at=ago(hours=1))
    await clear(olena, cast.schools["ratusha"], nazar.person, outcome="refused", expires_on=None)
    assert await verdict(other, late) == "not_cleared"


async def test_a_refusal_in_another_process_at_the_same_time_wins(
    phone: New, olena: Phone, nazar: Phone, cohort: str, cast: Cast, door: Door
) -> None:
    """Whichever comes first, nobody whose check was refused holds a group afterwards."""
    second = assemble(door.settings)
    await second.open()
    other = await Phone(build_app(second), cast).sign_in("olena")
    refusal = check(other, cast.schools["ratusha"], nazar.person, outcome="refused", expires_on=None)
    said = await asyncio.gather(assign(olena, cohort, nazar.person), verdict(other, refusal))
    await second.close()
    assert said[0] in ("applied", "not_cleared")
    assert said[1] == "applied"
    assert await kinds(nazar) == []


async def test_who_is_no_coordinator_any_more_assigns_nobody(
    olena: Phone, nazar: Phone, cohort: str, cast: Cast, door: Door
) -> None:
    await alter(door.database, "UPDATE role SET until = since WHERE person = $1", cast.people["olena"])
    assert await assign(olena, cohort, nazar.person) == "not_found"


@pytest.mark.parametrize("body", [{}, {"cohort": "x", "person": "y"}, {"cohort": None, "person": None}])
async def test_another_shape_is_malformed(olena: Phone, body: dict[str, Any]) -> None:
    assert await verdict(olena, olena.operation("programmes.assign_mentor", body)) == "malformed"
