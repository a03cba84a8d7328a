from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.phone import Phone
from tests.programmes.seats import acts, applicant, done, refused, roles, status
from tests.sync.crowd import signed_in

New = Callable[..., Phone]
WITHDRAW = "programmes.withdraw"


@pytest.fixture
async def olena(door: Door, phone: New, cast: Cast) -> Phone:
    return await signed_in(door, phone, cast.people["olena"])


@pytest.mark.parametrize("name", ["solomiia", "olena"])
async def test_it_works(door: Door, phone: New, cast: Cast, name: str) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    await solomiia.pull()
    by = solomiia if name == "solomiia" else await signed_in(door, phone, cast.people[name])
    enrolment = cast.enrolment("solomiia")
    await done(by, WITHDRAW, enrolment=enrolment, reason="no_connection")
    (page,) = await solomiia.pull()
    assert page["drop"] == [f"cohort:{cast.cohorts['ratusha']}"]
    row = solomiia.held("enrolment")[enrolment]
    assert (row["status"], row["reason"]) == ("withdrawn", "no_connection")
    assert [role["kind"] for role in solomiia.held("role").values()] == ["applicant"]
    assert await roles(door, enrolment) == ["applicant"]


async def test_an_applicant_takes_the_request_back(door: Door, phone: New, cast: Cast) -> None:
    maksym = await signed_in(door, phone, cast.people["maksym"])
    enrolment = await applicant(door, cast)
    await done(maksym, WITHDRAW, enrolment=enrolment, reason="other")
    assert await status(door, enrolment) == "withdrawn"
    assert await status(door, cast.enrolment("maksym", "sykhiv")) == "active"


@pytest.mark.parametrize("name", ["ostap", "vasyl", "sofiia", "maksym"])
async def test_nobody_else_ends_it(door: Door, phone: New, cast: Cast, name: str) -> None:
    stranger = await signed_in(door, phone, cast.people[name])
    theirs = [cast.enrolment("solomiia"), new_id()]
    verdicts = [await refused(stranger, WITHDRAW, enrolment=one, reason="other") for one in theirs]
    assert {(verdict["code"], str(verdict["params"])) for verdict in verdicts} == {("not_found", "{}")}
    assert await status(door, cast.enrolment("solomiia")) == "active"


async def test_twice_is_once(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    enrolment = cast.enrolment("solomiia")
    await done(solomiia, WITHDRAW, enrolment=enrolment, reason="work")
    await done(olena, WITHDRAW, enrolment=enrolment, reason="school_decision")
    assert await acts(door, enrolment) == ["apply", "accept", "activate", "withdraw"]
    await solomiia.pull()
    assert solomiia.held("enrolment")[enrolment]["reason"] == "work"


async def test_who_was_refused_has_nothing_to_leave(door: Door, cast: Cast, olena: Phone) -> None:
    enrolment = await applicant(door, cast)
    await done(olena, "programmes.refuse", enrolment=enrolment, reason="other")
    verdict = await refused(olena, WITHDRAW, enrolment=enrolment, reason="other")
    assert (verdict["code"], verdict["params"]) == ("wrong_state", {"state": "refused"})


async def test_work_from_before_is_kept_and_from_just_after_flagged(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    before = solomiia.lesson(0)
    clock.set_to(clock.now() + timedelta(hours=1))
    await done(solomiia, WITHDRAW, enrolment=cast.enrolment("solomiia"), reason="work")
    clock.set_to(clock.now() + timedelta(hours=1))
    verdicts = await solomiia.verdicts(before, solomiia.lesson(1))
    assert [verdict["status"] for verdict in verdicts] == ["applied", "applied"]
    await solomiia.pull()
    flags = {row["lesson"]: row["flag"] for row in solomiia.held("completion").values()}
    assert flags == {cast.lessons[0]: None, cast.lessons[1]: "after_end"}
