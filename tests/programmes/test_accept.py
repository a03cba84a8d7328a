from collections.abc import Callable

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import YES, Cast, ask, paper
from tests.phone import Phone
from tests.programmes.seats import acts, applicant, done, newcomers, refused, roles, seats, status
from tests.sync.crowd import signed_in
from tests.sync.peek import count, peek

New = Callable[..., Phone]
ACCEPT = "programmes.accept"


@pytest.fixture
async def olena(door: Door, phone: New, cast: Cast) -> Phone:
    return await signed_in(door, phone, cast.people["olena"])


async def test_it_works(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    maksym = await signed_in(door, phone, cast.people["maksym"])
    enrolment = await applicant(door, cast)
    await maksym.pull()
    await olena.pull()
    assert maksym.held("enrolment")[enrolment]["status"] == "applied"
    assert cast.cohorts["ratusha"] not in maksym.held("cohort")
    await done(olena, ACCEPT, enrolment=enrolment)
    await maksym.pull()
    await olena.pull()
    row = maksym.held("enrolment")[enrolment]  # his guardian has consented in the other cohort already
    assert (row["status"], row["due"], row["since"]) == ("active", [], row["since"])
    assert olena.held("roster")[enrolment]["status"] == "active"
    assert cast.course in {course["course"] for course in maksym.held("course").values()}
    assert await acts(door, enrolment) == ["apply", "accept", "activate"]
    assert await roles(door, enrolment) == ["applicant", "learner"]


async def test_the_new_learner_learns_at_once(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    maksym = await signed_in(door, phone, cast.people["maksym"])
    await done(olena, ACCEPT, enrolment=await applicant(door, cast))
    (verdict,) = await maksym.verdicts(maksym.lesson(0, "maksym"))
    assert verdict["status"] == "applied"


async def test_without_a_consent_it_waits_and_learns(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    (enrolment,) = await newcomers(door, cast, 1)
    newcomer = await signed_in(door, phone, cast.people["newcomer 0"])
    await done(olena, ACCEPT, enrolment=enrolment)
    await newcomer.pull()
    row = newcomer.held("enrolment")[enrolment]
    assert (row["status"], row["due"], row["minor"]) == ("accepted", ["taking_part"], False)
    (verdict,) = await newcomer.verdicts(newcomer.lesson(0, "newcomer 0"))
    assert verdict["status"] == "applied"
    await done(newcomer, "people.give_consent", answers=YES.answers, text=YES.text, language="uk")
    assert await status(door, enrolment) == "active"
    assert await acts(door, enrolment) == ["apply", "accept", "activate"]


@pytest.mark.parametrize("name", ["maksym", "vasyl", "sofiia", "solomiia"])
async def test_nobody_else_accepts(door: Door, phone: New, cast: Cast, name: str) -> None:
    enrolment = await applicant(door, cast)
    stranger = await signed_in(door, phone, cast.people[name])
    verdicts = [await refused(stranger, ACCEPT, enrolment=one) for one in (enrolment, new_id())]
    assert {(verdict["code"], str(verdict["params"])) for verdict in verdicts} == {("not_found", "{}")}
    assert await status(door, enrolment) == "applied"


async def test_the_other_students_learn_nothing_of_it(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    ostap = await signed_in(door, phone, cast.people["ostap"])
    await ostap.pull()
    await done(olena, ACCEPT, enrolment=await applicant(door, cast))
    assert [page["rows"] for page in await ostap.pull()] == [[]]


async def test_from_two_phones_it_is_one_step(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    enrolment = await applicant(door, cast)
    other = await signed_in(door, phone, cast.people["olena"])
    await done(olena, ACCEPT, enrolment=enrolment)
    await olena.pull()
    await done(other, ACCEPT, enrolment=enrolment)
    assert await acts(door, enrolment) == ["apply", "accept", "activate"]
    assert await count(door.database, "role", "source = $1 AND kind = 'learner'", enrolment) == 1
    assert [page["rows"] for page in await olena.pull()] == [[]]


async def test_both_in_one_delivery_too(door: Door, cast: Cast, olena: Phone) -> None:
    enrolment = await applicant(door, cast)
    operations = [olena.operation(ACCEPT, {"enrolment": enrolment}) for _ in range(3)]
    assert [verdict["status"] for verdict in await olena.verdicts(*operations)] == ["applied"] * 3
    assert await acts(door, enrolment) == ["apply", "accept", "activate"]


async def test_when_the_seats_are_taken_the_request_stays(door: Door, cast: Cast, olena: Phone) -> None:
    await seats(door, cast, 5)
    enrolments = await newcomers(door, cast, 4)  # three of five seats are taken
    operations = [olena.operation(ACCEPT, {"enrolment": one}) for one in enrolments]
    verdicts = await olena.verdicts(*operations)
    assert [verdict.get("code") for verdict in verdicts] == [None, None, "no_seats", "no_seats"]
    assert [await status(door, one) for one in enrolments] == ["accepted", "accepted", "applied", "applied"]
    await done(olena, "programmes.withdraw", enrolment=cast.enrolment("ostap"), reason="moved")
    await done(olena, ACCEPT, enrolment=enrolments[3])
    assert (await refused(olena, ACCEPT, enrolment=enrolments[2]))["code"] == "no_seats"


async def test_who_was_refused_or_left_can_be_accepted_after_all(door: Door, cast: Cast, olena: Phone) -> None:
    enrolment = await applicant(door, cast)
    await done(olena, "programmes.refuse", enrolment=enrolment, reason="not_known")
    await done(olena, ACCEPT, enrolment=enrolment)
    await done(olena, "programmes.withdraw", enrolment=enrolment, reason="moved")
    await done(olena, ACCEPT, enrolment=enrolment)
    assert await acts(door, enrolment) == ["apply", "refuse", "accept", "activate", "withdraw", "accept", "activate"]
    (row,) = await peek(door.database, "SELECT status, reason FROM enrolment WHERE id = $1", enrolment)
    assert (row["status"], row["reason"]) == ("active", None)
    assert await roles(door, enrolment) == ["applicant", "learner"]
    assert await count(door.database, "role", "source = $1 AND kind = 'learner'", enrolment) == 2


async def test_what_a_step_was_is_kept(door: Door, cast: Cast, olena: Phone) -> None:
    enrolment = await applicant(door, cast)
    await done(olena, ACCEPT, enrolment=enrolment)
    steps = await peek(door.database, "SELECT * FROM enrolment_step WHERE enrolment = $1", enrolment)
    by_act = {step["act"]: step for step in steps}
    assert [(by_act[act]["before"], by_act[act]["after"]) for act in ("apply", "accept", "activate")] == [
        (None, "applied"),
        ("applied", "accepted"),
        ("accepted", "active"),
    ]
    assert by_act["apply"]["person"] == cast.people["maksym"]
    assert by_act["accept"]["person"] == by_act["activate"]["person"] == cast.people["olena"]
    assert by_act["accept"]["device"] is not None


async def test_a_minor_waits_for_the_guardian(door: Door, phone: New, cast: Cast, olena: Phone) -> None:
    await ask(door, cast, "ostap", "sykhiv")
    vasyl = await signed_in(door, phone, cast.people["vasyl"])
    enrolment = cast.enrolment("ostap", "sykhiv")
    no = paper(cast.enrolment("ostap"), yes=False)
    body = {
        "enrolment": no.enrolment,
        "guardian": "Guardian",
        "signed_on": "2026-11-02",
        "answers": no.answers,
        "text": no.text,
        "language": "uk",
    }
    await done(olena, "programmes.record_consent", **body)
    await done(vasyl, ACCEPT, enrolment=enrolment)
    assert await status(door, enrolment) == "accepted"
    assert await status(door, cast.enrolment("ostap")) == "active"  # nothing ends backwards
    await olena.pull()
    assert olena.held("roster")[cast.enrolment("ostap")]["due"] == ["taking_part"]
    await done(olena, "programmes.record_consent", **body | {"answers": {"taking_part": True}})
    assert await status(door, enrolment) == "active"
