"""What every room may ask of a database."""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

import asyncpg
from piccolo.engine.base import Engine
from piccolo.query.base import Query
from piccolo.table import Table

Row = dict[str, Any]
"""Column -> value as the driver gives it: ids are text on both; a moment goes through `clock.instant`."""

T = TypeVar("T")

REFUSED = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    OverflowError,  # an integer beyond 64 bits, SQLite
    UnicodeError,  # a lone surrogate
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.DataError,
)
"""What the database says when a row itself is wrong: trying the same row again cannot help."""


class Unready(Exception):
    """The database cannot be used; the text tells an operator what to do."""


class Away(Exception):
    """The database does not answer now, or a connection broke. Whether what was under way is saved nobody knows: a
    phone sends it again under the same id, a person looks and tries again."""


class Reader(Protocol):
    """What queries need: a snapshot, the work of an act, which sees its own rows too, or the database itself for what
    asks one thing only."""

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        """The rows that `sql` yields; [] for a statement without any."""
        ...

    async def run(self, query: Query[Any, Any]) -> list[Row]:
        """The plain rows of a Piccolo query, read inside this transaction."""
        ...


class Db(Reader, Protocol):
    """One connection inside one transaction: of the writer, or a read-only snapshot."""

    async def insert(self, table: type[Table], rows: Sequence[tuple[Any, ...]], *, once: bool) -> None:
        """Insert `rows` (values in the order of the table's columns) in one statement.

        With `once`, a row whose primary key exists already is left as it is.
        """
        ...

    async def put(self, sql: str, types: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[Row]:
        """Run a statement that reads `FROM {rows}`: a table of `rows` with columns c1, c2 … of PostgreSQL's `types`.

        SQLite reads an upsert after a SELECT only when that has a WHERE: write `WHERE true`.
        """
        ...


class Database(Reader, Protocol):
    """A database with its connections. As a reader each statement is a moment of its own."""

    @property
    def engine(self) -> Engine[Any]:
        """Piccolo's view of it, for migrations and the console."""
        ...

    async def open(self) -> None:
        """Connect and verify what durability depends on. Raises Unready."""
        ...

    async def close(self) -> None:
        """Let every connection go; safe to call twice."""
        ...

    async def cluster(self) -> str:
        """Which server keeps it, for who wants to know whether it was moved; "" for a file, which may move."""
        ...

    def alone(self, task: str) -> AbstractAsyncContextManager[None]:
        """What one process at a time may do, of all that use this database; who comes later waits. A process that is
        killed lets go. Not for a task within the same task. It need not be open. Raises Unready."""
        ...

    def read(self) -> AbstractAsyncContextManager[Db]:
        """A snapshot: all that is read inside belongs to one moment. Hold it briefly and await nothing else in it.

        Raises Away.
        """
        ...

    async def write(self, batch: Callable[[Db], Awaitable[T]]) -> T:
        """Run `batch` in one transaction and return what it returns once that is durable; an exception undoes it all.

        `batch` must await nothing but its Db. Raises Away.
        """
        ...


def worth_repeating(error: BaseException) -> bool:
    """Whether the same transaction may succeed when run again: another writer was in the way."""
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorname.startswith("SQLITE_BUSY")
    return isinstance(error, asyncpg.SerializationError | asyncpg.DeadlockDetectedError)


def fails_any_act(error: BaseException) -> bool:
    """Whether it is the database itself that fails - full, gone, misused - and no act could be saved now."""
    whole = (Away, OSError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError)
    return isinstance(error, whole) and not isinstance(error, REFUSED)
