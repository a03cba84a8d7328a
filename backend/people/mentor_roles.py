"""The role of a mentor, in whatever place: it lasts as long as the check of the place's school says, by itself."""

from datetime import date, datetime

from backend.core.clock import day_of, end_of, instant
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.people.actions import end_roles, grant
from backend.people.close_account import require_open
from backend.people.invite_mentor import ClearanceRecorded, hold_school_mentor
from backend.people.queries import school_mentor_rows
from backend.people.schemas import SchoolMentorRow
from backend.people.tables import Role

declare(
    "not_cleared",
    409,
    N_("Groups and teams are given only to mentors whose check was passed and still holds. Record it, then try again."),
)


async def must_be_cleared(work: Work, institution: str, person: str, op: Op) -> SchoolMentorRow:
    """The check of a school's mentor, which nobody changes until this work is done.

    Raises not_found, for who never accepted an invitation of the school, person_closed and not_cleared.
    """
    known = await hold_school_mentor(work, institution, person)
    await require_open(work, person)
    check = (await school_mentor_rows(work, [known]))[known]
    last = check["expires_on"]
    expired = last is not None and date.fromisoformat(last) < day_of(op.arrived, work.settings.timezone)
    if check["outcome"] != "cleared" or expired:
        raise Problem("not_cleared")
    return check


async def recorded(work: Work, event: ClearanceRecorded) -> SchoolMentorRow:
    """What the check comes to after one more outcome was recorded, which need not be the latest."""
    known = pair_id(event.institution, event.person)
    return (await school_mentor_rows(work, [known]))[known]


async def hold_role(
    work: Work, person: str, place_kind: str, place: str, source: str, check: SchoolMentorRow, op: Op
) -> None:
    """Let a mentor hold the role until the end of the last day of the check, and no role of another length."""
    last = check["expires_on"]
    until = end_of(date.fromisoformat(last), work.settings.timezone) if last else None
    if await _ends(work, source, op.arrived) != [until]:
        await end_roles(work, "mentor", source, op)
        grant(work, person, "mentor", place_kind, place, source, op, until)


async def _ends(work: Work, source: str, now: datetime) -> list[datetime | None]:
    """When the roles that are held now will end."""
    still = Role.until.is_null() | (Role.until > now)
    found = await work.run(Role.select(Role.until).where(Role.kind == "mentor", Role.source == source, still))
    return [instant(row["until"]) if row["until"] else None for row in found]
