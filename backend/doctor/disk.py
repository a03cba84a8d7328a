"""The data folder and its disk."""

import os
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from backend.core import clock
from backend.core.database.looking import commits, file_writes, has, objection
from backend.doctor.case import Case, Finding, bad, look, ok
from backend.sync import guard

MB, GB = 1_000_000, 1_000_000_000
SLOW, UNLIKELY = 50, 0.02  # ms of a durable write: people feel it; no disk is so quick
LEAST_FREE, LITTLE_FREE = 200 * MB, 1 * GB
FRESH, STALE = timedelta(days=2), timedelta(days=14)  # age of a backup
LEAST_HISTORY = 1_000  # operations; fewer say nothing about a pace
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"}
MEMORY = {"tmpfs", "ramfs"}


async def folder(case: Case) -> AsyncIterator[Finding]:
    """Is it there, can it be written, and is it a disk?"""
    data = case.settings.data
    if not data.exists():
        yield look(f"There is no data folder {data} yet. ./verstat migrate makes it; another one: --data.")
        return
    if not data.is_dir() or not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        yield bad(f"The data folder {data} cannot be written by this user. Give the right to, or name another: --data.")
        return
    kind = file_system(data)
    if kind in MEMORY:
        yield bad(f"The data folder {data} is memory ({kind}): all is gone with the next restart. Put it on a disk.")
    elif kind in NETWORK and not case.settings.database:
        yield bad(f"The data folder {data} is on a network ({kind}), where SQLite can break. Put it on a local disk.")
    elif kind == "overlay":
        yield look(
            f"The data folder {data} is a container's own layer: it is gone with the container. Give it a volume."
        )
    else:
        yield ok(f"The data folder is {data.resolve()}{f' ({kind})' if kind else ''}.")


def file_system(path: Path) -> str:
    """What kind of file system a path is on; "" where that cannot be told."""
    try:
        lines = [line.split() for line in Path("/proc/self/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return ""
    mounts = [(Path(words[1].replace("\\040", " ")), words[2]) for words in lines]
    over = [(mount, kind) for mount, kind in mounts if path.resolve().is_relative_to(mount)]
    return max(reversed(over), key=lambda one: len(one[0].parts), default=(None, ""))[1]


async def permissions(case: Case) -> AsyncIterator[Finding]:
    """Minors' data: for one user of the machine alone."""
    data, file = case.settings.data, case.settings.sqlite
    kept = [data, file, file.with_name(f"{file.name}-wal"), data / "erased", data / "backups"]
    there = [one for one in (*kept, guard.file_in(case.settings)) if one.exists()]
    open_to_all = [one for one in there if one.stat().st_mode & stat.S_IRWXO]
    open_to_group = [one for one in there if one.stat().st_mode & stat.S_IRWXG]
    if open_to_all:
        yield bad(f"Every user of this machine has rights to {_listed(open_to_all)}: chmod -R go= {data}")
    elif open_to_group:
        yield look(
            f"The group of users has rights to {_listed(open_to_group)}. If nobody else needs it: chmod -R g= {data}"
        )
    elif there:
        yield ok("What lies in the data folder can be read by its own user alone.")


def _listed(paths: list[Path]) -> str:
    return ", ".join(map(str, paths))


async def room(case: Case) -> AsyncIterator[Finding]:
    """How much is free, and for how long, where the past says so."""
    data, file = case.settings.data, case.settings.sqlite
    if not data.is_dir():
        return
    free, size = shutil.disk_usage(data).free, file.stat().st_size if file.exists() else 0
    said = f"{free / GB:.1f} GB are free on the disk of the data folder"
    if size:
        said += f"; the database takes {size / MB:.1f} MB, and so does each backup"
    if free < LEAST_FREE:
        yield bad(f"{said}. Soon nothing can be saved: make room now.")
    elif free < max(LITTLE_FREE, 3 * size):
        yield look(f"{said}. That is little: make room, or move old backups away.")
    else:
        yield ok(f"{said}.{await _pace(case, free, size)}")
    if case.settings.database:
        yield look("The disk of PostgreSQL cannot be seen from here: watch its free room too.")


PACE = "SELECT count(*) AS n, min(arrived_at) AS since FROM operation WHERE arrived_at > $1"


async def _pace(case: Case, free: int, size: int) -> str:
    if case.db is None or not size or not await has(case.db, "operation"):
        return ""
    recent = (await case.db.rows(PACE, case.now - timedelta(days=30)))[0]
    whole = (await case.db.rows("SELECT count(*) AS n FROM operation"))[0]["n"]
    if recent["n"] < LEAST_HISTORY:
        return ""
    days = (case.now - clock.instant(recent["since"])).days
    if days < 7:
        return ""
    left = free / (size * recent["n"] / whole / days)
    how = "for years" if left > 1_000 else f"for about {left / 30:.0f} months" if left > 60 else f"for {left:.0f} days"
    return f" At the pace of the last {days} days that is enough for the database, without backups, {how}."


async def writes(case: Case) -> AsyncIterator[Finding]:
    """How long whoever saves waits at least."""
    data = case.settings.data
    if data.is_dir():
        try:
            yield _judged("A durable write into the data folder", file_writes(data))
            if not case.settings.database and (said := await objection(data)):
                yield bad(said)
        except OSError as error:
            yield bad(f"Nothing can be written into the data folder {data} ({error.strerror}).")
    if case.settings.database and case.db is not None:
        taken = await commits(case.db)
        yield _judged("A commit of PostgreSQL", taken) if taken else look("How long PostgreSQL commits cannot be told.")


def _judged(what: str, taken: list[float]) -> Finding:
    usual = median(taken)
    said = f"{what} takes {usual:.3g} ms (the slowest of {len(taken)}: {max(taken):.3g} ms)"
    if usual > SLOW:
        return look(f"{said}. That is slow, and everybody who saves waits for it: use a quicker disk.")
    if usual < UNLIKELY:
        return look(f"{said}. No disk is so quick: does it say that it has written before it has?")
    return ok(f"{said}.")


async def guard_place(case: Case) -> AsyncIterator[Finding]:
    """The guard sees more from another disk."""
    there, data = case.settings.guard_folder, case.settings.data
    if not data.is_dir():
        return
    if not there.is_dir():
        yield bad(f"There is no folder {there} for the guard (VERSTAT_GUARD). Is its disk there?")
    elif there.stat().st_dev == data.stat().st_dev:
        yield look(
            "The guard lies on the disk of the data: who puts an old copy of the whole disk in place is not warned. "
            "Better: VERSTAT_GUARD on another disk."
        )
    else:
        yield ok(f"The guard lies on another disk than the data: {there}.")


async def backups(case: Case) -> AsyncIterator[Finding]:
    """The newest copy in the data folder; of others nothing is known here."""
    if case.settings.database:
        yield look(
            "Backups of PostgreSQL cannot be seen from here. Make sure that pg_dump runs every night, to another disk, "
            "and that one has been restored for a trial; the file `erased` belongs to it."
        )
        return
    copies = sorted((case.settings.data / "backups").glob("*.sqlite"), key=lambda one: one.stat().st_mtime)
    if not copies:
        if case.settings.sqlite.exists():
            yield look(
                "There is no backup in the data folder. If none goes to another disk either, have it done every night: "
                "./verstat backup --to FILE"
            )
        return
    newest = copies[-1]
    age = case.now - datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    said = f"The newest backup in the data folder is {_age(age)} old ({newest.name})"
    if trouble := _unreadable(newest):
        yield bad(f"The newest backup {newest} cannot be used ({trouble}). Make another: ./verstat backup")
    elif age > STALE:
        yield bad(f"{said}. Does the nightly backup still run? ./verstat backup")
    elif age > FRESH:
        yield look(f"{said}. Have it made every night.")
    else:
        yield ok(f"{said} and readable. Keep a copy on another disk: this one dies with the data.")


def _age(span: timedelta) -> str:
    hours = max(0, span.total_seconds()) / 3600
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"


def _unreadable(file: Path) -> str:
    """Why a backup cannot be restored; "" when nothing is found."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)) as cx:
            cx.execute("SELECT 1 FROM sync_meta")
            said = str(cx.execute("PRAGMA quick_check(1)").fetchone()[0])
            return "" if said == "ok" else said
    except (OSError, sqlite3.DatabaseError) as error:
        return str(error)
