"""A database for each test, on both kinds: a copy of a template in which the cast lives."""

import asyncio
import os
import shutil
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import asyncpg

from backend import migrations
from backend.app import assemble
from backend.core.door import Door
from backend.core.settings import Settings
from backend.sync import guard

POSTGRES = os.environ.get("VERSTAT_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")  # noqa: TID251 - tests have no settings


def settings_for(kind: str, folder: Path, name: str, **given: object) -> Settings:
    """The settings of an installation called `name`, which phones and clients reach as test.local."""
    url = f"{POSTGRES.rpartition('/')[0]}/{name}" if kind == "postgres" else ""
    given = {"hosts": "test.local", "database": url, **given}
    return Settings(data=folder / name, database_connections=4, **given)  # type: ignore[arg-type] - tests name fields


async def _on_server(sql: str, name: str | None = None) -> None:
    url = f"{POSTGRES.rpartition('/')[0]}/{name}" if name else POSTGRES
    connection = cast("Any", await asyncpg.connect(url, timeout=5))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def postgres_answers() -> bool:
    """Whether the tests' PostgreSQL can be used."""
    try:
        asyncio.run(_on_server("SELECT 1"))
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    return True


@contextmanager
def database(kind: str, folder: Path, template: str | None = None) -> Generator[str]:
    """The name of a new database, empty or a copy of `template`; it is gone, or nobody's, afterwards."""
    name = f"verstat_test_{uuid.uuid4().hex[:12]}"
    if kind == "sqlite":
        if template:
            shutil.copytree(folder / template, folder / name)
        yield name
        return
    if template:
        name = _ready[template].pop() if _ready[template] else asyncio.run(_copied(template, name))
    else:
        asyncio.run(_on_server(f"CREATE DATABASE {name}"))
    try:
        yield name
    finally:
        shutil.rmtree(folder / name, ignore_errors=True)
        asyncio.run(_given_back(name, template))


# PostgreSQL takes half a second to copy a database and a twentieth of it to fill one with the rows of before.
_ready: defaultdict[str, list[str]] = defaultdict(list)
"""Template -> its copies that nobody uses and that are as it is."""

KEEP = """
DROP SCHEMA IF EXISTS kept CASCADE;
CREATE SCHEMA kept;
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one.tablename, one.tablename);
    END LOOP;
    CREATE TABLE kept."counters" AS SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
AS_KEPT = """
SET session_replication_role = replica;
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', one.tablename);
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', one.tablename, one.tablename);
    END LOOP;
    FOR one IN SELECT * FROM kept.counters LOOP
        PERFORM setval(format('public.%I', one.sequencename), coalesce(one.last_value, 1), one.last_value IS NOT NULL);
    END LOOP;
END $$
"""
ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"


async def _copied(template: str, name: str) -> str:
    await _on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    await _on_server(KEEP, name)
    return name


async def _given_back(name: str, template: str | None) -> None:
    """Make a copy as its template is, for the next test; drop what is no copy, what was spoiled, and its own copies."""
    for copy in _ready.pop(name, []):
        await _on_server(f"DROP DATABASE {copy} WITH (FORCE)")
    if template:
        await _on_server(ALONE.format(name))
        try:
            await _on_server(AS_KEPT, name)
        except asyncpg.PostgresError:  # a test may have changed the tables themselves
            pass
        else:
            _ready[template].append(name)
            return
    await _on_server(f"DROP DATABASE {name} WITH (FORCE)")


async def fill(settings: Settings, people_it: Callable[[Door], Awaitable[None]]) -> None:
    """Migrate a new database and let `people_it` act in it."""
    door = assemble(settings)
    await door.open()
    try:
        await migrations.forwards(door.database)
        await people_it(door)
    finally:
        await door.close()


async def accept(settings: Settings) -> None:
    """What `./verstat restore --accept` does."""
    door = assemble(settings)
    await door.open()
    try:
        await guard.accept(door)
    finally:
        await door.close()


async def back_up(settings: Settings) -> Callable[[], Awaitable[None]]:
    """Copy an installation's database as it is now; what is returned puts the copy back, once, while it is closed.

    Nobody is told that it was put back: see `accept`.
    """
    if not settings.database:
        copy = settings.data / "backup"
        with sqlite3.connect(settings.sqlite) as now, sqlite3.connect(copy) as then:
            now.backup(then)

        async def copied_back() -> None:
            for name in ("-wal", "-shm"):
                settings.sqlite.with_name(settings.sqlite.name + name).unlink(missing_ok=True)
            copy.replace(settings.sqlite)

        return copied_back
    name = settings.database.rpartition("/")[2]
    await _on_server(KEEP.replace("kept", "backup"), name)

    async def filled_back() -> None:
        await _on_server(AS_KEPT.replace("kept", "backup"), name)
        await _on_server("DROP SCHEMA backup CASCADE", name)

    return filled_back
