"""The product, broken on purpose: mistakes that somebody could make, each of which a machine has to find."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import asyncpg

from backend.audit import lines
from backend.core.database.sqlite import SQLite
from backend.core.door import Door
from backend.core.work import Act, Work
from backend.core.writer import Hook
from backend.sync import receipts


def _apart(door: Door, hook: Hook) -> None:
    """What `hook` writes is committed by itself, after the rest."""
    writer: Any = door.writer
    submit = writer.submit
    writer._commit = [one for one in writer._commit if one is not hook]

    async def in_two_steps(acts: list[Act]) -> None:
        await submit(acts)
        await door.database.write(lambda db: hook(Work(db, door.settings, {}), acts))  # type: ignore[arg-type]

    writer.submit = in_two_steps


def receipts_apart(door: Door) -> None:
    """The receipt is written when the effect is safe."""
    _apart(door, receipts.record)


def audit_apart(door: Door) -> None:
    """The audit line follows when there is time for it."""
    _apart(door, lines.write)


def no_transaction(door: Door) -> None:
    """Each statement commits itself."""
    if isinstance(door.database, SQLite):
        _without_begin(door.database)
        return
    transaction: Any = getattr(asyncpg.Connection, "transaction")  # noqa: B009 - typed in part

    def none_to_write(connection: Any, **given: Any) -> Any:
        return transaction(connection, **given) if given else contextlib.nullcontext()

    setattr(asyncpg.Connection, "transaction", none_to_write)  # noqa: B010 - a method, for this test


def _without_begin(database: Any) -> None:
    write = database._write

    def statement_by_statement(batch: Any) -> Any:
        database._writer = Deaf(database._writer)
        return write(batch)

    database._write = statement_by_statement


class Deaf:
    """A connection that begins and ends no transaction."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, *args: Any) -> Any:
        return None if sql in ("BEGIN IMMEDIATE", "COMMIT") else self._connection.execute(sql, *args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def answer_before_commit(door: Door) -> None:
    """Who sent something is answered as soon as it is known what became of it."""
    writer: Any = door.writer
    submit = writer.submit

    async def hasty(acts: list[Act]) -> None:
        task = asyncio.create_task(submit(acts))
        while not task.done() and not all(act.settled for act in acts):
            await asyncio.sleep(0)
        door.__dict__.setdefault("tasks", set()).add(task)

    writer.submit = hasty


BROKEN: dict[str, Callable[[Door], None]] = {
    "receipts apart": receipts_apart,
    "audit apart": audit_apart,
    "no transaction": no_transaction,
    "answer before commit": answer_before_commit,
}
