"""What a door - a route, a job, a command - needs to let somebody act."""

from dataclasses import dataclass

from backend.core.database import Database
from backend.core.settings import Settings
from backend.core.writer import Writer


@dataclass(frozen=True)
class Door:
    """One installation in this process."""

    settings: Settings
    database: Database
    writer: Writer

    async def open(self) -> None:
        """Raises Unready."""
        await self.database.open()

    async def close(self) -> None:
        """Commit what was submitted, then let the database go."""
        await self.writer.close()
        await self.database.close()
