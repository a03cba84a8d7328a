"""The journal of a school: what was done that concerns it, for its coordinators.

It holds the lines about the school itself and those it answers for: its people, its cohorts, the enrolments in them and
those it sent elsewhere, its manufactories, mentors, invitations. What a person does with the own phones is not among
them, nor is what another school of the same programme does with its own.
"""

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from backend.audit import words
from backend.core.actor import Actor
from backend.core.clock import day_of, instant, wire
from backend.core.database import Reader, Row
from backend.core.errors import Problem
from backend.core.fields import said
from backend.core.i18n import gettext
from backend.core.ids import is_id
from backend.programmes.queries import texts
from backend.reports.concerned import EVERYTHING, Thing, concerned
from backend.reports.names import CLOSED, called
from backend.reports.schemas import Journal, JournalLine

PAGE = 50
LATE = timedelta(minutes=5)
"""What arrives later than this says when: till then a phone was only slow."""
PRIVATE = ("people.choose_language", "people.sign_in", "people.sign_out", "people.revoke_device")
"""What is done with one's own phones and settings."""

LOOK = PAGE + 14
"""Lines that are looked at together: a page, and a few that concern others."""
SHARE = 0.5
"""While so many of the lines concern the schools, a page is found by looking at the latest, one after the other."""

LINES = """
SELECT id, act, person, operator, acted_as, about_kind, about, details, happened_at, arrived_at FROM audit_line
"""
LATEST = f"""{LINES} WHERE (arrived_at, id) < ($1, $2)
ORDER BY arrived_at DESC, id DESC LIMIT (SELECT CAST($3 AS bigint))
"""
"""Read along the index `audit_line_arrived`. PostgreSQL takes a number that it cannot see for a small one: while it
knows little of the table it would sort all of it for a page of known length."""
LATEST_OF_EACH = f"""{EVERYTHING}, latest AS MATERIALIZED (
    SELECT c.id, (
        SELECT l.arrived_at FROM audit_line l WHERE l.about = c.id AND (l.arrived_at, l.id) < ($4, $5)
        AND (l.act = ANY($2)) = $3 ORDER BY l.arrived_at DESC LIMIT 1) AS told
    FROM concerned c)
SELECT id, told FROM latest WHERE told >= (
    SELECT min(told) FROM (SELECT told FROM latest WHERE told IS NOT NULL ORDER BY told DESC LIMIT $6) AS page)
"""  # noqa: S608 - our own words
"""The things of which the latest was told: a page has no lines but of them. One look at the index `audit_line_page` for
each that the schools answer for."""
TOLD = f"""{LINES} WHERE id IN (
    WITH told AS MATERIALIZED (
        SELECT id, arrived_at FROM audit_line
        WHERE about = ANY($1) AND (act = ANY($2)) = $3 AND coalesce(arrived_at, $7) >= $7)
    SELECT id FROM told WHERE (arrived_at, id) < ($4, $5) ORDER BY arrived_at DESC, id DESC LIMIT $6)
ORDER BY arrived_at DESC, id DESC
"""  # noqa: S608 - our own words
"""Found by what they are about: `coalesce` keeps a planner from all lines since $7, which are everybody's."""


class _Cursor(NamedTuple):
    """The last line of a page. Lines arrive in this order, so that what comes meanwhile moves no page."""

    arrived: datetime
    line: str


NEWEST = _Cursor(datetime(9999, 1, 1, tzinfo=UTC), "ffffffff-ffff-ffff-ffff-ffffffffffff")


class _Journal:
    """The lines that some schools answer for, of one field or of all but what is done with one's own phones."""

    def __init__(self, db: Reader, schools: list[str], field: words.Field | None) -> None:
        self.db, self.schools = db, schools
        shown = [act for act in words.acts_of(field) if act not in PRIVATE] if field else []
        self.acts, self.only = (shown, True) if field else ([*PRIVATE], False)
        self.about: dict[Thing, Row] = {}
        self.people: dict[str, Row] = {}

    async def page(self, cursor: _Cursor, size: int) -> list[Row]:
        """So many lines before the cursor, the latest first; fewer where there are no more."""
        found: list[Row] = []
        first, looked = cursor, 0
        while len(found) < size:
            lines = await self.db.rows(LATEST, *cursor, LOOK)
            looked += len(lines)
            found += await self._seen([row for row in lines if (row["act"] in self.acts) is self.only])
            if len(lines) < LOOK:
                break
            if len(found) < looked * SHARE:  # they are mostly of others: how many there are of those nobody knows
                return await self._by_thing(first, size)
            cursor = _cursor(lines[-1])
        return found[:size]

    async def _seen(self, lines: list[Row]) -> list[Row]:
        """Those of the lines that are about something for which the schools answer."""
        await self._load(lines)
        return [row for row in lines if (row["about_kind"], row["about"]) in self.about]

    async def _by_thing(self, cursor: _Cursor, size: int) -> list[Row]:
        """The same page, whatever others do: from the things for which the schools answer."""
        asked = self.acts, self.only, *cursor, size
        things = await self.db.rows(LATEST_OF_EACH, self.schools, *asked)
        if not things:
            return []
        since = min(instant(row["told"]) for row in things)
        lines = await self.db.rows(TOLD, [row["id"] for row in things], *asked, since)
        await self._load(lines)
        return lines

    async def _load(self, lines: list[Row]) -> None:
        """What the lines are about, as far as the schools answer for it, and who did it."""
        things: dict[str, set[str]] = {}
        for row in lines:
            things.setdefault(row["about_kind"], set()).add(row["about"])
        doers = {row["person"] for row in lines if row["person"]}
        about, people = await concerned(self.db, self.schools, things, doers)
        self.about |= about
        self.people |= people


async def journal(
    actor: Actor, db: Reader, now: datetime, timezone: str, field: words.Field | None, before: str | None
) -> Journal:
    """A page of the journal of the schools that the actor coordinates. Raises not_found for who coordinates none."""
    schools = [role.place for role in actor.holding("coordinator", now)]
    if not schools:
        raise Problem("not_found")
    lines = _Journal(db, schools, field)
    found = await lines.page(_read(before) if before else NEWEST, PAGE + 1)
    page = found[:PAGE]
    return {
        "as_of": wire(now),
        "lines": [_line(row, lines, actor.language, timezone) for row in page],
        "before": _written(_cursor(page[-1])) if len(found) > PAGE else None,
    }


def _cursor(row: Row) -> _Cursor:
    return _Cursor(instant(row["arrived_at"]), row["id"])


def _written(cursor: _Cursor) -> str:
    text = f"{cursor.arrived.astimezone(UTC).isoformat()} {cursor.line}"
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


def _line(row: Row, lines: _Journal, language: str, timezone: str) -> JournalLine:
    happened, arrived = instant(row["happened_at"]), instant(row["arrived_at"])
    about = lines.about.get((row["about_kind"], row["about"]))
    return {
        "id": row["id"],
        "day": day_of(arrived, timezone).isoformat(),
        "at": wire(row["happened_at"]),
        "arrived": wire(arrived) if arrived - happened > LATE else None,
        "who": _who(row, lines.people, language),
        "acted_as": words.capacity(row["acted_as"], language),
        "did": words.sentence(row["act"], language),
        "about": " · ".join(_parts(about, language)) or None if about else None,
        "changes": words.changes(json.loads(row["details"]), language) if row["details"] else [],
    }


def _who(row: Row, people: dict[str, Row], language: str) -> str:
    if row["operator"] is not None:
        return gettext(language, "operator %(name)s", name=row["operator"])
    if row["person"] is None:
        return gettext(language, "the system itself")
    person = people.get(row["person"])
    return called(person, language) if person else gettext(language, CLOSED)


def _parts(row: Row, language: str) -> Iterable[str]:
    """How a thing is called."""
    if row["family"] is not None:
        yield called(row, language)
    for column in ("title", "place"):
        if row[column] is not None:
            yield said(texts(row[column]), language)
    if row["label"] is not None:
        yield row["label"]
