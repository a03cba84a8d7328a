"""Who closed the account, kept apart from the database: a backup that is restored must not bring them back.

One line for each in a file of the data folder: the id and the day, nothing else. Backups of the database may be
restored beside it at will; the file itself is never set back.
"""

import asyncio
import logging
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from backend.core.actor import Actor
from backend.core.clock import day_of, now
from backend.core.door import Door
from backend.core.durable import hand_over, off_the_loop, settle
from backend.core.ids import is_id
from backend.core.work import Act, Work
from backend.people.close_account import close_account

log = logging.getLogger(__name__)


def file_in(folder: Path) -> Path:
    """Where the ids stand."""
    return folder / "erased"


async def remember(work: Work, _acts: Sequence[Act]) -> None:
    """Write down whom this batch erases, durably, before it is committed.

    Should the commit fail after that, whoever asked to be erased is erased at the next start.
    """
    if work.erased:
        day = day_of(now(), work.settings.timezone)
        lines = "".join(f"{person} {day}\n" for person in work.erased)
        await off_the_loop(lambda: _append(file_in(work.settings.data), lines))


def _append(file: Path, lines: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not file.exists()
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        torn = size and os.pread(handle, 1, size - 1) != b"\n"  # by a power cut: it must not swallow this line
        os.write(handle, b"\n" * bool(torn) + lines.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:  # a new name is durable with its folder only
        hand_over(file)
        settle(file.parent)


def read(folder: Path) -> list[str]:
    """The ids in the file."""
    return [*_days(file_in(folder))]


def _days(file: Path) -> dict[str, str]:
    """Id -> the day. A line that a power cut left unfinished, or somebody mistyped, is passed over and logged."""
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    words = [line.partition(" ") for line in lines if line.strip()]
    found = {id_: day for id_, _, day in words}
    if odd := [one for one in found if not is_id(one)]:
        log.warning("%s lines of %s name nobody", len(odd), file)
    return {id_: day for id_, day in found.items() if is_id(id_)}


def merge(others: Iterable[Path], file: Path) -> None:
    """Write down in `file` whom only the others name."""
    here = _days(file)
    new = {id_: day for other in others for id_, day in _days(other).items() if id_ not in here}
    if new:
        _append(file, "".join(f"{id_} {day}\n" for id_, day in new.items()))


async def erase_again(door: Door) -> int:
    """Close the accounts that a restored backup brought back, and tell how many. Before anything is answered."""
    erased = await asyncio.to_thread(read, door.settings.data)
    if not erased:
        return 0
    async with door.database.read() as db:
        back = await db.rows("SELECT id FROM person WHERE id = ANY($1) AND closed_at IS NULL", erased)
    for row in back:
        await door.writer.perform(close_account, Actor.system("erased before a backup was restored"), row["id"])
    if back:
        log.warning("%s accounts that were closed before came back with a backup and were closed again", len(back))
    return len(back)
