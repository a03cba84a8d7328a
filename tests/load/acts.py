"""Bench of single acts: what each costs beside an empty Litestar request of the same run.

./verstat bench acts [--database URL] [--for SECONDS] [--json FILE] [--only NAME ...]
./verstat bench acts --sizes      cost against the number of people and of entries (acts_sizes.py)
./verstat bench acts --growth     the database's own cost while its tables grow (acts_growth.py)
"""

import argparse
import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import uvloop

from tests.load import acts_growth, acts_sizes
from tests.load.acts_cells import HEAD, Result, line, measured, part
from tests.load.acts_stage import ACTS, BOOK, SENDING, Stage, prepare, sign_ins, stage_over, unchanged
from tests.load.acts_world import furnish, opened
from tests.load.serving import Served, empty_served, many_sockets, served
from tests.load.wire import Wire

SENDERS = 120
IDLE = 1_000
MB = 2**20


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="verstat bench acts", description="What single acts cost.")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database (else SQLite)")
    parser.add_argument("--for", dest="seconds", type=float, default=4, metavar="SECONDS", help="of each act (4)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures too")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", choices=[*ACTS, "stall", "memory"])
    parser.add_argument("--people", type=int, help="of the coordinator (500); with --sizes the most there are (100000)")
    parser.add_argument("--entries", type=int, default=100_000, help="with --sizes the most there are (100000)")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--sizes", action="store_true", help="cost against the number of people and of entries")
    instead.add_argument("--growth", type=int, metavar="N", help="cost of pushes while N operations come in")
    return parser


async def stall(stage: Stage, seconds: float) -> dict[str, float]:
    """The longest that a file which the browser has was waited for, in milliseconds: first with nobody else there,
    then while four sign in without a pause."""
    asked = cycle([[await unchanged(stage)]])
    quiet = await part(stage.server, asked, 1, seconds)
    signing = asyncio.create_task(part(stage.server, cycle([[one] for one in sign_ins(stage)]), 4, seconds))
    beside = await part(stage.server, asked, 1, seconds)
    await signing
    return {"quiet_p99": quiet.wait(0.99), "quiet": quiet.wait(1), "p99": beside.wait(0.99), "longest": beside.wait(1)}


async def memory(data: Path, database: str, stage: Stage) -> dict[str, float]:
    """MiB of one process that has served a little, and of what so many connections add that were used once."""
    pull = stage.pull(stage.learner(), (await stage.walk(stage.learner())).cursor)
    file = await unchanged(stage)
    async with served(data, database) as server:
        wires = [await Wire.connect(server.host, server.port)]
        for _ in range(200):
            await wires[0].ask(pull)
        before = server.memory()
        for _ in range(IDLE):  # sooner than the first of them have been idle for too long
            wires.append(await Wire.connect(server.host, server.port))
            await wires[-1].ask(file)
        after, still = server.memory(), sum(wire.open for wire in wires)
        for wire in wires:
            wire.cut()
    return {"begun": before / MB, "idle_connections": still, "they_add": (after - before) / MB}


async def bench(given: argparse.Namespace) -> None:
    """The whole table."""
    size: int = given.people or 500
    wanted = given.only or [*ACTS, "stall", "memory"]
    with TemporaryDirectory() as folder:
        data = Path(folder)
        async with opened(data, given.database) as door:
            world = await furnish(door, size, size, SENDERS if SENDING & {*wanted} else 0)
            sessions = await prepare(door, world.found, book=BOOK if "cash-book" in wanted else 0)
        kind, told = "PostgreSQL" if given.database else "SQLite", {}
        print(f"{kind}, {size} people, {given.seconds:g} s of each act\n{HEAD}", flush=True)
        async with served(data, given.database) as server, empty_served() as empty:
            stage = await stage_over(world, sessions, server)
            rows = [row async for row in _rows(stage, empty, wanted, given.seconds)]
            if "stall" in wanted:
                told["stall"] = await stall(stage, given.seconds)
                print(
                    "the longest wait for a file, ms: {quiet:.1f} alone, {longest:.1f} beside four who sign in "
                    "(99 of 100 within {quiet_p99:.1f} and {p99:.1f})".format(**told["stall"])
                )
            if "memory" in wanted:
                told["memory"] = await memory(data, given.database, stage)
                print(
                    "memory of one process, MiB: {begun:.0f}; {idle_connections} idle connections add "
                    "{they_add:.1f}".format(**told["memory"])
                )
    if given.json:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode({"database": kind, "acts": rows} | told)))


async def _rows(stage: Stage, empty: Served, wanted: Sequence[str], seconds: float) -> AsyncGenerator[Result]:
    for name in wanted:
        for cell in await ACTS[name](stage) if name in ACTS else []:
            row = await measured(cell, stage.server, empty, seconds)
            print(line(row), flush=True)
            yield row


def main(argv: Sequence[str] | None = None) -> None:
    given = arguments().parse_args(argv)
    logging.disable(logging.INFO)
    many_sockets()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(acts_sizes.run(given) if given.sizes else acts_growth.run(given) if given.growth else bench(given))


if __name__ == "__main__":
    main()
