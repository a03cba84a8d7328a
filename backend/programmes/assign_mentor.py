"""Mentors of a cohort. The role lasts as long as the check of the host says, by itself."""

from datetime import date, datetime

from backend.core.actor import Actor
from backend.core.clock import day_of, end_of, instant
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.people.actions import end_roles, grant
from backend.people.invite_mentor import ClearanceRecorded, hold_school_mentor
from backend.people.queries import school_mentor_rows
from backend.people.schemas import SchoolMentorRow
from backend.people.tables import Role
from backend.programmes.actions import cohort_scope
from backend.programmes.schemas import AssignMentor, DismissMentor
from backend.programmes.tables import Cohort, CohortMentor

declare(
    "not_cleared",
    409,
    N_("A group is given only to a mentor whose check was passed and still holds. Record it, then assign again."),
)


async def assign_mentor(work: Work, actor: Actor, op: Op, wish: AssignMentor) -> dict[str, str]:
    """Give a cohort to a mentor whom its host cleared; again changes nothing. For the host's coordinators.

    Raises not_found, also for who never accepted an invitation of the host, and not_cleared.
    """
    host = await _host(work, actor, op, wish.cohort)
    known = await hold_school_mentor(work, host, wish.person)
    check = (await school_mentor_rows(work, [known]))[known]
    if not _is_cleared(check, day_of(op.arrived, work.settings.timezone)):
        raise Problem("not_cleared")
    mentor = pair_id(wish.cohort, wish.person)
    work.add(CohortMentor, once=True, id=mentor, cohort=wish.cohort, person=wish.person, since=op.happened)
    work.change(CohortMentor, mentor, until=None)
    work.touch(cohort_scope(wish.cohort), "mentor", mentor)
    work.about("cohort_mentor", mentor)
    await _hold(work, wish.cohort, wish.person, check, op)
    return {"mentor": mentor}


async def dismiss_mentor(work: Work, actor: Actor, op: Op, wish: DismissMentor) -> dict[str, str]:
    """Take a mentor off a cohort; again changes nothing. For the host's coordinators. Raises not_found."""
    host = await _host(work, actor, op, wish.cohort)
    await hold_school_mentor(work, host, wish.person)  # a check that comes at the same moment brings nobody back
    mentor = pair_id(wish.cohort, wish.person)
    found = await work.run(CohortMentor.select(CohortMentor.until).where(CohortMentor.id == mentor))
    if not found:
        raise Problem("not_found")
    if found[0]["until"] is None:
        await _end(work, wish.cohort, mentor, op)
    work.about("cohort_mentor", mentor)
    return {}


async def follow_clearance(work: Work, event: ClearanceRecorded) -> None:
    """A check that was refused takes the school's cohorts from a mentor; a new last day moves the end of the roles."""
    known = pair_id(event.institution, event.person)
    check = (await school_mentor_rows(work, [known]))[known]
    for row in await work.rows(MENTORED, event.person, event.institution):
        if check["outcome"] == "cleared":
            await _hold(work, row["cohort"], event.person, check, event.op)
        else:
            await _end(work, row["cohort"], row["id"], event.op)


MENTORED = """
SELECT m.id, m.cohort FROM cohort_mentor m JOIN cohort c ON c.id = m.cohort
WHERE m.person = $1 AND c.institution = $2 AND m.until IS NULL
"""


async def _host(work: Work, actor: Actor, op: Op, cohort: str) -> str:
    """The institution that hosts a cohort. Raises not_found for who is not its coordinator."""
    found = await work.run(Cohort.select(Cohort.institution).where(Cohort.id == cohort))
    if not found or not actor.may("coordinator", found[0]["institution"], op.arrived):
        raise Problem("not_found")
    return found[0]["institution"]


def _is_cleared(check: SchoolMentorRow, today: date) -> bool:
    last = check["expires_on"]
    return check["outcome"] == "cleared" and (last is None or today <= date.fromisoformat(last))


async def _hold(work: Work, cohort: str, person: str, check: SchoolMentorRow, op: Op) -> None:
    """Let a mentor hold the role until the end of the last day of the check, and no role of another length."""
    last = check["expires_on"]
    until = end_of(date.fromisoformat(last), work.settings.timezone) if last else None
    mentor = pair_id(cohort, person)
    if await _ends(work, mentor, op.arrived) != [until]:
        await end_roles(work, "mentor", mentor, op)
        grant(work, person, "mentor", "cohort", cohort, mentor, op, until)


async def _ends(work: Work, source: str, now: datetime) -> list[datetime | None]:
    """When the roles that are held now will end."""
    still = Role.until.is_null() | (Role.until > now)
    found = await work.run(Role.select(Role.until).where(Role.kind == "mentor", Role.source == source, still))
    return [instant(row["until"]) if row["until"] else None for row in found]


async def _end(work: Work, cohort: str, mentor: str, op: Op) -> None:
    work.change(CohortMentor, mentor, until=op.arrived)
    work.touch(cohort_scope(cohort), "mentor", mentor, gone=True)
    await end_roles(work, "mentor", mentor, op)
