from collections.abc import Callable

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.phone import Phone
from tests.programmes.seats import acts, applicant, done, refused, roles, status
from tests.sync.crowd import signed_in

New = Callable[..., Phone]
REFUSE = "programmes.refuse"


@pytest.fixture
async def olena(door: Door, phone: New, cast: Cast) -> Phone:
    return await signed_in(door, phone, cast.people["olena"])


async def test_it_works(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    maksym = await signed_in(door, phone, cast.people["maksym"])
    enrolment = await applicant(door, cast)
    await maksym.pull()
    await done(olena, REFUSE, enrolment=enrolment, reason="not_eligible")
    await maksym.pull()
    row = maksym.held("enrolment")[enrolment]
    assert (row["status"], row["reason"], row["due"]) == ("refused", "not_eligible", [])
    await olena.pull()
    assert olena.held("roster")[enrolment]["reason"] == "not_eligible"
    assert await roles(door, enrolment) == ["applicant"]


async def test_twice_is_once_and_the_first_reason_stays(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    enrolment = await applicant(door, cast)
    other = await signed_in(door, phone, cast.people["olena"])
    await done(olena, REFUSE, enrolment=enrolment, reason="not_known")
    await done(other, REFUSE, enrolment=enrolment, reason="other")
    assert await acts(door, enrolment) == ["apply", "refuse"]
    await olena.pull()
    assert olena.held("roster")[enrolment]["reason"] == "not_known"


@pytest.mark.parametrize("name", ["maksym", "vasyl", "sofiia", "solomiia"])
async def test_nobody_else_refuses(door: Door, phone: New, cast: Cast, name: str) -> None:
    enrolment = await applicant(door, cast)
    stranger = await signed_in(door, phone, cast.people[name])
    verdicts = [await refused(stranger, REFUSE, enrolment=one, reason="other") for one in (enrolment, new_id())]
    assert {(verdict["code"], str(verdict["params"])) for verdict in verdicts} == {("not_found", "{}")}
    assert await status(door, enrolment) == "applied"


async def test_who_takes_part_is_not_refused_and_the_sentence_says_what_to_do(cast: Cast, olena: Phone) -> None:
    await done(olena, "people.choose_language", language="en")
    verdict = await refused(olena, REFUSE, enrolment=cast.enrolment("solomiia"), reason="other")
    assert (verdict["code"], verdict["params"]) == ("wrong_state", {"state": "active"})
    assert verdict["message"].startswith("This person takes part already. Nothing was changed;")


async def test_a_request_taken_back_is_not_refused(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    enrolment = await applicant(door, cast)
    maksym = await signed_in(door, phone, cast.people["maksym"])
    await done(maksym, "programmes.withdraw", enrolment=enrolment, reason="lost_interest")
    verdict = await refused(olena, REFUSE, enrolment=enrolment, reason="other")
    assert (verdict["code"], verdict["params"]) == ("wrong_state", {"state": "withdrawn"})


async def test_a_reason_nobody_knows_is_malformed(door: Door, cast: Cast, olena: Phone) -> None:
    enrolment = await applicant(door, cast)
    assert (await refused(olena, REFUSE, enrolment=enrolment, reason="ugly"))["code"] == "malformed"
