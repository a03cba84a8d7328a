"""Whoever acts in the town's manufactories, and when."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from backend.core.actor import Actor
from backend.core.door import Door

Step = tuple[datetime, Callable[[], Awaitable[None]]]


class Hands:
    """`ids`: key in the files -> id of the row; `actor` gives a person with the rights of the moment."""

    def __init__(self, door: Door, ids: dict[str, str], actor: Callable[[str], Awaitable[Actor]]) -> None:
        self.door, self.ids, self._actor = door, ids, actor

    async def do(self, who: str, action: Callable[..., Awaitable[Any]], body: Any) -> Any:
        """An act of the person with that key; what came of it."""
        return await self.door.writer.perform(action, await self._actor(self.ids[who]), body)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment by the clock of the schools."""
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.door.settings.timezone))
