"""A database that was put back by hand, with whatever tool, is not served until somebody says that it is meant."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.settings import Settings
from tests import databases
from tests.cast import Cast, assemble_cast
from tests.command.program import Serving, free_port, one_sentence, run
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import peek


@pytest.fixture
def installed(kind: str, tmp_path: Path) -> Iterator[tuple[Settings, Cast]]:
    """An installation with the cast, whose database may be dropped and made again."""
    casts: list[Cast] = []

    async def people_it(door: Door) -> None:
        casts.append(await assemble_cast(door))

    with databases.database(kind, tmp_path) as name:
        settings = databases.settings_for(kind, tmp_path, name)
        asyncio.run(databases.fill(settings, people_it))
        yield settings, casts[0]


def given(settings: Settings) -> tuple[list[str | Path], dict[str, str]]:
    """How a command is told of the installation."""
    return ["--data", settings.data], {"VERSTAT_DATABASE": settings.database} if settings.database else {}


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Door]:
    door = assemble(settings)
    await door.open()
    try:
        yield door
    finally:
        await door.close()


async def work(settings: Settings, cast: Cast, number: int) -> dict[str, Any]:
    """Serve, finish a lesson, end; the operation as the phone keeps it in its journal."""
    door = assemble(settings)
    app = build_app(door)
    async with app.lifespan():
        phone = await signed_in(door, lambda: Phone(app, cast), cast.people["solomiia"])
        operation = phone.lesson(number)
        assert [one["status"] for one in await phone.verdicts(operation)] == ["applied"]
    return operation


async def state(settings: Settings) -> tuple[str, list[str]]:
    """Epoch and receipts."""
    async with opened(settings) as door:
        (epoch,) = await peek(door.database, "SELECT value FROM sync_meta WHERE id = 'epoch'")
        return epoch["value"], [row["id"] for row in await peek(door.database, "SELECT id FROM operation ORDER BY id")]


def tool(name: str) -> str:
    """A program of PostgreSQL, on the PATH or where Debian keeps the newest one."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or next(map(str, reversed(beside)), None)
    assert found, f"{name} is missing: install the client programs of PostgreSQL"
    return found


def call(name: str, *arguments: str | Path) -> None:
    subprocess.run([tool(name), *map(str, arguments)], check=True, capture_output=True, env={"PATH": os.defpath})


def dump(settings: Settings, to: Path) -> None:
    """What the README tells an operator to do every night."""
    if settings.database:
        call("pg_dump", "--format=custom", f"--file={to}", settings.database)
    else:
        shutil.copyfile(settings.sqlite, to)


def make_empty(settings: Settings) -> None:
    """A new disk."""
    if settings.database:
        server, _, name = settings.database.rpartition("/")
        for sql in (f"DROP DATABASE {name}", f"CREATE DATABASE {name}"):
            call("psql", "--quiet", "--command", sql, f"{server}/postgres")
    else:
        settings.sqlite.unlink()


def put_back(settings: Settings, copy: Path) -> None:
    """What the README tells, or what an operator does who has not read it."""
    if settings.database:
        make_empty(settings)
        call("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={settings.database}", copy)
    else:
        shutil.copyfile(copy, settings.sqlite)


async def test_it_works(installed: tuple[Settings, Cast], tmp_path: Path) -> None:
    settings, cast = installed
    arguments, environment = given(settings)
    first = await work(settings, cast, 0)
    dump(settings, tmp_path / "copy")
    later = await work(settings, cast, 1)
    epoch, _ = await state(settings)
    put_back(settings, tmp_path / "copy")

    refused = await run("serve", *arguments, "--port", str(free_port()), **environment)
    said = one_sentence(refused)
    assert "is older than the one that was served here last" in said
    assert "what they believe delivered" in said
    assert f"./verstat restore --accept --data {settings.data}" in said
    assert await state(settings) == (epoch, [first["id"]])

    accepted = await run("restore", "--accept", *arguments, **environment)
    assert accepted[::2] == (0, "")
    assert accepted[1].startswith("Accepted.")
    async with Serving("serve", *arguments, **environment) as server:
        assert server.health.status_code == 200
    assert (await state(settings))[0] != epoch

    door = assemble(settings)
    app = build_app(door)
    async with app.lifespan():  # a phone that comes back, and sends its journal in the new epoch
        phone = await signed_in(door, partial(Phone, app, cast), cast.people["solomiia"])
        answer = (await phone.send(first, later)).json()
        assert [(one["status"], one["dup"]) for one in answer["verdicts"]] == [("applied", True), ("applied", False)]
        assert answer["epoch"] != epoch
        assert answer["hints"]["spread_s"] == settings.spread_seconds
    assert (await state(settings))[1] == sorted([first["id"], later["id"]])


async def test_another_database_in_its_place(installed: tuple[Settings, Cast]) -> None:
    settings, cast = installed
    arguments, environment = given(settings)
    await work(settings, cast, 0)
    make_empty(settings)
    assert (await run("migrate", *arguments, **environment))[0] == 0
    refused = await run("serve", *arguments, "--port", str(free_port()), **environment)
    assert "another database" in one_sentence(refused)


async def test_two_servers_on_one_database(installed: tuple[Settings, Cast]) -> None:
    settings, _ = installed
    arguments, environment = given(settings)
    async with (
        Serving("serve", *arguments, **environment) as one,
        Serving("serve", *arguments, **environment) as other,
    ):
        assert (one.health.status_code, other.health.status_code) == (200, 200)
    async with Serving("serve", *arguments, **environment):
        pass


async def test_a_server_that_is_killed_again_and_again_starts_again(installed: tuple[Settings, Cast]) -> None:
    settings, _ = installed
    arguments, environment = given(settings)
    for _ in range(3):
        async with Serving("serve", *arguments, **environment) as server:
            server.process.kill()
