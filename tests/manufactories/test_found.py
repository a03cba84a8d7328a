import asyncio
from datetime import date
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.programmes.actions import add_programme, open_cohort
from backend.programmes.schemas import NewCohort, NewProgramme
from tests.cast import SYSTEM, Cast, actor, ask, take_part
from tests.manufactories.workshop import MAKES, NAME, New, act, cleared, found, founding, member, scopes, set_limits
from tests.mentoring.meetings import applied, held, log, mark, mentor, refused
from tests.people.mentors import accept_mine, clear, dismiss, token_of
from tests.phone import Phone, ago
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count


async def test_it_works(olena: Phone, solomiia: Phone, cast: Cast) -> None:
    wish = founding(olena, member(cast, "solomiia", "lead", "finance"), member(cast, "ostap"))
    assert await applied(olena, wish) == [{"manufactory": wish["id"]}]
    row = (await held(solomiia, "manufactory"))[wish["id"]]
    assert row == {
        "cohort": cast.cohorts["ratusha"],
        "institution": cast.schools["ratusha"],
        "school": {"uk": "ratusha", "en": "ratusha"},
        "name": NAME,
        "makes": MAKES,
        "figure": "candle",
        "pigment": "clay",
        "carrier": "school_project",
        "founded": row["founded"],
        "team_max": 4,
        "spending_limit": 50_000,
        "cash_rounding": 50,
    }
    mine = solomiia.held("member")[pair_id(wish["id"], cast.enrolment("solomiia"))]
    assert mine["name"] == "solomiia-family Solomiia"
    assert sorted(post["kind"] for post in mine["posts"]) == ["finance", "lead"]
    assert solomiia.held("member")[pair_id(wish["id"], cast.enrolment("ostap"))]["posts"] == []


async def test_a_member_holds_the_role_and_the_scope_of_the_team(solomiia: Phone, olena: Phone, cast: Cast) -> None:
    team = await found(olena, member(cast, "solomiia"), member(cast, "ostap"))
    await solomiia.pull()
    row = pair_id(team, cast.enrolment("solomiia"))
    role = {"kind": "member", "place_kind": "manufactory", "place": team, "source": row}
    assert role in solomiia.held("role").values()
    assert f"manufactory:{team}" in scopes(solomiia)


async def test_the_gates_are_the_programmes_by_the_first_day_of_the_home_group(
    olena: Phone, solomiia: Phone, cast: Cast
) -> None:
    await found(olena, member(cast, "solomiia"), member(cast, "ostap"))
    rows = sorted((await held(solomiia, "gate")).values(), key=lambda row: row["due"])
    assert [(row["kind"], row["due"], row["steps"]) for row in rows] == [
        ("plain", "2026-10-14", []),
        ("first_sale", "2026-11-13", []),
        ("break_even", "2026-12-23", []),
        ("plain", "2027-01-22", []),
    ]
    assert rows[0]["name"] == {"uk": "Бізнес-план", "en": "Business plan"}


async def test_the_school_sees_it_in_its_list(olena: Phone, vasyl: Phone, cast: Cast) -> None:
    await olena.pull()
    team = await found(olena, member(cast, "solomiia"), member(cast, "ostap"), carrier="sole_trader")
    assert await held(olena, "school_manufactory") == {
        team: {
            "cohort": cast.cohorts["ratusha"],
            "institution": cast.schools["ratusha"],
            "name": NAME,
            "makes": MAKES,
            "figure": "candle",
            "pigment": "clay",
            "carrier": "sole_trader",
            "members": 2,
        }
    }
    assert olena.held("manufactory") == {}
    assert await held(vasyl, "school_manufactory") == {}


async def test_a_mentor_of_the_home_group_founds_and_is_its_mentor(nazar: Phone, olena: Phone, cast: Cast) -> None:
    team = await found(nazar, member(cast, "solomiia"), member(cast, "zoriana"))
    assert await held(nazar, "team_mentor") == {
        pair_id(team, nazar.person): {"manufactory": team, "person": nazar.person, "name": "nazar-family Nazar"}
    }
    assert team in nazar.held("manufactory")
    assert team in await held(olena, "school_manufactory")


async def test_who_founds_as_a_mentor_names_no_other(nazar: Phone, roman: Phone, cast: Cast) -> None:
    team = (member(cast, "solomiia"), member(cast, "ostap"))
    both = founding(nazar, *team, mentors=[nazar.person, roman.person])
    assert await refused(nazar, founding(nazar, *team, mentors=[roman.person]), both) == ["not_found", "not_found"]
    await found(nazar, *team, mentors=[nazar.person])
    assert len(await held(nazar, "team_mentor")) == 1


async def test_and_only_for_the_school_that_hosts_the_group(nazar: Phone, vasyl: Phone, cast: Cast) -> None:
    """Whoever else cleared them."""
    await accept_mine(nazar, await token_of(vasyl, cast.schools["sykhiv"]))
    assert await clear(vasyl, cast.schools["sykhiv"], nazar.person) == "applied"
    wish = founding(nazar, member(cast, "solomiia"), member(cast, "ostap"), institution=cast.schools["sykhiv"])
    assert await refused(nazar, wish) == ["not_found"]


async def test_who_mentors_the_group_no_more_founds_nothing(olena: Phone, nazar: Phone, cast: Cast) -> None:
    assert await dismiss(olena, cast.cohorts["ratusha"], nazar.person) == "applied"
    assert await refused(nazar, founding(nazar, member(cast, "solomiia"), member(cast, "ostap"))) == ["not_found"]


async def test_a_school_founds_with_those_it_sent_elsewhere(vasyl: Phone, maksym: Phone, cast: Cast) -> None:
    team = (member(cast, "maksym", cohort="sykhiv"), member(cast, "zoriana"))
    here = {"cohort": cast.cohorts["sykhiv"], "institution": cast.schools["sykhiv"]}
    made = await found(vasyl, *team, **here)
    assert made in await held(maksym, "manufactory")
    assert len(maksym.held("member")) == 2


async def test_whom_the_founder_does_not_see_is_nobody(olena: Phone, vasyl: Phone, cast: Cast) -> None:
    unseen = member(cast, "maksym", cohort="sykhiv")
    nobody: dict[str, Any] = {"enrolment": new_id(), "posts": []}
    wishes = [founding(olena, member(cast, "solomiia"), one) for one in (unseen, nobody)]
    verdicts = await olena.verdicts(*wishes)
    assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
    assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    here = {"institution": cast.schools["sykhiv"]}
    assert await refused(vasyl, founding(vasyl, member(cast, "solomiia"), member(cast, "zoriana"), **here)) == [
        "not_found"
    ]


async def test_a_stranger_founds_nothing(door: Door, phone: New, olena: Phone, cast: Cast) -> None:
    phones = [await signed_in(door, phone, cast.people[name]) for name in ("solomiia", "maksym", "vasyl", "sofiia")]
    for stranger in [*phones, await mentor(door, phone, cast, "iryna", "sykhiv")]:
        team = (member(cast, "solomiia"), member(cast, "ostap"))
        wishes = [founding(stranger, *team), founding(stranger, *team, cohort=new_id())]
        assert await refused(stranger, *wishes) == ["not_found", "not_found"]
    assert await count(door.database, "manufactory") == 0


async def test_a_programme_without_limits_founds_none(olena: Phone, door: Door, cast: Cast) -> None:
    await alter(door.database, "DELETE FROM rule_set")
    assert await refused(olena, founding(olena, member(cast, "solomiia"), member(cast, "ostap"))) == [
        "no_manufactories"
    ]


@pytest.mark.parametrize("size", [0, 1, 3])
async def test_a_team_has_neither_too_few_nor_too_many(olena: Phone, door: Door, cast: Cast, size: int) -> None:
    await set_limits(door, cast, team_max=2)
    team = [member(cast, name) for name in ("solomiia", "ostap", "zoriana")][:size]
    (verdict,) = await olena.verdicts(founding(olena, *team))
    assert (verdict["code"], verdict["fix"], verdict["params"]) == ("team_size", "edit", {"least": 2, "most": 2})
    assert "%" not in verdict["message"]


async def test_who_has_left_or_only_asks_is_in_no_team(olena: Phone, door: Door, cast: Cast) -> None:
    await ask(door, cast, "maksym", "ratusha")
    left = olena.operation("programmes.withdraw", {"enrolment": cast.enrolment("ostap"), "reason": "moved"})
    await applied(olena, left)
    wishes = [founding(olena, member(cast, "solomiia"), member(cast, name)) for name in ("ostap", "maksym")]
    assert await refused(olena, *wishes) == ["not_active", "not_active"]


async def test_nobody_is_in_two(olena: Phone, team: str, door: Door, cast: Cast) -> None:
    wish = founding(olena, member(cast, "zoriana"), member(cast, "ostap"), pigment="blue")
    assert await refused(olena, wish) == ["member_elsewhere"]
    assert await count(door.database, "manufactory") == 1


async def test_two_people_who_found_the_same_team_at_once_make_one(
    olena: Phone, nazar: Phone, elsewhere: New, door: Door, cast: Cast
) -> None:
    other = await signed_in(door, elsewhere, nazar.person)
    team = (member(cast, "solomiia"), member(cast, "ostap"))
    for figure in ("candle", "rings", "jug", "sun", "leaf", "gear"):
        said = await asyncio.gather(
            olena.verdicts(founding(olena, *team, figure=figure)),
            nazar.verdicts(founding(nazar, *team, figure=figure, pigment="blue")),
            other.verdicts(founding(other, *team, figure=figure, pigment="ink")),
        )
        codes = sorted(verdict.get("code", "applied") for (verdict,) in said)
        assert codes == ["applied", "member_elsewhere", "member_elsewhere"]
        (made,) = [verdict["data"]["manufactory"] for (verdict,) in said if verdict["status"] == "applied"]
        assert await count(door.database, "member", "until IS NULL") == 2
        await applied(olena, *(act(olena, "end_member", made, enrolment=one["enrolment"]) for one in team))
    assert await count(door.database, "manufactory") == 6


async def test_no_two_marks_in_a_group_are_alike(olena: Phone, vasyl: Phone, team: str, door: Door, cast: Cast) -> None:
    await set_limits(door, cast, team_min=1)
    (verdict,) = await olena.verdicts(founding(olena, member(cast, "zoriana")))
    assert (verdict["code"], verdict["params"]) == ("mark_taken", {"figure": "candle", "pigment": "blue"})
    await found(olena, member(cast, "zoriana"), **verdict["params"])
    here = {"cohort": cast.cohorts["sykhiv"], "institution": cast.schools["sykhiv"]}
    await found(vasyl, member(cast, "maksym", cohort="sykhiv"), **here)


async def test_its_home_is_the_group_of_a_member(vasyl: Phone, door: Door, cast: Cast) -> None:
    await set_limits(door, cast, team_min=1)
    here = {"cohort": cast.cohorts["sykhiv"], "institution": cast.schools["sykhiv"]}
    assert await refused(vasyl, founding(vasyl, member(cast, "zoriana"), **here)) == ["home_group"]


async def test_a_group_to_which_the_school_sent_nobody_is_none(olena: Phone, cast: Cast) -> None:
    team = (member(cast, "solomiia"), member(cast, "ostap"))
    wishes = [founding(olena, *team, cohort=cohort) for cohort in (cast.cohorts["sykhiv"], new_id())]
    verdicts = await olena.verdicts(*wishes)
    assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
    assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})


async def test_all_are_of_one_programme(vasyl: Phone, door: Door, cast: Cast) -> None:
    perform = door.writer.perform
    programme = await perform(add_programme, SYSTEM, NewProgramme({"uk": "Інша"}, {"uk": "…"}))
    new = NewCohort(programme, cast.schools["sykhiv"], {"uk": "Інша"}, date(2026, 9, 14), date(2027, 1, 29), 9, [])
    cast.cohorts["other"] = await perform(open_cohort, SYSTEM, new)
    await take_part(door, cast, "zoriana", "other", await actor(door, cast.people["vasyl"]))
    here = {"cohort": cast.cohorts["sykhiv"], "institution": cast.schools["sykhiv"]}
    team = (member(cast, "maksym", cohort="sykhiv"), member(cast, "zoriana", cohort="other"))
    assert await refused(vasyl, founding(vasyl, *team, **here)) == ["other_programme"]


async def test_nobody_is_counted_twice(vasyl: Phone, door: Door, cast: Cast) -> None:
    """Nor by two enrolments."""
    await take_part(door, cast, "maksym", "ratusha", await actor(door, cast.people["olena"]))
    here = {"cohort": cast.cohorts["sykhiv"], "institution": cast.schools["sykhiv"]}
    twice = (member(cast, "maksym", cohort="sykhiv"), member(cast, "maksym"))
    same = (member(cast, "zoriana"), member(cast, "zoriana"))
    posts = (member(cast, "zoriana", "lead", "lead"), member(cast, "maksym", cohort="sykhiv"))
    wishes = [founding(vasyl, *team, **here) for team in (twice, same, posts)]
    assert await refused(vasyl, *wishes) == ["malformed"] * 3


async def test_a_coordinator_names_its_mentors(olena: Phone, roman: Phone, cast: Cast) -> None:
    team = await found(olena, member(cast, "solomiia"), member(cast, "ostap"), mentors=[roman.person])
    await roman.pull()
    mine = {f"enrolment:{cast.enrolment(name)}" for name in ("solomiia", "ostap")}
    assert scopes(roman) == {f"person:{roman.person}", f"manufactory:{team}", *mine}
    assert len(roman.held("team_mentor")) == 1


async def test_only_whom_the_school_cleared(olena: Phone, roman: Phone, door: Door, phone: New, cast: Cast) -> None:
    bohdan = await cleared(door, phone, cast, "bohdan", "sykhiv")
    assert await clear(olena, cast.schools["ratusha"], roman.person, outcome="refused", expires_on=None) == "applied"
    team = (member(cast, "solomiia"), member(cast, "ostap"))
    wishes = [founding(olena, *team, mentors=[one]) for one in (roman.person, bohdan.person, new_id())]
    assert await refused(olena, *wishes) == ["not_cleared", "not_found", "not_found"]
    assert await count(door.database, "manufactory") == await count(door.database, "role", "kind = 'member'") == 0


async def test_nobody_gets_a_group_by_calling_a_manufactory_like_it(
    nazar: Phone, vasyl: Phone, cast: Cast, door: Door
) -> None:
    """A phone chooses the id, and a mentor's role and the scope of the staff know cohorts and teams by id alone."""
    theirs = cast.cohorts["sykhiv"]
    wish = founding(nazar, member(cast, "solomiia"), member(cast, "ostap")) | {"id": theirs}
    assert await refused(nazar, wish) == ["malformed"]
    await nazar.pull()
    assert f"staff:{theirs}" not in scopes(nazar)
    assert await count(door.database, "manufactory") == 0


async def test_sent_again_it_is_the_same(olena: Phone, door: Door, cast: Cast) -> None:
    wish = founding(olena, member(cast, "solomiia"), member(cast, "ostap"))
    first = await applied(olena, wish)
    (again,) = await olena.verdicts(wish)
    assert (again["dup"], [again["data"]]) == (True, first)
    assert await count(door.database, "member") == 2


async def test_what_follows_in_the_same_batch_finds_it(olena: Phone, cast: Cast) -> None:
    wish = founding(olena, member(cast, "solomiia"), member(cast, "ostap"))
    body = {"manufactory": wish["id"], "enrolment": cast.enrolment("zoriana"), "posts": ["safety"]}
    early, late = (olena.operation("manufactories.add_member", body) for _ in range(2))
    said = await olena.verdicts(early, wish, late)
    assert [one["status"] for one in said] == ["rejected", "applied", "applied"]


async def test_what_its_mentor_does_before_the_phone_has_spoken_with_the_server_is_not_lost(
    nazar: Phone, cast: Cast
) -> None:
    wish = founding(nazar, member(cast, "solomiia"), member(cast, "ostap")) | {"at": ago(hours=2)}
    follows = [
        act(nazar, "add_gate", wish["id"], name={"uk": "Ярмарок"}, due="2026-12-20"),
        log(nazar, mark(cast, "solomiia"), manufactory=wish["id"]),
    ]
    said = await nazar.verdicts(wish, *follows)
    assert [one["status"] for one in said] == ["applied", "retry", "retry"]
    assert {one["code"] for one in said[1:]} == {"not_yet"}
    await applied(nazar, *follows)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": {}},
        {"name": {"uk": "   "}},
        {"makes": {"uk": "\t"}},
        {"name": {"de": "Kerzen"}},
        {"figure": "star"},
        {"pigment": "gold"},
        {"carrier": "mafia"},
        {"members": None},
        {"mentors": ["x"]},
        {"balance": 1},
    ],
)
async def test_no_shape_breaks_it(olena: Phone, cast: Cast, changed: dict[str, Any]) -> None:
    wish = founding(olena, member(cast, "solomiia"), member(cast, "ostap"), **changed)
    assert await refused(olena, wish) == ["malformed"]
