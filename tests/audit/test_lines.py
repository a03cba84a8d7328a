"""One line for each act that was carried out: who, on whom, when; the system says why."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.people.actions import add_institution, note_contact, revoke_device
from backend.people.schemas import Contact, NewInstitution
from backend.programmes.actions import appoint_manager
from tests.cast import BEGINNING, SYSTEM, Cast, ask
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import count, peek

New = Callable[..., Phone]
SCHOOL = NewInstitution("school", {"uk": "Ш"}, {"uk": "Ш"})


async def lines(door: Door, act: str) -> list[dict[str, Any]]:
    return await peek(door.database, "SELECT * FROM audit_line WHERE act = $1", act)


async def test_it_works(door: Door) -> None:
    before = len(await lines(door, "people.add_institution"))
    school = await door.writer.perform(add_institution, Actor.system("a reason"), SCHOOL)
    written = await lines(door, "people.add_institution")
    assert len(written) == before + 1
    (line,) = [line for line in written if line["about"] == school]
    assert (line["person"], line["reason"], line["about_kind"]) == (None, "a reason", "institution")


async def test_a_person_is_named_without_a_reason(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    await solomiia.verdicts(solomiia.operation("people.choose_language", {"language": "en"}))
    (line,) = await lines(door, "people.choose_language")
    assert (line["person"], line["reason"], line["about"]) == (solomiia.person, None, solomiia.person)


async def test_a_refusal_leaves_no_line(phone: New, cast: Cast, door: Door) -> None:
    before = await count(door.database, "audit_line")
    stranger = Actor(cast.people["maksym"], "uk")
    for act, body in ((add_institution, SCHOOL), (revoke_device, cast.people["olena"])):
        with pytest.raises(Problem, match="not_found"):
            await door.writer.perform(act, stranger, body)
    assert await count(door.database, "audit_line") == before


async def test_bookkeeping_leaves_no_line(phone: New, cast: Cast, door: Door) -> None:
    before = await count(door.database, "audit_line")
    await phone().try_to_sign_in("solomiia", "wrong")
    await door.writer.perform(note_contact, Actor(cast.people["ostap"], "uk"), Contact(BEGINNING, 3), audited=False)
    assert await count(door.database, "audit_line") == before


async def test_an_action_within_an_action_has_no_line_of_its_own(cast: Cast, door: Door) -> None:
    assert await count(door.database, "audit_line", "act = 'people.grant'") == 0
    assert await count(door.database, "enrolment_step", "act = 'activate'") == 4
    assert await count(door.database, "audit_line", "act = 'programmes.accept'") == 4
    assert await count(door.database, "audit_line", "act IN ('programmes.activate', 'people.keep_consent')") == 0


async def test_a_line_says_which_of_several_roles_allowed_it(phone: New, cast: Cast, door: Door) -> None:
    for name in ("olena", "solomiia"):
        await door.writer.perform(appoint_manager, SYSTEM, cast.people[name], cast.programme)
    enrolment = await ask(door, cast, "maksym", "ratusha")
    olena, solomiia = await phone().sign_in("olena"), await phone().sign_in("solomiia")
    await olena.verdicts(olena.operation("programmes.accept", {"enrolment": enrolment}))
    await solomiia.verdicts(
        solomiia.lesson(0),
        solomiia.operation("people.choose_language", {"language": "en"}),
        solomiia.operation("programmes.withdraw", {"enrolment": cast.enrolment("solomiia"), "reason": "work"}),
    )
    assert await acted_as(door, "programmes.accept", enrolment) == "coordinator"
    assert await acted_as(door, "progress.complete_lesson", cast.enrolment("solomiia")) == "learner"
    assert await acted_as(door, "programmes.withdraw", cast.enrolment("solomiia")) == "applicant"
    assert await acted_as(door, "people.choose_language", solomiia.person) == ""


async def test_what_came_after_the_role_is_told_by_the_role_that_it_came_after(
    phone: New, cast: Cast, door: Door
) -> None:
    solomiia, olena = await phone().sign_in("solomiia"), await phone().sign_in("olena")
    gone = {"enrolment": cast.enrolment("solomiia"), "reason": "work"}
    await olena.verdicts(olena.operation("programmes.withdraw", gone))
    await solomiia.verdicts(solomiia.lesson(1))
    assert await acted_as(door, "progress.complete_lesson", cast.enrolment("solomiia")) == "learner"


async def test_operators_and_the_system_act_as_such(cast: Cast, door: Door) -> None:
    operator = Actor.at_console("ihor", "uk")
    one = await door.writer.perform(add_institution, operator, SCHOOL)
    other = await door.writer.perform(add_institution, SYSTEM, SCHOOL)
    assert await acted_as(door, "people.add_institution", one) == "operator"
    assert await acted_as(door, "people.add_institution", other) == "system"
    (line,) = [line for line in await lines(door, "people.add_institution") if line["about"] == one]
    assert (line["operator"], line["person"]) == ("ihor", None)


async def acted_as(door: Door, act: str, about: str) -> str:
    """As what the one line of this act says that it was done."""
    (line,) = [line for line in await lines(door, act) if line["about"] == about]
    return line["acted_as"]
