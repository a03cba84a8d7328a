"""Which rows a phone has to hold, in plain SQL and straight from the table of scopes in the design.

Nothing of it calls the code, and it asks the rows themselves (who takes part, who was given a group, what a check came
to) instead of the roles that the code keeps; a coordinator's right alone is nowhere but there.
"""

import json
from datetime import date, datetime
from typing import Any

from backend.core import clock
from backend.core.database import Reader, Row

Held = dict[tuple[str, str, str], dict[str, Any]]
"""(scope, entity, id) -> some of what the row says."""

CLEARED = """EXISTS (
    SELECT 1 FROM school_mentor s JOIN clearance c ON c.school_mentor = s.id
    WHERE s.person = $1 AND s.institution = {school} AND c.outcome = 'cleared'
      AND (c.expires_on IS NULL OR c.expires_on >= $2)
      AND NOT EXISTS (SELECT 1 FROM clearance n WHERE n.school_mentor = s.id
          AND (n.recorded_at > c.recorded_at OR (n.recorded_at = c.recorded_at AND n.id > c.id))))"""
LED = f"""
SELECT m.cohort FROM cohort_mentor m JOIN cohort h ON h.id = m.cohort
WHERE m.person = $1 AND m.until IS NULL AND {CLEARED.format(school="h.institution")}
"""
GUIDED = f"""
SELECT t.manufactory FROM team_mentor t JOIN manufactory w ON w.id = t.manufactory
WHERE t.person = $1 AND t.until IS NULL AND {CLEARED.format(school="w.institution")}
"""
SCHOOLS = "SELECT r.place FROM role r WHERE r.person = $1 AND r.kind = 'coordinator' AND r.until IS NULL"
HOSTED = f"SELECT o.id FROM cohort o WHERE o.institution IN ({SCHOOLS})"
IN = "('accepted', 'active', 'paused', 'completed')"

SCOPES = f"""
SELECT 'person:' || CAST(p.id AS text) AS scope FROM person p WHERE p.id = $1
UNION SELECT 'enrolment:' || CAST(e.id AS text) FROM enrolment e WHERE e.person = $1
UNION SELECT 'enrolment:' || CAST(e.id AS text) FROM enrolment e WHERE e.status IN {IN} AND e.cohort IN ({LED})
UNION SELECT 'enrolment:' || CAST(k.enrolment AS text) FROM member k
    WHERE k.until IS NULL AND k.manufactory IN ({GUIDED})
UNION SELECT 'cohort:' || CAST(e.cohort AS text) FROM enrolment e
    WHERE e.person = $1 AND e.status IN ('accepted', 'active')
UNION SELECT 'cohort:' || CAST(c.id AS text) FROM cohort c WHERE c.id IN ({LED}) OR c.id IN ({HOSTED})
UNION SELECT 'staff:' || CAST(c.id AS text) FROM cohort c WHERE c.id IN ({LED}) OR c.id IN ({HOSTED})
UNION SELECT 'manufactory:' || CAST(k.manufactory AS text) FROM member k WHERE k.person = $1 AND k.until IS NULL
UNION SELECT 'manufactory:' || CAST(m.id AS text) FROM manufactory m WHERE m.id IN ({GUIDED})
UNION SELECT 'staff:' || CAST(m.id AS text) FROM manufactory m WHERE m.id IN ({GUIDED})
UNION SELECT 'institution:' || CAST(i.id AS text) FROM institution i WHERE i.id IN ({SCHOOLS})
"""

# scope's kind and id, the row's id, and what it says. $1: this moment.
ROWS: dict[str, str] = {
    "person": "SELECT 'person' AS k, id AS p, id, login, language FROM person",
    "role": "SELECT 'person' AS k, person AS p, id, kind, place, source FROM role WHERE until IS NULL OR until > $1",
    "consent": "SELECT 'person' AS k, person AS p, id, purpose, given FROM consent",
    "enrolment": "SELECT 'enrolment' AS k, id AS p, id, status, reason, cohort FROM enrolment",
    "completion": "SELECT 'enrolment' AS k, enrolment AS p, id, lesson FROM completion",
    "attempt": "SELECT 'enrolment' AS k, enrolment AS p, id, score FROM attempt",
    "attendance": "SELECT 'enrolment' AS k, enrolment AS p, id, status FROM mark",
    "cohort": "SELECT 'cohort' AS k, id AS p, id, seats FROM cohort",
    "course": "SELECT 'cohort' AS k, x.cohort AS p, x.id, x.course, c.release FROM cohort_course x "
    "JOIN course c ON c.id = x.course WHERE c.release IS NOT NULL",
    "rule_set": "SELECT 'cohort' AS k, c.id AS p, c.id, r.team_max, r.spending_limit FROM cohort c "
    "JOIN rule_set r ON r.id = c.programme",
    "plan": "SELECT 'cohort' AS k, cohort AS p, id, topic, cancelled_at IS NOT NULL AS cancelled FROM plan",
    "announcement": "SELECT 'cohort' AS k, cohort AS p, id, text FROM announcement WHERE retracted_at IS NULL",
    "mentor": "SELECT 'cohort' AS k, cohort AS p, id, person FROM cohort_mentor WHERE until IS NULL",
    "roster": "SELECT 'staff' AS k, cohort AS p, id, status, reason, person, institution FROM enrolment",
    "session": "SELECT 'staff' AS k, coalesce(manufactory, cohort) AS p, id, note, minutes FROM session",
    "mark": "SELECT 'staff' AS k, coalesce(manufactory, cohort) AS p, id, status, person FROM mark",
    "institution": "SELECT 'institution' AS k, id AS p, id, name FROM institution",
    "school_cohort": "SELECT 'institution' AS k, institution AS p, id, code, seats FROM cohort",
    "school_manufactory": "SELECT 'institution' AS k, m.institution AS p, m.id, m.name, "
    "(SELECT count(*) FROM member k WHERE k.manufactory = m.id AND k.until IS NULL) AS members FROM manufactory m",
    "invitation": "SELECT 'institution' AS k, institution AS p, id, used_at IS NOT NULL AS used FROM invitation",
    "school_mentor": "SELECT 'institution' AS k, s.institution AS p, s.id, s.person, "
    "(SELECT c.outcome FROM clearance c WHERE c.school_mentor = s.id "
    "ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1) AS outcome FROM school_mentor s",
    "manufactory": "SELECT 'manufactory' AS k, m.id AS p, m.id, m.name, r.spending_limit FROM manufactory m "
    "JOIN rule_set r ON r.id = m.programme",
    "member": "SELECT 'manufactory' AS k, manufactory AS p, id, person, until FROM member",
    "team_mentor": "SELECT 'manufactory' AS k, manufactory AS p, id, person FROM team_mentor WHERE until IS NULL",
    "gate": "SELECT 'manufactory' AS k, manufactory AS p, id, due, name FROM gate WHERE dropped_at IS NULL",
    "product": "SELECT 'manufactory' AS k, manufactory AS p, id, name, active FROM product",
    "entry": "SELECT 'manufactory' AS k, e.manufactory AS p, e.id, e.kopecks, e.note, (e.held AND NOT EXISTS "
    "(SELECT 1 FROM approval a WHERE a.entry = coalesce(e.reverses, e.id))) AS waits FROM entry e",
    "team_session": "SELECT 'manufactory' AS k, manufactory AS p, id, minutes FROM session "
    "WHERE manufactory IS NOT NULL",
}


async def scopes(db: Reader, person: str, today: date) -> set[str]:
    """The scopes that a person's phones hold."""
    return {row["scope"] for row in await db.rows(SCOPES, person, today)}


async def held(db: Reader, person: str, now: datetime, today: date) -> Held:
    """The rows that a person's phones hold."""
    visible, found = await scopes(db, person, today), Held()
    for entity, sql in ROWS.items():
        for row in await db.rows(sql, *([now] if "$1" in sql else [])):
            scope = f"{row.pop('k')}:{row.pop('p')}"
            if scope in visible:
                found[scope, entity, row.pop("id")] = row
    return found


def differs(said: Row, held: dict[str, Any]) -> list[str]:
    """The columns in which what a phone holds is not what the row says."""
    return [name for name, value in said.items() if _plain(value, held.get(name)) != held.get(name)]


def _plain(value: Any, like: Any) -> Any:
    """A column as either database gives it, in the form of the wire."""
    if isinstance(like, bool):
        return bool(value)
    if isinstance(like, dict) and isinstance(value, str):
        return json.loads(value)
    if isinstance(like, str) and like.endswith("Z") and "T" in like:
        return clock.wire(value)
    return str(value) if isinstance(value, date) else value
