"""An account is closed: what is personal goes, what was done stays and counts.

What other rooms hold of the person ends there, by `AccountClosed`. Of the phones only the label goes: each keeps the
hash of its token, which opens nothing any more, so that it can be told to clear itself (`session.actor`).
"""

from typing import Any

from msgspec import Struct

from backend.audit import lines
from backend.core.actor import Actor
from backend.core.clock import instant
from backend.core.database import Reader
from backend.core.door import Door
from backend.core.errors import Problem, declare
from backend.core.i18n import N_, gettext
from backend.core.work import Op, Work
from backend.people import queries, rules
from backend.people.actions import institution_scope, person_scope
from backend.people.schemas import Closed, ClosedMine, CloseMine, LeftAlone
from backend.people.sign_in import Try, account_guard, known_phone, password_of, prove
from backend.people.tables import Appointment, Consent, Device, Invitation, Person, ResetCode, Role, StaffCode

declare(
    "person_closed",
    409,
    N_("This account was closed. Nothing was changed; who wants to come back opens a new one and asks again."),
)

declare(
    "not_your_password", 403, N_("This is not the password of this account. Nothing was closed; type it again."), "edit"
)


DONE = N_(
    "Your account is closed. What this phone kept of it is gone; your other phones follow when they have a network."
)
ALONE_NOW = N_(
    "Your account is closed, and a school or a programme has nobody to look after it now: tell whoever runs this "
    "installation. What this phone kept is gone; your other phones follow when they have a network."
)


class AccountClosed(Struct, frozen=True):
    """Somebody's account is being closed by `actor`, by the act `op`: their name is about to go."""

    person: str
    actor: Actor
    op: Op


# Writing a row what it holds already takes its lock; of two who close one account the later finds it closed.
HOLD = "UPDATE person SET login = login WHERE id = $1 RETURNING login, closed_at"


async def close_account(work: Work, actor: Actor, op: Op, person: str) -> Closed:
    """Close an account for ever; again changes nothing. For the person, and for the system.

    Raises not_found. Nobody is kept from leaving: the last coordinator of a school may go too, and the answer says
    that nobody is left there.
    """
    if not actor.is_system and actor.id != person:
        raise Problem("not_found")
    found = await work.rows(HOLD, person)
    if not found:
        raise Problem("not_found")
    work.about("person", person)
    if found[0]["closed_at"] is not None:
        return {"left_alone": []}
    alone = await work.rows(ALONE, person, op.arrived)
    await work.tell(AccountClosed(person, actor, op))
    await _end_roles(work, op, person)
    about = [person, *await _forget_phones(work, person), *await _forget_words(work, op, person)]
    await lines.forget(work, about)
    await work.rows("DELETE FROM sign_in_failure WHERE id = $1", account_guard(found[0]["login"]))
    work.change(Person, person, **rules.nobody(person), language=work.settings.language, closed_at=op.arrived)
    work.touch(person_scope(person), "person", person)
    work.erase(person)
    return {"left_alone": [LeftAlone(kind=r["kind"], place_kind=r["place_kind"], place=r["place"]) for r in alone]}


ALONE = """
SELECT DISTINCT r.kind, r.place_kind, r.place FROM role r
WHERE r.person = $1 AND r.kind IN ('coordinator', 'manager') AND (r.until IS NULL OR r.until > $2) AND NOT EXISTS (
    SELECT 1 FROM role o
    WHERE o.kind = r.kind AND o.place = r.place AND o.person <> r.person AND (o.until IS NULL OR o.until > $2))
ORDER BY r.kind, r.place
"""


async def _end_roles(work: Work, op: Op, person: str) -> None:
    """Those that no room has ended yet."""
    held = "SELECT id FROM role WHERE person = $1 AND (until IS NULL OR until > $2)"
    for row in await work.rows(held, person, op.arrived):
        work.change(Role, row["id"], until=op.arrived)
        work.touch(person_scope(person), "role", row["id"], gone=True)


async def _forget_phones(work: Work, person: str) -> list[str]:
    devices = [row["id"] for row in await work.run(Device.select(Device.id).where(Device.person == person))]
    for device in devices:
        work.change(Device, device, label="", unsent=None)
    return devices


async def _forget_words(work: Work, op: Op, person: str) -> list[str]:
    """What others wrote to name the person: guardians, labels of links. That a guardian signed stays."""
    signed = (Consent.person == person) & Consent.guardian.is_not_null()
    for row in await work.run(Consent.select(Consent.id).where(signed)):
        work.change(Consent, row["id"], guardian="")
    for kept in (ResetCode, StaffCode):
        for row in await work.run(kept.select(kept.id, kept.until).where(kept.person == person)):
            work.change(kept, row["id"], code="", until=min(instant(row["until"]), op.arrived))
    invited = await work.rows("SELECT id, institution FROM invitation WHERE used_by = $1", person)
    for row in invited:
        work.change(Invitation, row["id"], label="")
        work.touch(institution_scope(row["institution"]), "invitation", row["id"])
    appointed = await work.rows("SELECT id FROM appointment WHERE used_by = $1", person)
    for row in appointed:
        work.change(Appointment, row["id"], label="")
    await _leave_lists(work, person)
    return [row["id"] for row in (*invited, *appointed)]


async def _leave_lists(work: Work, person: str) -> None:
    """Schools that invited the person as a mentor have nobody to choose there any more."""
    mentors = await work.rows("SELECT id, institution FROM school_mentor WHERE person = $1", person)
    for row in mentors:
        work.touch(institution_scope(row["institution"]), "school_mentor", row["id"], gone=True)


async def require_open(work: Work, person: str) -> None:
    """Raises person_closed for who left for good: for actions that would give them something."""
    found: list[Any] = await work.rows("SELECT closed_at FROM person WHERE id = $1", person)
    if found and found[0]["closed_at"] is not None:
        raise Problem("person_closed")


CLOSED = """
SELECT DISTINCT d.person FROM device d JOIN person p ON p.id = d.person
WHERE d.phone = $1 AND p.closed_at IS NOT NULL ORDER BY d.person
"""


async def closed_on(db: Reader, phone: str) -> list[str]:
    """Who has used this phone and closed the account since: what it still keeps of them is to go."""
    return [row["person"] for row in await db.rows(CLOSED, phone)]


async def close_mine(door: Door, actor: Actor, wish: CloseMine, phone: str | None, address: str) -> ClosedMine:
    """Close the account of who is signed in and knows its password. Raises not_your_password, slow_down and busy.

    The session's cookie stays with the phone: should the answer be lost, the next request is told of it.
    """
    async with door.database.read() as db:
        login = (await queries.person_rows(db, [actor.id]))[actor.id]["login"]
    attempt = Try(login, wish.password, known_phone(phone), address)
    await prove(door.database, door.writer, attempt, password_of, Problem("not_your_password"))
    closed = await door.writer.perform(close_account, actor, actor.id)
    said = ALONE_NOW if closed["left_alone"] else DONE
    return {**closed, "said": gettext(actor.language, said)}
