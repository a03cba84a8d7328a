import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.clock import end_of, instant
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from tests.cast import Cast
from tests.manufactories.workshop import New, act, cleared, do, scopes
from tests.mentoring.meetings import held, refused
from tests.people.mentors import accept_mine, check, clear, day, token_of, verdict
from tests.phone import Phone, ago
from tests.sync.crowd import signed_in
from tests.sync.peek import count, peek


@pytest.fixture
async def bohdan(limits: None, door: Door, phone: New, cast: Cast) -> Phone:
    """Whom Ratusha cleared, and who mentors nobody yet."""
    return await cleared(door, phone, cast, "bohdan")


async def test_it_works(olena: Phone, bohdan: Phone, solomiia: Phone, team: str, cast: Cast, door: Door) -> None:
    mentor = pair_id(team, bohdan.person)
    assert await do(olena, "assign_mentor", team, person=bohdan.person) == {"mentor": mentor}
    await bohdan.pull()
    role = {"kind": "mentor", "place_kind": "manufactory", "place": team, "source": mentor}
    assert list(bohdan.held("role").values()) == [role]
    mine = {f"enrolment:{cast.enrolment(name)}" for name in ("solomiia", "ostap")}
    assert scopes(bohdan) == {f"person:{bohdan.person}", f"manufactory:{team}", *mine}
    row = {"manufactory": team, "person": bohdan.person, "name": "bohdan-family Bohdan"}
    assert (await held(solomiia, "team_mentor"))[mentor] == row
    (until,) = await peek(door.database, "SELECT until FROM role WHERE source = $1", mentor)
    # The check was recorded when the cohort began and holds for a year.
    assert instant(until["until"]) == end_of(date(2027, 9, 13), "Europe/Kyiv")


async def test_twice_is_the_same_as_once(olena: Phone, bohdan: Phone, team: str, door: Door) -> None:
    for _ in range(2):
        await do(olena, "assign_mentor", team, person=bohdan.person)
    assert await count(door.database, "role", "person = $1", bohdan.person) == 1
    assert await count(door.database, "team_mentor", "person = $1", bohdan.person) == 1


async def test_a_mentor_of_the_group_and_the_team_holds_both_roles(
    olena: Phone, nazar: Phone, team: str, cast: Cast
) -> None:
    await do(olena, "assign_mentor", team, person=nazar.person)
    places = {role["place"] for role in (await held(nazar, "role")).values()}
    assert places == {team, cast.cohorts["ratusha"]}


async def test_who_is_not_cleared_gets_no_team(olena: Phone, bohdan: Phone, team: str, cast: Cast) -> None:
    late = act(olena, "assign_mentor", team, person=bohdan.person) | {"at": ago(hours=1)}
    await clear(olena, cast.schools["ratusha"], bohdan.person, outcome="refused", expires_on=None)
    assert await refused(olena, late) == ["not_cleared"]
    assert await held(bohdan, "role") == {}


async def test_a_check_that_expired_is_none(olena: Phone, bohdan: Phone, team: str, cast: Cast) -> None:
    await clear(olena, cast.schools["ratusha"], bohdan.person, expires_on=day(days=30))
    clock.set_to(clock.now() + timedelta(days=31))
    assert await refused(olena, act(olena, "assign_mentor", team, person=bohdan.person)) == ["not_cleared"]


async def test_only_the_own_schools_check_counts(olena: Phone, team: str, door: Door, phone: New, cast: Cast) -> None:
    theirs = await cleared(door, phone, cast, "levko", "sykhiv")
    wishes = [act(olena, "assign_mentor", team, person=one) for one in (theirs.person, new_id())]
    assert await refused(olena, *wishes) == ["not_found", "not_found"]


async def test_a_stranger_assigns_nobody(strangers: list[Phone], bohdan: Phone, team: str) -> None:
    for one in strangers:
        wishes = [act(one, "assign_mentor", place, person=bohdan.person) for place in (team, new_id())]
        assert await refused(one, *wishes) == ["not_found", "not_found"]
    assert await held(bohdan, "role") == {}


async def test_nor_do_members_mentors_and_who_is_assigned(
    solomiia: Phone, roman: Phone, bohdan: Phone, team: str
) -> None:
    for one in (solomiia, roman, bohdan):
        assert await refused(one, act(one, "assign_mentor", team, person=bohdan.person)) == ["not_found"]


async def test_a_refusal_ends_the_role(olena: Phone, roman: Phone, solomiia: Phone, team: str, cast: Cast) -> None:
    await roman.pull()
    assert len(await held(solomiia, "team_mentor")) == 1
    assert await clear(olena, cast.schools["ratusha"], roman.person, outcome="refused", expires_on=None) == "applied"
    await roman.pull()
    assert scopes(roman) == {f"person:{roman.person}"}
    assert roman.held("role") == await held(solomiia, "team_mentor") == {}


async def test_cleared_again_the_team_has_to_be_given_again(olena: Phone, roman: Phone, team: str, cast: Cast) -> None:
    for outcome in ({"outcome": "refused", "expires_on": None}, {}):
        assert await clear(olena, cast.schools["ratusha"], roman.person, **outcome) == "applied"
    assert await held(roman, "role") == {}
    await do(olena, "assign_mentor", team, person=roman.person)
    assert len(await held(roman, "role")) == len(roman.held("team_mentor")) == 1


async def test_another_last_day_moves_the_end_of_each_role(
    olena: Phone, nazar: Phone, team: str, cast: Cast, door: Door
) -> None:
    await do(olena, "assign_mentor", team, person=nazar.person)
    assert await clear(olena, cast.schools["ratusha"], nazar.person, expires_on=day(days=10)) == "applied"
    ends = "SELECT place_kind, until FROM role WHERE person = $1 AND until > $2 ORDER BY place_kind"
    rows = await peek(door.database, ends, nazar.person, clock.now())
    last = end_of(date.fromisoformat(day(days=10)), "Europe/Kyiv")
    assert [(row["place_kind"], instant(row["until"])) for row in rows] == [("cohort", last), ("manufactory", last)]


async def test_at_the_end_of_the_last_day_the_role_ends_by_itself(
    olena: Phone, roman: Phone, team: str, cast: Cast
) -> None:
    assert await clear(olena, cast.schools["ratusha"], roman.person, expires_on=day(days=10)) == "applied"
    clock.set_to(clock.now() + timedelta(days=9))
    assert len(await held(roman, "role")) == 1
    clock.set_to(clock.now() + timedelta(days=2))
    assert await held(roman, "role") == {}
    assert scopes(roman) == {f"person:{roman.person}"}


async def test_another_schools_check_changes_nothing(vasyl: Phone, roman: Phone, team: str, cast: Cast) -> None:
    await accept_mine(roman, await token_of(vasyl, cast.schools["sykhiv"]))
    assert await clear(vasyl, cast.schools["sykhiv"], roman.person, outcome="refused") == "applied"
    assert len(await held(roman, "role")) == 1


async def test_a_refusal_in_another_process_at_the_same_time_wins(
    olena: Phone, bohdan: Phone, team: str, elsewhere: New, cast: Cast, door: Door
) -> None:
    other = await signed_in(door, elsewhere, olena.person)
    refusal = check(other, cast.schools["ratusha"], bohdan.person, outcome="refused", expires_on=None)
    said = await asyncio.gather(
        verdict(olena, act(olena, "assign_mentor", team, person=bohdan.person)), verdict(other, refusal)
    )
    assert said[0] in ("applied", "not_cleared")
    assert said[1] == "applied"
    assert await held(bohdan, "role") == {}


@pytest.mark.parametrize("person", [None, "x", 1])
async def test_another_shape_is_malformed(olena: Phone, team: str, person: Any) -> None:
    assert await refused(olena, act(olena, "assign_mentor", team, person=person)) == ["malformed"]
