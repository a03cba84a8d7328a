"""Copies of SQLite's one file: made while it is in use, looked through, put in its place. All of this blocks.

A restore moves several files, and may be cut off between them. While it does, the file `pending` stands beside the
database, and whoever opens that database is refused (`SQLite.open`).
"""

import fcntl
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from backend.core.database.face import Unready
from backend.core.durable import hand_over, settle

LOCKS, LOCKS_SIZE = 0x40000000, 512  # the bytes that a connection locks while it has the file open (sqlite3.org, 2.6.1)
COMPANIONS = ("", "-wal", "-shm")


def pending(file: Path) -> Path:
    """The database that is about to take the place of `file`."""
    return file.with_name(f"{file.name}.next")


def refuse_half_restored(file: Path) -> None:
    """Raises Unready in the middle of a restore."""
    if pending(file).exists():
        raise Unready(
            f"A restore into {file.parent} was cut off, or is still going on. If it is over, run it again: "
            "./verstat restore FILE. The database that it was about to replace is kept there, in a folder replaced-..."
        )


def copy(file: Path, to: Path) -> None:
    """Everything committed up to now, in a file of its own that only this user can read. Writers do not wait."""
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(file)) as now, closing(sqlite3.connect(to)) as then:
        now.backup(then)
        then.execute("PRAGMA journal_mode=delete")  # one file, wherever it is carried
    settle(to)


def verify(file: Path, called: Path) -> None:
    """Raises Unready when SQLite finds fault with a file that nobody else has open, and that an operator knows as
    `called`."""
    try:
        with closing(sqlite3.connect(file)) as cx:
            said = cx.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise Unready(f"{called} is damaged or is no database ({said}). Use another backup.")


def in_use(file: Path) -> bool:
    """Whether another program, by whatever path and user, has the database open, even if it is damaged.

    Not for a process that has it open itself: to close a file gives up all locks that the process has on it.
    """
    try:
        with file.open("r+b") as handle:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCKS_SIZE, LOCKS)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def put_in_place(new: Path, file: Path, aside: Path) -> bool:
    """Make `new`, a closed database on the same disk, the database `file`. Whether there was one: it is in `aside`.

    Raises Unready, with all as it was, when somebody has it open, and OSError when the disk does not take it.
    """
    _fold(new)
    settle(new)
    new.replace(pending(file))
    hand_over(pending(file))
    settle(file.parent)
    if in_use(file):  # asked only now: from here on nobody can open it
        pending(file).unlink()
        raise Unready(f"{file} is in use: Verstat, or another program, has it open. Stop that and try again.")
    if file.exists():
        with suppress(sqlite3.DatabaseError):  # what is damaged is kept as it is
            _fold(file)
    there = [one for one in (file.with_name(file.name + end) for end in COMPANIONS) if one.exists()]
    try:
        _put_aside(there, aside)
    except OSError:
        if all(one.exists() for one in there):
            pending(file).unlink()
        raise
    settle(file.parent)
    pending(file).replace(file)
    settle(file.parent)
    return bool(there)


def _put_aside(there: list[Path], aside: Path) -> None:
    """Move all files into a new folder, or none."""
    if not there:
        return
    aside.mkdir(mode=0o700)
    try:
        for one in there:
            one.rename(aside / one.name)
        settle(aside)
    except OSError:
        for one in there:
            with suppress(FileNotFoundError):
                (aside / one.name).rename(one)
        aside.rmdir()
        raise


def _fold(file: Path) -> None:
    """Bring what the log holds into the file, so that one rename moves it all."""
    with closing(sqlite3.connect(file)) as cx:
        cx.execute("PRAGMA wal_checkpoint(TRUNCATE)")
