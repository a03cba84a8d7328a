"""A database for each test, on both kinds: a copy of a template in which the cast lives."""

import asyncio
import os
import shutil
import uuid
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import asyncpg

from backend import migrations
from backend.app import assemble
from backend.core.door import Door
from backend.core.settings import Settings

POSTGRES = os.environ.get("VERSTAT_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")  # noqa: TID251 - tests have no settings


def settings_for(kind: str, folder: Path, name: str, **given: object) -> Settings:
    """The settings of an installation called `name`."""
    url = f"{POSTGRES.rpartition('/')[0]}/{name}" if kind == "postgres" else ""
    return Settings(data=folder / name, database=url, database_connections=4, **given)  # type: ignore[arg-type] - tests name fields


async def _on_server(sql: str) -> None:
    connection = cast("Any", await asyncpg.connect(POSTGRES, timeout=5))
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
    """The name of a new database, empty or a copy of `template`; it is gone afterwards."""
    name = f"verstat_test_{uuid.uuid4().hex[:12]}"
    if kind == "sqlite":
        if template:
            shutil.copytree(folder / template, folder / name)
        yield name
        return
    asyncio.run(_on_server(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
    try:
        yield name
    finally:
        asyncio.run(_on_server(f"DROP DATABASE {name} WITH (FORCE)"))


async def fill(settings: Settings, people_it: Callable[[Door], Awaitable[None]]) -> None:
    """Migrate a new database and let `people_it` act in it."""
    door = assemble(settings)
    await door.open()
    try:
        await migrations.forwards(door.database)
        await people_it(door)
    finally:
        await door.close()
