"""How somebody becomes a mentor of a school: a one-time link, an account or the own one, the outcome of a check.

None of it gives a right. That comes with a cohort, and a cohort is given only to who is cleared.
"""

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.clock import day_of, wire
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.people import queries, rules
from backend.people.actions import institution_scope
from backend.people.appoint import HOLDS_FOR, take_appointment
from backend.people.open_account import open_account
from backend.people.schemas import InvitationMade, Invite, OpenAccount, RecordClearance
from backend.people.sign_in import digest
from backend.people.tables import Clearance, Invitation, SchoolMentor

declare(
    "invitation_over",
    410,
    N_("This link was used before, or its week is over. Ask whoever gave it to you for another."),
)
declare(
    "check_day",
    422,
    N_("A check was made today or within the last ten years. Correct the day."),
    "edit",
)
declare(
    "check_expiry",
    422,
    N_("The last day of a check lies between today and ten years after the check. Correct the day."),
    "edit",
)


class ClearanceRecorded(Struct, frozen=True):
    """A school recorded what the check of one of its mentors came to, by the act `op`."""

    institution: str
    person: str
    op: Op


async def invite_mentor(work: Work, actor: Actor, op: Op, wish: Invite, token: str) -> InvitationMade:
    """Let whoever has the token, kept as a hash, become a mentor of a school. For its coordinators."""
    if not actor.may("coordinator", wish.institution, op.arrived):
        raise Problem("not_found")
    until = op.arrived + HOLDS_FOR
    work.add(
        Invitation,
        id=op.id,
        institution=wish.institution,
        label=wish.label,
        token=digest(token),
        made_by=actor.id,
        made_at=op.arrived,
        until=until,
    )
    work.touch(institution_scope(wish.institution), "invitation", op.id)
    work.about("invitation", op.id)
    return {"id": op.id, "token": token, "until": wire(until)}


async def accept_invitation(work: Work, actor: Actor, op: Op, token: str, account: OpenAccount | None = None) -> str:
    """Make the actor what the link says: coordinator, manager, or somebody whom a school may clear as its mentor.

    A newcomer brings the `account` to open. Raises invitation_over and login_taken.
    """
    if await queries.invitation(work, digest(token), op.arrived) is None:
        raise Problem("invitation_over")
    if account is not None:
        await open_account(work, actor, op, account)
    if appointment := await take_appointment(work, actor, op, digest(token)):
        return appointment
    taken = await work.rows(TAKE, digest(token), op.arrived, actor.id)
    if not taken:  # another process was faster
        raise Problem("invitation_over")
    invitation, school = taken[0]["id"], taken[0]["institution"]
    mentor = pair_id(school, actor.id)
    work.add(SchoolMentor, once=True, id=mentor, institution=school, person=actor.id, since=op.arrived)
    work.touch(institution_scope(school), "school_mentor", mentor)
    work.touch(institution_scope(school), "invitation", invitation)
    work.about("invitation", invitation)
    return mentor


TAKE = """
UPDATE invitation SET used_at = $2, used_by = $3 WHERE token = $1 AND used_at IS NULL AND until > $2
RETURNING id, institution
"""


async def hold_school_mentor(work: Work, institution: str, person: str) -> str:
    """The id of a mentor of a school, whose check nobody else changes or relies on until this work is done.

    Raises not_found for who never accepted an invitation of the school.
    """
    mentor = pair_id(institution, person)
    if not await work.rows("UPDATE school_mentor SET since = since WHERE id = $1 RETURNING id", mentor):
        raise Problem("not_found")
    return mentor


async def record_clearance(work: Work, actor: Actor, op: Op, check: RecordClearance) -> dict[str, str]:
    """Record what a school's check of somebody who accepted its invitation came to. For its coordinators.

    Raises not_found, check_day and check_expiry.
    """
    if not actor.may("coordinator", check.institution, op.arrived):
        raise Problem("not_found")
    mentor = await hold_school_mentor(work, check.institution, check.person)
    today = day_of(op.happened, work.settings.timezone)
    fault = rules.check_fault(check.outcome, check.checked_on, check.expires_on, today)
    if fault:
        raise Problem(fault)
    work.add(
        Clearance,
        id=op.id,
        school_mentor=mentor,
        outcome=check.outcome,
        checked_on=check.checked_on,
        expires_on=check.expires_on if check.outcome == "cleared" else None,
        recorded_by=actor.id,
        recorded_at=op.happened,
    )
    work.touch(institution_scope(check.institution), "school_mentor", mentor)
    work.about("school_mentor", mentor)
    await work.tell(ClearanceRecorded(check.institution, check.person, op))
    return {"clearance": op.id}
