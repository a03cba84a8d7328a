"""32 writers and one phone that always asks for what came after the latest: it meets every version and every row.

The writers are the writer of the product, four behind each of eight doors, as eight processes would have them; the
phone reads with the product's own pull, in pages that cut through transactions. Then the same with versions that are
given in ways that lose rows, so that it is known that this test would see it.
"""

import asyncio
import base64
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from backend.changes import versions
from backend.core import clock, writer
from backend.core.actor import Actor
from backend.core.database import Database, Reader, connect
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import new_id, pair_id
from backend.core.settings import Settings
from backend.core.work import Act, Op, Work
from backend.core.writer import Hook, Writer
from backend.people.actions import institution_scope, person_scope
from backend.people.tables import Institution
from backend.programmes.actions import cohort_scope, staff_scope
from backend.sync.feeds import FEEDS
from backend.sync.pull import epoch, pull
from backend.sync.schemas import Pull
from tests.cast import SYSTEM, Cast, actor
from tests.sync.acts import thing_rows
from tests.sync.peek import alter, peek

Read = Callable[[], Awaitable[int]]
SEEN = pytest.raises(AssertionError, match=r"versions without a row|rows that were not met")
TYPES = ("text", "text", "text", "bigint", "boolean", "timestamptz")
DOORS, WRITERS, BATCHES, ACTS, PAGE = 8, 4, 12, 3, 7
TOTAL = DOORS * WRITERS * BATCHES * ACTS * 3


async def bring(work: Work, actor: Actor, op: Op, scopes: list[str]) -> None:
    """A row in each of the scopes."""
    for scope in scopes:
        id_ = pair_id(op.id, scope)
        work.add(Institution, id=id_, kind="thing", name={}, short_name={})
        work.touch(scope, "thing", id_)


async def write(through: Writer, scopes: list[str], number: int) -> None:
    """Batch after batch, in scopes of changing order."""
    for n in range(BATCHES):
        now, mine = clock.now(), [scopes[(number + n + i) % len(scopes)] for i in range(3)]
        acts = [Act(bring, SYSTEM, Op(new_id(), now, now), mine) for _ in range(ACTS)]
        await through.submit(acts)
        assert all(act.succeeded for act in acts), [act.outcome for act in acts]


class Phone:
    """Olena's, who runs the cohort: her cursor and what she was given."""

    def __init__(self, owner: Actor, settings: Settings) -> None:
        self.owner, self.settings = owner, settings
        self.cursor: str | None = None
        self.met: Counter[tuple[str, str]] | None = None
        """(scope, row) -> how often it was given, once she is up to date."""

    def places(self) -> dict[str, int]:
        """The version that she has reached in each scope."""
        assert self.cursor is not None
        return {scope: at[0] for scope, at in json.loads(base64.urlsafe_b64decode(self.cursor))["scopes"].items()}

    async def page(self, db: Reader) -> int:
        """How many rows the next page has: as many as it has versions, for none of them is changed twice."""
        wish, before = Pull(self.cursor, PAGE), self.places() if self.met is not None else {}
        page = await pull(self.owner, db, wish, await epoch(db), clock.now(), self.settings)
        self.cursor = page["cursor"]
        if self.met is not None:
            self.met.update((row["s"], row["id"]) for row in page["rows"])
            rows = Counter(row["s"] for row in page["rows"])
            passed = {scope: at - before[scope] for scope, at in self.places().items()}
            assert +Counter(passed) == rows, "versions without a row"
        return len(page["rows"])


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FEEDS, "thing", thing_rows)


@pytest.fixture
async def databases(settings: Settings, door: Door) -> AsyncIterator[list[Database]]:
    """The same database through connections of their own."""
    found = [connect(replace(settings, database_connections=WRITERS)) for _ in range(DOORS)]
    await asyncio.gather(*(one.open() for one in found))
    yield found
    await asyncio.gather(*(one.close() for one in found))


async def storm(door: Door, databases: list[Database], scopes: list[str], hooks: list[Hook], read: Read) -> None:
    """Everybody writes; `read` is called until they are done and it finds nothing more."""
    writers = [Writer(one, door.settings, commit=hooks) for one in databases for _ in range(WRITERS)]
    writing = asyncio.gather(*(write(one, scopes, n) for n, one in enumerate(writers)))
    try:
        while not writing.done() or await read():
            await read()
            await asyncio.sleep(0)
    finally:
        await asyncio.gather(writing, return_exceptions=True)
    writing.result()


async def tail(door: Door, cast: Cast, databases: list[Database], hook: Hook = versions.take) -> None:
    """Fails when a version is skipped or a row not met."""
    olena, cohort = cast.people["olena"], cast.cohorts["ratusha"]
    phone = Phone(await actor(door, olena), door.settings)
    scopes = [
        person_scope(olena),
        institution_scope(cast.schools["ratusha"]),
        cohort_scope(cohort),
        staff_scope(cohort),
    ]

    async def read() -> int:
        async with door.database.read() as db:
            return await phone.page(db)

    while await read():
        pass
    phone.met = Counter()
    await storm(door, databases, scopes, [hook], read)
    kept = await peek(door.database, "SELECT scope, row FROM change WHERE entity = 'thing'")
    assert phone.met == Counter((row["scope"], row["row"]) for row in kept), "rows that were not met"
    assert len(kept) == TOTAL
    reached = await peek(door.database, "SELECT id, version FROM scope WHERE id = ANY($1)", scopes)
    assert {row["id"]: row["version"] for row in reached}.items() <= phone.places().items()


@pytest.fixture
def deadlocks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The deadlocks that the writers had to be helped out of."""
    found: list[str] = []
    is_worth = writer.worth_repeating

    def noted(error: BaseException) -> bool:
        if "Deadlock" in type(error).__name__:
            found.append(str(error))
        return is_worth(error)

    monkeypatch.setattr(writer, "worth_repeating", noted)
    return found


@pytest.mark.usefixtures("things")
async def test_no_version_is_skipped_and_no_row_missed(
    door: Door, cast: Cast, databases: list[Database], deadlocks: list[str]
) -> None:
    await tail(door, cast, databases)
    assert deadlocks == []


async def one_for_many(work: Work, acts: Sequence[Act]) -> None:
    """All that a batch changes in a scope has one version."""
    scopes = {scope: n for n, scope in enumerate(sorted({scope for scope, _, _ in work.touches}))}
    taken = await work.db.put(versions.TAKE, ("text", "bigint"), [(scope, 1) for scope in scopes])
    latest = {row["id"]: row["version"] for row in taken}
    changes = [(scope, entity, row, latest[scope], gone, None) for (scope, entity, row), gone in work.touches.items()]
    await work.db.put(versions.RECORD, TYPES, changes)


async def without_a_lock(work: Work, acts: Sequence[Act]) -> None:
    """Versions are counted on from what was read."""
    scopes = sorted({scope for scope, _, _ in work.touches})
    found = await work.db.rows("SELECT id, version FROM scope WHERE id = ANY($1)", scopes)
    latest = dict.fromkeys(scopes, 0) | {row["id"]: row["version"] for row in found}
    changes: list[tuple[str, str, str, int, bool, None]] = []
    for (scope, entity, row), gone in sorted(work.touches.items()):
        latest[scope] += 1
        changes.append((scope, entity, row, latest[scope], gone, None))
    await work.db.put(versions.RECORD, TYPES, changes)
    keep = versions.TAKE.replace("scope.version + excluded.version", "excluded.version")
    await work.db.put(keep, ("text", "bigint"), sorted(latest.items()))


async def in_any_order(work: Work, acts: Sequence[Act]) -> None:
    """Scopes are locked as they come."""
    turned = int(acts[0].op.id[-1], 16) % 2 == 0
    for scope in sorted({scope for scope, _, _ in work.touches}, reverse=turned):
        await work.db.rows("UPDATE scope SET version = version WHERE id = $1", scope)
    await versions.take(work, acts)


@pytest.mark.usefixtures("things")
async def test_one_version_for_many_rows_would_be_seen(door: Door, cast: Cast, databases: list[Database]) -> None:
    with SEEN:
        await tail(door, cast, databases, one_for_many)


@pytest.mark.usefixtures("things")
async def test_on_postgresql_versions_without_a_lock_would_be_seen(
    kind: str, door: Door, cast: Cast, databases: list[Database]
) -> None:
    with contextlib.nullcontext() if kind == "sqlite" else SEEN:  # there whoever writes has the whole file
        await tail(door, cast, databases, without_a_lock)


async def test_on_postgresql_scopes_locked_in_any_order_would_be_seen(
    kind: str, door: Door, databases: list[Database], deadlocks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody_reads() -> int:
        return 0

    monkeypatch.setattr(writer, "ATTEMPTS", 1)  # PostgreSQL takes a second to see that it is stuck
    with contextlib.suppress(Problem):
        await storm(door, databases[:1], ["a", "b", "c"], [in_any_order], nobody_reads)
    assert bool(deadlocks) == (kind == "postgres")


SEQUENCE = {
    "postgres": "CREATE TABLE naive (id BIGSERIAL PRIMARY KEY, row TEXT)",
    "sqlite": "CREATE TABLE naive (id INTEGER PRIMARY KEY AUTOINCREMENT, row TEXT)",
}


async def by_sequence(work: Work, acts: Sequence[Act]) -> None:
    """The obvious way: a number for each row, from the database."""
    rows = [(row,) for _, _, row in work.touches]
    await work.db.put("INSERT INTO naive (row) SELECT c1 FROM {rows} WHERE true", ("text",), rows)


async def test_a_plain_sequence_loses_rows_on_postgresql(kind: str, door: Door, databases: list[Database]) -> None:
    await alter(door.database, SEQUENCE[kind])
    latest, met = 0, set[str]()

    async def read() -> int:
        nonlocal latest
        rows: list[dict[str, Any]] = await peek(
            door.database, "SELECT id, row FROM naive WHERE id > $1 ORDER BY id LIMIT 100", latest
        )
        latest = rows[-1]["id"] if rows else latest
        met.update(row["row"] for row in rows)
        return len(rows)

    await storm(door, databases, ["a", "b", "c"], [by_sequence, versions.take], read)
    assert (len(met) < TOTAL) == (kind == "postgres"), len(met)
