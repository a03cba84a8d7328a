"""What a phone's first sync costs: a learner at the end of two courses, a coordinator of 500 people, a mentor of 30.

    python -m tests.load.first_sync [--people 500] [--database URL]

In one process, over the app itself: server CPU as a multiple of an empty Litestar request in the same run, bytes of
JSON before and after packing, rows and pages. Figures of one run stand in README.md of this folder.
"""

import argparse
import asyncio
import logging
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar, get

from backend import migrations
from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.settings import Settings
from tests.cast import assemble_cast
from tests.load.school import School, fill
from tests.phone import Phone
from tests.sync.crowd import signed_in

EMPTY_RUNS = 2_000
RUNS = 7


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.load.first_sync", description="What a phone's first sync costs.")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--database", default="", help="a PostgreSQL database that is empty; SQLite in a file without")
    return parser.parse_args()


@get("/empty")
async def empty() -> None:
    """The least that Litestar can do."""


async def cost(act: Callable[[], Awaitable[object]], runs: int) -> float:
    """Milliseconds of this process's CPU for one run, the least of what was seen: the rest is the machine's."""
    found: list[float] = []
    for _ in range(runs):
        before = time.process_time()
        await act()
        found.append((time.process_time() - before) * 1000)
    return min(found)


async def empty_request() -> float:
    app: Any = Litestar([empty], openapi_config=None)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:

        async def many() -> None:
            for _ in range(EMPTY_RUNS):
                await http.get("/empty")

        return await cost(many, 3) / EMPTY_RUNS


async def report(door: Door, school: School, base: float) -> None:
    app = build_app(door)
    print(f"{'who':<14}{'CPU ms':>9}{'x empty':>9}{'pages':>7}{'rows':>8}{'kB JSON':>9}{'kB sent':>9}")
    for who, person in (("learner", school.learner), ("mentor", school.mentor), ("coordinator", school.coordinator)):
        phone = await signed_in(door, lambda: Phone(app, school.cast), person)
        sizes: list[tuple[int, int]] = []

        async def weigh(answer: httpx.Response, sizes: list[tuple[int, int]] = sizes) -> None:
            sizes.append((len(await answer.aread()), answer.num_bytes_downloaded))

        phone.http.event_hooks = {"response": [weigh]}
        pages = await phone.pull()
        rows, plain, sent = len(phone.rows), sum(one for one, _ in sizes), sum(one for _, one in sizes)

        async def again(phone: Phone = phone) -> None:
            phone.cursor = None
            await phone.pull()

        spent = await cost(again, RUNS)
        print(
            f"{who:<14}{spent:>9.1f}{spent / base:>9.0f}{len(pages):>7}{rows:>8}{plain / 1000:>9.0f}{sent / 1000:>9.0f}"
        )


async def main() -> None:
    logging.disable(logging.INFO)  # a line for each request costs more than the request
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        door = assemble(Settings(data=Path(folder), database=given.database))
        await door.open()
        try:
            await migrations.forwards(door.database)
            school = await fill(door, await assemble_cast(door), given.people)
            base = await empty_request()
            kind = "PostgreSQL" if given.database else "SQLite"
            print(f"{kind}, {given.people} people; an empty request costs {base:.3f} ms")
            await report(door, school, base)
        finally:
            await door.close()


if __name__ == "__main__":
    asyncio.run(main())
