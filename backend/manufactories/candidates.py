"""Whom a coordinator may found a manufactory with, and has no row of on the phone."""

from datetime import datetime
from typing import TypedDict

from backend.core.actor import Actor
from backend.core.database import Reader
from backend.core.fields import Texts
from backend.people.rules import full_name
from backend.programmes.queries import hosted_cohorts, mentored_cohorts, texts


class Candidate(TypedDict):
    """Somebody who may join a manufactory, by the enrolment."""

    enrolment: str
    name: str


class CandidateGroup(TypedDict):
    """A cohort that another school hosts, with the limits of its programme and whom the reader's school sent there."""

    cohort: str
    institution_host: str
    name: Texts
    team_min: int
    team_max: int
    people: list[Candidate]


class TakenMark(TypedDict):
    """The mark of a manufactory that is there, and the cohort in which no other may have it."""

    cohort: str
    name: Texts
    figure: str
    pigment: str


class Candidates(TypedDict):
    """Whom a coordinator may found a manufactory with, beyond the cohorts that the own school hosts; who of the
    cohorts that the reader leads is in one already, by the enrolment; and which marks are taken in all of these."""

    groups: list[CandidateGroup]
    taken: list[str]
    marks: list[TakenMark]


CANDIDATES = """
SELECT e.id, e.cohort, c.institution AS host, c.name, r.team_min, r.team_max, p.family, p.given
FROM enrolment e JOIN cohort c ON c.id = e.cohort JOIN rule_set r ON r.id = c.programme JOIN person p ON p.id = e.person
WHERE e.institution = ANY($1) AND e.status = 'active' AND NOT c.institution = ANY($1)
  AND NOT EXISTS (SELECT 1 FROM member m WHERE m.enrolment = e.id AND m.until IS NULL)
ORDER BY c.starts DESC, c.id, p.sort_key, e.id
"""


TAKEN = """
SELECT m.enrolment FROM member m JOIN enrolment e ON e.id = m.enrolment WHERE e.cohort = ANY($1) AND m.until IS NULL
ORDER BY m.enrolment
"""

MARKS = "SELECT cohort, name, figure, pigment FROM manufactory WHERE cohort = ANY($1) ORDER BY founded_at, id"


async def candidates(actor: Actor, db: Reader, now: datetime) -> Candidates:
    """Students in no manufactory whom the actor's school sent into cohorts that it does not host: their rows are on no
    phone of the school. None for who coordinates no school. Who is in a team is on the phones of that team alone."""
    groups: dict[str, CandidateGroup] = {}
    for row in await db.rows(CANDIDATES, [role.place for role in actor.holding("coordinator", now)]):
        group = groups.setdefault(
            row["cohort"],
            {
                "cohort": row["cohort"],
                "institution_host": row["host"],
                "name": texts(row["name"]),
                "team_min": row["team_min"],
                "team_max": row["team_max"],
                "people": [],
            },
        )
        group["people"].append({"enrolment": row["id"], "name": full_name(row["family"], row["given"])})
    led = [*mentored_cohorts(actor, now), *await hosted_cohorts(actor, db, now)]
    taken = [row["enrolment"] for row in await db.rows(TAKEN, led)] if led else []
    return {"groups": list(groups.values()), "taken": taken, "marks": await _marks(db, [*groups, *led])}


async def _marks(db: Reader, cohorts: list[str]) -> list[TakenMark]:
    return [
        {
            "cohort": row["cohort"],
            "name": texts(row["name"]),
            "figure": row["figure"],
            "pigment": row["pigment"],
        }
        for row in (await db.rows(MARKS, cohorts) if cohorts else [])
    ]
