"""Small files beside the database: after a power cut there is the old one or the new one, and nothing between."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


async def off_the_loop(write: Callable[[], None]) -> None:
    """Write a file in the course of a batch. SQLite runs one in a thread of its own, where there is no loop to be held
    up; PostgreSQL on the loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        write()
    else:
        await asyncio.to_thread(write)


def settle(path: Path) -> None:
    """Return once the disk has a file's content; or a folder's names, without which a new file is not there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hand_over(path: Path) -> None:
    """What root writes beside the files of a service belongs to the service, or that could not start any more."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def replace(file: Path, text: str) -> None:
    """Put `text` in the place of what a file held, readable by this user alone. A link stays one."""
    file = file.resolve()
    handle, new = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
    try:
        with open(handle, "w", encoding="utf-8") as written:
            written.write(text)
        hand_over(Path(new))
        settle(Path(new))
        Path(new).replace(file)
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise
    settle(file.parent)
