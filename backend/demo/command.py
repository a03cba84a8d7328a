"""`verstat demo`: a database with the town in it, made at the first start and kept."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend import migrations
from backend.core import clock
from backend.core.database import Db, Unready
from backend.core.door import Door
from backend.courses.actions import publish_release, write_course
from backend.courses.release import edition
from backend.demo.load import ACCOUNTS, SYSTEM, Loader, weeks_until
from backend.demo.operator import keep_operator
from backend.demo.town import town
from backend.sync.tables import Meta

MARK = "demonstration"
"""Key in sync_meta: "loading" until all is there, then "complete". A real installation has none."""


async def state(door: Door) -> str | None:
    """What the open, migrated database says of a demonstration in it."""
    async with door.database.read() as db:
        found = await db.rows("SELECT value FROM sync_meta WHERE id = $1", MARK)
    return found[0]["value"] if found else None


def has_accounts(folder: Path) -> bool:
    """Whether a demonstration lives in a data folder, or lived there when its database was lost."""
    return (folder / ACCOUNTS).exists()


class HalfLoaded(Exception):
    """An earlier loading was cut off; the file must go, then all begins anew."""


async def make_ready(new_door: Callable[[], Door], say: Callable[[str], None], shift: timedelta | None = None) -> None:
    """`prepare` through a door of its own; what a loading that was cut off left is thrown away first."""
    # Alone: else the loading of another start would be taken for one that was cut off.
    async with new_door().database.alone("demonstration"):
        door = new_door()
        try:
            await prepare(door, say, shift)
        except HalfLoaded:
            say("An earlier loading was cut off; beginning anew.")
            await door.close()
            for file in door.settings.data.glob(door.settings.sqlite.name + "*"):
                file.unlink()
            door = new_door()
            await prepare(door, say, shift)
        finally:
            await door.close()


async def prepare(door: Door, say: Callable[[str], None], shift: timedelta | None = None) -> Loader | None:
    """Open the database with the town in it, loading it if it is new; None when it was there.

    `shift` moves its dates, by default so that it looks like today. Raises Unready for a real installation's data and
    HalfLoaded for a loading that was cut off.
    """
    await door.open()
    migrations.bind(door.database)
    new = not await Meta.table_exists()
    found = "loading" if new else await state(door)
    if found is None:
        raise Unready(
            f"{door.settings.data} holds a real installation. Give the demonstration another folder with --data."
        )
    await migrations.forwards(door.database)
    if new:
        await _mark(door, "loading")
    if found == "complete":
        await _publish_again(door, say)
        await keep_operator(door.settings.data)
        return None
    async with door.database.read() as db:
        if (await db.rows("SELECT count(*) AS n FROM institution"))[0]["n"]:
            raise HalfLoaded
    return await _load(door, say, shift)


async def _load(door: Door, say: Callable[[str], None], shift: timedelta | None) -> Loader:
    plain = town()
    moved = weeks_until(clock.now().date(), plain.anchor) if shift is None else shift
    loader = Loader(door, town(moved))

    def progress(done: int, steps: int) -> None:
        if done * 10 // steps > (done - 1) * 10 // steps:
            say(f"  {done} of {steps} acts")

    say("Loading the demonstration town: schools, courses, people, what they did.")
    await loader.load(progress)
    loader.write_accounts(door.settings.data)
    await keep_operator(door.settings.data)
    await _mark(door, "complete")
    return loader


async def _publish_again(door: Door, say: Callable[[str], None]) -> None:
    """A new version may read releases of another shape only; then a town that was there gets its courses anew."""
    async with door.database.read() as db:
        stale = {row["id"] for row in await db.rows("SELECT id FROM course WHERE release IS NULL")}
    for course in town().courses.values():
        if course.id in stale:
            say(f"Publishing a course of the demonstration again: {course.title['en']}.")
            await door.writer.perform(write_course, SYSTEM, course)
            await door.writer.perform(publish_release, SYSTEM, edition(course))


async def _mark(door: Door, value: str) -> None:
    async def mark(db: Db) -> None:
        await db.rows(
            "INSERT INTO sync_meta (id, value) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET value = excluded.value",
            MARK,
            value,
        )

    await door.database.write(mark)


def accounts(folder: Path) -> list[dict[str, Any]]:
    """One account for each role, to be shown at the start. Raises Unready when the file is gone: only it has them."""
    try:
        every = json.loads((folder / ACCOUNTS).read_text("utf-8"))
    except (OSError, ValueError):
        raise Unready(f"{folder / ACCOUNTS} cannot be read. Delete the folder {folder} and start again.") from None
    return list({account["role"]: account for account in reversed(every)}.values())[::-1]
