"""SQLite in one file: one writer, several readers, WAL with synchronous=FULL.

Piccolo's own engine opens a connection and a thread for every query, sets none of this, and loses writes
when two transactions meet (99 of 100 in a test). Ours gives Piccolo the same connections that the rooms use.
It overrides two private methods of Piccolo 1.38; tests/core/test_database.py holds it to that.
"""

import asyncio
import fcntl
import os
import re
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import chain, cycle
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType
from piccolo.query.base import Query
from piccolo.table import Table

from backend.core.database.copies import refuse_half_restored
from backend.core.database.face import Db, Row, Unready
from backend.core.database.inserts import sqlite_care, sqlite_insert, sqlite_moment, sqlite_moment_or_null

T = TypeVar("T")

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "2",  # FULL: NORMAL may roll back commits after a power cut, and a verdict has left by then
    "foreign_keys": "1",
    "wal_autocheckpoint": "4000",  # pages: what is written again and again goes into the file once, not each time
    "busy_timeout": "5000",  # ms: a backup or a command holds the file for less
    "cache_size": "-16000",  # KiB for each connection: what a school's desk reads stays in memory
    "temp_store": "2",  # memory
}
LOOK_AGAIN = 0.05  # seconds between two looks whether another process has done what only one may do
INSERTS = (64, 8, 1)  # rows in one statement: after each the two threads of a process may change places
READERS = 2  # for Piccolo alone, which is the console: rooms read through the loop's own connection

# Ids stay text on their way out of Piccolo too, and a moment is read by C code.
sqlite3.register_converter("UUID", bytes.decode)


@cache
def _sql(text: str) -> str:
    """Our one SQL as SQLite reads it."""
    listed = re.sub(r"= ANY\(\$(\d+)\)", r"IN (SELECT value FROM json_each(?\1))", text)
    return re.sub(r"\$(\d+)", r"?\1", listed)


def _arg(value: Any) -> Any:
    if isinstance(value, list):
        return msgspec.json.encode(value).decode()
    if isinstance(value, datetime):
        return sqlite_moment(value)
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(64)
def _pattern(like: str) -> re.Pattern[str]:
    wild = {"%": ".*", "_": "."}
    return re.compile("".join(wild.get(letter) or re.escape(letter) for letter in like), re.DOTALL | re.IGNORECASE)


def _like(like: str | None, text: object) -> bool | None:
    return None if like is None or text is None else _pattern(like).fullmatch(str(text)) is not None


def _upper(text: object) -> str | None:
    return None if text is None else str(text).upper()


def _connect(path: Path, *, typed: bool, read_only: bool) -> sqlite3.Connection:
    types = sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES if typed else 0
    cx = sqlite3.connect(path, isolation_level=None, check_same_thread=False, detect_types=types, cached_statements=512)
    for name, value in PRAGMAS.items():
        cx.execute(f"PRAGMA {name}={value}")
    if read_only:
        cx.execute("PRAGMA query_only=1")
    if typed:  # what Piccolo searches by: SQLite itself knows the case of Latin letters only
        cx.create_function("like", 2, _like, deterministic=True)
        cx.create_function("upper", 1, _upper, deterministic=True)
    return cx


def _fetch(cx: sqlite3.Connection, sql: str, args: Sequence[Any]) -> list[Row]:
    cursor = cx.execute(sql, args)
    if cursor.description is None:
        return []
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class _Connection:
    """A connection that Piccolo talks to, on a thread of its own so that the loop never waits for it."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self.path, self.read_only = path, read_only
        self.typed: sqlite3.Connection | None = None

    def _run(self, sql: str, args: Sequence[Any]) -> list[Row]:
        if self.typed is None:
            self.typed = _connect(self.path, typed=True, read_only=self.read_only)
        return _fetch(self.typed, sql, args)

    async def execute(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        return await asyncio.get_running_loop().run_in_executor(self.thread, self._run, sql, args)

    async def close(self) -> None:
        """Piccolo's transaction calls this when it ends; the connection stays."""

    def undo(self) -> None:
        """End a transaction whose own end failed or was cut off."""
        if self.typed is not None and self.typed.in_transaction:
            self.typed.rollback()

    def stop(self) -> None:
        self.thread.shutdown()
        if self.typed is not None:
            self.typed.close()


class _Transaction(SQLiteTransaction):
    """A Piccolo transaction that owns the writer for as long as it lasts."""

    engine: "_Engine"

    async def get_connection(self) -> _Connection:
        await self.engine.write_lock.acquire()
        return self.engine.writer

    async def begin(self) -> None:
        try:
            await super().begin()
        except BaseException:
            self._let_go()
            raise

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        try:
            return await super().__aexit__(exception_type, exception, traceback)
        finally:
            if self._parent is None:
                self._let_go()

    def _let_go(self) -> None:
        self.engine.writer.thread.submit(self.engine.writer.undo)
        self.engine.write_lock.release()


class _Engine(SQLiteEngine):
    """Piccolo's engine over our connections."""

    def __init__(self, path: Path) -> None:
        super().__init__(path=str(path))
        self.write_lock = asyncio.Lock()
        self.writer = _Connection(path, read_only=False)
        self.readers = [_Connection(path, read_only=True) for _ in range(READERS)]
        self._next = cycle(self.readers)

    async def _run_in_existing_connection(  # type: ignore[override] - Piccolo's connection is aiosqlite's, ours answers alike
        self, connection: _Connection, query: str, args: list[Any] | None = None, *_: Any, **__: Any
    ) -> list[Row]:
        return await connection.execute(query, args or ())

    async def _run_in_new_connection(self, query: str, args: list[Any] | None = None, *_: Any, **__: Any) -> list[Row]:
        if query.lstrip()[:6].upper() == "SELECT":
            return await next(self._next).execute(query, args or ())
        async with self.write_lock:
            return await self.writer.execute(query, args or ())

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,  # noqa: ARG002 - Piccolo's signature
        allow_nested: bool = True,
    ) -> _Transaction:
        """Always immediate: a deferred one that reads and then writes fails at once when it meets another."""
        return _Transaction(self, TransactionType.immediate, allow_nested)

    def stop(self) -> None:
        for connection in (self.writer, *self.readers):
            connection.stop()


class _Db:
    """The face over a plain connection, used in place: nothing here waits for anything but the disk."""

    def __init__(self, cx: sqlite3.Connection) -> None:
        self.cx = cx

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        return _fetch(self.cx, _sql(sql), [_arg(a) for a in args])

    async def run(self, query: Query[Any, Any]) -> list[Row]:
        sql, args = query.querystrings[0].compile_string(engine_type="sqlite")
        return _fetch(self.cx, sql, [_arg(a) for a in args])

    async def insert(self, table: type[Table], rows: Sequence[tuple[Any, ...]], *, once: bool) -> None:
        left = _with_care(rows, sqlite_care(table))
        for many in INSERTS:
            while len(left) >= many:
                self.cx.execute(sqlite_insert(table, once, many), [*chain.from_iterable(left[:many])])
                left = left[many:]

    async def put(self, sql: str, types: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[Row]:
        cells = ", ".join(f"json_extract(value, '$[{i}]') AS c{i + 1}" for i in range(len(types)))
        moments = [(i, sqlite_moment_or_null) for i, name in enumerate(types) if name == "timestamptz"]
        given = msgspec.json.encode(_with_care(rows, moments)).decode()
        return _fetch(self.cx, sql.format(rows=f"(SELECT {cells} FROM json_each(?1))"), [given])  # noqa: S608 - our names


def _with_care(rows: Sequence[tuple[Any, ...]], care: Sequence[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
    """The same rows; column by column, which is cheaper than row by row."""
    if not care or not rows:
        return rows
    columns = list(zip(*rows, strict=True))
    for position, convert in care:
        columns[position] = tuple(map(convert, columns[position]))
    return [*zip(*columns, strict=True)]


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _drive(batch: Awaitable[T]) -> T:
    """Run a coroutine that never truly waits. One that does (network inside a batch) fails at once, by design."""
    coroutine = batch.__await__()
    try:
        next(coroutine)
    except StopIteration as end:
        return end.value
    raise RuntimeError("A batch may await nothing but its database.")


class SQLite:
    """A SQLite file. Snapshots are read in place by the loop's own connection: a thread hop costs more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _Engine(path)
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None

    async def open(self) -> None:
        refuse_half_restored(self.path)
        try:
            os.close(self._kept_private(self.path))  # SQLite gives the files beside it the same mode
            self._writer = _connect(self.path, typed=False, read_only=False)
            self._reader = _connect(self.path, typed=False, read_only=True)
            self._writer.execute("BEGIN IMMEDIATE").execute("ROLLBACK")
        except (OSError, sqlite3.Error) as error:
            await self.close()
            raise self._unwritable(error) from None
        for name, want in PRAGMAS.items():
            found = str(self._writer.execute(f"PRAGMA {name}").fetchone()[0])
            if found != want:
                raise Unready(
                    f"SQLite did not accept {name}={want} (it says {found}); saved work would not be safe here."
                )
        refuse_half_restored(self.path)  # again: a restore that began after this sees that it is open

    def _kept_private(self, file: Path) -> int:
        """Open a file in the data folder. Minors' data: for this user alone, whatever the umask."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)

    def _unwritable(self, error: Exception) -> Unready:
        return Unready(
            f"The data folder {self.path.parent} cannot be written ({error}). "
            "Give this user the right to write there, or name another folder with --data."
        )

    async def close(self) -> None:
        self.engine.stop()  # first: a batch whose caller went away may still run on its thread
        for cx in (self._reader, self._writer):
            if cx is not None:
                cx.close()
        self._reader = self._writer = None

    async def cluster(self) -> str:
        return ""

    def _reading(self) -> sqlite3.Connection:
        assert self._reader is not None, "the database is not open"  # noqa: S101 - a mistake of ours
        return self._reader

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        return await _Db(self._reading()).rows(sql, *args)

    async def run(self, query: Query[Any, Any]) -> list[Row]:
        return await _Db(self._reading()).run(query)

    @asynccontextmanager
    async def alone(self, task: str) -> AsyncGenerator[None]:
        # Not the database file: to close it once more gives up the locks that SQLite has on it.
        try:
            handle = self._kept_private(self.path.with_name(f"{task}.lock"))
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            while not _locked(handle):
                await asyncio.sleep(LOOK_AGAIN)
            yield
        finally:
            os.close(handle)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Db]:
        cx = self._reading()
        cx.execute("BEGIN")
        try:
            yield _Db(cx)
        finally:
            cx.execute("ROLLBACK")

    async def write(self, batch: Callable[[Db], Awaitable[T]]) -> T:
        async with self.engine.write_lock:
            # Shielded: a request that goes away must not leave the transaction half driven.
            return await asyncio.shield(
                asyncio.get_running_loop().run_in_executor(self.engine.writer.thread, self._write, batch)
            )

    def _write(self, batch: Callable[[Db], Awaitable[T]]) -> T:
        cx = self._writer
        assert cx is not None, "the database is not open"  # noqa: S101 - a mistake of ours
        cx.execute("BEGIN IMMEDIATE")
        try:
            result = _drive(batch(_Db(cx)))
            cx.execute("COMMIT")
        except BaseException:
            if cx.in_transaction:
                cx.execute("ROLLBACK")
            raise
        return result


@contextmanager
def looking(path: Path) -> Generator[Db]:
    """A file for who must change nothing, neither in it nor beside it; whoever serves it goes on. Raises Unready."""
    refuse_half_restored(path)
    # To read a log SQLite makes files beside it, and leaves them; where there is no log there is nothing to wait for.
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)) as cx:
            cx.execute(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout']}")
            cx.execute("SELECT 1 FROM sqlite_master")
            yield _Db(cx)
    except sqlite3.DatabaseError as error:
        raise Unready(f"The database {path} cannot be read ({error}).") from None
