"""What acts cost against how much there is: people elsewhere, entries elsewhere, entries in one's own books.

One installation that grows; the home is the same throughout, so that each act has the same answer but the last. Costs
are the server's CPU in empty requests of the same minute, since machines warm up and throttle.
"""

import argparse
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from backend.core.door import Door
from tests.load import acts_stage as acts
from tests.load.acts_cells import HEAD, Result, line, measured
from tests.load.acts_stage import Act, Stage
from tests.load.acts_world import World, furnish, opened
from tests.load.population import add_entries, grow
from tests.load.serving import Served, empty_served, served

HOME, SENDERS = 90, 150
FEW, MIDDLE, MANY = 100, 10_000, 100_000
ENTRIES = 10
PHONE: list[Act] = [
    acts.push_1,
    acts.push_50,
    acts.idle_member,
    acts.pull_20,
    acts.first_sync,
    acts.sign_in,
    acts.bundle,
]
STAFF: list[Act] = [acts.desk, acts.cohort, acts.card, acts.read_50, acts.desk_manager, acts.cohort_manager]


@dataclass
class Size:
    """A column of the table."""

    name: str
    grown: Callable[[Door, World], Any]
    """What is added to the size before."""


async def _people(door: Door, world: World, *, size: int) -> None:
    await grow(door, world.found, size)


async def _elsewhere(door: Door, world: World, *, count: int) -> None:
    await add_entries(door, world.found, count)


async def _own(door: Door, world: World, *, count: int) -> None:
    """In the books of a manufactory of the home, and in those of senders who have not pushed yet."""
    for team in (world.found.home.teams[0], *world.groups[0].teams):
        await acts.fill_book(door, world.found, team, count)
    world.turns = cycle(world.senders[: len(world.groups[0].people)])


def sizes(people: int, entries: int) -> list[Size]:
    """From the least to these."""
    return [
        Size(f"{FEW} people", partial(_people, size=FEW)),
        *(Size(f"{size:,} people", partial(_people, size=size)) for size in (MIDDLE, MANY) if size <= people),
        *(
            Size(f"{size:,} entries", partial(_elsewhere, count=size - before))
            for before, size in ((ENTRIES, MIDDLE), (MIDDLE, MANY))
            if size <= entries
        ),
        Size(f"{entries:,} of one's own", partial(_own, count=entries)),
    ]


async def run(given: argparse.Namespace) -> None:
    """Measure at each size; print a table as it grows, and all of it at the end."""
    columns: list[tuple[str, list[Result]]] = []
    with TemporaryDirectory() as folder:
        data = Path(folder)
        async with opened(data, given.database) as door:
            world = await furnish(door, FEW, HOME, SENDERS)
            world.turns = cycle(world.senders[len(world.groups[0].people) :])
            await add_entries(door, world.found, ENTRIES)
            sessions = await acts.prepare(door, world.found, book=ENTRIES, cheap=True)
        for size in sizes(given.people or MANY, given.entries):
            began = time.monotonic()
            async with opened(data, given.database) as door:
                await size.grown(door, world)
            print(f"\n{size.name} (made in {time.monotonic() - began:.0f} s)\n{HEAD}", flush=True)
            async with served(data, given.database) as server, empty_served() as empty:
                stage = await acts.stage_over(world, sessions, server)
                columns.append((size.name, [row async for row in _rows(stage, empty, given)]))
    print(table(columns))
    if given.json:
        told = [{"size": name, "acts": rows} for name, rows in columns]
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(told)))


async def _rows(stage: Stage, empty: Served, given: argparse.Namespace) -> AsyncGenerator[Result]:
    for act in (*PHONE, *STAFF):
        cell = (await act(stage))[-1]
        if not given.only or cell.name in given.only:
            row = await measured(cell, stage.server, empty, given.seconds)
            print(line(row), flush=True)
            yield row


def table(columns: list[tuple[str, list[Result]]]) -> str:
    """An act a line: CPU of the server in milliseconds at each size, and how many times the first, in empty requests;
    where there is PostgreSQL, the same of its own CPU."""
    first = columns[0][1]
    said = [f"{'act':<18}" + "".join(f"{name:>26}" for name, _ in columns)]
    for place, base in enumerate(first):
        said.append(f"{base.act:<18}" + "".join(f"{_cost(rows[place], base):>26}" for _, rows in columns))
    return "\n".join(said)


def _cost(row: Result, base: Result) -> str:
    server = f"{row.cpu:.2f} ({_times(row.cpu_ratio, base.cpu_ratio)})"
    return f"{server} + {row.postgres:.2f} ({_times(row.postgres, base.postgres)})" if base.postgres else server


def _times(now: float, then: float) -> str:
    return f"{now / then:.1f}" if then else "-"
