"""What a school answers for, as the journal asks: which things these are, and how one of them is called."""

from collections.abc import Iterable, Mapping
from functools import cache

from backend.core.database import Reader, Row

EVERYTHING = """
WITH concerned AS MATERIALIZED (
SELECT id FROM institution WHERE id = ANY($1)
UNION SELECT id FROM person WHERE institution = ANY($1)
UNION SELECT e.person FROM enrolment e JOIN person p ON p.id = e.person
    WHERE e.institution = ANY($1) AND p.closed_at IS NOT NULL
UNION SELECT person FROM role WHERE place = ANY($1) AND kind = 'coordinator' AND until IS NULL
UNION SELECT id FROM cohort WHERE institution = ANY($1)
UNION SELECT id FROM enrolment WHERE institution = ANY($1)
UNION SELECT e.id FROM enrolment e JOIN cohort c ON c.id = e.cohort WHERE c.institution = ANY($1)
UNION SELECT m.id FROM cohort_mentor m JOIN cohort c ON c.id = m.cohort WHERE c.institution = ANY($1)
UNION SELECT k.id FROM cohort_course k JOIN cohort c ON c.id = k.cohort WHERE c.institution = ANY($1)
UNION SELECT id FROM manufactory WHERE institution = ANY($1)
UNION SELECT id FROM school_mentor WHERE institution = ANY($1)
UNION SELECT id FROM invitation WHERE institution = ANY($1)
UNION SELECT id FROM appointment WHERE place = ANY($1))
"""
"""`concerned`: the ids of all that the schools $1 answer for."""

CALLED = {
    "person": "p.family, p.given, NULL AS title, NULL AS place, NULL AS label",
    "in_cohort": "p.family, p.given, NULL AS title, CAST(c.name AS text) AS place, NULL AS label",
    "place": "NULL AS family, NULL AS given, NULL AS title, CAST(name AS text) AS place, NULL AS label",
    "label": "NULL AS family, NULL AS given, NULL AS title, NULL AS place, label",
}
"""Parts of a name."""
ONES = {
    "person": """
SELECT 'person' AS kind, p.id, {person} FROM person p WHERE p.id = ANY({ids}) AND (p.institution = ANY($1)
    OR (p.closed_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM enrolment e WHERE e.person = p.id AND e.institution = ANY($1)))
    OR EXISTS (
        SELECT 1 FROM role r
        WHERE r.person = p.id AND r.place = ANY($1) AND r.kind = 'coordinator' AND r.until IS NULL))
""",
    "enrolment": """
SELECT 'enrolment' AS kind, e.id, {in_cohort}
FROM enrolment e JOIN person p ON p.id = e.person JOIN cohort c ON c.id = e.cohort
WHERE e.id = ANY({ids}) AND (e.institution = ANY($1) OR c.institution = ANY($1))
""",
    "cohort_mentor": """
SELECT 'cohort_mentor' AS kind, m.id, {in_cohort}
FROM cohort_mentor m JOIN person p ON p.id = m.person JOIN cohort c ON c.id = m.cohort
WHERE m.id = ANY({ids}) AND c.institution = ANY($1)
""",
    "school_mentor": """
SELECT 'school_mentor' AS kind, m.id, {person} FROM school_mentor m JOIN person p ON p.id = m.person
WHERE m.id = ANY({ids}) AND m.institution = ANY($1)
""",
    "cohort_course": """
SELECT 'cohort_course' AS kind, k.id, NULL AS family, NULL AS given, CAST(o.title AS text) AS title,
       CAST(c.name AS text) AS place, NULL AS label
FROM cohort_course k JOIN cohort c ON c.id = k.cohort JOIN course o ON o.id = k.course
WHERE k.id = ANY({ids}) AND c.institution = ANY($1)
""",
    "institution": """
SELECT 'institution' AS kind, id, {place} FROM institution WHERE id = ANY({ids}) AND id = ANY($1)
""",
    "cohort": """
SELECT 'cohort' AS kind, id, {place} FROM cohort WHERE id = ANY({ids}) AND institution = ANY($1)
""",
    "manufactory": """
SELECT 'manufactory' AS kind, id, {place} FROM manufactory WHERE id = ANY({ids}) AND institution = ANY($1)
""",
    "invitation": """
SELECT 'invitation' AS kind, id, {label} FROM invitation WHERE id = ANY({ids}) AND institution = ANY($1)
""",
    "appointment": """
SELECT 'appointment' AS kind, id, {label} FROM appointment WHERE id = ANY({ids}) AND place = ANY($1)
""",
}
"""Kind -> those of some ids for which the schools $1 answer: a person, a place, or the words somebody gave it. It says
the same as EVERYTHING, from the other end."""
DOERS = """
SELECT '' AS kind, p.id, p.family, p.given, CAST(NULL AS text) AS title, CAST(NULL AS text) AS place,
       CAST(NULL AS text) AS label
FROM person p WHERE p.id = ANY($2)
"""
"""The people who did something. The first of them all, which says what is text."""

Thing = tuple[str, str]
"""A kind and an id."""


async def concerned(
    db: Reader, schools: list[str], things: Mapping[str, set[str]], doers: Iterable[str]
) -> tuple[dict[Thing, Row], dict[str, Row]]:
    """Those of these things, ids by kind, for which the schools answer; and the people who did something, by id."""
    kinds = sorted(things.keys() & ONES.keys())
    found: dict[Thing, Row] = {}
    people: dict[str, Row] = {}
    for row in await db.rows(_asked(tuple(kinds)), schools, [*doers], *([*things[kind]] for kind in kinds)):
        if row["kind"]:
            found[row["kind"], row["id"]] = row
        else:
            people[row["id"]] = row
    return found, people


@cache
def _asked(kinds: tuple[str, ...]) -> str:
    each = (ONES[kind].format(ids=f"${at}", **CALLED) for at, kind in enumerate(kinds, 3))
    return " UNION ALL ".join((DOERS, *each))
