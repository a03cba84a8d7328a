"""Before the power went: the installation is filled, every returning phone has synced, and then it is silent."""

import asyncio
import random
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from backend import migrations
from backend.app import assemble
from backend.core import clock
from backend.core.settings import Settings
from tests.load.herd.counting import rows
from tests.load.herd.deliveries import EARLIER, Made, operations
from tests.load.herd.phone import Phone
from tests.load.herd.tally import Tally
from tests.load.herd.town import AGO, Town, build
from tests.load.herd.worker import Worker
from tests.load.serving import Served, served
from tests.sync.peek import alter

AT_ONCE = 12
"""Phones that sync at the same time before the power went: few, for nobody is in a hurry."""
LOST, NEW, WITH_COURSES = 0.3, 0.1, 0.5
"""Shares: of first answers lost, of new phones, of these with courses to fetch."""
SAMPLE = 40
"""Phones that keep their rows, to be compared afterwards."""
CHANCES = random.Random(1)  # noqa: S311 - the same herd every time


class NotEmpty(Exception):
    """The database is somebody's; its text is for who started the bench."""


@dataclass
class Herd:
    """All that is ready when the power comes back."""

    town: Town
    phones: list[Phone]
    old: list[Phone]
    """Those that return; the others are new."""
    worker: Worker
    made: Made
    sample: list[Phone]
    """Those that keep their rows."""
    bytes_each: float = 0
    """Of an operation."""


def settings_of(data: Path, database: str) -> Settings:
    """The installation of a bench."""
    return Settings(data=data, database=database)


async def require_empty(database: str) -> None:
    """Raises NotEmpty, also when the database does not answer."""
    try:
        found = await rows(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    except (ValueError, asyncpg.InterfaceError):  # their words may hold a piece of the password
        raise NotEmpty("This is no address of a database: postgresql://user:password@host:port/name") from None
    except (OSError, asyncpg.PostgresError) as error:
        raise NotEmpty(f"The database does not answer ({error}).") from None
    if found[0][0]:
        raise NotEmpty("There are tables in this database already. The bench fills an empty one; nothing was changed.")


async def fill(settings: Settings, phones: int, ops: int) -> Town:
    """A new installation with so many learners."""
    door = assemble(settings)
    await door.open()
    try:
        await migrations.forwards(door.database)
        return await build(door, phones, (ops + EARLIER) // 2 + 1)
    finally:
        await door.close()


def gather(town: Town) -> Herd:
    """A phone for each learner, some of them new; the others have something to deliver before the power goes."""
    made, tally = Made(), Tally()
    phones = [Phone(one, tally) for one in town.learners]
    order = CHANCES.sample(phones, len(phones))
    share = round(len(phones) * NEW)
    new, old = order[:share], order[share:]
    fetching = new[: round(len(new) * WITH_COURSES)]
    for phone in fetching:
        phone.fetches = True
    for phone in old:
        phone.outbox = operations(town, phone.learner, 0, EARLIER, made)
        phone.proof = [id_ for id_, _ in phone.outbox]
    sample = old[: SAMPLE * 9 // 10] + new[-SAMPLE // 10 :]
    for phone in (*sample, *fetching):
        phone.rows = {}
    return Herd(town, phones, old, Worker(town, made), made, sample)


async def sync_before(herd: Herd, settings: Settings, processes: int) -> None:
    """Every returning phone delivers and pulls to the end, and so does who works normally; then two days pass."""
    async with served(settings.data, settings.database, processes) as server:
        connect(herd, server)
        few = asyncio.Semaphore(AT_ONCE)

        async def sync(phone: Phone) -> None:
            async with few:
                await phone.sync()
                phone.hang_up()

        await asyncio.gather(herd.worker.first_sync(), *map(sync, herd.old))
    door = assemble(settings)
    await door.open()
    try:
        await alter(door.database, "UPDATE device SET seen_at = $1", clock.now() - AGO)
        if settings.database:
            await alter(door.database, "ANALYZE")  # PostgreSQL does so by itself within the two days
    finally:
        await door.close()


def load(herd: Herd, ops: int) -> None:
    """`ops` operations on every phone; some will not hear the answer to their first delivery."""
    tally = Tally()
    unlucky = CHANCES.sample(herd.phones, round(len(herd.phones) * LOST))
    for number, phone in enumerate(unlucky):
        phone.loss = "torn" if number % 2 else "unread"
    for phone in herd.phones:
        phone.tally = tally
        phone.outbox = operations(herd.town, phone.learner, EARLIER, ops, herd.made)
    herd.bytes_each = sum(len(one) for phone in herd.phones for _, one in phone.outbox) / (len(herd.phones) * ops)


def connect(herd: Herd, server: Served) -> None:
    """Spread the phones over the processes of a server that share no port."""
    for number, phone in enumerate(herd.phones):
        phone.port = server.ports[number % len(server.ports)]
    herd.worker.port = server.port
