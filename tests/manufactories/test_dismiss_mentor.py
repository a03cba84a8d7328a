import asyncio

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.manufactories.workshop import New, act, do, scopes
from tests.mentoring.meetings import held, refused
from tests.people.mentors import check, clear, day, verdict
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import count, peek


async def test_it_works(olena: Phone, roman: Phone, solomiia: Phone, team: str) -> None:
    await roman.pull()
    assert len(await held(solomiia, "team_mentor")) == 1
    assert await do(olena, "dismiss_mentor", team, person=roman.person) == {}
    await roman.pull()
    assert scopes(roman) == {f"person:{roman.person}"}
    assert roman.held("role") == await held(solomiia, "team_mentor") == {}


async def test_the_role_in_the_group_stays(olena: Phone, nazar: Phone, team: str, cast: Cast) -> None:
    await do(olena, "assign_mentor", team, person=nazar.person)
    await do(olena, "dismiss_mentor", team, person=nazar.person)
    assert [role["place"] for role in (await held(nazar, "role")).values()] == [cast.cohorts["ratusha"]]


async def test_twice_is_the_same_as_once(olena: Phone, roman: Phone, team: str, door: Door) -> None:
    await do(olena, "dismiss_mentor", team, person=roman.person)
    sql = "SELECT until FROM role WHERE kind = 'mentor' UNION ALL SELECT until FROM team_mentor"
    first = await peek(door.database, sql)
    await do(olena, "dismiss_mentor", team, person=roman.person)
    assert await peek(door.database, sql) == first


async def test_who_comes_back_gets_a_new_role(olena: Phone, roman: Phone, team: str, door: Door) -> None:
    await do(olena, "dismiss_mentor", team, person=roman.person)
    await do(olena, "assign_mentor", team, person=roman.person)
    assert len(await held(roman, "team_mentor")) == 1
    assert await count(door.database, "role", "kind = 'mentor'") == 2
    assert await count(door.database, "team_mentor") == 1


async def test_a_new_check_brings_nobody_back(olena: Phone, roman: Phone, team: str, cast: Cast) -> None:
    await do(olena, "dismiss_mentor", team, person=roman.person)
    assert await clear(olena, cast.schools["ratusha"], roman.person, expires_on=None) == "applied"
    assert await held(roman, "role") == {}


async def test_nor_does_one_in_another_process_at_the_same_time(
    olena: Phone, roman: Phone, team: str, elsewhere: New, cast: Cast, door: Door
) -> None:
    other = await signed_in(door, elsewhere, olena.person)
    for n in range(4):
        new = check(other, cast.schools["ratusha"], roman.person, expires_on=day(days=200 + n))
        said = await asyncio.gather(
            verdict(olena, act(olena, "dismiss_mentor", team, person=roman.person)), verdict(other, new)
        )
        assert said == ["applied", "applied"]
        assert await held(roman, "role") == {}
        await do(olena, "assign_mentor", team, person=roman.person)


async def test_a_stranger_dismisses_nobody(strangers: list[Phone], roman: Phone, team: str) -> None:
    for one in strangers:
        wishes = [act(one, "dismiss_mentor", place, person=roman.person) for place in (team, new_id())]
        assert await refused(one, *wishes) == ["not_found", "not_found"]
    assert len(await held(roman, "role")) == 1


async def test_nor_do_members_and_mentors(solomiia: Phone, roman: Phone, team: str) -> None:
    for one in (solomiia, roman):
        assert await refused(one, act(one, "dismiss_mentor", team, person=roman.person)) == ["not_found"]


async def test_who_was_no_mentor_is_not_found(olena: Phone, nazar: Phone, team: str) -> None:
    wishes = [act(olena, "dismiss_mentor", team, person=one) for one in (nazar.person, new_id())]
    assert await refused(olena, *wishes) == ["not_found", "not_found"]
