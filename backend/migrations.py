"""One migration history for both databases, kept in the rooms and run by Piccolo."""

import contextlib
import importlib
import io
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

os.environ["PICCOLO_CONF"] = "backend.piccolo_conf"  # noqa: TID251 - not a setting: how Piccolo finds its registry

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig

from backend import piccolo_conf
from backend.core.database import Database, Unready
from backend.core.database.inserts import meta
from backend.core.door import Door
from backend.sync import guard


def _rooms() -> list[AppConfig]:
    return [importlib.import_module(path).APP_CONFIG for path in piccolo_conf.APP_REGISTRY.apps]


def bind(database: Database) -> None:
    """Make Piccolo's tables and migrations speak to `database`, the one of this process."""
    setattr(piccolo_conf, "DB", database.engine)  # noqa: B010 - the module declares no type for it
    for table in (Migration, *(table for room in _rooms() for table in room.table_classes)):
        meta(table).db = database.engine


@cache
def written() -> frozenset[str]:
    """Every migration (`<room> <id>`) that this program has, read from their files once: health is asked often."""
    files = [(room, file) for room in _rooms() for file in Path(room.resolved_migrations_folder_path).glob("*_*.py")]
    ids = [(room, re.findall(r'^ID = "(.+)"', file.read_text(), re.MULTILINE)) for room, file in files]
    return frozenset(f"{room.app_name} {id_}" for room, found in ids for id_ in found)


async def waiting(database: Database) -> list[str]:
    """The migrations (`<room> <id>`) that have not run yet. Raises Unready for a database that a newer program
    has changed."""
    bind(database)
    ran: set[str] = set()
    if await Migration.table_exists().run():
        found = await Migration.select(Migration.app_name, Migration.name).run()
        ran = {f"{row['app_name']} {row['name']}" for row in found}
    return still_waiting(ran)


def still_waiting(ran: set[str]) -> list[str]:
    """What is written and was not run. Raises Unready for a database that a newer program has changed."""
    if ran - written():
        raise Unready(
            "This database belongs to a newer version of Verstat than this program. "
            "Start the newer program, or restore a backup made with this one."
        )
    return sorted(written() - ran)


async def require(door: Door) -> None:
    """Raises Unready while migrations wait, or the database is away."""
    unrun = await waiting(door.database)
    kept = guard.file_in(door.settings)
    if len(unrun) == len(written()) and kept.exists():
        raise Unready(
            f"There is no database here, but one was served before: it has left its guard {kept}. Is its disk there, "
            "and are --data and VERSTAT_DATABASE right? If it is lost, restore a backup (see the README)."
        )
    if unrun:
        raise Unready("The database does not have the shape that this version needs. Run: ./verstat migrate")


async def forwards(database: Database) -> list[str]:
    """Run what has not run, floor by floor, and return what `waiting` named; a new database gets its identity.

    Of several processes that do this at once one runs them, and the others find nothing to do.
    """
    async with database.alone("migrations"):
        unrun = await waiting(database)
        for room in _rooms():
            with contextlib.redirect_stdout(io.StringIO()) as said:
                result: Any = await ForwardsMigrationManager(room.app_name).run()
            if not result.success:
                raise Unready(f"A migration of {room.app_name} failed: {said.getvalue()}")
        await database.write(guard.name)
    return unrun
