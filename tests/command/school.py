"""An installation on SQLite in which people work while commands are run on it."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.app import assemble, build_app
from backend.core.settings import Settings
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in


def rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a database file says."""
    with closing(sqlite3.connect(file)) as cx:
        return cx.execute(sql).fetchall()


@dataclass
class School:
    """A data folder and who works there."""

    data: Path
    cast: Cast

    @property
    def settings(self) -> Settings:
        return Settings(data=self.data, hosts="test.local")

    @property
    def file(self) -> Path:
        return self.settings.sqlite

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[Phone]:
        """The installation from its start to its end, and Solomiia's phone."""
        door = assemble(self.settings)
        app = build_app(door)
        async with app.lifespan():
            yield await signed_in(door, lambda: Phone(app, self.cast), self.cast.people["solomiia"])

    async def work(self, *lessons: int) -> list[str]:
        """Lessons are finished, and the server ends; the ids of what was confirmed."""
        async with self.serving() as phone:
            verdicts = await phone.verdicts(*(phone.lesson(number) for number in lessons))
        assert {verdict["status"] for verdict in verdicts} == {"applied"}
        return [verdict["id"] for verdict in verdicts]

    def receipts(self, file: Path | None = None) -> set[str]:
        """The operations that a database knows."""
        return {id_ for (id_,) in rows(file or self.file, "SELECT id FROM operation")}

    def mark(self, name: str, file: Path | None = None) -> str:
        """What a database says of itself."""
        ((value,),) = rows(file or self.file, f"SELECT value FROM sync_meta WHERE id = '{name}'")
        return value
