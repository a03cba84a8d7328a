"""What the people who run cohorts may read of them.

A coordinator sees everyone in the cohorts the own school hosts, and the own school's students wherever they are; a
manager sees the cohorts of the own programmes. Nobody else sees anything. How far each has come is kept in `headway`.
"""

import json
from datetime import datetime, timedelta
from heapq import nlargest
from typing import Any

from msgspec import Raw

from backend.core.actor import Actor
from backend.core.clock import wire
from backend.core.database import Reader, Row
from backend.core.errors import Problem
from backend.programmes.queries import day, texts
from backend.reports.names import called
from backend.reports.schemas import CohortReport, Desk, DeskCohort, Learner

MOST = 50
"""So many of those who are behind stand on a Desk, and so many of the silent; their number tells of the others."""

COHORTS = """
SELECT c.id, c.name, c.starts, c.ends, c.seats, c.institution, c.programme,
       c.starts <= $3 AND c.ends >= $3 AS under_way
FROM cohort c WHERE c.id IN (
    SELECT id FROM cohort WHERE institution = ANY($1)
    UNION ALL SELECT id FROM cohort WHERE programme = ANY($2)
    UNION ALL SELECT cohort FROM enrolment WHERE institution = ANY($1))
ORDER BY c.starts DESC, c.id
"""
TALLY = """
SELECT h.cohort, count(*) AS learners, sum(h.lessons_done) AS done, sum(h.lessons_total) AS total,
       count(*) FILTER (WHERE h.behind_on <= $2) AS behind, count(*) FILTER (WHERE h.heard < $3) AS silent
FROM headway h WHERE h.cohort = ANY($1) AND h.counts
"""
"""Read from the index `headway_desk` alone."""
OWN = "AND h.school = ANY($4)"
LEARNERS = """
SELECT h.id, h.cohort, e.status, p.family, p.given, h.lessons_done, h.lessons_total, h.courses,
       h.behind_on <= $4 AS behind, h.heard < $5 AS silent,
       (SELECT max(d.seen_at) FROM device d WHERE d.person = e.person) AS seen_at,
       (SELECT sum(d.unsent) FROM device d WHERE d.person = e.person) AS unsent
FROM headway h JOIN enrolment e ON e.id = h.id JOIN person p ON p.id = e.person
WHERE h.cohort = ANY($1) AND h.counts AND (h.cohort = ANY($2) OR h.school = ANY($3))
"""
BY_NAME = "ORDER BY p.sort_key, h.id"
BEHIND = """
AND h.behind_on <= $4 ORDER BY h.lessons_total - h.lessons_done DESC, p.sort_key, h.id LIMIT $6
"""
SILENT = """
AND h.heard < $5 ORDER BY h.heard, p.sort_key, h.id LIMIT $6
"""


class _Reader:
    """What an actor may read, and when it is read."""

    def __init__(self, actor: Actor, now: datetime, silent_days: int) -> None:
        self.schools = [role.place for role in actor.holding("coordinator", now)]
        self.programmes = [role.place for role in actor.holding("manager", now)]
        self.now, self.today, self.language = now, now.date(), actor.language
        self.heard_since = int((now - timedelta(days=silent_days)).timestamp()) // 60

    def sees_all(self, cohort: Row) -> bool:
        """Everybody in it, and not only those whom the own school sent."""
        return cohort["institution"] in self.schools or cohort["programme"] in self.programmes

    async def cohorts(self, db: Reader) -> list[Row]:
        """Those in which the actor may see anybody, the latest first."""
        if not self.schools and not self.programmes:
            return []
        return await db.rows(COHORTS, self.schools, self.programmes, self.today)

    async def tally(self, db: Reader, cohorts: list[Row]) -> dict[str, Row]:
        """What there is to add up of each cohort in which the actor sees anybody."""
        moment = self.today.toordinal(), self.heard_since
        whole = [row["id"] for row in cohorts if self.sees_all(row)]
        found = await db.rows(f"{TALLY} GROUP BY h.cohort", whole, *moment) if whole else []
        if part := [row["id"] for row in cohorts if not self.sees_all(row)]:
            found += await db.rows(f"{TALLY} {OWN} GROUP BY h.cohort", part, *moment, self.schools)
        return {row["cohort"]: row for row in found}

    async def learners(self, db: Reader, cohorts: dict[str, Row], which: str, *args: Any) -> list[Learner]:
        """Those of these cohorts whom the actor sees."""
        whole = [id_ for id_, row in cohorts.items() if self.sees_all(row)]
        moment = self.today.toordinal(), self.heard_since
        found = await db.rows(LEARNERS + which, list(cohorts), whole, self.schools, *moment, *args)
        return [self._learner(row, cohorts[row["cohort"]]["under_way"]) for row in found]

    def _learner(self, row: Row, under_way: bool) -> Learner:
        courses: Any = Raw(row["courses"].encode())  # as it is kept
        return {
            "enrolment": row["id"],
            "cohort": row["cohort"],
            "name": called(row, self.language),
            "status": row["status"],
            "done": row["lessons_done"],
            "total": row["lessons_total"],
            "courses": courses,
            "last_seen_at": wire(row["seen_at"]) if row["seen_at"] else None,
            "unsent": row["unsent"],
            "behind": bool(under_way and row["behind"]),
            "silent": bool(under_way and row["silent"]),
        }


async def desk(actor: Actor, db: Reader, now: datetime, silent_days: int) -> Desk:
    """The actor's Desk; empty for who runs nothing."""
    reader = _Reader(actor, now, silent_days)
    cohorts = await reader.cohorts(db)
    tally = await reader.tally(db, cohorts)
    there = {row["id"]: row for row in cohorts if row["under_way"] and row["id"] in tally}
    return {
        "as_of": wire(now),
        "cohorts": [_desk_cohort(row, tally.get(row["id"])) for row in cohorts],
        "behind": await _first(reader, db, _most("behind", tally, there), BEHIND),
        "silent": await _first(reader, db, _most("silent", tally, there), SILENT),
        "behind_count": sum(tally[id_]["behind"] for id_ in there),
        "silent_count": sum(tally[id_]["silent"] for id_ in there),
    }


async def _first(reader: _Reader, db: Reader, cohorts: dict[str, Row], which: str) -> list[Learner]:
    """The first of those who are behind or silent in these cohorts."""
    return await reader.learners(db, cohorts, which, MOST) if cohorts else []


def _most(what: str, tally: dict[str, Row], there: dict[str, Row]) -> dict[str, Row]:
    """The cohorts with most of those who are behind or silent: so many that there is a page of them."""
    having = [id_ for id_ in there if tally[id_][what]]
    return {id_: there[id_] for id_ in nlargest(MOST, having, key=lambda id_: tally[id_][what])}


def _desk_cohort(row: Row, tally: Row | None) -> DeskCohort:
    name: Any = Raw(row["name"].encode())  # as it stands in the row: there may be thousands
    return {
        "id": row["id"],
        "name": name,
        "starts": day(row["starts"]),
        "ends": day(row["ends"]),
        "seats": row["seats"],
        "learners": tally["learners"] if tally else 0,
        "lessons_done": tally["done"] if tally else 0,
        "lessons_total": tally["total"] if tally else 0,
    }


COHORT = """
SELECT c.id, c.name, c.starts, c.ends, c.seats, c.institution, c.programme,
       c.starts <= $4 AND c.ends >= $4 AS under_way, p.name AS programme_name, i.name AS host
FROM cohort c JOIN programme p ON p.id = c.programme JOIN institution i ON i.id = c.institution
WHERE c.id = $3 AND (c.institution = ANY($1) OR c.programme = ANY($2)
    OR EXISTS (SELECT 1 FROM enrolment e WHERE e.cohort = c.id AND e.institution = ANY($1)))
"""
COURSES = """
SELECT c.id, c.title, r.lessons FROM cohort_course k JOIN course c ON c.id = k.course JOIN release r ON r.id = c.release
WHERE k.cohort = $1 ORDER BY k.position
"""


async def cohort(actor: Actor, db: Reader, id: str, now: datetime, silent_days: int) -> CohortReport:  # noqa: A002 - the column
    """One cohort. Raises not_found, also when there is none."""
    reader = _Reader(actor, now, silent_days)
    found = await db.rows(COHORT, reader.schools, reader.programmes, id, reader.today)
    if not found:
        raise Problem("not_found")
    (row,) = found
    return {
        "as_of": wire(now),
        "id": id,
        "name": texts(row["name"]),
        "programme": texts(row["programme_name"]),
        "institution": texts(row["host"]),
        "starts": day(row["starts"]),
        "ends": day(row["ends"]),
        "seats": row["seats"],
        "courses": [
            {"id": one["id"], "title": texts(one["title"]), "lessons": len(json.loads(one["lessons"]))}
            for one in await db.rows(COURSES, id)
        ],
        "learners": await reader.learners(db, {id: row}, BY_NAME),
    }
