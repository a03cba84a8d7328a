"""A page of the journal costs what a page costs, however many lines there are; both ways to it find the same."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.audit.words import Field
from backend.core.actor import Actor
from backend.core.database import Db, Row
from backend.core.door import Door
from backend.people.actions import appoint_coordinator, choose_language
from backend.people.schemas import ChooseLanguage
from backend.reports import journal
from tests.cast import SYSTEM, Cast, actor
from tests.manufactories.till import entry
from tests.manufactories.workshop import found, member, set_limits
from tests.mentoring.meetings import applied, mentor
from tests.phone import Phone
from tests.reports.conftest import NOW
from tests.reports.school import learn
from tests.sync.crowd import crowd
from tests.sync.peek import alter

New = Callable[..., Phone]
FIELDS: list[Field | None] = [None, "people", "learning", "money"]
WAYS = {"the latest": (1, 0.0), "by what they are about": (1, 2.0), "as it comes": (journal.LOOK, journal.SHARE)}
"""How many lines are looked at together, and when that is given up."""


async def _pages(door: Door, who: Actor, field: Field | None) -> list[list[Any]]:
    """All of the journal, page after page."""
    pages: list[list[Any]] = []
    before: str | None = None
    while not pages or before:
        page = await journal.journal(who, door.database, NOW, "Europe/Kyiv", field, before)
        pages.append([*page["lines"]])
        before = page["before"]
    return pages


async def _busy(door: Door, phone: New, cast: Cast) -> None:
    """Something of every kind is done in Ratusha, and Olena reads of Sykhiv too."""
    await set_limits(door, cast)
    olena = await phone().sign_in("olena")
    roman = await mentor(door, phone, cast, "roman")
    await learn(phone(), "zoriana", 0, 1)
    solomiia = await phone().sign_in("solomiia")
    team = await found(olena, member(cast, "solomiia"), member(cast, "ostap"), mentors=[roman.person])
    for first in range(0, 120, 40):
        await applied(solomiia, *(entry(solomiia, team, "grant", 300_000 + n) for n in range(first, first + 40)))
    await door.writer.perform(choose_language, Actor(olena.person, "uk"), ChooseLanguage("en"))


@pytest.mark.parametrize("both", [False, True])
async def test_both_ways_find_the_same_pages(
    door: Door, phone: New, cast: Cast, both: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _busy(door, phone, cast)
    if both:
        await door.writer.perform(appoint_coordinator, SYSTEM, cast.people["olena"], cast.schools["sykhiv"])
    for name in ("olena", "vasyl"):
        who = await actor(door, cast.people[name])
        for field in FIELDS:
            told: dict[str, list[list[Any]]] = {}
            for way, (look, share) in WAYS.items():
                monkeypatch.setattr(journal, "LOOK", look)
                monkeypatch.setattr(journal, "SHARE", share)
                told[way] = await _pages(door, who, field)
            first = told["the latest"]
            assert first[0] or (name, field) == ("vasyl", "money")
            assert all(len(page) == journal.PAGE for page in first[:-1])
            assert [way for way, pages in told.items() if pages != first] == [], (name, field)


class Watched:
    """A reader that counts the lines which PostgreSQL touches to answer."""

    def __init__(self, db: Db) -> None:
        self.db, self.touched, self.asked = db, 0, 0

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        found = await self.db.rows(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", *args)
        plan = found[0]["QUERY PLAN"]
        self.touched += sum(_rows(node) for node in _nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]))
        self.asked += 1
        return await self.db.rows(sql, *args)

    async def run(self, query: Any) -> list[Row]:
        return await self.db.run(query)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    node = plan.get("Plan", plan)
    yield node
    for one in node.get("Plans", []):
        yield from _nodes(one)


def _rows(node: dict[str, Any]) -> int:
    """The rows of the journal that a step has read, or found in an index."""
    if node.get("Relation Name") != "audit_line" and not node.get("Index Name", "").startswith("audit_line"):
        return 0
    each = sum(node.get(what, 0) for what in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck"))
    return each * node["Actual Loops"]


MANY = """
INSERT INTO audit_line (id, act, acted_as, about_kind, about, happened_at, arrived_at)
SELECT gen_random_uuid(), 'progress.complete_lesson', 'learner', 'enrolment', {about}, $1, {at} {source}
"""
OURS = MANY.format(
    about="e.id",
    at="$1::timestamptz - interval '1 minute' * dense_rank() OVER (ORDER BY e.id)",
    source="FROM enrolment e, generate_series(1, 40) n",
)
OTHERS = MANY.format(about="gen_random_uuid()", at="$1", source="FROM generate_series(1, 40000) n")
BEFORE, AFTER = datetime(2026, 11, 15, tzinfo=UTC), datetime(2026, 11, 16, 18, tzinfo=UTC)


@pytest.mark.postgres
@pytest.mark.parametrize(("ours", "others", "queries", "most"), [(AFTER, BEFORE, 2, 200), (BEFORE, AFTER, 5, 20_000)])
async def test_postgres_touches_few_lines_even_when_it_knows_nothing_of_the_table(
    door: Door, phone: New, cast: Cast, ours: datetime, others: datetime, queries: int, most: int
) -> None:
    """Nobody has analysed a table that was filled just now; a plan of then may stay for a while."""
    await crowd(door, cast, phone, 100)
    await alter(door.database, OURS, ours)
    await alter(door.database, OTHERS, others)
    who = await actor(door, cast.people["olena"])
    async with door.database.read() as db:
        watched = Watched(db)
        page = await journal.journal(who, watched, NOW, "Europe/Kyiv", None, None)
        (there,) = await db.rows("SELECT count(*) AS n FROM audit_line")
    assert len(page["lines"]) == journal.PAGE
    assert there["n"] > 40_000
    assert watched.asked == queries
    assert watched.touched < most
