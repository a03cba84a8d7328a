"""What a person may do with their account, their phones and their language."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.clock import day_of
from backend.core.database import Reader
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import new_id, pair_id
from backend.core.work import Op, Work
from backend.people import codes, consents, queries, rules
from backend.people.schemas import ChooseLanguage, Contact, GiveConsent, NewInstitution, NewPerson, ResetSeen
from backend.people.tables import Consent, Device, Institution, Person, ResetCode, Role, SignInFailure, StaffCode

declare("login_taken", 409, N_("The login name %(login)s is taken. Choose another."), "edit")
declare(
    "slow_down",
    429,
    N_("Too many tries. Wait %(seconds)s s and try again; nothing is locked."),
    "retry",
    retry=True,
)
declare(
    "ask_guardian",
    403,
    N_(
        "A guardian answers for somebody this young, on paper. Nothing is lost: take the form home and hand it to your "
        "coordinator, who enters it."
    ),
    "ask_mentor",
)
declare("born_future", 422, N_("This birth date lies in the future. Check the year."), "edit")
declare("born_odd", 422, N_("This birth date lies more than a hundred and twenty years back. Check the year."), "edit")
declare(
    "too_young",
    422,
    N_("One can take part from the age of %(age)s on. If the birth date is right, ask your coordinator."),
    "edit",
)
declare(
    "unknown_text",
    409,
    N_("The server does not know the words that were agreed to. The answer stays here and is sent again later."),
    "update_app",
    retry=True,
)


class ConsentChanged(Struct, frozen=True):
    """Somebody answered for this person what they consent to; `actor` and `op` say who, and by which act."""

    person: str
    actor: Actor
    op: Op


class Heard(Struct, frozen=True):
    """One of this person's phones was heard of at this moment: the first time in this hour."""

    person: str
    at: datetime


class Paper(NamedTuple):
    """What a guardian signed, and when."""

    guardian: str
    signed_on: date


def person_scope(person: str) -> str:
    """The scope of what only this person's own phones hold."""
    return f"person:{person}"


def institution_scope(institution: str) -> str:
    """The scope of a school's lists, for its coordinators."""
    return f"institution:{institution}"


async def choose_language(work: Work, actor: Actor, op: Op, choice: ChooseLanguage) -> dict[str, str]:
    """Speak this language to the actor from now on, on every phone."""
    work.change(Person, actor.id, language=choice.language)
    work.touch(person_scope(actor.id), "person", actor.id)
    work.about("person", actor.id)
    return {}


async def add_institution(work: Work, actor: Actor, op: Op, new: NewInstitution) -> str:
    """Add a school and return its id. For the system only."""
    actor.must_be_system()
    work.add(Institution, id=op.id, kind=new.kind, name=new.name, short_name=new.short_name)
    work.touch(institution_scope(op.id), "institution", op.id)
    work.about("institution", op.id)
    return op.id


async def add_person(work: Work, actor: Actor, op: Op, new: NewPerson) -> str:
    """Add a person with an account and return the id. Raises login_taken. For the system only."""
    actor.must_be_system()
    login = rules.login_key(new.login)
    if await work.run(Person.select(Person.id).where(Person.login == login)):
        raise Problem("login_taken", login=login)
    work.add(
        Person,
        id=op.id,
        login=login,
        password=new.password,
        family=new.family,
        given=new.given,
        patronymic=new.patronymic,
        preferred=new.preferred,
        sort_key=rules.sort_key(new.family, new.given, new.patronymic),
        search_key=rules.search_key(new.family, new.given, new.patronymic, new.preferred),
        born=new.born,
        language=work.settings.language,
        institution=new.institution,
        created_at=op.happened,
    )
    work.touch(person_scope(op.id), "person", op.id)
    work.about("person", op.id)
    return op.id


async def appoint_coordinator(work: Work, actor: Actor, op: Op, person: str, institution: str) -> str:
    """Make `person` a coordinator of a school. For the system only."""
    actor.must_be_system()
    work.about("person", person)
    return grant(work, person, "coordinator", "institution", institution, institution, op)


def grant(
    work: Work,
    person: str,
    kind: str,
    place_kind: str,
    place: str,
    source: str,
    op: Op,
    until: datetime | None = None,
) -> str:
    """Give a role from now on, for an action of the room that owns the place; `source` is the row that grants it."""
    role = new_id()
    work.add(
        Role,
        id=role,
        person=person,
        kind=kind,
        place_kind=place_kind,
        place=place,
        source=source,
        since=op.happened,
        until=until,
    )
    work.touch(person_scope(person), "role", role)
    return role


async def end_roles(work: Work, kind: str, source: str, op: Op) -> None:
    """End the roles of this kind that `source` granted, for an action of the room that owns the place."""
    held = "SELECT id, person FROM role WHERE kind = $1 AND source = $2 AND (until IS NULL OR until > $3)"
    for row in await work.rows(held, kind, source, op.arrived):
        work.change(Role, row["id"], until=op.arrived)
        work.touch(person_scope(row["person"]), "role", row["id"], gone=True)


async def give_consent(work: Work, actor: Actor, op: Op, said: GiveConsent) -> dict[str, str]:
    """An adult answers for themselves. Raises ask_guardian for who is younger."""
    born = (await queries.births(work, [actor.id])).get(actor.id)
    today = day_of(op.happened, work.settings.timezone)
    if rules.Majority(work.settings.guardian_age, today).is_minor(born):
        raise Problem("ask_guardian")
    await keep_consent(work, actor, op, actor.id, said)
    work.about("person", actor.id)
    return {}


async def keep_consent(
    work: Work, actor: Actor, op: Op, person: str, said: GiveConsent, paper: Paper | None = None
) -> None:
    """Append what was answered for `person`, for an action that has found the actor entitled to it.

    Raises unknown_text.
    """
    if said.text not in consents.TEXTS:
        raise Problem("unknown_text")
    day = paper.signed_on if paper else day_of(op.happened, work.settings.timezone)
    for purpose, given in said.answers.items():
        consent = pair_id(op.id, purpose)
        work.add(
            Consent,
            id=consent,
            person=person,
            purpose=purpose,
            given=given,
            text=said.text,
            language=said.language,
            guardian=paper.guardian if paper else None,
            day=day,
            recorded_by=actor.id if paper else None,
            device=actor.device,
            happened_at=op.happened,
            arrived_at=op.arrived,
        )
        work.touch(person_scope(person), "consent", consent)
    await work.tell(ConsentChanged(person, actor, op))


async def sign_in(
    work: Work, actor: Actor, op: Op, phone: str, token: str, label: str, guards: Sequence[str]
) -> list[ResetSeen]:
    """Open a session on a phone: `phone` and `token` are hashes; the phone's former token stops working.

    Returns the codes for a new password of which the person was not told yet.
    """
    device = pair_id(actor.id, phone)
    untold = await codes.untold_resets(work.db, actor, device)  # by `work` it would save the batch piece by piece
    for code in untold:
        for table in (ResetCode, StaffCode):  # it is in one of them
            work.change(table, code, told_at=op.happened)
    work.add(Device, once=True, id=device, person=actor.id, phone=phone, label=label, created_at=op.happened)
    work.change(Device, device, token=token, label=label, seen_at=op.happened)
    for guard in guards:
        work.change(SignInFailure, guard, failures=0)
    await work.tell(Heard(actor.id, op.happened))
    work.about("device", device)
    return list(untold.values())


async def heed(db: Reader, guards: rules.Guards, now: datetime) -> list[str]:
    """The guards under which something failed before. Raises slow_down while one of them asks for a pause."""
    failed = await queries.failures(db, list(guards))
    wait = max(rules.pause(*failed.get(key, (0, None)), now, **limit) for key, limit in guards.items())
    if wait:
        raise Problem("slow_down", seconds=wait)
    return list(failed)


NO_LONGER = timedelta(hours=2)  # no guard remembers for longer than one
LET_GO = """
DELETE FROM sign_in_failure WHERE id IN (
    SELECT id FROM sign_in_failure WHERE latest_at < $1 ORDER BY latest_at LIMIT 20
)
"""


async def record_failure(work: Work, _actor: Actor, op: Op, guards: rules.Guards) -> None:
    """Count a wrong password under each of the guards. Raises slow_down, for one of many tries made all at once."""
    await heed(work, guards, op.happened)
    await work.rows(LET_GO, op.happened - NO_LONGER)
    for key, limit in guards.items():
        work.add(SignInFailure, once=True, id=key, failures=0, latest_at=op.happened)
        count, latest = (await queries.failures(work, [key]))[key]
        stale = op.happened - latest > timedelta(seconds=limit.get("forget", rules.FORGET_AFTER))
        work.change(SignInFailure, key, failures=1 if stale else count + 1, latest_at=op.happened)


async def forget_failures(work: Work, _actor: Actor, op: Op) -> None:
    """Let go of every failure that no guard remembers: names and addresses, as hashes too, are kept no longer."""
    await work.rows("DELETE FROM sign_in_failure WHERE latest_at < $1", op.happened - NO_LONGER)


async def sign_out(work: Work, actor: Actor, op: Op) -> None:
    """End the session of the phone that asks."""
    if actor.device is not None:
        work.change(Device, actor.device, token=None)
        work.about("device", actor.device)


async def revoke_device(work: Work, actor: Actor, op: Op, device: str) -> None:
    """End the session of one of the actor's phones. Raises not_found for anybody else's."""
    if not await work.run(Device.select(Device.id).where(Device.id == device, Device.person == actor.id)):
        raise Problem("not_found")
    work.change(Device, device, token=None)
    work.about("device", device)


async def note_contact(work: Work, actor: Actor, op: Op, contact: Contact, before: datetime | None = None) -> None:
    """Remember that a phone was heard of and how much waits on it.

    `before`: when any phone of the person was heard of last; who looks after them is told once an hour.
    """
    if actor.device is None:
        return
    work.change(Device, actor.device, seen_at=contact.seen_at, unsent=contact.unsent)
    if before is None or rules.hour(before) != rules.hour(contact.seen_at):
        await work.tell(Heard(actor.id, contact.seen_at))
    if any(role.until and role.until <= op.arrived for role in actor.roles):
        for role in await queries.lapsed_roles(work.db, actor.id, person_scope(actor.id), op.arrived):
            work.touch(person_scope(actor.id), "role", role, gone=True)
