"""The journal of a school: what was done that concerns it, for its coordinators.

It holds the lines about the school itself and those it answers for: its people, its cohorts, the enrolments in them and
those it sent elsewhere, its manufactories, mentors, invitations. What a person does with the own phones is not among
them, nor is what another school of the same programme does with its own.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from backend.audit import words
from backend.core.actor import Actor
from backend.core.clock import day_of, instant, wire
from backend.core.database import Reader, Row
from backend.core.errors import Problem
from backend.core.fields import said
from backend.core.i18n import gettext
from backend.core.ids import is_id
from backend.programmes.queries import texts
from backend.reports.names import CLOSED, called, called_or_none
from backend.reports.schemas import Journal, JournalLine

PAGE = 50
LATE = timedelta(minutes=5)
"""What arrives later than this says when: till then a phone was only slow."""
PRIVATE = ("people.choose_language", "people.sign_in", "people.sign_out", "people.revoke_device")
"""What is done with one's own phones and settings."""

LINES = """
SELECT l.id, l.act, l.person, l.operator, l.acted_as, l.about_kind, l.about, l.details, l.happened_at, l.arrived_at,
       p.family, p.given
FROM (
    SELECT id, arrived_at FROM audit_line WHERE about IN (
        SELECT id FROM institution WHERE id = ANY($1)
        UNION ALL SELECT id FROM person WHERE institution = ANY($1)
        UNION ALL SELECT e.person FROM enrolment e JOIN person p ON p.id = e.person
            WHERE e.institution = ANY($1) AND p.closed_at IS NOT NULL
        UNION ALL SELECT person FROM role WHERE place = ANY($1) AND kind = 'coordinator' AND until IS NULL
        UNION ALL SELECT id FROM cohort WHERE institution = ANY($1)
        UNION ALL SELECT id FROM enrolment WHERE institution = ANY($1)
        UNION ALL SELECT e.id FROM enrolment e JOIN cohort c ON c.id = e.cohort WHERE c.institution = ANY($1)
        UNION ALL SELECT m.id FROM cohort_mentor m JOIN cohort c ON c.id = m.cohort WHERE c.institution = ANY($1)
        UNION ALL SELECT k.id FROM cohort_course k JOIN cohort c ON c.id = k.cohort WHERE c.institution = ANY($1)
        UNION ALL SELECT id FROM manufactory WHERE institution = ANY($1)
        UNION ALL SELECT id FROM school_mentor WHERE institution = ANY($1)
        UNION ALL SELECT id FROM invitation WHERE institution = ANY($1)
        UNION ALL SELECT id FROM appointment WHERE place = ANY($1)
    ) AND (act = ANY($2)) = $3 AND (arrived_at, id) < ($4, $5)
    ORDER BY arrived_at DESC, id DESC LIMIT $6
) AS page JOIN audit_line l ON l.id = page.id LEFT JOIN person p ON p.id = l.person
ORDER BY page.arrived_at DESC, page.id DESC
"""
"""The page is cut by the index `audit_line_page` alone, before anything is looked up for its lines."""


class _Cursor(NamedTuple):
    """The last line of a page. Lines arrive in this order, so that what comes meanwhile moves no page."""

    arrived: datetime
    line: str


NEWEST = _Cursor(datetime(9999, 1, 1, tzinfo=UTC), "ffffffff-ffff-ffff-ffff-ffffffffffff")


async def journal(
    actor: Actor, db: Reader, now: datetime, timezone: str, field: words.Field | None, before: str | None
) -> Journal:
    """A page of the journal of the schools that the actor coordinates. Raises not_found for who coordinates none."""
    schools = [role.place for role in actor.holding("coordinator", now)]
    if not schools:
        raise Problem("not_found")
    cursor = _read(before) if before else NEWEST
    acts = [act for act in words.acts_of(field) if act not in PRIVATE] if field else list(PRIVATE)
    found = await db.rows(LINES, schools, acts, field is not None, *cursor, PAGE + 1)
    page = found[:PAGE]
    about = await _abouts(db, page, actor.language)
    return {
        "as_of": wire(now),
        "lines": [_line(row, about, actor.language, timezone) for row in page],
        "before": _written(page[-1]) if len(found) > PAGE else None,
    }


def _written(row: Row) -> str:
    text = f"{instant(row['arrived_at']).astimezone(UTC).isoformat()} {row['id']}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> _Cursor:
    """Raises malformed for what this server did not write."""
    try:
        moment, _, line = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        arrived = datetime.fromisoformat(moment)
        if not is_id(line) or arrived.tzinfo is None:
            raise Problem("malformed")
        return _Cursor(arrived.astimezone(UTC), line)
    except (ValueError, OverflowError):  # the latter: before the first year, or after the last
        raise Problem("malformed") from None


def _line(row: Row, about: dict[str, str], language: str, timezone: str) -> JournalLine:
    happened, arrived = instant(row["happened_at"]), instant(row["arrived_at"])
    details: dict[str, Any] = json.loads(row["details"] or "{}")
    return {
        "id": row["id"],
        "day": day_of(arrived, timezone).isoformat(),
        "at": wire(happened),
        "arrived": wire(arrived) if arrived - happened > LATE else None,
        "who": _who(row, language),
        "acted_as": words.capacity(row["acted_as"], language),
        "did": words.sentence(row["act"], language),
        "about": about.get(row["about"]) or None,
        "changes": words.changes(details, language),
    }


def _who(row: Row, language: str) -> str:
    if row["operator"] is not None:
        return gettext(language, "operator %(name)s", name=row["operator"])
    if row["person"] is None:
        return gettext(language, "the system itself")
    return called_or_none(row, language) or gettext(language, CLOSED)


PEOPLE = "SELECT id, family, given FROM person WHERE id = ANY($1)"
ENROLMENTS = """
SELECT e.id, p.family, p.given, c.name AS place
FROM enrolment e JOIN person p ON p.id = e.person JOIN cohort c ON c.id = e.cohort WHERE e.id = ANY($1)
"""
COHORT_MENTORS = """
SELECT m.id, p.family, p.given, c.name AS place
FROM cohort_mentor m JOIN person p ON p.id = m.person JOIN cohort c ON c.id = m.cohort WHERE m.id = ANY($1)
"""
SCHOOL_MENTORS = """
SELECT m.id, p.family, p.given FROM school_mentor m JOIN person p ON p.id = m.person WHERE m.id = ANY($1)
"""
COHORT_COURSES = """
SELECT k.id, c.name AS place, o.title FROM cohort_course k
JOIN cohort c ON c.id = k.cohort JOIN course o ON o.id = k.course WHERE k.id = ANY($1)
"""
NAMED = {
    "person": PEOPLE,
    "enrolment": ENROLMENTS,
    "cohort_course": COHORT_COURSES,
    "cohort_mentor": COHORT_MENTORS,
    "school_mentor": SCHOOL_MENTORS,
    "institution": "SELECT id, name AS place FROM institution WHERE id = ANY($1)",
    "cohort": "SELECT id, name AS place FROM cohort WHERE id = ANY($1)",
    "manufactory": "SELECT id, name AS place FROM manufactory WHERE id = ANY($1)",
    "invitation": "SELECT id, label FROM invitation WHERE id = ANY($1)",
    "appointment": "SELECT id, label FROM appointment WHERE id = ANY($1)",
}
"""What a line is about -> how that is called: a person, a place, or the words somebody gave it."""


async def _abouts(db: Reader, lines: Sequence[Row], language: str) -> dict[str, str]:
    """What each of the lines is about, by name or title."""
    wanted: dict[str, set[str]] = {}
    for row in lines:
        wanted.setdefault(row["about_kind"], set()).add(row["about"])
    found: dict[str, str] = {}
    for kind, ids in wanted.items():
        rows = await db.rows(NAMED[kind], list(ids)) if kind in NAMED else []
        found |= {row["id"]: " · ".join(_parts(row, language)) for row in rows}
    return found


def _parts(row: Row, language: str) -> Iterable[str]:
    if "family" in row:
        yield called(row, language)
    for column in ("title", "place"):
        if column in row:
            yield said(texts(row[column]), language)
    if "label" in row:
        yield row["label"]
