"""The herd itself: everybody comes back within ten seconds."""

import asyncio
import gc
import random
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from backend.core.settings import Settings
from tests.load.herd.before import Herd, connect
from tests.load.herd.counting import Count, count
from tests.load.herd.phone import Phone
from tests.load.herd.tally import Tally
from tests.load.serving import Served, postgres_cpu, served

WITHIN = 10  # seconds: all come back
EVERY = 1.0  # seconds between two looks at how far it is
LINES = 5  # looks to a line where nothing can be written over


@dataclass
class Cpu:
    """Seconds."""

    server: float
    postgres: float
    generator: float

    def __sub__(self, before: "Cpu") -> "Cpu":
        return Cpu(
            self.server - before.server, self.postgres - before.postgres, self.generator - before.generator
        )  # fmt: skip - one line an attribute would be longer


@dataclass
class Run:
    """What came of it. Times in seconds, from the first phone's start."""

    tally: Tally
    delivered: list[float]
    took: float
    cpu: Cpu
    peak: int
    """Bytes, of all processes of the server."""
    unlike: int
    """Of the phones that were looked at, those that do not hold what a first sync gives."""
    count: Count


Say = Callable[[str], None]


async def run(herd: Herd, settings: Settings, processes: int, limit: float, say: Say) -> Run:
    """Let the power come back and wait until everybody is through, `limit` seconds at most."""
    tally = herd.phones[0].tally
    async with served(settings.data, settings.database, processes) as server:
        connect(herd, server)
        gc.collect()
        gc.freeze()  # hundreds of thousands of operations wait here: nobody should look through them again and again
        spent = _spent(server)
        begun = time.monotonic()
        await _meanwhile(_all(herd, limit), herd.worker.work(), _watch(herd, begun, say))
        took = time.monotonic() - begun
        spent = _spent(server) - spent
        peak = server.peak()
        gc.unfreeze()
        say(f"{'':8}looking at what {len(herd.sample)} phones hold")
        unlike = await _unlike(herd.sample)
    say(f"{'':8}counting in the database")
    place = settings.database or settings.sqlite
    applied = [id_ for id_, is_applied in tally.acknowledged.items() if is_applied]
    counted = await count(place, herd.made, [*applied, *herd.worker.acknowledged])
    delivered = sorted(moment - begun for moment in tally.delivered)
    return Run(tally, delivered, took, spent, peak, unlike, counted)


def _spent(server: Served) -> Cpu:
    return Cpu(server.cpu(), postgres_cpu(), time.process_time())


async def _all(herd: Herd, limit: float) -> None:
    starts = [0.0, *(random.uniform(0, WITHIN) for _ in herd.phones[1:])]  # noqa: S311 - chance, not a secret
    coming = [phone.come_back(after) for phone, after in zip(herd.phones, starts, strict=True)]
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*coming), limit)


async def _meanwhile(work: Coroutine[Any, Any, None], *others: Coroutine[Any, Any, None]) -> None:
    """`others` go on until `work` has come to its end; what breaks one of them breaks all."""
    beside = [asyncio.create_task(one) for one in others]
    main = asyncio.create_task(work)
    await asyncio.wait([main, *beside], return_when=asyncio.FIRST_COMPLETED)
    for task in (main, *beside):
        if task.done():
            task.result()
        task.cancel()
    await asyncio.gather(main, *beside, return_exceptions=True)


async def _watch(herd: Herd, begun: float, say: Say) -> None:
    """How far it is: a line that is written over, else a line now and then."""
    tally, look = herd.phones[0].tally, 0
    while True:
        await asyncio.sleep(EVERY)
        look += 1
        waits = tally.statuses[429] + tally.statuses[503] + tally.no_page
        line = (
            f"{time.monotonic() - begun:6.0f} s  {tally.started} of {len(herd.phones)} phones are back, "
            f"{len(tally.delivered)} through, {len(tally.acknowledged)} operations, {waits} times asked to wait"
        )
        if sys.stdout.isatty():
            sys.stdout.write(f"\r{line}\x1b[K")
            sys.stdout.flush()
        elif look % LINES == 0:
            say(line)


async def _unlike(sample: list[Phone]) -> int:
    """How many of these phones hold anything else than a new phone of the same person does; late ones are not asked."""
    different = 0
    for phone in [one for one in sample if one.is_through]:
        phone.outbox, phone.tally = [], Tally()
        await phone.sync()
        held = {key: row for key, row in (phone.rows or {}).items() if row is not None}
        phone.rows, phone.cursor = {}, None
        await phone.sync()
        different += held != {key: row for key, row in phone.rows.items() if row is not None}
        phone.hang_up()
    return different
