"""Several processes on one port and one PostgreSQL."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from backend.core.settings import Settings
from tests.command.program import PATIENCE, Serving, free_port, one_sentence, run

pytestmark = pytest.mark.postgres


def serves(pid: int) -> bool:
    """Whether this is a process that serves, and has not ended."""
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def servers(first: int) -> list[int]:
    """The processes that serve, of the one that was started."""
    found = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return [pid for pid in map(int, found) if serves(pid)]


async def until(what: str, first: int, before: list[int]) -> list[int]:
    """Two processes serve, and `what` ("one", "none") of them is of those before; who they are."""
    left = {"one": 1, "none": 0}[what]
    async with asyncio.timeout(PATIENCE):
        while len(now := servers(first)) != 2 or len({*now} & {*before}) != left:
            await asyncio.sleep(0.02)  # another process starts: there is nothing to await
    return now


@asynccontextmanager
async def two(settings: Settings) -> AsyncGenerator[Serving]:
    given = {"VERSTAT_DATABASE": settings.database, "VERSTAT_PROCESSES": "2"}
    async with Serving("serve", "--data", settings.data, **given) as server:
        yield server


async def test_it_works(settings: Settings) -> None:
    async with two(settings) as server:
        assert server.health.status_code == 200
        first = await until("none", server.process.pid, [])
        os.kill(first[0], signal.SIGKILL)
        second = await until("one", server.process.pid, first)
        server.process.send_signal(signal.SIGHUP)
        await until("none", server.process.pid, second)
        status, out, err = await server.end()
    assert (status, out.strip()) == (0, f"Serving on {server.url}")
    assert "Traceback" not in err


async def test_control_c_ends_all_quietly(settings: Settings) -> None:
    async with two(settings) as server:
        for pid in (server.process.pid, *servers(server.process.pid)):  # a terminal tells all of them
            os.kill(pid, signal.SIGINT)
        status, _, err = await server.end(signal.SIGINT)
    assert status == 0
    assert "Traceback" not in err


async def test_none_serves_on_when_the_first_is_killed(settings: Settings) -> None:
    async with two(settings) as server:
        both = await until("none", server.process.pid, [])
        await server.end(signal.SIGKILL)  # returns once nobody holds the pipe that they log into
    async with asyncio.timeout(PATIENCE):
        while any(serves(pid) for pid in both):
            await asyncio.sleep(0.02)  # other processes end: there is nothing to await


async def test_sqlite_is_for_one_process(tmp_path: Path) -> None:
    answer = await run("serve", "--data", tmp_path, "--port", str(free_port()), VERSTAT_PROCESSES="2")
    assert one_sentence(answer).startswith("VERSTAT_PROCESSES is 2; on SQLite it should be 1")
