"""Several commands at the same moment on one new database: one of them does it, the others find it done."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.app import assemble
from backend.core.settings import Settings
from tests import databases
from tests.command.program import Serving, run
from tests.sync.peek import peek


@pytest.fixture
def empty(kind: str, folder: Path) -> Iterator[Settings]:
    """An installation whose database nobody has migrated."""
    with databases.database(kind, folder) as name:
        yield databases.settings_for(kind, folder, name)


async def test_it_works(empty: Settings) -> None:
    command = ("migrate", "--data", empty.data)
    given = {"VERSTAT_DATABASE": empty.database} if empty.database else {}
    answers = await asyncio.gather(*(run(*command, **given) for _ in range(3)))
    assert [(status, err) for status, _, err in answers] == [(0, "")] * 3
    assert sorted(out.split()[0] for _, out, _ in answers)[1:] == ["Nothing", "Nothing"]


async def test_two_first_starts(empty: Settings) -> None:
    """Neither takes the other's first count for a guard that was lost, and the guard is as far as the database."""
    given = {"VERSTAT_DATABASE": empty.database} if empty.database else {}
    assert (await run("migrate", "--data", empty.data, **given))[0] == 0
    servers = [Serving("serve", "--data", empty.data, **given) for _ in range(2)]
    try:
        begun = await asyncio.gather(*(server.__aenter__() for server in servers))
        assert [server.health.status_code for server in begun] == [200, 200]
    finally:
        await asyncio.gather(*(server.end() for server in servers))
    door = assemble(empty)
    await door.open()
    try:
        (told,) = await peek(door.database, "SELECT value FROM sync_meta WHERE id = 'generation'")
    finally:
        await door.close()
    assert f'"generation":{told["value"]}' in (empty.data / "guard").read_text()
