"""What the people who run cohorts may read of them.

A coordinator sees everyone in the cohorts the own school hosts, and the own school's students wherever they are; a
manager sees the cohorts of the own programmes. Nobody else sees anything.
"""

import json
from datetime import datetime

from backend.core.actor import Actor
from backend.core.clock import instant, wire
from backend.core.database import Reader, Row
from backend.core.errors import Problem
from backend.courses.queries import current_releases
from backend.people.queries import as_date
from backend.people.rules import full_name
from backend.programmes.queries import day, texts
from backend.reports import rules
from backend.reports.schemas import CohortReport, CourseDone, Desk, DeskCohort, Learner

COHORTS = """
SELECT c.id, c.name, c.starts, c.ends, c.seats, p.name AS programme, i.name AS institution
FROM cohort c JOIN programme p ON p.id = c.programme JOIN institution i ON i.id = c.institution
WHERE c.institution = ANY($1) OR c.programme = ANY($2)
   OR EXISTS (SELECT 1 FROM enrolment e WHERE e.cohort = c.id AND e.institution = ANY($1))
ORDER BY c.starts DESC, c.id
"""
LEARNERS = """
SELECT e.id, e.cohort, e.status, p.family, p.given,
       (SELECT max(d.seen_at) FROM device d WHERE d.person = p.id) AS seen_at,
       (SELECT sum(d.unsent) FROM device d WHERE d.person = p.id) AS unsent
FROM enrolment e JOIN cohort c ON c.id = e.cohort JOIN person p ON p.id = e.person
WHERE e.cohort = ANY($3)
  AND (e.status IN ('accepted', 'active', 'paused', 'completed', 'alumni') OR e.reason = 'closed')
  AND (c.institution = ANY($1) OR c.programme = ANY($2) OR e.institution = ANY($1))
ORDER BY p.sort_key, e.id
"""
DONE = """
SELECT k.enrolment, m.course, count(*) AS lessons
FROM completion k JOIN lesson l ON l.id = k.lesson JOIN module m ON m.id = l.module
WHERE k.enrolment = ANY($1) AND k.lesson = ANY($2) GROUP BY k.enrolment, m.course
"""
COURSES = "SELECT cohort, course FROM cohort_course WHERE cohort = ANY($1) ORDER BY position"


class _Seen:
    """Everything of the cohorts that the actor may read, gathered once."""

    def __init__(self, actor: Actor, now: datetime, silent_days: int) -> None:
        self.schools = [role.place for role in actor.holding("coordinator", now)]
        self.programmes = [role.place for role in actor.holding("manager", now)]
        self.now, self.silent_days = now, silent_days
        self.cohorts: dict[str, Row] = {}
        self.courses: dict[str, list[Row]] = {}
        """Cohort -> the head row of each of its courses' current releases."""
        self.learners: list[Learner] = []

    async def load(self, db: Reader, only: str | None = None) -> None:
        """Raises not_found when `only` is a cohort that the actor may not read."""
        for row in await db.rows(COHORTS, self.schools, self.programmes):
            if only in (None, row["id"]):
                self.cohorts[row["id"]] = row
        if only and not self.cohorts:
            raise Problem("not_found")
        lessons = await self._load_courses(db)
        found = await db.rows(LEARNERS, self.schools, self.programmes, list(self.cohorts))
        done: dict[tuple[str, str], int] = {}
        for row in await db.rows(DONE, [row["id"] for row in found], lessons):
            done[row["enrolment"], row["course"]] = row["lessons"]
        self.learners = [self._learner(row, done) for row in found]

    async def _load_courses(self, db: Reader) -> list[str]:
        """The ids of all lessons that count."""
        places = await db.rows(COURSES, list(self.cohorts))
        releases = await current_releases(db, list({row["course"] for row in places}))
        for row in places:
            if row["course"] in releases:
                head = releases[row["course"]][0]
                self.courses.setdefault(row["cohort"], []).append(head | {"lessons": json.loads(head["lessons"])})
        return [lesson for heads in self.courses.values() for head in heads for lesson in head["lessons"]]

    def _learner(self, row: Row, done: dict[tuple[str, str], int]) -> Learner:
        cohort, seen = self.cohorts[row["cohort"]], instant(row["seen_at"]) if row["seen_at"] else None
        courses: list[CourseDone] = [
            {
                "id": head["course"],
                "done": done.get((row["id"], head["course"]), 0),
                "total": len(head["lessons"]),
            }
            for head in self.courses.get(row["cohort"], [])
        ]
        finished, total = sum(c["done"] for c in courses), sum(c["total"] for c in courses)
        starts, ends, today = as_date(cohort["starts"]), as_date(cohort["ends"]), self.now.date()
        going = row["status"] == "active" and starts <= today <= ends
        return {
            "enrolment": row["id"],
            "cohort": row["cohort"],
            "name": full_name(row["family"], row["given"]),
            "status": row["status"],
            "done": finished,
            "total": total,
            "courses": courses,
            "last_seen_at": wire(seen) if seen else None,
            "unsent": row["unsent"],
            "behind": going and rules.behind(finished, total, starts, ends, today),
            "silent": going and rules.silent(seen, self.now, self.silent_days),
        }


async def desk(actor: Actor, db: Reader, now: datetime, silent_days: int) -> Desk:
    """The actor's Desk; empty for who runs nothing."""
    seen = _Seen(actor, now, silent_days)
    await seen.load(db)
    behind = [learner for learner in seen.learners if learner["behind"]]
    return {
        "as_of": wire(now),
        "cohorts": [
            _desk_cohort(row, [one for one in seen.learners if one["cohort"] == row["id"]])
            for row in seen.cohorts.values()
        ],
        "behind": sorted(behind, key=lambda learner: learner["done"] - learner["total"]),
        "silent": [learner for learner in seen.learners if learner["silent"]],
    }


def _desk_cohort(row: Row, learners: list[Learner]) -> DeskCohort:
    return {
        "id": row["id"],
        "name": texts(row["name"]),
        "starts": day(row["starts"]),
        "ends": day(row["ends"]),
        "seats": row["seats"],
        "learners": len(learners),
        "lessons_done": sum(learner["done"] for learner in learners),
        "lessons_total": sum(learner["total"] for learner in learners),
    }


async def cohort(actor: Actor, db: Reader, id: str, now: datetime, silent_days: int) -> CohortReport:  # noqa: A002 - the column
    """One cohort. Raises not_found, also when there is none."""
    seen = _Seen(actor, now, silent_days)
    await seen.load(db, id)
    row = seen.cohorts[id]
    return {
        "as_of": wire(now),
        "id": id,
        "name": texts(row["name"]),
        "programme": texts(row["programme"]),
        "institution": texts(row["institution"]),
        "starts": day(row["starts"]),
        "ends": day(row["ends"]),
        "seats": row["seats"],
        "courses": [
            {"id": head["course"], "title": texts(head["title"]), "lessons": len(head["lessons"])}
            for head in seen.courses.get(id, [])
        ],
        "learners": seen.learners,
    }
