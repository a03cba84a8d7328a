"""How load is measured: CPU of this process as a multiple of an empty Litestar request, and bytes on the line."""

import argparse
import logging
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar, get

from backend import migrations
from backend.app import assemble
from backend.core.door import Door
from backend.core.settings import Settings
from tests.phone import Phone

EMPTY_RUNS = 2_000
RUNS = 7


def asked(program: str, about: str, what: str, default: int) -> argparse.Namespace:
    """What was asked on the command line: how many of `what`, and in which database."""
    parser = argparse.ArgumentParser(prog=program, description=about)
    parser.add_argument(f"--{what}", type=int, default=default)
    parser.add_argument("--database", default="", help="a PostgreSQL database that is empty; SQLite in a file without")
    return parser.parse_args()


@asynccontextmanager
async def installation(database: str) -> AsyncGenerator[Door]:
    """A new installation, open."""
    logging.disable(logging.INFO)  # a line for each request costs more than the request
    with tempfile.TemporaryDirectory() as folder:
        door = assemble(Settings(data=Path(folder), database=database, hosts="test,test.local"))
        await door.open()
        try:
            await migrations.forwards(door.database)
            yield door
        finally:
            await door.close()


@get("/empty")
async def empty() -> None:
    """The least that Litestar can do."""


async def cost(act: Callable[[], Awaitable[object]], runs: int = RUNS) -> float:
    """Milliseconds of this process's CPU for one run, the least of what was seen: the rest is the machine's."""
    found: list[float] = []
    for _ in range(runs):
        before = time.process_time()
        await act()
        found.append((time.process_time() - before) * 1000)
    return min(found)


async def empty_request() -> float:
    """What the least request costs in this run."""
    app: Any = Litestar([empty], openapi_config=None)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:

        async def many() -> None:
            for _ in range(EMPTY_RUNS):
                await http.get("/empty")

        return await cost(many, 3) / EMPTY_RUNS


@dataclass
class Sync:
    """What a phone's first sync came to."""

    milliseconds: float
    pages: int
    rows: int
    plain: int
    """Bytes of JSON."""
    sent: int
    """Bytes on the line."""


async def first_sync(phone: Phone) -> Sync:
    """Let a new phone take everything, and then again and again."""
    sizes: list[tuple[int, int]] = []

    async def weigh(answer: httpx.Response) -> None:
        sizes.append((len(await answer.aread()), answer.num_bytes_downloaded))

    phone.http.event_hooks = {"response": [weigh]}
    pages = await phone.pull()
    plain, sent = sum(one for one, _ in sizes), sum(one for _, one in sizes)

    async def again() -> None:
        phone.cursor = None
        await phone.pull()

    return Sync(await cost(again), len(pages), len(phone.rows), plain, sent)


HEAD = f"{'who':<14}{'CPU ms':>9}{'x empty':>9}{'pages':>7}{'rows':>8}{'kB JSON':>9}{'kB sent':>9}"


def line(who: str, sync: Sync, base: float) -> str:
    """One line of a table under HEAD."""
    spent, kilos = sync.milliseconds, (sync.plain / 1000, sync.sent / 1000)
    numbers = f"{spent:>9.1f}{spent / base:>9.0f}{sync.pages:>7}{sync.rows:>8}{kilos[0]:>9.0f}{kilos[1]:>9.0f}"
    return f"{who:<14}{numbers}"
