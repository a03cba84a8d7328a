"""Which cohorts a person sees, and the rows of this room as phones hold them."""

from datetime import date, datetime
from typing import Any

import msgspec

from backend.core.actor import Actor
from backend.core.clock import instant, wire
from backend.core.database import Reader, Row
from backend.core.fields import Texts
from backend.courses.queries import current_releases
from backend.people.queries import as_date, consents_in_force, heard_of
from backend.people.rules import Majority, full_name, hour
from backend.programmes import rules
from backend.programmes.schemas import (
    BundleRef,
    CohortRow,
    CourseRow,
    EnrolmentRow,
    MentorRow,
    RosterRow,
    SchoolCohortRow,
)

HOSTED = "SELECT id FROM cohort WHERE institution = ANY($1) ORDER BY starts DESC, id"


async def hosted_cohorts(actor: Actor, db: Reader, now: datetime) -> list[str]:
    """The cohorts that the actor runs as coordinator of their host, the latest first."""
    places = [role.place for role in actor.holding("coordinator", now)]
    return [row["id"] for row in await db.rows(HOSTED, places)] if places else []


def joined_cohorts(actor: Actor, now: datetime) -> list[str]:
    """The cohorts that the actor is a learner or mentor of."""
    return [r.place for kind in ("learner", "mentor") for r in actor.holding(kind, now) if r.place_kind == "cohort"]


def mentored_cohorts(actor: Actor, now: datetime) -> list[str]:
    """The cohorts that the actor is a mentor of."""
    return [role.place for role in actor.holding("mentor", now) if role.place_kind == "cohort"]


MENTORED = "SELECT id FROM enrolment WHERE cohort = ANY($1) AND status = ANY($2) ORDER BY id"


async def mentored_enrolments(actor: Actor, db: Reader, now: datetime) -> list[str]:
    """The enrolments of those who take part in the cohorts that the actor is a mentor of."""
    cohorts = mentored_cohorts(actor, now)
    return [row["id"] for row in await db.rows(MENTORED, cohorts, list(rules.SEATED))] if cohorts else []


BUNDLE = """
SELECT b.body FROM bundle b JOIN release r ON r.id = b.release WHERE b.id = $1 AND EXISTS (
    SELECT 1 FROM cohort_course k JOIN cohort c ON c.id = k.cohort
    WHERE k.course = r.course AND (c.id = ANY($2) OR c.institution = ANY($3) OR c.programme = ANY($4)))
"""


async def bundle(actor: Actor, db: Reader, hash: str, now: datetime) -> bytes | None:  # noqa: A002 - what it is
    """The compressed bundle, if a cohort that the actor sees goes through its course."""
    schools = [role.place for role in actor.holding("coordinator", now)]
    managed = [role.place for role in actor.holding("manager", now)]
    found = await db.rows(BUNDLE, hash, joined_cohorts(actor, now), schools, managed)
    return bytes(found[0]["body"]) if found else None


async def courses_of(db: Reader, cohort: str) -> frozenset[str]:
    """The courses that a cohort goes through."""
    return frozenset(
        row["course"] for row in await db.rows("SELECT course FROM cohort_course WHERE cohort = $1", cohort)
    )


def texts(value: str | None) -> Texts:
    """A JSON column of texts as a dict."""
    return msgspec.json.decode(value) if value else {}


def day(value: date | str) -> str:
    """A Date column, text in SQLite, as YYYY-MM-DD."""
    return str(value)


ENROLMENTS = """
SELECT e.id, e.person, e.cohort, e.status, e.since, e.reason, e.institution, p.family, p.given, p.born,
       c.name AS cohort_name, i.short_name AS host
FROM enrolment e JOIN person p ON p.id = e.person
JOIN cohort c ON c.id = e.cohort JOIN institution i ON i.id = c.institution WHERE e.id = ANY($1)
"""


async def enrolment_rows(db: Reader, ids: list[str], majority: Majority) -> dict[str, EnrolmentRow]:
    """Enrolments, for the learner or applicant."""
    found = await db.rows(ENROLMENTS, ids)
    consents = await consents_in_force(db, _persons(found), majority.age)
    return {
        row["id"]: EnrolmentRow(
            **_taking_part(row, consents, majority),
            cohort_name=texts(row["cohort_name"]),
            institution=texts(row["host"]),
        )
        for row in found
    }


async def roster_rows(db: Reader, ids: list[str], majority: Majority) -> dict[str, RosterRow]:
    """Enrolments, for the cohort's staff."""
    found = await db.rows(ENROLMENTS, ids)
    consents = await consents_in_force(db, _persons(found), majority.age)
    heard = await heard_of(db, _persons(found))
    rows: dict[str, RosterRow] = {}
    for row in found:
        # Who only asks or has left is not watched: what is heard of them may come from another group.
        contact = heard.get(row["person"], {}) if row["status"] in rules.SEATED else {}
        seen_at = contact.get("seen_at")
        rows[row["id"]] = RosterRow(
            **_taking_part(row, consents, majority),
            enrolment=row["id"],
            institution=row["institution"],
            consents=consents[row["person"]],
            seen_at=wire(hour(instant(seen_at))) if seen_at else None,
            unsent=contact.get("unsent"),
        )
    return rows


def _persons(rows: list[Row]) -> list[str]:
    return list({row["person"] for row in rows})


def _taking_part(row: Row, consents: dict[str, list[str]], majority: Majority) -> Any:
    """What both kinds of row say of an enrolment."""
    born = as_date(row["born"]) if row["born"] else None
    return {
        "person": row["person"],
        "cohort": row["cohort"],
        "status": row["status"],
        "name": full_name(row["family"], row["given"]),
        "since": wire(row["since"]),
        "reason": row["reason"],
        "minor": majority.is_minor(born),
        "due": rules.due(consents[row["person"]]) if row["status"] in rules.OPEN else [],
    }


COHORTS = """
SELECT c.id, c.name, c.starts, c.ends, c.seats, c.code, c.institution AS host,
       i.name AS institution, p.name AS programme
FROM cohort c JOIN institution i ON i.id = c.institution JOIN programme p ON p.id = c.programme WHERE c.id = ANY($1)
"""


async def cohort_rows(db: Reader, ids: list[str]) -> dict[str, CohortRow]:
    """Cohorts, for everyone in them."""
    found = await db.rows(COHORTS, ids)
    return {row["id"]: CohortRow(**_plan(row), institution=texts(row["institution"])) for row in found}


async def school_cohort_rows(db: Reader, ids: list[str]) -> dict[str, SchoolCohortRow]:
    """Cohorts, for the list of their host."""
    found = await db.rows(COHORTS, ids)
    return {
        row["id"]: SchoolCohortRow(**_plan(row), institution=row["host"], cohort=row["id"], code=row["code"])
        for row in found
    }


def _plan(row: Row) -> Any:
    """What both kinds of cohort row say of it."""
    return {
        "name": texts(row["name"]),
        "programme": texts(row["programme"]),
        "starts": day(row["starts"]),
        "ends": day(row["ends"]),
        "seats": row["seats"],
    }


MENTORS = """
SELECT m.id, m.cohort, m.person, p.family, p.given FROM cohort_mentor m JOIN person p ON p.id = m.person
WHERE m.id = ANY($1) AND m.until IS NULL
"""


async def mentor_rows(db: Reader, ids: list[str]) -> dict[str, MentorRow]:
    """Mentors of cohorts, for everyone in them; one who was dismissed is not there."""
    return {
        row["id"]: {
            "cohort": row["cohort"],
            "person": row["person"],
            "name": full_name(row["family"], row["given"]),
        }
        for row in await db.rows(MENTORS, ids)
    }


BEHIND = """
SELECT c.id, c.name, c.starts, c.ends, c.seats, c.institution AS host, i.name AS institution, i.emblem,
       p.name AS programme,
       (SELECT count(*) FROM enrolment e WHERE e.cohort = c.id AND e.status = 'applied') AS waiting
FROM cohort c JOIN institution i ON i.id = c.institution JOIN programme p ON p.id = c.programme WHERE c.code = $1
"""


async def behind(db: Reader, code: str) -> Row | None:
    """The cohort to which a code leads, for whoever holds the code."""
    found = await db.rows(BEHIND, code)
    return found[0] if found else None


POSTER = """
SELECT c.name, c.code, c.programme, c.institution AS host, i.name AS institution, e.body AS emblem
FROM cohort c JOIN institution i ON i.id = c.institution LEFT JOIN picture e ON e.id = i.emblem WHERE c.id = $1
"""


async def poster(actor: Actor, db: Reader, cohort: str, now: datetime) -> Row | None:
    """What a cohort's poster says, for a coordinator of the host and a manager of the programme."""
    found = await db.rows(POSTER, cohort)
    if not found:
        return None
    (row,) = found
    allowed = actor.may("coordinator", row["host"], now) or actor.may("manager", row["programme"], now)
    return row if allowed else None


async def course_rows(db: Reader, ids: list[str]) -> dict[str, CourseRow]:
    """Courses of cohorts with their current release; one without a release is not there yet."""
    wanted = await db.rows("SELECT id, cohort, course, position FROM cohort_course WHERE id = ANY($1)", ids)
    releases = await current_releases(db, list({row["course"] for row in wanted}))
    return {row["id"]: _course(row, releases[row["course"]]) for row in wanted if row["course"] in releases}


def _course(place: Row, release: list[Row]) -> CourseRow:
    first = release[0]
    parts: dict[str, dict[str, BundleRef]] = {}
    outline: dict[str, BundleRef] = {}
    for row in release:
        bundles = parts.setdefault(row["module"], {}) if row["module"] else outline
        bundles[row["language"]] = {"hash": row["hash"], "size": row["size"]}
    return {
        "cohort": place["cohort"],
        "course": place["course"],
        "position": place["position"],
        "title": texts(first["title"]),
        "summary": texts(first["summary"]),
        "hours": first["hours"],
        "lessons": len(msgspec.json.decode(first["lessons"])),
        "release": first["release"],
        "bundles": outline,
        "parts": [{"module": module, "bundles": bundles} for module, bundles in parts.items()],
    }
