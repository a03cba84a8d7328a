"""The journal of a school: what was done that concerns it, for its coordinators.

It holds the lines about the school itself and those it answers for: its people, its cohorts, the enrolments in them and
those it sent elsewhere, its manufactories, mentors, invitations. What a person does with the own phones is not among
them, nor is what another school of the same programme does with its own.
"""

import base64
import json
from collections.abc import Iterable
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
ORDER BY arrived_at DESC, id DESC LIMIT $3
"""
"""Read along the index `audit_line_arrived`."""
MOMENT = """SELECT l.arrived_at FROM audit_line l WHERE l.about = {of}.id AND (l.arrived_at, l.id) < ($4, $5)
        AND (l.act = ANY($2)) = $3 ORDER BY l.arrived_at DESC LIMIT 1"""
LATEST_OF_EACH = f"""{EVERYTHING}, latest AS MATERIALIZED (
    SELECT c.id, ({MOMENT.format(of="c")}) AS told FROM concerned c)
SELECT id, told, ({MOMENT.format(of="latest")} OFFSET $6) AS enough FROM latest WHERE told >= (
    SELECT min(told) FROM (SELECT told FROM latest WHERE told IS NOT NULL ORDER BY told DESC LIMIT $6) AS page)
"""  # noqa: S608 - our own words
"""The things of which the latest was told: a page has no lines but of them. One look at the index `audit_line_page` for
each that the schools answer for. `enough`: since when there is more than a page of this thing alone."""
TOLD = f"""{LINES} WHERE id IN (
    WITH told AS MATERIALIZED (
        SELECT id, arrived_at FROM audit_line
        WHERE about = ANY($1) AND (act = ANY($2)) = $3 AND arrived_at >= $7)
    SELECT id FROM told WHERE (arrived_at, id) < ($4, $5) ORDER BY arrived_at DESC, id DESC LIMIT $6)
ORDER BY arrived_at DESC, id DESC
"""  # noqa: S608 - our own words
"""The lines of some things since $7, of each hardly more than a page. The page is cut apart from that: a planner who
knows that it is short might look for it among the latest lines of all."""


class _Cursor(NamedTuple):
    """The last line of a page. Lines arrive in this order, so that what comes meanwhile moves no page."""

    arrived: datetime
    line: str


OLDEST = datetime(1, 1, 2, tzinfo=UTC)
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
        since = [OLDEST, *(instant(row["enough"]) for row in things if row["enough"])]
        if len(things) >= size:  # else older lines of them are on the page too
            since.append(min(instant(row["told"]) for row in things))
        lines = await self.db.rows(TOLD, [row["id"] for row in things], *asked, max(since))
        await self._load(lines)
        return lines

    async def _load(self, lines: list[Row]) -> None:
        """What the lines are about, as far as the schools answer for it, and who did it."""
        things: dict[str, set[str]] = {}
        for row in lines:
            things.setdefault(row["about_kind"], set()).add(row["about"])
        about, people = await concerned(
            self.db, self.schools, things, {row["person"] for row in lines if row["person"]}
        )
        self.about |= about
        self.people |= people


class _Moment(NamedTuple):
    at: datetime
    day: str
    wire: str


class _Words:
    """Lines in a language. Of a page many tell of the same thing or person, and came together: each is said once."""

    def __init__(self, lines: _Journal, language: str, timezone: str) -> None:
        self.language, self.timezone = language, timezone
        self.places: dict[str, str] = {}
        self.moments: dict[Any, _Moment] = {}
        self.about = {thing: " · ".join(self._parts(row)) or None for thing, row in lines.about.items()}
        self.people = {id_: called(row, language) for id_, row in lines.people.items()}

    def line(self, row: Row) -> JournalLine:
        arrived = self._moment(row["arrived_at"])
        happened = arrived if row["happened_at"] == row["arrived_at"] else self._moment(row["happened_at"])
        return {
            "id": row["id"],
            "day": arrived.day,
            "at": happened.wire,
            "arrived": arrived.wire if arrived.at - happened.at > LATE else None,
            "who": self._who(row),
            "acted_as": words.capacity(row["acted_as"], self.language),
            "did": words.sentence(row["act"], self.language),
            "about": self.about.get((row["about_kind"], row["about"])),
            "changes": words.changes(json.loads(row["details"]), self.language) if row["details"] else [],
        }

    def _moment(self, moment: datetime | str) -> "_Moment":
        if moment not in self.moments:
            at = instant(moment)
            self.moments[moment] = _Moment(at, day_of(at, self.timezone).isoformat(), wire(moment))
        return self.moments[moment]

    def _who(self, row: Row) -> str:
        if row["operator"] is not None:
            return gettext(self.language, "operator %(name)s", name=row["operator"])
        if row["person"] is None:
            return gettext(self.language, "the system itself")
        return self.people.get(row["person"]) or gettext(self.language, CLOSED)

    def _parts(self, row: Row) -> Iterable[str]:
        """How a thing is called."""
        if row["family"] is not None:
            yield called(row, self.language)
        for column in ("title", "place"):
            if row[column] is not None:
                yield self._said(row[column])
        if row["label"] is not None:
            yield row["label"]

    def _said(self, kept: str) -> str:
        if kept not in self.places:
            self.places[kept] = said(texts(kept), self.language)
        return self.places[kept]


async def journal(
    actor: Actor, db: Reader, now: datetime, timezone: str, field: words.Field | None, before: str | None
) -> Journal:
    """A page of the journal of the schools that the actor coordinates. Raises not_found for who coordinates none."""
    schools = [role.place for role in actor.holding("coordinator", now)]
    if not schools:
        raise Problem("not_found")
    lines = _Journal(db, schools, field)
    found = await lines.page(_read(before) if before else NEWEST, PAGE + 1)
    page, told = found[:PAGE], _Words(lines, actor.language, timezone)
    return {
        "as_of": wire(now),
        "lines": [told.line(row) for row in page],
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
