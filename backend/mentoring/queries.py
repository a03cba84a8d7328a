"""What actions need to know of a group, and the rows of this room as phones hold them."""

from datetime import date

import msgspec
from msgspec import Struct

from backend.core.clock import wire
from backend.core.database import Reader, Row
from backend.manufactories.schemas import TeamSessionRow
from backend.mentoring.schemas import AnnouncementRow, AttendanceRow, MarkRow, PlanRow, SessionRow
from backend.people.queries import as_date
from backend.people.rules import full_name


class Ground(Struct, frozen=True):
    """Who meets, and what judges an act there: a cohort, or a team whose home that cohort is."""

    cohort: str
    host: str
    """The institution whose coordinators look after it."""
    starts: date
    """The cohort's first day."""
    manufactory: str | None = None
    """The team's; None for a cohort."""

    @property
    def id(self) -> str:
        """The place in which its mentors have their role."""
        return self.manufactory or self.cohort


async def ground(db: Reader, cohort: str) -> Ground | None:
    """A cohort with its host and first day."""
    found = await db.rows("SELECT institution, starts FROM cohort WHERE id = $1", cohort)
    return Ground(cohort, found[0]["institution"], as_date(found[0]["starts"])) if found else None


class Participant(Struct, frozen=True):
    """Somebody on a roll."""

    status: str
    born: date | None


PARTICIPANTS = """
SELECT e.id, e.status, p.born FROM enrolment e JOIN person p ON p.id = e.person
WHERE e.cohort = $1 AND e.id = ANY($2)
"""
TEAM = """
SELECT e.id, CASE WHEN m.until IS NULL THEN e.status ELSE 'withdrawn' END AS status, p.born
FROM member m JOIN enrolment e ON e.id = m.enrolment JOIN person p ON p.id = e.person
WHERE m.manufactory = $1 AND e.id = ANY($2)
"""


async def participants(db: Reader, group: Ground, enrolments: list[str]) -> dict[str, Participant]:
    """Those of the enrolments that are or ever were of this cohort or team; who left the team has withdrawn."""
    found = await db.rows(TEAM if group.manufactory else PARTICIPANTS, group.id, enrolments)
    return {row["id"]: Participant(row["status"], as_date(row["born"]) if row["born"] else None) for row in found}


def _name(row: Row) -> str:
    return full_name(row["family"], row["given"])


PLANS = """
SELECT m.id, m.cohort, m.starts_at, m.minutes, m.place, m.topic, m.cancelled_at, p.family, p.given
FROM plan m JOIN person p ON p.id = m.person WHERE m.id = ANY($1)
"""


async def plan_rows(db: Reader, ids: list[str]) -> dict[str, PlanRow]:
    """Planned sessions, for everyone in the cohort."""
    return {
        row["id"]: {
            "cohort": row["cohort"],
            "starts_at": wire(row["starts_at"]),
            "minutes": row["minutes"],
            "place": row["place"],
            "topic": row["topic"],
            "cancelled": row["cancelled_at"] is not None,
            "by": _name(row),
        }
        for row in await db.rows(PLANS, ids)
    }


ANNOUNCEMENTS = """
SELECT a.id, a.cohort, a.text, a.person, a.made_at, p.family, p.given
FROM announcement a JOIN person p ON p.id = a.person WHERE a.id = ANY($1) AND a.retracted_at IS NULL
"""


async def announcement_rows(db: Reader, ids: list[str]) -> dict[str, AnnouncementRow]:
    """Announcements, for everyone in the cohort; one taken back is not there."""
    return {
        row["id"]: {
            "cohort": row["cohort"],
            "text": row["text"],
            "person": row["person"],
            "by": _name(row),
            "at": wire(row["made_at"]),
        }
        for row in await db.rows(ANNOUNCEMENTS, ids)
    }


SESSIONS = """
SELECT s.id, s.cohort, s.manufactory, s.plan, s.roll, s.kind, s.held_on, s.minutes, s.adult, s.note, s.next_steps,
       s.person, s.happened_at, s.flags, p.family, p.given
FROM session s JOIN person p ON p.id = s.person WHERE s.id = ANY($1)
"""


async def session_rows(db: Reader, ids: list[str]) -> dict[str, SessionRow]:
    """Sessions that were held, for the cohort's staff."""
    return {
        row["id"]: {
            "cohort": row["cohort"],
            "manufactory": row["manufactory"],
            "plan": row["plan"],
            "roll": row["roll"],
            "kind": row["kind"],
            "held_on": str(row["held_on"]),
            "minutes": row["minutes"],
            "adult": row["adult"],
            "note": row["note"],
            "next_steps": row["next_steps"],
            "person": row["person"],
            "by": _name(row),
            "at": wire(row["happened_at"]),
            "flags": msgspec.json.decode(row["flags"]),
        }
        for row in await db.rows(SESSIONS, ids)
    }


MARKS = """
SELECT m.id, m.cohort, m.manufactory, m.enrolment, m.roll, m.held_on, m.status, m.late_minutes, m.person,
       m.happened_at, m.flag, p.family, p.given
FROM mark m JOIN person p ON p.id = m.person WHERE m.id = ANY($1)
"""


async def mark_rows(db: Reader, ids: list[str]) -> dict[str, MarkRow]:
    """Marks with who made them, for the cohort's staff."""
    return {
        row["id"]: {
            **_attendance(row),
            "cohort": row["cohort"],
            "manufactory": row["manufactory"],
            "person": row["person"],
            "by": _name(row),
            "flag": row["flag"],
        }
        for row in await db.rows(MARKS, ids)
    }


ATTENDANCE = "SELECT id, enrolment, roll, held_on, status, late_minutes, happened_at FROM mark WHERE id = ANY($1)"


async def attendance_rows(db: Reader, ids: list[str]) -> dict[str, AttendanceRow]:
    """Marks, for the learner."""
    return {row["id"]: _attendance(row) for row in await db.rows(ATTENDANCE, ids)}


def _attendance(row: Row) -> AttendanceRow:
    return {
        "enrolment": row["enrolment"],
        "roll": row["roll"],
        "held_on": str(row["held_on"]),
        "status": row["status"],
        "late_minutes": row["late_minutes"],
        "at": wire(row["happened_at"]),
    }


TEAM_SESSIONS = """
SELECT s.id, s.manufactory, s.kind, s.held_on, s.minutes, p.family, p.given
FROM session s JOIN person p ON p.id = s.person WHERE s.id = ANY($1)
"""


async def team_session_rows(db: Reader, ids: list[str]) -> dict[str, TeamSessionRow]:
    """Sessions of teams, for their members: what was noted and agreed is for the mentors."""
    return {
        row["id"]: {
            "manufactory": row["manufactory"],
            "kind": row["kind"],
            "held_on": str(row["held_on"]),
            "minutes": row["minutes"],
            "by": _name(row),
        }
        for row in await db.rows(TEAM_SESSIONS, ids)
    }
