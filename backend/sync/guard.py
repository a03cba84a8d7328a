"""The guard: a file beside the database that knows which database was served here last, and how far it had come.

A database that went back in time would be believed by the phones: they keep quiet about what was delivered, and work
would be lost without a word. So the database counts its generations - at each start, and once a minute in which work
was committed - and the guard follows after each commit. What is behind its guard, or is another database, is not served
until an operator says that it is meant; then a new epoch makes every phone send its journal again.
"""

import asyncio
import logging
from pathlib import Path

import msgspec
from msgspec import Struct

from backend.core import durable
from backend.core.database import Db, Reader, Unready
from backend.core.door import Door
from backend.core.durable import off_the_loop
from backend.core.ids import Id, new_id
from backend.core.settings import Settings

log = logging.getLogger(__name__)
EVERY = 60  # seconds: what is committed in between is all that an old copy could hide


class Mark(Struct, frozen=True, kw_only=True):
    """What a database says of itself, and what the guard remembers of it."""

    database: Id
    epoch: Id
    generation: int
    cluster: str = ""
    """Where PostgreSQL keeps it; a file may move."""


def file_in(settings: Settings) -> Path:
    """Where the guard stands."""
    return settings.guard_folder / "guard"


async def name(db: Db) -> None:
    """Give a database that has none its identity, its first epoch and its generation."""
    await db.rows(
        "INSERT INTO sync_meta (id, value) VALUES ('database', $1), ('epoch', $2), ('generation', '0') "
        "ON CONFLICT DO NOTHING",
        new_id(),
        new_id(),
    )


async def begin(door: Door) -> None:
    """Before anything is served: raises Unready when this is not what was served here last; counts the start."""
    await door.database.write(name)
    found, kept = await _compared(door)
    if found.generation and kept is None:  # or another process has made both, at its first start, while we looked
        found, kept = await _compared(door)
    if objection := _objection(found, kept):
        raise Unready(
            f"{objection} (The guard is {file_in(door.settings)}.) "
            "Were it served so, phones would not repeat what they believe delivered, and that work would be lost. "
            f"If this database is the right one, run: ./verstat restore --accept --data {door.settings.data} - after "
            "that each phone sends the work of its last 30 days again, and nothing is doubled. If it is not, put the "
            "right one in its place."
        )
    if kept is None:  # before the first count, or a start that is cut off here would be taken for a lost guard
        await _follow(door)
    await rise(door)


async def _compared(door: Door) -> tuple[Mark, Mark | None]:
    """The database and what the guard remembers."""
    kept = _read(door.settings)  # first: another process may count on while we look
    async with door.database.read() as db:
        return await _mark(db, await door.database.cluster()), kept


async def look(settings: Settings, db: Reader, cluster: str) -> str | None:
    """Why `begin` would refuse this database, or None, and nothing is changed. Raises Unready for a guard that cannot
    be read."""
    kept = _read(settings)
    return _objection(await _mark(db, cluster), kept)


def _objection(found: Mark, kept: Mark | None) -> str | None:
    """Why a database must not be served under what the guard remembers."""
    if kept is None:
        unknown = (
            "This database was served before, but its guard is not here. Is the guard's disk there, and does "
            "VERSTAT_GUARD say the same as it did then?"
        )
        return unknown if found.generation else None
    if found.database != kept.database:
        return "This is another database than the one that was served here last."
    if found.generation < kept.generation:
        return (
            "This database is older than the one that was served here last: "
            f"it stands at generation {found.generation}, that one had reached {kept.generation}."
        )
    if found.cluster and kept.cluster and found.cluster != kept.cluster:
        return "This database stands in another PostgreSQL than the one that was served here last: it is a copy."
    if found.epoch != kept.epoch:
        return "This database was restored since it was served here last, and its guard was not told."
    return None


async def rise(door: Door) -> None:
    """Count one generation on; the guard follows once that is durable."""

    async def count(db: Db) -> None:
        await db.rows(
            "UPDATE sync_meta SET value = CAST(CAST(value AS bigint) + 1 AS text) WHERE id = $1", "generation"
        )

    await door.database.write(count)
    await _follow(door)


async def _follow(door: Door) -> None:
    """Tell the guard how far the database is, with the turn of all processes that do so: it never falls back."""
    cluster = await door.database.cluster()

    async def tell(db: Db) -> None:
        await db.rows("UPDATE sync_meta SET value = value WHERE id = 'generation'")  # the turn
        mark = await _mark(db, cluster)
        await off_the_loop(lambda: _write(door.settings, mark))

    await door.database.write(tell)


async def claim(door: Door) -> None:
    """Raises Unready for a backup of another installation; one from before databases had names is this one's."""
    kept = _read_if_possible(door.settings)
    if kept is None:
        return

    async def named(db: Db) -> str:
        await db.rows("INSERT INTO sync_meta (id, value) VALUES ('database', $1) ON CONFLICT DO NOTHING", kept.database)
        return (await db.rows("SELECT value FROM sync_meta WHERE id = 'database'"))[0]["value"]

    if await door.database.write(named) != kept.database:
        raise Unready(
            "This is a backup of another installation. If it shall become this one nevertheless, move the guard "
            f"{file_in(door.settings)} away and restore it again."
        )


async def renew(door: Door) -> Mark:
    """Begin a new epoch, beyond all that the guard has seen; the guard is still to be told."""
    kept = _read_if_possible(door.settings)

    async def begin_anew(db: Db) -> Mark:
        await name(db)
        generation = max((await _mark(db)).generation, kept.generation if kept else 0) + 1
        await db.rows("UPDATE sync_meta SET value = $1 WHERE id = 'epoch'", new_id())
        await db.rows("UPDATE sync_meta SET value = $1 WHERE id = 'generation'", str(generation))
        return await _mark(db, cluster)

    cluster = await door.database.cluster()
    return await door.database.write(begin_anew)


async def accept(door: Door) -> None:
    """This database is meant: from now on it is the one."""
    await remember(door.settings, await renew(door))


async def keep(door: Door) -> None:
    """`rise` once a minute in which something was saved, for as long as the installation is served."""
    told = door.writer.saved
    while True:
        await asyncio.sleep(EVERY)
        if door.writer.saved != told:
            told = door.writer.saved
            try:
                await rise(door)
            except Exception as error:  # whatever is in the way now: what is saved is safe, and the next minute comes
                log.error("The guard could not follow the database", exc_info=error)


async def _mark(db: Reader, cluster: str = "") -> Mark:
    rows = await db.rows("SELECT id, value FROM sync_meta")
    return msgspec.convert({"cluster": cluster, **{row["id"]: row["value"] for row in rows}}, Mark, strict=False)


def _read(settings: Settings) -> Mark | None:
    """What the guard remembers; None when there is none."""
    file = file_in(settings)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Mark)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        raise Unready(
            f"The guard {file} cannot be read ({error}). It knows which database was served here last. Put its file "
            "back from a copy, or, if you know that this database is the right one, have it written anew with: "
            f"./verstat restore --accept --data {settings.data}"
        ) from None


def _read_if_possible(settings: Settings) -> Mark | None:
    """For who writes it anew."""
    try:
        return _read(settings)
    except Unready:
        return None


async def remember(settings: Settings, mark: Mark) -> None:
    """Tell the guard what holds from now on, whatever it knew. Raises Unready."""
    await asyncio.to_thread(_write, settings, mark)


def _write(settings: Settings, mark: Mark) -> None:
    file = file_in(settings)
    try:
        if not settings.guard:  # a folder of its own is a disk, which is there or is missed
            settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.replace(file, msgspec.json.encode(mark).decode() + "\n")
    except OSError as error:
        raise Unready(
            f"The guard {file} cannot be written ({error.strerror}). Give this user the right to write in its folder, "
            "or name another one with VERSTAT_GUARD."
        ) from None
