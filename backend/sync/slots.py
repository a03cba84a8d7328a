"""How many deliveries and pulls a process works on at once: days of work must not stand in the way of a lesson, nor who
takes in the way of who brings, nor all of them in the way of a sign-in.

Who waits costs nothing: what a phone brings is not read before its turn, and never when it has hung up by then. First
syncs, which take most, have the fewest places.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from backend.core.errors import Problem
from backend.core.settings import Settings
from backend.sync.schemas import Pull

LIGHT, HEAVY = 64, 16  # deliveries at once: enough for two commits, one under way and one to follow
SMALL = 8_192  # bytes of a delivery that waits with the light ones: a roll, an hour at the till
QUEUE = 1_000  # that wait for a turn: more would not come to it in time, and each holds some 35 kB
TURN = 10  # seconds that a delivery waits for its turn; a phone hangs up after thirty
WAIT = 2  # seconds that a pull stands in the queue; what was brought with it is safe, but not answered meanwhile


class Slots:
    """The places of one process."""

    def __init__(self, pulls: int, first: int) -> None:
        self._light, self._heavy = asyncio.Semaphore(LIGHT), asyncio.Semaphore(HEAVY)
        self._waiting = {self._light: 0, self._heavy: 0}
        self._pulls, self._first = asyncio.Semaphore(pulls), asyncio.Semaphore(first)
        self._most = {"next": pulls, "first": first}
        self.refused = {"next": 0, "first": 0}
        """Pulls that found no place, by their kind."""

    @property
    def taken(self) -> dict[str, int]:
        """Places that are taken now, by the kind of pull."""
        free = {"next": self._pulls._value, "first": self._first._value}  # pyright: ignore[reportPrivateUsage] - it counts already
        return {kind: most - free[kind] for kind, most in self._most.items()}

    @asynccontextmanager
    async def turn(self, size: int) -> AsyncGenerator[None]:
        """The turn of a delivery of so many bytes. Raises busy when it does not come, or too many wait for theirs."""
        slots = self._light if size <= SMALL else self._heavy
        if self._waiting[slots] >= QUEUE:
            raise Problem("busy")
        self._waiting[slots] += 1
        try:
            came = await _taken(slots, TURN)
        finally:
            self._waiting[slots] -= 1
        if not came:
            raise Problem("busy")
        try:
            yield
        finally:
            slots.release()

    @asynccontextmanager
    async def place(self, wish: Pull | None) -> AsyncGenerator[bool]:
        """Whether this pull may be carried out, after a short wait at most; its place is held until the end."""
        slots = self._first if wish and wish.cursor is None else self._pulls
        at_once = not slots.locked()
        if wish is None:
            yield False
            return
        if not await _taken(slots, WAIT):
            self.refused["first" if wish.cursor is None else "next"] += 1
            yield False
            return
        try:
            if at_once:  # SQLite reads in one go: only a turn of the loop lets others see that the place is taken
                await asyncio.sleep(0)
            yield True
        finally:
            slots.release()


async def _taken(slots: asyncio.Semaphore, patience: float) -> bool:
    if not slots.locked():
        return await slots.acquire()
    try:
        async with asyncio.timeout(patience):
            return await slots.acquire()
    except TimeoutError:
        return False


def slots_for(settings: Settings) -> Slots:
    """Of ten connections to PostgreSQL four are for pulls and two for first syncs.

    SQLite reads on the loop, where they bound what is read in one turn, while everybody else waits.
    """
    connections = settings.database_connections if settings.database else 5
    return Slots(max(1, connections * 2 // 5), max(1, connections // 5))
