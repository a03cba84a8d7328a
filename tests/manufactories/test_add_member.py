import asyncio

from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from tests.cast import Cast, actor, take_part
from tests.manufactories.workshop import New, act, do, found, member, posts, set_limits
from tests.mentoring.meetings import applied, held, refused
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import count


async def test_it_works(olena: Phone, solomiia: Phone, team: str, door: Door, phone: New, cast: Cast) -> None:
    await olena.pull()
    await solomiia.pull()
    row = pair_id(team, cast.enrolment("zoriana"))
    assert await do(olena, "add_member", team, **member(cast, "zoriana", "safety", "people")) == {"member": row}
    assert (await held(olena, "school_manufactory"))[team]["members"] == 3
    one = (await held(solomiia, "member"))[row]
    assert one["name"] == "zoriana-family Zoriana"
    assert (one["until"], sorted(post["kind"] for post in one["posts"])) == (None, ["people", "safety"])
    zoriana = await signed_in(door, phone, cast.people["zoriana"])
    assert team in await held(zoriana, "manufactory")
    assert len(zoriana.held("gate")) == 4


async def test_its_mentor_who_sees_the_group_adds_somebody_too(
    olena: Phone, nazar: Phone, team: str, cast: Cast
) -> None:
    await do(olena, "assign_mentor", team, person=nazar.person)
    await do(nazar, "add_member", team, **member(cast, "zoriana"))


async def test_whom_the_mentor_does_not_see_is_nobody(roman: Phone, team: str, cast: Cast) -> None:
    """Roman mentors the team and no group."""
    wishes = [act(roman, "add_member", team, **one) for one in (member(cast, "zoriana"), {"enrolment": new_id()})]
    assert await refused(roman, *wishes) == ["not_found", "not_found"]


async def test_nor_is_whom_the_coordinator_does_not_see(olena: Phone, team: str, cast: Cast) -> None:
    assert await refused(olena, act(olena, "add_member", team, **member(cast, "maksym", cohort="sykhiv"))) == [
        "not_found"
    ]


async def test_who_is_in_it_stays_as_they_are(olena: Phone, solomiia: Phone, team: str, door: Door, cast: Cast) -> None:
    before = await held(solomiia, "member")
    await do(olena, "add_member", team, **member(cast, "ostap", "lead"))
    assert await held(solomiia, "member") == before
    assert await count(door.database, "role", "kind = 'member'") == 2


async def test_who_is_in_another_is_not(olena: Phone, team: str, door: Door, cast: Cast) -> None:
    await set_limits(door, cast, team_min=1)
    other = await found(olena, member(cast, "zoriana"), pigment="ink")
    assert await refused(olena, act(olena, "add_member", other, **member(cast, "ostap"))) == ["member_elsewhere"]


async def test_nobody_is_in_it_by_two_enrolments(vasyl: Phone, door: Door, cast: Cast) -> None:
    await take_part(door, cast, "maksym", "ratusha", await actor(door, cast.people["olena"]))
    here = {"cohort": cast.cohorts["sykhiv"], "institution": cast.schools["sykhiv"]}
    team = await found(vasyl, member(cast, "maksym", cohort="sykhiv"), member(cast, "zoriana"), **here)
    assert await refused(vasyl, act(vasyl, "add_member", team, **member(cast, "maksym"))) == ["member_elsewhere"]


async def test_who_has_left_the_group_joins_nothing(olena: Phone, team: str, cast: Cast) -> None:
    left = olena.operation("programmes.withdraw", {"enrolment": cast.enrolment("zoriana"), "reason": "moved"})
    await applied(olena, left)
    assert await refused(olena, act(olena, "add_member", team, **member(cast, "zoriana"))) == ["not_active"]


async def test_a_team_grows_to_its_limit(olena: Phone, team: str, door: Door, cast: Cast) -> None:
    await set_limits(door, cast, team_max=2)
    (verdict,) = await olena.verdicts(act(olena, "add_member", team, **member(cast, "zoriana")))
    assert (verdict["code"], verdict["params"]) == ("team_full", {"most": 2})


async def test_also_when_two_add_at_once_from_different_groups(
    olena: Phone, elsewhere: New, door: Door, cast: Cast
) -> None:
    """Olena sees Ostap in Sykhiv's cohort too: her school sent him."""
    await set_limits(door, cast, team_min=1, team_max=2)
    team = await found(olena, member(cast, "solomiia"))
    await take_part(door, cast, "ostap", "sykhiv", await actor(door, cast.people["vasyl"]))
    other = await signed_in(door, elsewhere, olena.person)
    both = (member(cast, "zoriana"), member(cast, "ostap", cohort="sykhiv"))
    for _ in range(6):
        said = await asyncio.gather(
            *(one.verdicts(act(one, "add_member", team, **who)) for one, who in zip((olena, other), both, strict=True))
        )
        assert sorted(verdict.get("code", "applied") for (verdict,) in said) == ["applied", "team_full"]
        (joined,) = [who for who, (verdict,) in zip(both, said, strict=True) if verdict["status"] == "applied"]
        await do(olena, "end_member", team, enrolment=joined["enrolment"])


async def test_leaving_the_group_at_the_same_moment_nobody_stays_in_the_team(
    olena: Phone, team: str, elsewhere: New, door: Door, cast: Cast
) -> None:
    other = await signed_in(door, elsewhere, olena.person)
    left = other.operation("programmes.withdraw", {"enrolment": cast.enrolment("zoriana"), "reason": "moved"})
    await asyncio.gather(
        olena.verdicts(act(olena, "add_member", team, **member(cast, "zoriana"))), other.verdicts(left)
    )
    assert await count(door.database, "member", "until IS NULL") == 2


async def test_a_stranger_adds_nobody(strangers: list[Phone], team: str, cast: Cast, door: Door) -> None:
    for one in strangers:
        wishes = [act(one, "add_member", place, **member(cast, "zoriana")) for place in (team, new_id())]
        assert await refused(one, *wishes) == ["not_found", "not_found"]
    assert await count(door.database, "member") == 2


async def test_nor_does_a_member(solomiia: Phone, team: str, cast: Cast) -> None:
    assert await refused(solomiia, act(solomiia, "add_member", team, **member(cast, "zoriana"))) == ["not_found"]


async def test_who_comes_back_gets_the_same_row_another_role_and_posts_again(
    olena: Phone, solomiia: Phone, team: str, door: Door, cast: Cast
) -> None:
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    await do(olena, "add_member", team, **member(cast, "ostap", "production", "quality"))
    row = (await held(solomiia, "member"))[pair_id(team, cast.enrolment("ostap"))]
    assert row["until"] is None
    assert posts(row) == ["production", "production", "quality"]
    assert posts(row, now=True) == ["production", "quality"]
    assert await count(door.database, "member") == 2
    assert await count(door.database, "role", "kind = 'member' AND until IS NULL") == 2
    assert await count(door.database, "role", "kind = 'member'") == 3


async def test_no_post_is_taken_twice(olena: Phone, team: str, cast: Cast) -> None:
    wishes = [
        act(olena, "add_member", team, **member(cast, "zoriana", *kinds)) for kinds in (("lead", "lead"), ("boss",))
    ]
    assert await refused(olena, *wishes) == ["malformed", "malformed"]
