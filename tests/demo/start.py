"""What the tests of the demonstration share."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from backend.app import assemble
from backend.core.database import Row
from backend.core.door import Door
from backend.core.settings import Settings
from backend.demo import command, town
from backend.demo.load import Loader

ANCHOR = town.town().anchor


async def start(settings: Settings) -> Loader | None:
    """What `verstat demo` does before it serves, with the dates as they stand."""
    door = assemble(settings)
    try:
        return await command.prepare(door, lambda _: None, timedelta())
    finally:
        await door.close()


def file(name: str) -> Any:
    """One of the demonstration's files as it is."""
    return yaml.load((Path(town.__file__).parent / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


async def rows(door: Door, sql: str, *args: Any) -> list[Row]:
    async with door.database.read() as db:
        return await db.rows(sql, *args)


async def count(door: Door, table: str) -> int:
    return (await rows(door, f"SELECT count(*) AS n FROM {table}"))[0]["n"]
