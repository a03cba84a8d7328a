from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from backend.people import actions as people
from backend.people.schemas import NewPerson
from tests.cast import SYSTEM, Cast, ask
from tests.phone import Phone
from tests.programmes.seats import applicant, done, refused
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]
RECORD = "programmes.record_consent"


def form(enrolment: str, **given: Any) -> dict[str, Any]:
    """What a guardian signed for the participant."""
    return {
        "enrolment": enrolment,
        "guardian": "Мороз Андрій",
        "signed_on": "2026-11-10",
        "answers": {"taking_part": True, "photos": False, "contact": True},
        "text": "2026-1",
        "language": "uk",
    } | given


@pytest.fixture
async def olena(door: Door, phone: New, cast: Cast) -> Phone:
    return await signed_in(door, phone, cast.people["olena"])


async def test_it_works(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    ostap, enrolment = await signed_in(door, phone, cast.people["ostap"]), cast.enrolment("ostap")
    await ostap.pull()
    await olena.pull()
    assert olena.held("roster")[enrolment]["consents"] == ["taking_part"]
    await done(olena, RECORD, **form(enrolment))
    await olena.pull()
    assert sorted(olena.held("roster")[enrolment]["consents"]) == ["contact", "taking_part"]
    await ostap.pull()
    new = [row for row in ostap.held("consent").values() if row["guardian"] == "Мороз Андрій"]
    assert {row["purpose"]: row["given"] for row in new} == {"taking_part": True, "photos": False, "contact": True}
    assert {(row["text"], row["language"]) for row in new} == {("2026-1", "uk")}
    rows = await peek(door.database, "SELECT recorded_by, day FROM consent WHERE guardian = 'Мороз Андрій'")
    assert {(row["recorded_by"], str(row["day"])) for row in rows} == {(olena.person, "2026-11-10")}


async def test_it_can_be_recorded_before_the_request_is_accepted(door: Door, phone: New, cast: Cast) -> None:
    new = NewPerson("levko", "L", "L", born=date(2010, 1, 1))
    cast.people["levko"] = await door.writer.perform(people.add_person, SYSTEM, new)
    enrolment = await ask(door, cast, "levko", "ratusha")
    olena = await signed_in(door, phone, cast.people["olena"])
    await olena.pull()
    assert olena.held("roster")[enrolment]["due"] == ["taking_part"]
    await done(olena, RECORD, **form(enrolment))
    await olena.pull()
    row = olena.held("roster")[enrolment]
    assert (row["status"], row["due"]) == ("applied", [])
    await done(olena, "programmes.accept", enrolment=enrolment)
    await olena.pull()
    assert olena.held("roster")[enrolment]["status"] == "active"


async def test_the_school_that_sent_them_records_it_too(door: Door, phone: New, cast: Cast) -> None:
    enrolment = await applicant(door, cast)  # Maksym of Sykhiv, in Ratusha's cohort
    vasyl = await signed_in(door, phone, cast.people["vasyl"])
    await done(vasyl, RECORD, **form(enrolment))


@pytest.mark.parametrize("name", ["ostap", "solomiia", "vasyl", "sofiia"])
async def test_nobody_else_records_it(door: Door, phone: New, cast: Cast, name: str) -> None:
    stranger = await signed_in(door, phone, cast.people[name])
    before = await count(door.database, "consent")
    verdicts = [await refused(stranger, RECORD, **form(one)) for one in (cast.enrolment("ostap"), new_id())]
    assert {(verdict["code"], str(verdict["params"])) for verdict in verdicts} == {("not_found", "{}")}
    assert await count(door.database, "consent") == before


async def test_who_is_of_age_answers_themselves(door: Door, cast: Cast, olena: Phone) -> None:
    assert (await refused(olena, RECORD, **form(cast.enrolment("solomiia"))))["code"] == "adult_consents"
    await alter(door.database, "UPDATE person SET born = '2008-11-16' WHERE id = $1", cast.people["ostap"])
    assert (await refused(olena, RECORD, **form(cast.enrolment("ostap"))))["code"] == "adult_consents"
    await alter(door.database, "UPDATE person SET born = '2008-11-17' WHERE id = $1", cast.people["ostap"])
    await done(olena, RECORD, **form(cast.enrolment("ostap")))


@pytest.mark.parametrize("day", ["2026-11-17", "2009-05-01", "1999-01-01"])
async def test_a_day_that_cannot_be(cast: Cast, olena: Phone, day: str) -> None:
    verdict = await refused(olena, RECORD, **form(cast.enrolment("ostap"), signed_on=day))
    assert (verdict["code"], verdict["fix"]) == ("bad_day", "edit")


@pytest.mark.parametrize("day", ["2026-11-16", "2009-05-02"])
async def test_a_day_that_can(cast: Cast, olena: Phone, day: str) -> None:
    await done(olena, RECORD, **form(cast.enrolment("ostap"), signed_on=day))


async def test_who_has_left_is_left_alone(cast: Cast, olena: Phone) -> None:
    await done(olena, "programmes.withdraw", enrolment=cast.enrolment("ostap"), reason="moved")
    assert (await refused(olena, RECORD, **form(cast.enrolment("ostap"))))["code"] == "wrong_state"


async def test_words_of_a_newer_app_wait_for_a_newer_server(cast: Cast, olena: Phone) -> None:
    (verdict,) = await olena.verdicts(olena.operation(RECORD, form(cast.enrolment("ostap"), text="2031-1")))
    assert (verdict["status"], verdict["code"]) == ("retry", "unknown_text")


@pytest.mark.parametrize(
    "wrong",
    [{"answers": {"everything": True}}, {"guardian": ""}, {"signed_on": "soon"}, {"answers": {"photos": "yes"}}],
)
async def test_what_is_no_form_is_malformed(cast: Cast, olena: Phone, wrong: dict[str, Any]) -> None:
    assert (await refused(olena, RECORD, **form(cast.enrolment("ostap"), **wrong)))["code"] == "malformed"


async def test_sent_twice_it_is_one_answer(door: Door, cast: Cast, olena: Phone) -> None:
    operation = olena.operation(RECORD, form(cast.enrolment("ostap")))
    await olena.verdicts(operation, operation)
    await olena.verdicts(operation)
    assert await count(door.database, "consent", "guardian = 'Мороз Андрій'") == 3
