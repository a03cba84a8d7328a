"""The roof: what the program does by itself while it serves. Which process does it is written in rows (`jobs`)."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, NamedTuple

from backend.changes.compaction import compact
from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.work import Action
from backend.jobs import claims
from backend.jobs.claims import CLAIMED_FOR, Claim
from backend.people.actions import forget_failures
from backend.sync import guard

log = logging.getLogger(__name__)

PAUSE = 15  # seconds between two looks at what is due: one read of a few rows


class Job(NamedTuple):
    """Work that is due again and again. It may be cut off at any moment, and twice at once does no harm."""

    every: timedelta
    run: Callable[[Door], Awaitable[Any]]


def _act(action: Action, *, audited: bool) -> Callable[[Door], Awaitable[Any]]:
    return lambda door: door.writer.perform(action, Actor.system("scheduler"), audited=audited)


JOBS: Mapping[str, Job] = {
    "changes.compact": Job(timedelta(days=1), compact),
    "people.forget_failures": Job(timedelta(hours=1), _act(forget_failures, audited=False)),
}


@asynccontextmanager
async def running(door: Door) -> AsyncGenerator[None]:
    """Due work is done in here, and the guard follows. What is under way at the end is cut off, and done again."""
    tasks = [asyncio.create_task(_work(door)), asyncio.create_task(guard.keep(door))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _work(door: Door) -> None:
    while True:
        try:
            await tick(door)
        except Exception as error:  # the edge: a database that is away for a minute must not end it
            log.warning("What is due cannot be seen", exc_info=error)
        await asyncio.sleep(PAUSE)


async def tick(door: Door) -> None:
    """Do what is due now, one after the other."""
    async with door.database.read() as db:
        due = await claims.due(db, JOBS, clock.now())
    for kind in due:
        if mine := await claims.claim(door.database, kind, clock.now()):
            await _do(door, mine)


async def _do(door: Door, mine: Claim) -> None:
    job = JOBS[mine.kind]
    try:
        async with asyncio.timeout(CLAIMED_FOR.total_seconds()):
            await job.run(door)
    except Exception as error:  # the edge: what one job does wrong must not stop the others
        log.error("%s failed", mine.kind, exc_info=error)
        await claims.failed(door.database, mine, clock.now(), job.every, type(error).__name__)
    else:
        await claims.done(door.database, mine, clock.now() + job.every)
