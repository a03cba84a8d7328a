"""The steps of an enrolment: asking for a seat, getting one or not, leaving. What is allowed when: `rules.STEPS`.

Each locks its cohort first, also against other processes: so no seat is given twice, and of a consent and an
acceptance at the same moment the later sees the earlier.
"""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.clock import day_of, instant
from backend.core.database import Row
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import new_id, pair_id
from backend.core.work import Op, Work
from backend.people.actions import ConsentChanged, Heard, Paper, end_roles, grant, keep_consent
from backend.people.close_account import AccountClosed, require_open
from backend.people.queries import as_date, births, consents_in_force
from backend.people.rules import Majority, born_trouble, tidy_code
from backend.people.schemas import GiveConsent
from backend.people.tables import Person
from backend.programmes import rules
from backend.programmes.actions import enrolment_scope, staff_scope
from backend.programmes.schemas import Accept, Apply, RecordConsent, Refuse, Withdraw
from backend.programmes.tables import Enrolment, EnrolmentStep

declare(
    "wrong_state",
    409,
    N_("This cannot be done as things stand now. Nothing was changed; look at the group as it is and decide again."),
    states={
        "applied": N_("The request is still waiting. Nothing was changed; accept or refuse it first."),
        "accepted": N_("The request is accepted already. Nothing was changed; to end it, take the person out."),
        "active": N_("This person takes part already. Nothing was changed; to end it, take the person out."),
        "refused": N_("The request has been refused already. Nothing was changed; it can be accepted after all."),
        "withdrawn": N_("This person has left already. Nothing was changed; to come back they are accepted again."),
    },
)
declare(
    "no_such_code",
    404,
    N_("No group has this code. Check each letter; if it is right, ask your coordinator whether there is a new one."),
    "edit",
)
declare(
    "cohort_over",
    409,
    N_("This group has ended, so nobody can join it any more. Ask your coordinator for the code of another."),
)
declare(
    "queue_full",
    409,
    N_("Too many requests wait for this group already. Ask your coordinator to answer some, then try again."),
)
declare(
    "no_seats",
    409,
    N_("Every seat of this group is taken. The request is still there; accept it when a seat is free."),
)
declare("born_needed", 422, N_("Your birth date is not known yet. Enter it and send again."), "edit")
declare(
    "adult_consents",
    403,
    N_("This person is old enough to consent in their own account. Nothing was recorded; ask them to do it there."),
)
declare(
    "bad_day",
    422,
    N_("The day on the paper lies in the future, or before the birth. Nothing was recorded; correct the day."),
    "edit",
)


class EnrolmentEnded(Struct, frozen=True):
    """Somebody left a cohort, by the act `op`."""

    enrolment: str
    op: Op


FIND = """
SELECT e.id, e.person, e.cohort, e.institution AS school, c.institution AS host
FROM enrolment e JOIN cohort c ON c.id = e.cohort WHERE e.id = $1
"""
# Writing a row what it holds already takes its lock; what is read after it is read behind whoever had it before.
LOCK = "UPDATE cohort SET seats = seats WHERE id = $1 RETURNING seats"
LOCK_BY_CODE = "UPDATE cohort SET seats = seats WHERE code = $1 RETURNING id, institution, ends, seats"
STATUS = "SELECT status FROM enrolment WHERE id = $1"
COUNT = "SELECT count(*) AS n FROM enrolment WHERE cohort = $1 AND status = ANY($2)"


async def apply(work: Work, actor: Actor, op: Op, wish: Apply) -> dict[str, str]:
    """The actor asks for a seat; asking again changes nothing.

    Raises no_such_code, cohort_over, queue_full, born_needed, too_young and their like, wrong_state.
    """
    found = await work.rows(LOCK_BY_CODE, tidy_code(wish.code))
    account = (Person.id == actor.id) & Person.closed_at.is_null()  # it may be closed while this was on its way
    persons = await work.run(Person.select(Person.born, Person.institution).where(account))
    if not found or not persons:
        raise Problem("no_such_code")
    cohort, enrolment = found[0], pair_id(actor.id, found[0]["id"])
    work.about("enrolment", enrolment)
    before = await _status(work, enrolment)
    if (after := _step("apply", before)) == before:
        return {"enrolment": enrolment}
    if rules.is_over(as_date(cohort["ends"]), day_of(op.happened, work.settings.timezone)):
        raise Problem("cohort_over")
    _require_age(work, actor, op, persons[0], wish.born)
    if rules.is_queue_full(await _count(work, cohort["id"], ("applied",)), cohort["seats"]):
        raise Problem("queue_full")
    if before is None:
        work.add(
            Enrolment,
            id=enrolment,
            person=actor.id,
            cohort=cohort["id"],
            institution=persons[0]["institution"],
            status=after,
            since=op.happened,
        )
        grant(work, actor.id, "applicant", "enrolment", enrolment, enrolment, op)
    await _record(work, actor, op, "apply", enrolment, cohort["id"], before, after)
    return {"enrolment": enrolment}


def _require_age(work: Work, actor: Actor, op: Op, person: Row, told: date | None) -> None:
    """Who asks is old enough, by the birth date that is known or else the one told now, which is kept."""
    born = as_date(person["born"]) if person["born"] else told
    if born is None:
        raise Problem("born_needed", field="born")
    if trouble := born_trouble(born, day_of(op.happened, work.settings.timezone), work.settings.minimum_age):
        raise Problem(trouble, field="born", age=work.settings.minimum_age)
    if not person["born"]:
        work.change(Person, actor.id, born=born)


async def accept(work: Work, actor: Actor, op: Op, wish: Accept) -> dict[str, str]:
    """Give a seat. For a coordinator of the host. Raises no_seats, person_closed, wrong_state."""
    one = await _hosted(work, actor, op, wish.enrolment)
    (cohort,) = await work.rows(LOCK, one["cohort"])
    before = await _status(work, one["id"])
    if (after := _step("accept", before)) == before:
        return {}
    await require_open(work, one["person"])
    if await _count(work, one["cohort"], rules.SEATED) >= cohort["seats"]:
        raise Problem("no_seats")
    await _record(work, actor, op, "accept", one["id"], one["cohort"], before, after)
    grant(work, one["person"], "learner", "cohort", one["cohort"], one["id"], op)
    await _activate(work, actor, op, one)
    return {}


async def refuse(work: Work, actor: Actor, op: Op, wish: Refuse) -> dict[str, str]:
    """Turn a request down. For a coordinator of the host. Raises wrong_state."""
    one = await _hosted(work, actor, op, wish.enrolment)
    await work.rows(LOCK, one["cohort"])
    before = await _status(work, one["id"])
    if (after := _step("refuse", before)) != before:
        await _record(work, actor, op, "refuse", one["id"], one["cohort"], before, after, wish.reason)
    return {}


async def withdraw(work: Work, actor: Actor, op: Op, wish: Withdraw) -> dict[str, str]:
    """Leave, or take the request back. For the person, and for a coordinator of the host. Raises wrong_state."""
    if actor.may("applicant", wish.enrolment, op.arrived):
        (one,) = await work.rows(FIND, wish.enrolment)
        work.about("enrolment", wish.enrolment)
    else:
        one = await _hosted(work, actor, op, wish.enrolment)
    await work.rows(LOCK, one["cohort"])
    before = await _status(work, one["id"])
    if (after := _step("withdraw", before)) != before:
        await _record(work, actor, op, "withdraw", one["id"], one["cohort"], before, after, wish.reason)
        await end_roles(work, "learner", one["id"], op)
        await work.tell(EnrolmentEnded(one["id"], op))
    return {}


async def record_consent(work: Work, actor: Actor, op: Op, paper: RecordConsent) -> dict[str, str]:
    """Enter what a minor's guardian signed. For a coordinator of the host or of the school that sent them.

    Raises adult_consents, bad_day, unknown_text, and wrong_state when they are out.
    """
    found = await work.rows(FIND, paper.enrolment)
    if not any(actor.may("coordinator", place, op.arrived) for row in found for place in (row["host"], row["school"])):
        raise Problem("not_found")
    one = found[0]
    work.about("enrolment", one["id"])
    status = await _status(work, one["id"])
    if status not in rules.OPEN:
        raise Problem("wrong_state", state=status)
    born = (await births(work, [one["person"]])).get(one["person"])
    today = day_of(op.happened, work.settings.timezone)
    if paper.signed_on > today or (born and paper.signed_on < born):
        raise Problem("bad_day", field="signed_on")
    if not Majority(work.settings.guardian_age, today).is_minor(born):
        raise Problem("adult_consents")
    said = GiveConsent(paper.answers, paper.text, paper.language)
    await keep_consent(work, actor, op, one["person"], said, Paper(paper.guardian, paper.signed_on))
    return {}


async def follow_consent(work: Work, event: ConsentChanged) -> None:
    """Whoever waited for nothing but this consent becomes active."""
    for one in await work.rows(
        "SELECT id, person, cohort FROM enrolment WHERE person = $1 ORDER BY cohort", event.person
    ):
        _touch(work, one["id"], one["cohort"])
        await work.rows(LOCK, one["cohort"])
        if await _status(work, one["id"]) == "accepted":
            await _activate(work, event.actor, event.op, one)


async def follow_contact(work: Work, event: Heard) -> None:
    """Who looks after a cohort sees when its people's phones were heard of, and everybody that one has come of age."""
    # Not `work.rows`, which would save what the batch holds piece by piece: when the power is back, all phones come.
    for row in await work.db.rows(HEARD_BEFORE, event.person, [*rules.OPEN, *rules.SEATED]):
        if row["status"] in rules.SEATED:
            work.touch(staff_scope(row["cohort"]), "roster", row["id"])
        if _came_of_age(work, row, event.at):
            _touch(work, row["id"], row["cohort"])


HEARD_BEFORE = """
SELECT e.id, e.cohort, e.status, p.born, (SELECT max(d.seen_at) FROM device d WHERE d.person = p.id) AS heard_at
FROM enrolment e JOIN person p ON p.id = e.person WHERE p.id = $1 AND e.status = ANY($2)
"""


def _came_of_age(work: Work, row: Row, at: datetime) -> bool:
    """Whether that happened since a phone of the person was heard of: nothing else tells it to those who hold rows."""
    if not row["born"] or not row["heard_at"]:
        return False
    born, age, zone = as_date(row["born"]), work.settings.guardian_age, work.settings.timezone
    before, now = (Majority(age, day_of(moment, zone)) for moment in (instant(row["heard_at"]), at))
    return before.is_minor(born) and not now.is_minor(born)


async def follow_closing(work: Work, event: AccountClosed) -> None:
    """Whoever closes the account asks for no seat any more and gives theirs back, unless the group is over: then they
    took part to its end."""
    today = day_of(event.op.arrived, work.settings.timezone)
    for one in await work.rows(TAKING_PART, event.person):
        _touch(work, one["id"], one["cohort"])
        await work.rows(LOCK, one["cohort"])
        before = await _status(work, one["id"])
        if before not in rules.OPEN or (before in rules.SEATED and rules.is_over(as_date(one["ends"]), today)):
            continue
        reason = rules.CLOSED if before in rules.SEATED else None
        await _record(work, event.actor, event.op, "withdraw", one["id"], one["cohort"], before, "withdrawn", reason)
        await end_roles(work, "learner", one["id"], event.op)
        await work.tell(EnrolmentEnded(one["id"], event.op))


TAKING_PART = """
SELECT e.id, e.cohort, c.ends FROM enrolment e JOIN cohort c ON c.id = e.cohort WHERE e.person = $1 ORDER BY e.cohort
"""


async def _hosted(work: Work, actor: Actor, op: Op, enrolment: str) -> Row:
    """The enrolment, for a coordinator of its cohort's host."""
    found = await work.rows(FIND, enrolment)
    if not found or not actor.may("coordinator", found[0]["host"], op.arrived):
        raise Problem("not_found")
    work.about("enrolment", enrolment)
    return found[0]


async def _status(work: Work, enrolment: str) -> str | None:
    found = await work.rows(STATUS, enrolment)
    return found[0]["status"] if found else None


async def _count(work: Work, cohort: str, states: tuple[str, ...]) -> int:
    return (await work.rows(COUNT, cohort, list(states)))[0]["n"]


def _step(act: rules.Act, before: str | None) -> str:
    after = rules.step(act, before)
    if after is None:
        raise Problem("wrong_state", state=before)
    return after


async def _activate(work: Work, actor: Actor, op: Op, one: Row) -> None:
    """The last step in, which nobody makes by hand: as soon as nothing is due."""
    consents = await consents_in_force(work, [one["person"]], work.settings.guardian_age)
    if not rules.due(consents[one["person"]]):
        await _record(work, actor, op, "activate", one["id"], one["cohort"], "accepted", _step("activate", "accepted"))


async def _record(
    work: Work, actor: Actor, op: Op, act: rules.Act, enrolment: str, cohort: str, before: str | None, after: str,
    reason: str | None = None,
) -> None:  # fmt: skip
    """Keep a step and the state it leads to."""
    (taken,) = await work.rows("SELECT count(*) AS n FROM enrolment_step WHERE enrolment = $1", enrolment)
    work.add(
        EnrolmentStep,
        id=new_id(),
        enrolment=enrolment,
        number=taken["n"] + 1,
        act=act,
        before=before,
        after=after,
        person=None if actor.is_system else actor.id,
        reason=reason,
        device=actor.device,
        happened_at=op.happened,
        arrived_at=op.arrived,
    )
    values: dict[str, Any] = {"status": after, "since": op.happened, "reason": reason}
    work.change(Enrolment, enrolment, **values)
    _touch(work, enrolment, cohort)


def _touch(work: Work, enrolment: str, cohort: str) -> None:
    work.touch(enrolment_scope(enrolment), "enrolment", enrolment)
    work.touch(staff_scope(cohort), "roster", enrolment)
