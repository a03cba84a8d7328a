"""Bugs that somebody might write, put into the real code one at a time: the machine has to find each of them.

In the server a bug replaces a function while it is open; in the phone's store a text, which must be there exactly once.
"""

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from msgspec import structs

from backend.changes import versions
from backend.core.database import Db
from backend.core.work import Act, Work
from backend.core.writer import Writer
from backend.sync import feeds, guard, pull, receipts, routes
from tests.faults.storm import server as hands
from tests.faults.storm.node import Change

Open = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Bug:
    """What somebody did wrong, in a sentence; and how to do it."""

    name: str
    sentence: str
    server: Open = nullcontext
    phone: tuple[Change, ...] = ()


# ---- in the server


def _always(_: object) -> bool:
    return True


async def _no_receipts(_work: Work, _acts: Sequence[Act]) -> None:
    """Whatever was done is forgotten."""


@contextmanager
def _receipts_afterwards() -> Generator[None]:
    settle, record = Writer._settle, receipts.record  # pyright: ignore[reportPrivateUsage] - a bug knows no shame

    async def late(self: Any, acts: list[Act]) -> None:
        await settle(self, acts)

        async def batch(db: Db) -> None:
            await record(Work(db, self._settings, {}), acts)

        await self._database.write(batch)

    with patch.object(Writer, "_settle", late), patch.object(receipts, "record", _no_receipts):
        yield


@contextmanager
def _answers_before_commit() -> Generator[None]:
    submit, held = Writer.submit, list[Act]()

    class Undone(Exception):
        pass

    async def early(self: Any, acts: list[Act]) -> None:
        async def try_it(db: Any) -> None:
            await self._apply(db, acts, careful=True)
            raise Undone

        if before := [act for act in held if act not in acts]:
            held.clear()
            await submit(self, before)
        with suppress(Undone):
            await self._database.write(try_it)
        held.extend(acts)

    def forgotten(*_: Any) -> None:
        held.clear()

    with patch.object(Writer, "submit", early), patch.object(hands, "assemble", _after(forgotten, hands.assemble)):
        yield


def _after(first: Callable[..., None], then: Callable[..., Any]) -> Callable[..., Any]:
    def both(*args: Any) -> Any:
        first()
        return then(*args)

    return both


async def _one_version(work: Work, _acts: Sequence[Act]) -> None:
    if not work.touches:
        return
    touches = sorted(work.touches.items())
    counts = Counter(scope for (scope, _, _), _ in touches)
    taken = await work.db.put(versions.TAKE, ("text", "bigint"), [(scope, 1) for scope in sorted(counts)])
    latest = {row["id"]: row["version"] for row in taken}
    changes = [(scope, entity, row, latest[scope], gone, None) for (scope, entity, row), gone in touches]
    await work.db.put(versions.RECORD, ("text", "text", "text", "bigint", "boolean", "timestamptz"), changes)


def _without_base(visible: list[str], known: Any, state: Any) -> Any:
    places: dict[str, Any] = {}
    reset: list[str] = []
    for scope in visible:
        floor = state[scope]["floor"] if scope in state else 0
        version, base = known.get(scope, (0, floor))
        if 0 < version < floor:
            reset.append(scope)
            version = 0
        places[scope] = (version, base)
    return places, reset


def _without_floor(visible: list[str], known: Any, _state: Any) -> Any:
    return {scope: known.get(scope, (0, 0)) for scope in visible}, []


def _no_drop() -> AbstractContextManager[Any]:
    real = pull.pull

    async def without(*args: Any) -> Any:
        return {**await real(*args), "drop": []}

    return patch.object(routes, "pull", without)


@contextmanager
def _rights_of_the_cursor() -> Generator[None]:
    real, scopes, named = pull.pull, feeds.scopes, list[str]()

    async def believing(actor: Any, db: Any, wish: Any, *rest: Any) -> Any:
        found: Any = pull._read(wish.cursor)  # pyright: ignore[reportPrivateUsage] - a bug knows no shame
        named[:] = found.scopes if found else []
        return await real(actor, db, wish, *rest)

    async def more(*args: Any) -> list[str]:
        return list(dict.fromkeys([*await scopes(*args), *named]))

    with patch.object(routes, "pull", believing), patch.object(feeds, "scopes", more):
        yield


def _no_touch(entity: str) -> Open:
    real = Work.touch

    def touch(self: Work, scope: str, kind: str, id_: str, *, gone: bool = False) -> None:
        if kind != entity:
            real(self, scope, kind, id_, gone=gone)

    return lambda: patch.object(Work, "touch", touch)


@contextmanager
def _refusals_forgotten() -> Generator[None]:
    record = receipts.record

    async def applied_only(work: Work, acts: Sequence[Act]) -> None:
        await record(work, [act for act in acts if act.succeeded])

    with patch.object(receipts, "record", applied_only):
        yield


def _same_epoch() -> AbstractContextManager[Any]:
    real = guard.renew

    async def renew(door: Any) -> Any:
        async def as_before(db: Db) -> None:
            await db.rows("UPDATE sync_meta SET value = $1 WHERE id = 'epoch'", before)

        async with door.database.read() as db:
            before = await pull.epoch(db)
        mark = await real(door)
        await door.database.write(as_before)
        return structs.replace(mark, epoch=before)

    return patch.object(guard, "renew", renew)


BY_ROW = pull.PAGE.replace("ORDER BY version", "ORDER BY row")

SERVER = [
    Bug("no receipt", "Nothing is kept of what was applied.", lambda: patch.object(receipts, "record", _no_receipts)),
    Bug("late receipt", "The receipt is written in a transaction after that of the effect.", _receipts_afterwards),
    Bug("early verdict", "The verdict leaves before the commit.", _answers_before_commit),
    Bug("refusals forgotten", "Only what was applied gets a receipt.", _refusals_forgotten),
    Bug(
        "waiting is final",
        "What should be tried again is refused for good.",
        lambda: patch.object(receipts, "is_final", _always),
    ),
    Bug(
        "one version",
        "All rows of a transaction get the same version.",
        lambda: patch.object(versions, "take", _one_version),
    ),
    Bug("page in no order", "A page is not cut in the order of versions.", lambda: patch.object(pull, "PAGE", BY_ROW)),
    Bug("no drop", "The phone is not told what it may not hold any more.", _no_drop),
    Bug("rights of the cursor", "What the phone's cursor names is served.", _rights_of_the_cursor),
    Bug("same epoch", "A restore leaves the epoch as it was.", _same_epoch),
    Bug(
        "no base",
        "A scope below its floor begins anew at every page.",
        lambda: patch.object(pull, "_places", _without_base),
    ),
    Bug("no floor", "Tombstones that are gone are not missed.", lambda: patch.object(pull, "_places", _without_floor)),
    Bug("no touch", "Phones are not told of an entry in the books.", _no_touch("entry")),
]

# ---- in the phone's store


ROWS = "'rows', 'bundles', 'answers', 'outbox'"
PHONE = [
    Bug(
        "no journal",
        "A verdict takes the act out of the outbox, and nothing is kept of it.",
        phone=(("write.done.push({ ...entry, epoch, acked: now } satisfies Done);", "void [epoch, now];"),),
    ),
    Bug(
        "short journal",
        "The journal forgets at once.",
        phone=(("const JOURNAL_DAYS = 30;", "const JOURNAL_DAYS = 0;"),),
    ),
    Bug(
        "no replay",
        "After a restore the journal stays where it is.",
        phone=(("if (write.replay) await replay(", "if (write.replay && false) await replay("),),
    ),
    Bug(
        "stale page",
        "A page counts whatever rows it was asked for upon.",
        phone=(("if (kept.cursor !== flight.cursor || kept.marks !== flight.marks) return false;", ""),),
    ),
    Bug(
        "cursor first",
        "The cursor is stored in one transaction and the rows in the next.",
        phone=(
            ("await apply(tx, effect.write);", "await apply(tx, { ...effect.write, rows: [] });"),
            (
                "    this.state = state;\n    for (const effect of effects)",
                "    this.state = state;\n"
                "    for (const effect of effects) if (effect.do === 'keep') {\n"
                "      await base.write(['rows'], 'relaxed', async (tx) => {\n"
                "        for (const row of effect.write.rows) void tx.objectStore('rows').put(row);\n"
                "      });\n"
                "    }\n"
                "    for (const effect of effects)",
            ),
        ),
    ),
    Bug(
        "relaxed",
        "An act is called saved before the disk has it for certain.",
        phone=(('(["outbox", "drafts", "issues"], "strict",', '(["outbox", "drafts", "issues"], "relaxed",'),),
    ),
    Bug(
        "saved too soon",
        "An act is called saved while it is being written.",
        phone=(
            ("    let written: T;\n", "    const soon = write(session);\n"),
            ("      written = await write(session);\n", "      soon.catch(() => {});\n"),
            ("    await see(written, session)", "    void soon.then((entry) => see(entry, session))"),
        ),
    ),
    Bug(
        "nameless",
        "What is sent once more has lost its name.",
        phone=(("    const { label } = issue;\n", "    const label = '';\n"),),
    ),
    Bug(
        "clean sign-out",
        "A sign-out clears the outbox too.",
        phone=(
            ('base.write(["rows", "bundles", "answers", "meta"]', f"base.write([{ROWS}, 'meta']"),
            (
                'for (const name of ["rows", "bundles", "answers"] as const) await tx',
                f"for (const name of [{ROWS}]) await tx",
            ),
        ),
    ),
    Bug(
        "waiting is refused",
        "What the server wants to see again later is shown as refused.",
        phone=(
            (
                'if (verdict.status === "retry") retry.push(entry.n);',
                'if (verdict.status === "retry") end(write, entry, { ...verdict, status: "rejected" }, answer);',
            ),
        ),
    ),
    Bug(
        "one database",
        "All accounts of a phone share a database.",
        phone=(("    `verstat-${id}`,", "    `verstat-${'all'}`,"),),
    ),
    Bug(
        "kept scopes",
        "Rows of a scope that was lost stay.",
        phone=(("for (const scope of write.drop) send(rows.delete(within(scope)));", ""),),
    ),
    Bug(
        "no tombstones",
        "A row that is gone stays.",
        phone=(("for (const { scope, entity, id } of write.gone) send(rows.delete([scope, entity, id]));", ""),),
    ),
    Bug(
        "late answer",
        "An answer that comes after a sign-out is still stored.",
        phone=(
            ("    if (this.isOver) return null;\n", ""),
            ("    this.abort.abort();\n", ""),
            ("shown, hints, marks: marks + 1 }", "shown, hints, marks }"),
            ("kept.cursor !== flight.cursor ||", ""),
        ),
    ),
]

BUGS = [*SERVER, *PHONE]
SINCE = {
    "early verdict": 37,
    "no drop": 13,
    "rights of the cursor": 13,
    "no base": 23,
    "stale page": 35,
    "cursor first": 20,
    "clean sign-out": 16,
    "kept scopes": 13,
    "late answer": 25,
    "nameless": 9,
}
"""Bug -> the program with which the hunt begins, a little before the one that found it first; else 1."""
