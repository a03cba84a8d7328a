"""What a mentor may do with a group, and who coordinates it: a cohort, or in logs of sessions also a team."""

from datetime import timedelta
from functools import partial
from operator import attrgetter

from backend.core.actor import Actor
from backend.core.clock import day_of
from backend.core.database import Row
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.manufactories import actions as manufactories
from backend.manufactories.gates import try_to_pass
from backend.manufactories.schemas import PassGate
from backend.mentoring import rules
from backend.mentoring.queries import Ground, Participant, ground, participants
from backend.mentoring.schemas import Announce, CallRoll, CancelSession, LogSession, MarkBody, PlanSession, Retract
from backend.mentoring.tables import Announcement, Mark, Plan, Session
from backend.people.rules import Majority
from backend.programmes.actions import cohort_scope, enrolment_scope, staff_scope

declare(
    "session_length",
    422,
    N_(
        "A session lasts from 1 to 600 minutes. What you wrote is kept on this phone; "
        "change the length and send it again."
    ),
    "edit",
)
declare(
    "session_day",
    422,
    N_(
        "A session is logged on its day or within a year, and was held three months before the group began at the "
        "earliest. What you wrote is kept on this phone; change the day and send it again."
    ),
    "edit",
)
declare(
    "session_start",
    422,
    N_(
        "A session is planned for a time to come, at most two years ahead. What you wrote is kept on this phone; "
        "change the time and send it again."
    ),
    "edit",
)
declare(
    "not_in_group",
    422,
    N_(
        "Somebody on this list was never in this group. The list is kept on this phone; "
        "take them off it and send it again."
    ),
    "edit",
)
declare(
    "late_length",
    422,
    N_("One can be late by 1 to 600 minutes. The list is kept on this phone; change the minutes and send it again."),
    "edit",
)


def roll_id(group: str, held_on: str, plan: str | None) -> str:
    """The one name of a roll, on whatever phone it is called: the planned session's, or the cohort's or team's of that
    day."""
    return plan or pair_id(group, held_on)


async def log_session(work: Work, actor: Actor, op: Op, log: LogSession) -> dict[str, str]:
    """A session of a cohort or a team was held.

    For its mentors and the coordinators who look after it, judged by the time at which it was logged. Refused only as
    not_found, too_late, session_length, session_day, not_in_group, late_length; whatever else looks odd is kept and
    flagged, and so is a log whose gate cannot be passed.
    """
    group, flag = await _judge(work, actor, op, log, log.manufactory)
    if log.minutes not in rules.LENGTH:
        raise Problem("session_length")
    there = await _mark(work, actor, op, group, log, flag)
    majority = Majority(work.settings.guardian_age, log.held_on)
    minor_came = any(rules.came(m) and majority.is_minor(there[m.enrolment].born) for m in log.marks)
    gate_open = await _pass_gates(work, actor, op, group, log)
    work.add(
        Session,
        id=op.id,
        cohort=group.cohort,
        manufactory=group.manufactory,
        plan=log.plan,
        roll=roll_id(group.id, log.held_on.isoformat(), log.plan),
        kind=log.kind,
        held_on=log.held_on,
        minutes=log.minutes,
        adult=log.adult,
        note=log.note,
        next_steps=log.next_steps,
        person=actor.id,
        device=actor.device,
        happened_at=op.happened,
        arrived_at=op.arrived,
        flags=rules.session_flags(flag, minor_came=minor_came, adult=log.adult, gate_open=gate_open),
    )
    work.touch(_staff(group), "session", op.id)
    if group.manufactory:
        work.touch(manufactories.manufactory_scope(group.manufactory), "team_session", op.id)
    return {"session": op.id}


async def _pass_gates(work: Work, actor: Actor, op: Op, group: Ground, log: LogSession) -> bool:
    """Pass the gates that were passed at the session; whether one of them cannot be, and stays open."""
    if group.manufactory is None:
        return bool(log.gates)
    stays_open = False
    for gate in sorted(log.gates, key=attrgetter("gate")):  # two processes lock them in one order
        wish = PassGate(group.manufactory, gate.gate, gate.evidence, log.held_on)
        stays_open = bool(await try_to_pass(work, actor, op, wish)) or stays_open
    return stays_open


async def call_roll(work: Work, actor: Actor, op: Op, call: CallRoll) -> dict[str, str]:
    """Who was there on a day, as the actor saw it; a correction is another call.

    Judged like `log_session`; refused only as not_found, too_late, session_day, not_in_group, late_length.
    """
    group, flag = await _judge(work, actor, op, call)
    await _mark(work, actor, op, group, call, flag)
    return {"roll": roll_id(group.id, call.held_on.isoformat(), call.plan)}


async def _judge(
    work: Work, actor: Actor, op: Op, fact: CallRoll | LogSession, manufactory: str | None = None
) -> tuple[Ground, str | None]:
    """Who met, and the flag under which the fact is kept. Raises what refuses it whoever was there."""
    group = await _team(work, manufactory) if manufactory else await _group(work, fact.cohort)
    places = [("mentor", group.id), ("coordinator", group.host)]
    standing = actor.standing_in(places, op.happened, op.arrived, timedelta(days=work.settings.grace_days))
    if standing is None:
        raise Problem("too_late")
    if fact.cohort != group.cohort or (fact.plan and group.manufactory):  # plans are of cohorts
        raise Problem("malformed")
    if fact.plan and not await work.run(Plan.select(Plan.id).where(Plan.id == fact.plan, Plan.cohort == fact.cohort)):
        raise Problem("not_found")
    today = day_of(op.happened, work.settings.timezone)
    if not rules.is_day(fact.held_on, today, group.starts):
        raise Problem("session_day")
    work.about("manufactory" if group.manufactory else "cohort", group.id)
    return group, op.flag(standing)


async def _group(work: Work, cohort: str) -> Ground:
    found = await work.once(("ground", cohort), partial(ground, cohort=cohort))
    if found is None:
        raise Problem("not_found")
    return found


async def _team(work: Work, manufactory: str) -> Ground:
    here = await manufactories.ground(work, manufactory)
    return Ground(here.cohort, here.institution, here.starts, manufactory)


def _staff(group: Ground) -> str:
    """The scope of what only those who lead the group hold."""
    return manufactories.team_staff_scope(group.manufactory) if group.manufactory else staff_scope(group.cohort)


async def _mark(
    work: Work, actor: Actor, op: Op, group: Ground, fact: CallRoll | LogSession, flag: str | None
) -> dict[str, Participant]:
    """Collect the marks, and tell who is on the roll."""
    if not rules.are_distinct(fact.marks):
        raise Problem("malformed")
    if not all(rules.is_late(mark) for mark in fact.marks):
        raise Problem("late_length")
    there = await participants(work, group, [mark.enrolment for mark in fact.marks])
    if len(there) < len(fact.marks):
        raise Problem("not_in_group")
    for mark in fact.marks:
        _add_mark(work, actor, op, group, fact, mark, rules.mark_flag(flag, there[mark.enrolment].status))
    return there


def _add_mark(
    work: Work, actor: Actor, op: Op, group: Ground, fact: CallRoll | LogSession, mark: MarkBody, flag: str | None
) -> None:
    id_ = pair_id(op.id, mark.enrolment)
    work.add(
        Mark,
        id=id_,
        cohort=group.cohort,
        manufactory=group.manufactory,
        enrolment=mark.enrolment,
        roll=roll_id(group.id, fact.held_on.isoformat(), fact.plan),
        held_on=fact.held_on,
        status=mark.status,
        late_minutes=mark.late_minutes if mark.status == "late" else None,
        person=actor.id,
        device=actor.device,
        happened_at=op.happened,
        arrived_at=op.arrived,
        flag=flag,
    )
    work.touch(_staff(group), "mark", id_)
    work.touch(enrolment_scope(mark.enrolment), "attendance", id_)


async def plan_session(work: Work, actor: Actor, op: Op, plan: PlanSession) -> dict[str, str]:
    """Tell a cohort of a session to come. For its mentors and the coordinators of its host.

    Raises session_length and session_start. Whether it is to come is judged by when it was planned: a plan made
    without a network may arrive when the session is over, and its log names it.
    """
    await _must_lead(work, actor, op, plan.cohort)
    if plan.minutes not in rules.LENGTH:
        raise Problem("session_length")
    if not rules.is_start(plan.starts_at, op.happened):
        raise Problem("session_start")
    work.add(
        Plan,
        id=op.id,
        cohort=plan.cohort,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        place=plan.place,
        topic=plan.topic,
        person=actor.id,
        made_at=op.happened,
    )
    work.touch(cohort_scope(plan.cohort), "plan", op.id)
    return {"plan": op.id}


async def cancel_session(work: Work, actor: Actor, op: Op, cancel: CancelSession) -> dict[str, str]:
    """Tell a cohort that a planned session will not take place; again changes nothing. For those who may plan one."""
    planned = _led(work, actor, op, await work.rows(PLANNED, cancel.plan))
    if planned["cancelled_at"] is None:
        work.change(Plan, cancel.plan, cancelled_at=op.happened)
        work.touch(cohort_scope(planned["cohort"]), "plan", cancel.plan)
    return {"plan": cancel.plan}


async def announce(work: Work, actor: Actor, op: Op, word: Announce) -> dict[str, str]:
    """Tell everybody in a cohort something. For its mentors and the coordinators of its host."""
    await _must_lead(work, actor, op, word.cohort)
    if not word.text.strip():
        raise Problem("malformed")
    work.add(Announcement, id=op.id, cohort=word.cohort, text=word.text.strip(), person=actor.id, made_at=op.happened)
    work.touch(cohort_scope(word.cohort), "announcement", op.id)
    return {"announcement": op.id}


async def retract(work: Work, actor: Actor, op: Op, word: Retract) -> dict[str, str]:
    """Take an announcement back; again changes nothing. For its author while leading the cohort, and for the
    coordinators of its host."""
    said = _led(work, actor, op, await work.rows(SAID, word.announcement))
    if said["person"] != actor.id and not actor.may("coordinator", said["host"], op.arrived):
        raise Problem("not_found")
    if said["retracted_at"] is None:
        work.change(Announcement, word.announcement, retracted_at=op.happened)
        work.touch(cohort_scope(said["cohort"]), "announcement", word.announcement, gone=True)
    return {"announcement": word.announcement}


# The host with the row: what is not theirs costs no statement more than what is not there.
PLANNED = """
SELECT m.cohort, m.cancelled_at, c.institution AS host FROM plan m JOIN cohort c ON c.id = m.cohort WHERE m.id = $1
"""
SAID = """
SELECT a.cohort, a.person, a.retracted_at, c.institution AS host
FROM announcement a JOIN cohort c ON c.id = a.cohort WHERE a.id = $1
"""


def _led(work: Work, actor: Actor, op: Op, found: list[Row]) -> Row:
    """A row of a cohort. Raises not_found when there is none, and for who may not lead there now."""
    if not found or not _leads(actor, op, found[0]["cohort"], found[0]["host"]):
        raise Problem("not_found")
    work.about("cohort", found[0]["cohort"])
    return found[0]


def _leads(actor: Actor, op: Op, cohort: str, host: str) -> bool:
    return actor.may("mentor", cohort, op.arrived) or actor.may("coordinator", host, op.arrived)


async def _must_lead(work: Work, actor: Actor, op: Op, cohort: str) -> None:
    """Raises not_found for who neither mentors the cohort nor coordinates its host now."""
    group = await _group(work, cohort)
    if not _leads(actor, op, cohort, group.host):
        raise Problem("not_found")
    work.about("cohort", cohort)
