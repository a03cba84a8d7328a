"""For who looks at a database, served or not, and must change nothing."""

import os
import sqlite3
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from backend.core.database import postgres, sqlite
from backend.core.database.face import Db, Unready
from backend.core.database.sqlite import SQLite
from backend.core.settings import Settings

TIMES = 20  # writes; few enough to disturb nobody
PAGE = 4_096  # bytes of one of them: what SQLite writes at least


@asynccontextmanager
async def look(settings: Settings) -> AsyncGenerator[Db]:
    """The database that the settings name. Raises Unready."""
    if settings.database:
        async with postgres.looking(settings.database) as db:
            yield db
    else:
        with sqlite.looking(settings.sqlite) as db:
            yield db


async def has(db: Db, table: str) -> bool:
    """Whether there is such a table."""
    try:
        await db.rows(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our names
    except (sqlite3.OperationalError, asyncpg.UndefinedTableError):
        return False
    return True


async def cluster(settings: Settings, db: Db) -> str:
    """As `Database.cluster`."""
    try:
        found = await db.rows("SELECT CAST(system_identifier AS text) AS it FROM pg_control_system()")
    except (sqlite3.OperationalError, asyncpg.InsufficientPrivilegeError, asyncpg.UndefinedFunctionError):
        return ""
    return found[0]["it"] if settings.database else ""


async def objection(folder: Path) -> str:
    """Why SQLite would not be durable in a folder; "" when it would. Tried with a database that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".doctor-", dir=folder) as there:
        tried = SQLite(Path(there) / "tried.sqlite")
        try:
            await tried.open()
        except Unready as error:
            return str(error)
        finally:
            await tried.close()
    return ""


async def keeps_a_log(settings: Settings, db: Db) -> bool:
    """Whether an SQLite file is in WAL mode. Where there is no log to read, only the header of the file says so."""
    if (await db.rows("PRAGMA journal_mode"))[0]["journal_mode"] == "wal":
        return True
    with settings.sqlite.open("rb") as file:  # holds no lock, and to close it gives up none: see `copies.in_use`
        return file.read(20)[18:20] == b"\x02\x02"  # sqlite.org/fileformat2, 1.3


def file_writes(folder: Path) -> list[float]:
    """Milliseconds of each of a few durable writes into a folder, where no name appears. Raises OSError."""
    taken: list[float] = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(TIMES):
            started = time.perf_counter()
            file.write(b"\0" * PAGE)
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - started) * 1000)
    return taken


MESSAGE = "SELECT pg_logical_emit_message(true, 'verstat', 'doctor')"


async def commits(db: Db) -> list[float]:
    """The same of PostgreSQL: what is committed is a message in its log, which nobody reads. [] when it may not be."""
    taken: list[float] = []
    for _ in range(TIMES):
        started = time.perf_counter()
        try:
            await db.rows(MESSAGE)
        except asyncpg.PostgresError:
            return []
        taken.append((time.perf_counter() - started) * 1000)
    return taken
