"""PostgreSQL behind a pool. Ids come and go as text, as in SQLite."""

import asyncio
import logging
import warnings
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar, cast

import asyncpg
from piccolo.engine.postgres import PostgresEngine
from piccolo.query.base import Query
from piccolo.table import Table

from backend.core.database.face import Away, Db, Row, Unready
from backend.core.database.inserts import json_text, postgres_insert

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE = 5  # seconds; Piccolo never gives back the connection of a transaction that was cancelled as it began
FAILED = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
LOST = (
    ConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,  # it starts
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,  # asyncpg, of a farewell that it did not expect
)
"""What is said of a connection that breaks, or cannot be had now."""

# A plan is made once for a connection and kept. One made while a table was small and not yet analysed reads all of it,
# and goes on so while it grows: 0.10 became 0.33 ms for each operation between 50,000 and 160,000 rows. What we ask
# for has an index. Compiling a plan takes longer than any of ours runs.
PLANS = {"enable_seqscan": "off", "jit": "off"}

LOOKING = {"application_name": "verstat doctor"}
OFF = """
SELECT name FROM pg_settings WHERE name IN ('synchronous_commit', 'fsync', 'full_page_writes') AND setting = 'off'
"""


def _listed(off: set[str]) -> str:
    return " and ".join(f"{name}=off" for name in sorted(off))


async def _ids_as_text(connection: Any) -> None:
    await connection.set_type_codec("uuid", encoder=str, decoder=str, schema="pg_catalog", format="text")


async def _left_as_it_is(_connection: Any) -> None:
    """Nothing of ours outlives a transaction, and asyncpg has undone one whose end was cut off: to tell the connection
    to forget the rest costs a round trip."""


def _broke(connection: Any) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken it back already
        return True


class _Db:
    def __init__(self, cx: Any) -> None:
        self.cx = cx

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        return [dict(row) for row in await self.cx.fetch(sql, *args)]

    async def run(self, query: Query[Any, Any]) -> list[Row]:
        sql, args = query.querystrings[0].compile_string(engine_type="postgres")
        return [dict(row) for row in await self.cx.fetch(sql, *args)]

    async def insert(self, table: type[Table], rows: Sequence[tuple[Any, ...]], *, once: bool) -> None:
        sql, json_at = postgres_insert(table, once)
        arrays = [list(column) for column in zip(*rows, strict=True)]
        for position in json_at:
            arrays[position] = [json_text(value) for value in arrays[position]]
        await self.cx.execute(sql, *arrays)

    async def put(self, sql: str, types: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[Row]:
        arrays = ", ".join(f"${i + 1}::{name}[]" for i, name in enumerate(types))
        names = ", ".join(f"c{i + 1}" for i in range(len(types)))
        found = await self.cx.fetch(sql.format(rows=f"unnest({arrays}) AS given ({names})"), *zip(*rows, strict=True))
        return [dict(row) for row in found]


@contextmanager
def _in_sentences() -> Generator[None]:
    """Raises Unready for a server that cannot be reached."""
    try:
        yield
    except (ValueError, asyncpg.InterfaceError):  # their words may hold a piece of the password
        raise Unready(
            "VERSTAT_DATABASE cannot be read. It should be postgresql://user:password@host:port/name, with "
            "whatever is neither a letter nor a digit in the password written as %xx."
        ) from None
    except (OSError, asyncpg.PostgresError) as error:
        raise Unready(f"PostgreSQL does not answer ({error}). Is it running, and is VERSTAT_DATABASE right?") from None


class Postgres:
    """A PostgreSQL database named by a URL; `connections` bounds what this process may hold."""

    def __init__(self, url: str, connections: int) -> None:
        with warnings.catch_warnings():  # Piccolo asks for the version already here; `open` says better what is wrong
            warnings.simplefilter("ignore")
            self.engine = PostgresEngine(config={"dsn": url}, extensions=())
        self._connections = connections

    async def open(self) -> None:
        with _in_sentences():
            await self.engine.start_connection_pool(
                min_size=1,
                max_size=self._connections,
                init=_ids_as_text,
                reset=_left_as_it_is,
                server_settings=PLANS,
            )
        async with self._pool.acquire() as connection:
            off = {row["name"] for row in await connection.fetch(OFF)}
        if "synchronous_commit" in off:
            await self.close()
            raise Unready("PostgreSQL runs with synchronous_commit=off; saved work would not be safe here.")
        if off:  # only whoever keeps the server can change it, and a cluster for tests may well be so
            log.warning("PostgreSQL runs with %s: a power cut may destroy its data. Set it to on.", _listed(off))

    @property
    def _pool(self) -> Any:
        assert self.engine.pool is not None, "the database is not open"  # noqa: S101 - a mistake of ours
        return self.engine.pool

    @asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Any]:
        """One of the pool, which makes a new one in the place of one that broke. Raises Away."""
        lost = True
        try:
            async with self._pool.acquire() as connection:
                lost = False
                try:
                    yield connection
                except FAILED:
                    lost = _broke(connection)
                    raise
        except FAILED as error:
            if lost or isinstance(error, LOST):
                raise Away from error
            raise

    async def close(self) -> None:
        pool = self.engine.pool
        if pool is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self.engine.close_connection_pool()
        except TimeoutError:
            pool.terminate()
            self.engine.pool = None

    async def cluster(self) -> str:
        try:
            return str(await self._pool.fetchval("SELECT system_identifier FROM pg_control_system()"))
        except (asyncpg.InsufficientPrivilegeError, asyncpg.UndefinedFunctionError):
            return ""

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        async with self._connection() as connection:
            return await _Db(connection).rows(sql, *args)

    async def run(self, query: Query[Any, Any]) -> list[Row]:
        async with self._connection() as connection:
            return await _Db(connection).run(query)

    @asynccontextmanager
    async def alone(self, task: str) -> AsyncGenerator[None]:
        # A connection of its own: of the pool there may be just one, and the task needs that.
        with _in_sentences():
            holder = cast("Any", await asyncpg.connect(self.engine.config["dsn"]))
        try:
            await holder.execute("SELECT pg_advisory_lock(hashtext($1))", f"verstat {task}")
            yield
        finally:
            await holder.close()

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Db]:
        async with (
            self._connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield _Db(connection)

    async def write(self, batch: Callable[[Db], Awaitable[T]]) -> T:
        async with self._connection() as connection, connection.transaction():
            return await batch(_Db(connection))


@asynccontextmanager
async def looking(url: str) -> AsyncGenerator[Db]:
    """A connection for who must change nothing; how it is set is not judged. Raises Unready."""
    with _in_sentences():
        connection = cast("Any", await asyncpg.connect(url, timeout=PATIENCE, server_settings=LOOKING))
    try:
        await _ids_as_text(connection)
        yield _Looking(connection)
    finally:
        await connection.close(timeout=PATIENCE)


class _Looking(_Db):
    """Each question is a transaction of its own, so that one that fails spoils no other."""

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        async with self.cx.transaction(readonly=True):
            return await super().rows(sql, *args)
