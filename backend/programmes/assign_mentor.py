"""Mentors of a cohort. The role lasts as long as the check of the host says, by itself."""

from backend.core.actor import Actor
from backend.core.errors import Problem
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.people.actions import end_roles
from backend.people.close_account import AccountClosed
from backend.people.invite_mentor import ClearanceRecorded, hold_school_mentor
from backend.people.mentor_roles import hold_role, must_be_cleared, recorded
from backend.programmes.actions import cohort_scope
from backend.programmes.schemas import AssignMentor, DismissMentor
from backend.programmes.tables import Cohort, CohortMentor


async def assign_mentor(work: Work, actor: Actor, op: Op, wish: AssignMentor) -> dict[str, str]:
    """Give a cohort to a mentor whom its host cleared; again changes nothing. For the host's coordinators.

    Raises not_found, also for who never accepted an invitation of the host, and not_cleared.
    """
    host = await _host(work, actor, op, wish.cohort)
    check = await must_be_cleared(work, host, wish.person, op)
    mentor = pair_id(wish.cohort, wish.person)
    work.add(CohortMentor, once=True, id=mentor, cohort=wish.cohort, person=wish.person, since=op.happened)
    work.change(CohortMentor, mentor, until=None)
    work.touch(cohort_scope(wish.cohort), "mentor", mentor)
    work.about("cohort_mentor", mentor)
    await hold_role(work, wish.person, "cohort", wish.cohort, mentor, check, op)
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
    check = await recorded(work, event)
    for row in await work.rows(MENTORED, event.person, event.institution):
        if check["outcome"] == "cleared":
            await hold_role(work, event.person, "cohort", row["cohort"], row["id"], check, event.op)
        else:
            await _end(work, row["cohort"], row["id"], event.op)


MENTORED = """
SELECT m.id, m.cohort FROM cohort_mentor m JOIN cohort c ON c.id = m.cohort
WHERE m.person = $1 AND c.institution = $2 AND m.until IS NULL
"""


async def follow_closing(work: Work, event: AccountClosed) -> None:
    """Who closes the account leads no cohort any more."""
    led = "SELECT id, cohort FROM cohort_mentor WHERE person = $1 AND until IS NULL"
    for row in await work.rows(led, event.person):
        await _end(work, row["cohort"], row["id"], event.op)


async def _host(work: Work, actor: Actor, op: Op, cohort: str) -> str:
    """The institution that hosts a cohort. Raises not_found for who is not its coordinator."""
    found = await work.run(Cohort.select(Cohort.institution).where(Cohort.id == cohort))
    if not found or not actor.may("coordinator", found[0]["institution"], op.arrived):
        raise Problem("not_found")
    return found[0]["institution"]


async def _end(work: Work, cohort: str, mentor: str, op: Op) -> None:
    work.change(CohortMentor, mentor, until=op.arrived)
    work.touch(cohort_scope(cohort), "mentor", mentor, gone=True)
    await end_roles(work, "mentor", mentor, op)
