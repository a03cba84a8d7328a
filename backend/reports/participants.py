"""What of one participant those read who answer for them: the coordinators of the host and of the school that sent
them, and the managers of the programme. The card of a minor leaves a line behind: see `people.read_card`.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.clock import day_of, wire
from backend.core.database import Reader, Row
from backend.core.errors import Problem
from backend.core.settings import Settings
from backend.manufactories.queries import member_rows
from backend.mentoring.rules import standing
from backend.people.queries import as_date, consents_in_force
from backend.people.rules import Majority
from backend.programmes.queries import texts
from backend.reports.names import called, called_or_none
from backend.reports.queries import COURSES
from backend.reports.schemas import CourseOf, Participant, PostsIn, Presence, StepTaken

ONE = """
SELECT e.id, e.person, e.cohort, e.status, e.since, e.reason, e.institution AS sender, c.institution AS host,
       c.programme, c.name AS cohort_name, g.name AS programme_name, s.name AS school,
       p.family, p.given, p.born,
       EXISTS (SELECT 1 FROM enrolment_step k WHERE k.enrolment = e.id AND k.act = 'accept') AS seated
FROM enrolment e JOIN person p ON p.id = e.person JOIN cohort c ON c.id = e.cohort
JOIN programme g ON g.id = c.programme LEFT JOIN institution s ON s.id = e.institution WHERE e.id = $1
"""
STEPS = """
SELECT s.after, s.reason, s.happened_at, p.family, p.given
FROM enrolment_step s LEFT JOIN person p ON p.id = s.person WHERE s.enrolment = $1 ORDER BY s.number
"""
MARKS = "SELECT id, person, roll, status, late_minutes, held_on, happened_at FROM mark WHERE enrolment = $1"
MEMBER = """
SELECT k.id, m.name FROM member k JOIN manufactory m ON m.id = k.manufactory
WHERE k.enrolment = $1 ORDER BY k.since, k.id
"""


async def participant(
    actor: Actor, db: Reader, enrolment: str, now: datetime, settings: Settings
) -> tuple[str, Participant]:
    """Whose card it is, and the card. Raises not_found, also when there is none."""
    found = await db.rows(ONE, enrolment)
    if not found or not _may_read(actor, found[0], now):
        raise Problem("not_found")
    (one,) = found
    consents = await consents_in_force(db, [one["person"]], settings.guardian_age)
    majority = Majority(settings.guardian_age, day_of(now, settings.timezone))
    return one["person"], {
        "as_of": wire(now),
        "enrolment": one["id"],
        "cohort": one["cohort"],
        "cohort_name": texts(one["cohort_name"]),
        "programme": texts(one["programme_name"]),
        "school": texts(one["school"]),
        "name": called(one, actor.language),
        "minor": majority.is_minor(as_date(one["born"]) if one["born"] else None),
        "status": one["status"],
        "since": wire(one["since"]),
        "reason": one["reason"],
        "steps": [_step(row, actor.language) for row in await db.rows(STEPS, enrolment)],
        "consents": consents[one["person"]],
        "courses": await _courses(db, one),
        "attendance": _attendance(await db.rows(MARKS, enrolment)),
        "manufactories": await _manufactories(db, enrolment),
    }


def _may_read(actor: Actor, one: Row, now: datetime) -> bool:
    """A manager reads only of who was given a seat once: who asks is for the school to judge."""
    if any(actor.may("coordinator", place, now) for place in (one["host"], one["sender"]) if place):
        return True
    return actor.may("manager", one["programme"], now) and bool(one["seated"])


def _step(row: Row, language: str) -> StepTaken:
    return {
        "status": row["after"],
        "at": wire(row["happened_at"]),
        "by": called_or_none(row, language),
        "reason": row["reason"],
    }


async def _courses(db: Reader, one: Row) -> list[CourseOf]:
    """How many lessons of each course's current release are done."""
    found = await db.rows("SELECT courses FROM headway WHERE id = $1", one["id"])
    counts = {course["id"]: course for course in json.loads(found[0]["courses"])} if found else {}
    courses = await db.rows(COURSES, one["cohort"])
    return [counts[row["id"]] | {"title": texts(row["title"])} for row in courses if row["id"] in counts]


class _Mark(Struct, frozen=True):
    id: str
    person: str
    status: str
    at: str


def _attendance(rows: Iterable[Row]) -> list[Presence]:
    """What counts on each roll, the oldest first."""
    rolls: dict[str, dict[str, Row]] = {}
    for row in rows:
        rolls.setdefault(row["roll"], {})[row["id"]] = row
    counted = [each[_counts(each.values())] for each in rolls.values()]
    counted.sort(key=lambda row: (str(row["held_on"]), row["id"]))
    return [{"status": row["status"], "late_minutes": row["late_minutes"]} for row in counted]


def _counts(rows: Iterable[Row]) -> str:
    marks = [_Mark(row["id"], row["person"], row["status"], wire(row["happened_at"])) for row in rows]
    return standing(marks).counts or ""


async def _manufactories(db: Reader, enrolment: str) -> list[PostsIn]:
    names = {row["id"]: texts(row["name"]) for row in await db.rows(MEMBER, enrolment)}
    rows = await member_rows(db, list(names))
    return [
        {
            "id": rows[one]["manufactory"],
            "name": name,
            "posts": sorted(post["kind"] for post in rows[one]["posts"] if post["until"] is None),
            "left": rows[one]["until"] is not None,
        }
        for one, name in names.items()
    ]
