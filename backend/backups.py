"""`verstat backup` and `verstat restore`: SQLite's file; and what PostgreSQL's own tools leave to be told."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from backend import app, migrations
from backend.core import clock
from backend.core.database import Unready, copies
from backend.core.durable import settle
from backend.core.settings import Settings
from backend.demo import command as demo
from backend.people import erased
from backend.sync import guard
from backend.sync.tables import Meta

Say = Callable[[str], None]
TOOLS = "This installation keeps its data in PostgreSQL, which has its own tools: "


class Contents(NamedTuple):
    """What an operator recognises a backup by."""

    size: int
    people: int
    operations: int
    newest: str | None

    def __str__(self) -> str:
        last = f", the newest of {clock.instant(self.newest):%Y-%m-%d %H:%M:%S} UTC" if self.newest else ""
        return f"{self.size / 1_000_000:.1f} MB, people: {self.people}, operations: {self.operations}{last}"


def _look_through(file: Path, called: Path) -> Contents:
    """Raises Unready unless a closed file is a whole database of Verstat."""
    copies.verify(file, called)
    try:
        with closing(sqlite3.connect(file)) as cx:
            cx.execute("SELECT 1 FROM sync_meta")
            (people,) = cx.execute("SELECT count(*) FROM person").fetchone()
            return Contents(
                file.stat().st_size,
                people,
                *cx.execute("SELECT count(*), max(arrived_at) FROM operation").fetchone(),
            )
    except sqlite3.DatabaseError as error:
        raise Unready(f"{called} is no backup of Verstat ({error}).") from None


async def backup(settings: Settings, to: Path | None, say: Say) -> None:
    """Copy the database as it is now, and look the copy through. Raises Unready, leaving no copy."""
    if settings.database:
        raise Unready(f'{TOOLS}pg_dump --format=custom --file=FILE "$VERSTAT_DATABASE" (see the README).')
    target = to or settings.data / "backups" / f"verstat-{clock.now():%Y%m%dT%H%M%SZ}.sqlite"
    part = target.with_name(f"{target.name}.part")
    door = app.assemble(settings)
    try:
        await door.open()
        await migrations.require(door)
        await guard.begin(door)
        if not to:
            target.parent.mkdir(mode=0o700, exist_ok=True)
        if target.exists():
            raise Unready(f"{target} exists already. Give another name.")
        if not target.parent.is_dir():
            raise Unready(f"There is no folder {target.parent}. Make it, or give another name with --to.")
        await asyncio.to_thread(copies.copy, settings.sqlite, part)
        contents = await asyncio.to_thread(_look_through, part, target)
        await guard.rise(door)  # so that the copy is older than the database, whatever comes
        erased.merge([erased.file_in(settings.data)], target.with_suffix(".erased"))
        part.rename(target)
        settle(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise Unready(f"The backup {target} cannot be written ({_reason(error)}). Nothing is left of it.") from None
    finally:
        with suppress(OSError):
            part.unlink()
        await door.close()
    say(f"{target}: {contents}.")


async def restore(settings: Settings, file: Path, say: Say) -> None:
    """Put a backup in the place of the database, in a new epoch. Raises Unready, with all as it was; a guard that
    cannot be told is no reason to take it back."""
    if settings.database:
        raise Unready(f"{TOOLS}pg_restore; then run ./verstat restore --accept (see the README).")
    staged = replace(settings, data=settings.data / "restoring", guard=str(settings.guard_folder))
    try:
        _refuse_in_use(settings)
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(staged.data, ignore_errors=True)
        staged.data.mkdir(mode=0o700)
        contents = await asyncio.to_thread(_take, file, staged.sqlite)
        gone = [erased.file_in(settings.data), *file.parent.glob("*.erased")]  # a later backup knows of more
        erased.merge(gone, erased.file_in(staged.data))
        mark = await _prepare(staged, settings, file)
        aside = settings.data / f"replaced-{clock.now():%Y%m%dT%H%M%S.%fZ}"
        had_one = copies.put_in_place(staged.sqlite, settings.sqlite, aside)
        erased.merge(gone, erased.file_in(settings.data))
        await guard.remember(settings, mark)
    except (OSError, sqlite3.Error) as error:
        raise Unready(f"{file} cannot be restored ({_reason(error)}).") from None
    finally:
        shutil.rmtree(staged.data, ignore_errors=True)
    kept = f" What was there before is kept in {aside}." if had_one else ""
    say(f"Restored {file}: {contents}.{kept} {AFTERWARDS}")


AFTERWARDS = (
    "Start the server: as the phones come back they send the work of their last 30 days again, and nothing is doubled."
)


def _take(file: Path, to: Path) -> Contents:
    """Copy a backup, with the log of one that was copied by hand, and look the copy through."""
    if not file.is_file():
        raise Unready(f"There is no file {file}.")
    for end in ("", "-wal"):
        if (one := file.with_name(file.name + end)).exists():
            shutil.copyfile(one, to.with_name(to.name + end))
    to.chmod(0o600)
    return _look_through(to, file)


async def _prepare(staged: Settings, settings: Settings, file: Path) -> guard.Mark:
    """Make of the copy what will be served: its shape, nobody in it who was erased since, a new epoch."""
    door = app.assemble(staged)
    try:
        await door.open()
        await migrations.waiting(door.database)  # a newer program's is refused before anything else is said
        if (await demo.state(door) is not None) != demo.has_accounts(settings.data):
            raise Unready(
                f"Either {file} or {settings.data} is the demonstration's and the other is not. "
                "Give the right folder with --data."
            )
        await guard.claim(door)
        await migrations.forwards(door.database)
        await erased.erase_again(door)
        return await guard.renew(door)
    finally:
        await door.close()


async def accept(settings: Settings, say: Say) -> None:
    """The database that is there now, however it came there, is meant."""
    if not settings.database:
        _refuse_in_use(settings)
        if settings.sqlite.exists():
            copies.verify(settings.sqlite, settings.sqlite)
        else:
            raise Unready(f"There is no database in {settings.data}. Put a backup there: ./verstat restore FILE")
    door = app.assemble(settings)
    try:
        await door.open()
        migrations.bind(door.database)
        if not await Meta.table_exists():
            raise Unready("There is no database of Verstat here. Restore one first.")
        await migrations.forwards(door.database)
        await erased.erase_again(door)
        await guard.accept(door)
    finally:
        await door.close()
    say(f"Accepted. {AFTERWARDS}")


def _refuse_in_use(settings: Settings) -> None:
    if copies.in_use(settings.sqlite):
        raise Unready(f"{settings.sqlite} is in use: Verstat, or another program, has it open. Stop that first.")


def _reason(error: OSError | sqlite3.Error) -> str:
    """In few words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
