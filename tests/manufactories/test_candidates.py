"""Whom a coordinator may found a manufactory with, in the cohorts of other schools."""

from typing import Any

from backend.core.door import Door
from tests.cast import Cast
from tests.manufactories.workshop import New, do, founding, member, set_limits
from tests.mentoring.meetings import applied
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import alter


async def told(phone: Phone) -> Any:
    answer = await phone.http.get("/api/manufactories/candidates")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def candidates(phone: Phone) -> Any:
    return (await told(phone))["groups"]


async def test_it_works(vasyl: Phone, cast: Cast) -> None:
    assert await candidates(vasyl) == [
        {
            "cohort": cast.cohorts["ratusha"],
            "institution_host": cast.schools["ratusha"],
            "name": {"uk": "ratusha", "en": "ratusha"},
            "team_min": 2,
            "team_max": 4,
            "people": [{"enrolment": cast.enrolment("zoriana"), "name": "zoriana-family Zoriana"}],
        }
    ]


async def test_a_manufactory_can_be_founded_with_them(vasyl: Phone, door: Door, cast: Cast) -> None:
    await set_limits(door, cast, team_min=1)
    ((group, person),) = [(group, person) for group in await candidates(vasyl) for person in group["people"]]
    body = {"cohort": group["cohort"], "institution": cast.schools["sykhiv"]}
    await applied(vasyl, founding(vasyl, {"enrolment": person["enrolment"], "posts": ["lead"]}, **body))
    assert await candidates(vasyl) == []


async def test_cohorts_of_the_own_school_are_on_the_phone(olena: Phone) -> None:
    assert await candidates(olena) == []


async def test_who_is_in_a_team_comes_back_when_it_is_left(olena: Phone, vasyl: Phone, team: str, cast: Cast) -> None:
    zoriana = cast.enrolment("zoriana")
    await do(olena, "add_member", team, **member(cast, "zoriana"))
    assert await candidates(vasyl) == []
    await do(olena, "end_member", team, enrolment=zoriana)
    assert [person["enrolment"] for group in await candidates(vasyl) for person in group["people"]] == [zoriana]


async def test_who_leads_a_cohort_is_told_who_of_it_is_in_a_team(
    olena: Phone, vasyl: Phone, nazar: Phone, solomiia: Phone, team: str, cast: Cast
) -> None:
    await do(olena, "add_member", team, **member(cast, "zoriana"))
    for leader in (olena, nazar):
        assert cast.enrolment("zoriana") in (await told(leader))["taken"]
    for other in (vasyl, solomiia):
        assert (await told(other))["taken"] == []
    await do(olena, "end_member", team, enrolment=cast.enrolment("zoriana"))
    assert cast.enrolment("zoriana") not in (await told(olena))["taken"]


async def test_the_marks_that_are_taken_where_one_may_found_are_told(
    olena: Phone, vasyl: Phone, nazar: Phone, solomiia: Phone, team: str, cast: Cast
) -> None:
    for founder in (olena, nazar, vasyl):
        (mark,) = (await told(founder))["marks"]
        assert mark["cohort"] == cast.cohorts["ratusha"]
        assert set(mark) == {"cohort", "name", "figure", "pigment"}
    assert (await told(solomiia))["marks"] == []


async def test_who_is_not_active_is_not_there(vasyl: Phone, door: Door, cast: Cast) -> None:
    await alter(door.database, "UPDATE enrolment SET status = 'paused' WHERE id = $1", cast.enrolment("zoriana"))
    assert await candidates(vasyl) == []


async def test_a_programme_without_limits_founds_none(door: Door, phone: New, cast: Cast) -> None:
    assert await candidates(await signed_in(door, phone, cast.people["vasyl"])) == []


async def test_strangers_are_told_of_nobody(strangers: list[Phone], solomiia: Phone, phone: New, cast: Cast) -> None:
    for stranger in (*strangers, solomiia):
        if stranger.person != cast.people["vasyl"]:
            assert await candidates(stranger) == []
    answer = await phone().http.get("/api/manufactories/candidates")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")
