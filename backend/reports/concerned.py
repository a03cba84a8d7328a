"""What a school answers for, as the journal asks: which things these are, and how one of them is called."""

from collections.abc import Mapping
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
PERSON = """
SELECT 'person' AS kind, p.id, p.family, p.given,
       CAST(NULL AS text) AS title, CAST(NULL AS text) AS place, CAST(NULL AS text) AS label,
       CASE WHEN p.institution = ANY($1) THEN TRUE
           WHEN p.closed_at IS NOT NULL AND EXISTS (
               SELECT 1 FROM enrolment e WHERE e.person = p.id AND e.institution = ANY($1)) THEN TRUE
           ELSE EXISTS (
               SELECT 1 FROM role r
               WHERE r.person = p.id AND r.place = ANY($1) AND r.kind = 'coordinator' AND r.until IS NULL)
       END AS theirs
FROM person p WHERE p.id = ANY($2)
"""
"""People, with the word whether the schools $1 answer for them. The first of all parts, which says what is text."""
ONES = {
    "enrolment": """
SELECT 'enrolment' AS kind, e.id, {in_cohort}, TRUE AS theirs
FROM enrolment e JOIN person p ON p.id = e.person JOIN cohort c ON c.id = e.cohort
WHERE e.id = ANY({ids}) AND (e.institution = ANY($1) OR c.institution = ANY($1))
""",
    "cohort_mentor": """
SELECT 'cohort_mentor' AS kind, m.id, {in_cohort}, TRUE AS theirs
FROM cohort_mentor m JOIN person p ON p.id = m.person JOIN cohort c ON c.id = m.cohort
WHERE m.id = ANY({ids}) AND c.institution = ANY($1)
""",
    "school_mentor": """
SELECT 'school_mentor' AS kind, m.id, {person}, TRUE AS theirs FROM school_mentor m JOIN person p ON p.id = m.person
WHERE m.id = ANY({ids}) AND m.institution = ANY($1)
""",
    "cohort_course": """
SELECT 'cohort_course' AS kind, k.id, NULL AS family, NULL AS given, CAST(o.title AS text) AS title,
       CAST(c.name AS text) AS place, NULL AS label, TRUE AS theirs
FROM cohort_course k JOIN cohort c ON c.id = k.cohort JOIN course o ON o.id = k.course
WHERE k.id = ANY({ids}) AND c.institution = ANY($1)
""",
    "institution": """
SELECT 'institution' AS kind, id, {place}, TRUE AS theirs FROM institution WHERE id = ANY({ids}) AND id = ANY($1)
""",
    "cohort": """
SELECT 'cohort' AS kind, id, {place}, TRUE AS theirs FROM cohort WHERE id = ANY({ids}) AND institution = ANY($1)
""",
    "manufactory": """
SELECT 'manufactory' AS kind, id, {place}, TRUE AS theirs FROM manufactory
WHERE id = ANY({ids}) AND institution = ANY($1)
""",
    "invitation": """
SELECT 'invitation' AS kind, id, {label}, TRUE AS theirs FROM invitation WHERE id = ANY({ids}) AND institution = ANY($1)
""",
    "appointment": """
SELECT 'appointment' AS kind, id, {label}, TRUE AS theirs FROM appointment WHERE id = ANY({ids}) AND place = ANY($1)
""",
}
"""Kind -> those of some ids for which the schools $1 answer: a person in a place, a place, or the words somebody gave
it. With PERSON it says the same as EVERYTHING, from the other end."""
Thing = tuple[str, str]
"""A kind and an id."""


async def concerned(
    db: Reader, schools: list[str], things: Mapping[str, set[str]], doers: set[str]
) -> tuple[dict[Thing, Row], dict[str, Row]]:
    """Those of these things, ids by kind, for which the schools answer; and the people who did something, by id."""
    kinds = sorted(things.keys() & ONES.keys())
    persons = things.get("person", set[str]()) | doers
    found: dict[Thing, Row] = {}
    people: dict[str, Row] = {}
    for row in await db.rows(_asked(tuple(kinds)), schools, [*persons], *([*things[kind]] for kind in kinds)):
        if row["theirs"]:
            found[row["kind"], row["id"]] = row
        if row["kind"] == "person":
            people[row["id"]] = row
    return found, people


@cache
def _asked(kinds: tuple[str, ...]) -> str:
    each = (ONES[kind].format(ids=f"${at}", **CALLED) for at, kind in enumerate(kinds, 3))
    return " UNION ALL ".join((PERSON, *each))
