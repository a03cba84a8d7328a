"""Who is what to which row, in plain SQL and not in the words of the code: (row, person, relation) for each table.

host: coordinator of the school that runs it; sender: of the school that sent somebody there; workshop: of the school
in which a team works. guide: mentor of the team. Whoever is nothing to a row must not learn that it is there.
"""

from collections.abc import Iterable

from backend.core.database import Reader

COHORT = """
SELECT c.id AS row, r.person, 'host' AS relation FROM cohort c
    JOIN role r ON r.kind = 'coordinator' AND r.place = c.institution AND r.until IS NULL
UNION SELECT c.id, r.person, 'manager' FROM cohort c JOIN role r ON r.kind = 'manager' AND r.place = c.programme
UNION SELECT m.cohort, m.person, 'mentor' FROM cohort_mentor m WHERE m.until IS NULL
UNION SELECT e.cohort, e.person, 'learner' FROM enrolment e WHERE e.status IN ('accepted', 'active')
UNION SELECT e.cohort, r.person, 'sender' FROM enrolment e
    JOIN role r ON r.kind = 'coordinator' AND r.place = e.institution AND r.until IS NULL
"""
TEAM = """
SELECT m.id AS row, r.person, 'workshop' AS relation FROM manufactory m
    JOIN role r ON r.kind = 'coordinator' AND r.place = m.institution AND r.until IS NULL
UNION SELECT m.id, r.person, 'manager' FROM manufactory m JOIN role r ON r.kind = 'manager' AND r.place = m.programme
UNION SELECT t.manufactory, t.person, 'guide' FROM team_mentor t WHERE t.until IS NULL
UNION SELECT k.manufactory, k.person, 'member' FROM member k WHERE k.until IS NULL
UNION SELECT k.manufactory, r.person, 'sender' FROM member k JOIN enrolment e ON e.id = k.enrolment
    JOIN role r ON r.kind = 'coordinator' AND r.place = e.institution AND r.until IS NULL WHERE k.until IS NULL
"""
ENROLMENT = f"""
SELECT e.id AS row, e.person, 'self' AS relation FROM enrolment e
UNION SELECT e.id, c.person, c.relation FROM enrolment e JOIN ({COHORT}) c ON c.row = e.cohort
    WHERE c.relation IN ('host', 'mentor', 'manager')
UNION SELECT e.id, e.person, 'self as learner' FROM enrolment e WHERE e.status IN ('accepted', 'active')
UNION SELECT e.id, r.person, 'sender' FROM enrolment e
    JOIN role r ON r.kind = 'coordinator' AND r.place = e.institution AND r.until IS NULL
UNION SELECT e.id, r.person, 'manager once seated' FROM enrolment e
    JOIN enrolment_step s ON s.enrolment = e.id AND s.act = 'accept' JOIN cohort c ON c.id = e.cohort
    JOIN role r ON r.kind = 'manager' AND r.place = c.programme
UNION SELECT k.enrolment, t.person, 'team ' || t.relation FROM member k JOIN ({TEAM}) t ON t.row = k.manufactory
    WHERE k.until IS NULL
"""
COURSE = f"SELECT k.course AS row, c.person, c.relation FROM cohort_course k JOIN ({COHORT}) c ON c.row = k.cohort"


def _of(table: str, column: str, place: str) -> str:
    return f"SELECT x.id AS row, p.person, p.relation FROM {table} x JOIN ({place}) p ON p.row = x.{column}"


RELATED = {
    "cohort": f"{COHORT} UNION SELECT m.cohort, t.person, 'home of ' || t.relation FROM manufactory m "
    f"JOIN ({TEAM}) t ON t.row = m.id",
    "manufactory": TEAM,
    "enrolment": ENROLMENT,
    "course": COURSE,
    "release": _of("release", "course", COURSE),
    "bundle": f"SELECT b.id AS row, p.person, p.relation FROM bundle b JOIN release r ON r.id = b.release "
    f"JOIN ({COURSE}) p ON p.row = r.course",
    "lesson": f"SELECT l.id AS row, p.person, p.relation FROM lesson l JOIN module m ON m.id = l.module "
    f"JOIN ({COURSE}) p ON p.row = m.course",
    "quiz": f"SELECT q.id AS row, p.person, p.relation FROM quiz q JOIN module m ON m.id = q.module "
    f"JOIN ({COURSE}) p ON p.row = m.course",
    "plan": _of("plan", "cohort", COHORT),
    "announcement": _of("announcement", "cohort", COHORT)
    + " UNION SELECT a.id, a.person, 'author' FROM announcement a",
    "gate": _of("gate", "manufactory", TEAM),
    "product": _of("product", "manufactory", TEAM),
    "entry": _of("entry", "manufactory", TEAM),
    "institution": "SELECT r.place AS row, r.person, 'coordinator' AS relation FROM role r "
    "WHERE r.kind = 'coordinator' AND r.until IS NULL "
    "UNION SELECT c.institution, m.person, 'mentor' FROM cohort_mentor m JOIN cohort c ON c.id = m.cohort "
    "WHERE m.until IS NULL",
    "programme": "SELECT r.place AS row, r.person, 'manager' AS relation FROM role r WHERE r.kind = 'manager'",
    "device": "SELECT d.id AS row, d.person, 'self' AS relation FROM device d",
    "person": """
SELECT p.id AS row, p.id AS person, 'self' AS relation FROM person p
UNION SELECT p.id, r.person, 'coordinator' FROM person p
    JOIN role r ON r.kind = 'coordinator' AND r.place = p.institution AND r.until IS NULL
UNION SELECT m.person, r.person, 'invited by' FROM school_mentor m
    JOIN role r ON r.kind = 'coordinator' AND r.place = m.institution AND r.until IS NULL
UNION SELECT m.person, r.person, 'made mentor by' FROM cohort_mentor m JOIN cohort c ON c.id = m.cohort
    JOIN role r ON r.kind = 'coordinator' AND r.place = c.institution AND r.until IS NULL
UNION SELECT m.person, r.person, 'made guide by' FROM team_mentor m JOIN manufactory t ON t.id = m.manufactory
    JOIN role r ON r.kind = 'coordinator' AND r.place = t.institution AND r.until IS NULL
""",
}

Relations = dict[tuple[str, str], set[str]]
"""(table, id) -> what somebody is to it."""


async def relations(db: Reader, people: Iterable[str]) -> dict[str, Relations]:
    """What each of the people is to which rows."""
    found: dict[str, Relations] = {person: {} for person in people}
    for table, sql in RELATED.items():
        for row in await db.rows(sql):
            if row["person"] in found:
                found[row["person"]].setdefault((table, row["row"]), set()).add(row["relation"])
    return found
