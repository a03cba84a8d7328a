"""How far each participant has come, kept so that a Desk over 100,000 people need not count their lessons.

Whatever changes it is something that phones learn of, so the touches of a batch tell whose has to be taken anew. It is
taken in the same transaction: nobody reads one that is out of date.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import msgspec
from msgspec import Struct

from backend.core.actor import Actor
from backend.core.clock import instant
from backend.core.database import Row
from backend.core.door import Door
from backend.core.work import Act, Op, Work
from backend.courses.queries import release
from backend.people.queries import as_date
from backend.programmes.rules import CLOSED, TOOK_PART
from backend.progress import rules

AT_ONCE = 400

# Writing a row what it holds already takes its lock; what is read after it is read behind whoever had it before.
LOCK = "UPDATE headway SET counts = counts WHERE id = ANY($1)"
FACTS = """
SELECT e.id, e.cohort, e.institution AS school, e.status, e.reason, c.starts, c.ends,
       (SELECT max(d.seen_at) FROM device d WHERE d.person = e.person) AS heard_at
FROM enrolment e JOIN cohort c ON c.id = e.cohort WHERE e.id = ANY($1)
"""
CURRENT = """
SELECT k.cohort, c.id AS course, c.release FROM cohort_course k JOIN course c ON c.id = k.course
WHERE k.cohort = ANY($1) AND c.release IS NOT NULL ORDER BY k.position
"""
DONE = "SELECT enrolment, lesson FROM completion WHERE enrolment = ANY($1)"
TYPES = ("uuid", "uuid", "uuid", "boolean", "integer", "integer", "json", "integer", "integer")
KEEP = """
INSERT INTO headway (id, cohort, school, counts, lessons_done, lessons_total, courses, behind_on, heard)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9 FROM {rows} WHERE true ORDER BY c1
ON CONFLICT (id) DO UPDATE SET school = excluded.school, counts = excluded.counts, lessons_done = excluded.lessons_done,
    lessons_total = excluded.lessons_total, courses = excluded.courses,
    behind_on = excluded.behind_on, heard = excluded.heard
"""


class CourseDone(Struct):
    """Lessons of a course's current release, as reports tell of them."""

    id: str
    done: int
    total: int


class Course(NamedTuple):
    """A course of a cohort with the lessons of its current release."""

    id: str
    lessons: frozenset[str]


async def keep(work: Work, _acts: Sequence[Act]) -> None:
    """For the writer, of a batch whose rows are written: take anew what it has changed."""
    enrolments: set[str] = set()
    cohorts: set[str] = set()
    for scope, entity, id_ in work.touches:
        kind, _, place = scope.partition(":")
        if entity == "completion":
            enrolments.add(place)
        elif entity == "roster":
            enrolments.add(id_)
        elif kind == "cohort" and entity in ("cohort", "course"):
            cohorts.add(place)
    if cohorts:
        found = await work.db.rows("SELECT id FROM enrolment WHERE cohort = ANY($1)", [*cohorts])
        enrolments.update(row["id"] for row in found)
    everybody = sorted(enrolments)
    for first in range(0, len(everybody), AT_ONCE):
        await _take(work, everybody[first : first + AT_ONCE])


async def catch_up(door: Door) -> None:
    """Take it of everybody of whom it never was: after the migration that began to keep it."""
    missing = "SELECT e.id FROM enrolment e WHERE NOT EXISTS (SELECT 1 FROM headway h WHERE h.id = e.id) ORDER BY e.id"
    async with door.database.read() as db:
        ids = [row["id"] for row in await db.rows(missing)]
    for first in range(0, len(ids), AT_ONCE):
        await door.writer.perform(_catch_up, Actor.system("headway"), ids[first : first + AT_ONCE], audited=False)


async def _catch_up(work: Work, _actor: Actor, _op: Op, enrolments: list[str]) -> None:
    await _take(work, enrolments)


async def _take(work: Work, enrolments: list[str]) -> None:
    await work.db.rows(LOCK, enrolments)
    facts = await work.db.rows(FACTS, enrolments)
    courses = await _courses(work, {row["cohort"] for row in facts})
    done: dict[str, set[str]] = {}
    for row in await work.db.rows(DONE, enrolments):
        done.setdefault(row["enrolment"], set()).add(row["lesson"])
    rows = [_row(one, courses.get(one["cohort"], ()), done.get(one["id"], ())) for one in facts]
    if rows:
        await work.db.put(KEEP, TYPES, rows)


async def _courses(work: Work, cohorts: Collection[str]) -> dict[str, list[Course]]:
    found: dict[str, list[Course]] = {}
    for row in await work.db.rows(CURRENT, [*cohorts]):
        if known := await release(work, row["release"]):
            found.setdefault(row["cohort"], []).append(Course(row["course"], known.lessons))
    return found


def _row(one: Row, courses: Iterable[Course], done: Collection[str]) -> tuple[object, ...]:
    each = [CourseDone(course.id, len(course.lessons.intersection(done)), len(course.lessons)) for course in courses]
    lessons, total = sum(one.done for one in each), sum(one.total for one in each)
    going = one["status"] == "active"
    since = rules.behind_on(lessons, total, as_date(one["starts"]), as_date(one["ends"]))
    return (
        one["id"],
        one["cohort"],
        one["school"],
        one["status"] in TOOK_PART or one["reason"] == CLOSED,
        lessons,
        total,
        msgspec.json.encode(each).decode(),
        since.toordinal() if going and since else None,
        (int(instant(one["heard_at"]).timestamp()) // 60 if one["heard_at"] else 0) if going else None,
    )
