"""How many pulls a process carries out at once: who takes must not stand in the way of who brings, nor of sign-ins.

What is brought has its own limit, the backlog of the writer. First syncs, which take most, have the fewest places.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from backend.core.settings import Settings
from backend.sync.schemas import Pull

WAIT = 2  # seconds that a pull stands in the queue; what was brought with it is safe, but not answered meanwhile


class Slots:
    """The places of one process."""

    def __init__(self, pulls: int, first: int) -> None:
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
    async def place(self, wish: Pull | None) -> AsyncGenerator[bool]:
        """Whether this pull may be carried out, after a short wait at most; its place is held until the end."""
        slots = self._first if wish and wish.cursor is None else self._pulls
        at_once = not slots.locked()
        if wish is None:
            yield False
            return
        if not await _taken(slots):
            self.refused["first" if wish.cursor is None else "next"] += 1
            yield False
            return
        try:
            if at_once:  # SQLite reads in one go: only a turn of the loop lets others see that the place is taken
                await asyncio.sleep(0)
            yield True
        finally:
            slots.release()


async def _taken(slots: asyncio.Semaphore) -> bool:
    try:
        async with asyncio.timeout(WAIT):
            return await slots.acquire()
    except TimeoutError:
        return False


def slots_for(settings: Settings) -> Slots:
    """Of ten connections to PostgreSQL four are for pulls and two for first syncs.

    SQLite reads on the loop, where they bound what is read in one turn, while everybody else waits.
    """
    connections = settings.database_connections if settings.database else 5
    return Slots(max(1, connections * 2 // 5), max(1, connections // 5))
