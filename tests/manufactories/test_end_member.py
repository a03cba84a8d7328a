from datetime import timedelta

from backend.core import clock
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from tests.cast import Cast, actor, take_part
from tests.manufactories.workshop import CANDLE, act, do, found, member, posts, scopes
from tests.mentoring.meetings import applied, held, refused
from tests.phone import Phone
from tests.sync.peek import count, peek


async def test_it_works(olena: Phone, solomiia: Phone, ostap: Phone, team: str, cast: Cast) -> None:
    assert team in await held(ostap, "manufactory")
    await olena.pull()
    assert await do(olena, "end_member", team, enrolment=cast.enrolment("ostap")) == {}
    row = (await held(solomiia, "member"))[pair_id(team, cast.enrolment("ostap"))]
    assert row["until"] is not None
    assert (posts(row), posts(row, now=True)) == (["production"], [])
    assert (await held(olena, "school_manufactory"))[team]["members"] == 1
    (page,) = await ostap.pull()
    assert page["drop"] == [f"manufactory:{team}"]
    assert "member" not in {role["kind"] for role in ostap.held("role").values()}


async def test_a_mentor_of_the_team_does_not_follow_who_left(roman: Phone, team: str, cast: Cast) -> None:
    await roman.pull()
    assert f"enrolment:{cast.enrolment('ostap')}" in scopes(roman)
    await do(roman, "end_member", team, enrolment=cast.enrolment("ostap"))
    await roman.pull()
    assert f"enrolment:{cast.enrolment('ostap')}" not in scopes(roman)


async def test_twice_is_the_same_as_once(olena: Phone, team: str, door: Door, cast: Cast) -> None:
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    ends = "SELECT until FROM member UNION ALL SELECT until FROM post UNION ALL SELECT until FROM role"
    first = await peek(door.database, ends)
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    assert await peek(door.database, ends) == first


async def test_who_left_has_no_say_any_more(olena: Phone, ostap: Phone, team: str, cast: Cast) -> None:
    await do(ostap, "add_product", team, **CANDLE)
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    assert await refused(ostap, act(ostap, "add_product", team, **CANDLE)) == ["not_found"]


async def test_a_team_may_shrink_below_what_it_began_with(olena: Phone, team: str, door: Door, cast: Cast) -> None:
    for name in ("ostap", "solomiia"):
        await do(olena, "end_member", team, enrolment=cast.enrolment(name))
    assert (await held(olena, "school_manufactory"))[team]["members"] == 0
    assert await count(door.database, "manufactory") == 1


async def test_who_was_never_in_it_is_not_found(olena: Phone, team: str, cast: Cast) -> None:
    wishes = [act(olena, "end_member", team, enrolment=one) for one in (cast.enrolment("zoriana"), new_id())]
    assert await refused(olena, *wishes) == ["not_found", "not_found"]


async def test_a_stranger_ends_nothing(strangers: list[Phone], team: str, cast: Cast, door: Door) -> None:
    for one in strangers:
        wishes = [act(one, "end_member", place, enrolment=cast.enrolment("ostap")) for place in (team, new_id())]
        assert await refused(one, *wishes) == ["not_found", "not_found"]
    assert await count(door.database, "member", "until IS NULL") == 2


async def test_nor_does_a_member(ostap: Phone, team: str, cast: Cast) -> None:
    """Not even for themselves: who looks after the team does it."""
    for name in ("solomiia", "ostap"):
        assert await refused(ostap, act(ostap, "end_member", team, enrolment=cast.enrolment(name))) == ["not_found"]


async def test_who_leaves_the_group_leaves_the_team(
    olena: Phone, solomiia: Phone, ostap: Phone, team: str, door: Door, cast: Cast
) -> None:
    await ostap.pull()
    await olena.pull()
    clock.set_to(clock.now() + timedelta(days=1))
    left = ostap.operation("programmes.withdraw", {"enrolment": cast.enrolment("ostap"), "reason": "moved"})
    await applied(ostap, left)
    row = (await held(solomiia, "member"))[pair_id(team, cast.enrolment("ostap"))]
    assert row["until"][:10] == "2026-11-17"
    assert posts(row, now=True) == []
    assert (await held(olena, "school_manufactory"))[team]["members"] == 1
    await ostap.pull()
    assert f"manufactory:{team}" not in scopes(ostap)
    assert await count(door.database, "role", "kind = 'member' AND until IS NULL") == 1


async def test_who_leaves_another_group_stays(olena: Phone, vasyl: Phone, door: Door, cast: Cast) -> None:
    other = await take_part(door, cast, "maksym", "ratusha", await actor(door, cast.people["olena"]))
    here = {"cohort": cast.cohorts["sykhiv"], "institution": cast.schools["sykhiv"]}
    await found(vasyl, member(cast, "maksym", cohort="sykhiv"), member(cast, "zoriana"), **here)
    await applied(olena, olena.operation("programmes.withdraw", {"enrolment": other, "reason": "moved"}))
    assert await count(door.database, "member", "until IS NULL") == 2


async def test_who_had_left_the_team_before_left_it_then(
    olena: Phone, solomiia: Phone, ostap: Phone, team: str, cast: Cast
) -> None:
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    before = await held(solomiia, "member")
    clock.set_to(clock.now() + timedelta(days=1))
    left = ostap.operation("programmes.withdraw", {"enrolment": cast.enrolment("ostap"), "reason": "moved"})
    await applied(ostap, left)
    assert await held(solomiia, "member") == before
