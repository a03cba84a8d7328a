"""Mentors of a manufactory. The role lasts as long as the check of its school says, by itself."""

from backend.core.actor import Actor
from backend.core.errors import Problem
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.manufactories.actions import ground, manufactory_scope
from backend.manufactories.schemas import AssignTeamMentor, DismissTeamMentor
from backend.manufactories.tables import TeamMentor
from backend.people.actions import end_roles
from backend.people.close_account import AccountClosed
from backend.people.invite_mentor import ClearanceRecorded, hold_school_mentor
from backend.people.mentor_roles import hold_role, must_be_cleared, recorded
from backend.people.schemas import SchoolMentorRow


async def assign_mentor(work: Work, actor: Actor, op: Op, wish: AssignTeamMentor) -> dict[str, str]:
    """Give a manufactory to a mentor whom its school cleared; again changes nothing. For the school's coordinators.

    Raises not_found, also for who never accepted an invitation of the school, and not_cleared.
    """
    school = await _school(work, actor, op, wish.manufactory)
    check = await must_be_cleared(work, school, wish.person, op)
    return {"mentor": await give(work, op, wish.manufactory, wish.person, check)}


async def give(work: Work, op: Op, manufactory: str, person: str, check: SchoolMentorRow) -> str:
    """Let a cleared person be a mentor of a manufactory; the id of that row."""
    mentor = pair_id(manufactory, person)
    work.add(TeamMentor, once=True, id=mentor, manufactory=manufactory, person=person, since=op.happened)
    work.change(TeamMentor, mentor, until=None)
    work.touch(manufactory_scope(manufactory), "team_mentor", mentor)
    await hold_role(work, person, "manufactory", manufactory, mentor, check, op)
    return mentor


async def dismiss_mentor(work: Work, actor: Actor, op: Op, wish: DismissTeamMentor) -> dict[str, str]:
    """Take a mentor off a manufactory; again changes nothing. For its school's coordinators. Raises not_found."""
    school = await _school(work, actor, op, wish.manufactory)
    await hold_school_mentor(work, school, wish.person)  # a check that comes at the same moment brings nobody back
    mentor = pair_id(wish.manufactory, wish.person)
    found = await work.run(TeamMentor.select(TeamMentor.until).where(TeamMentor.id == mentor))
    if not found:
        raise Problem("not_found")
    if found[0]["until"] is None:
        await _end(work, wish.manufactory, mentor, op)
    return {}


async def follow_clearance(work: Work, event: ClearanceRecorded) -> None:
    """A check that was refused takes the school's manufactories from a mentor; a new last day moves the end."""
    check = await recorded(work, event)
    for row in await work.rows(MENTORED, event.person, event.institution):
        if check["outcome"] == "cleared":
            await hold_role(work, event.person, "manufactory", row["manufactory"], row["id"], check, event.op)
        else:
            await _end(work, row["manufactory"], row["id"], event.op)


MENTORED = """
SELECT t.id, t.manufactory FROM team_mentor t JOIN manufactory m ON m.id = t.manufactory
WHERE t.person = $1 AND m.institution = $2 AND t.until IS NULL
"""


async def follow_closing(work: Work, event: AccountClosed) -> None:
    """Who closes the account leads no manufactory any more."""
    led = "SELECT id, manufactory FROM team_mentor WHERE person = $1 AND until IS NULL"
    for row in await work.rows(led, event.person):
        await _end(work, row["manufactory"], row["id"], event.op)


async def _school(work: Work, actor: Actor, op: Op, manufactory: str) -> str:
    """The school of a manufactory. Raises not_found for who is not its coordinator."""
    here = await ground(work, manufactory)
    if not actor.may("coordinator", here.institution, op.arrived):
        raise Problem("not_found")
    work.about("manufactory", manufactory)
    return here.institution


async def _end(work: Work, manufactory: str, mentor: str, op: Op) -> None:
    work.change(TeamMentor, mentor, until=op.arrived)
    work.touch(manufactory_scope(manufactory), "team_mentor", mentor, gone=True)
    await end_roles(work, "mentor", mentor, op)
