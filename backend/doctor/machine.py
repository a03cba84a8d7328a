"""The machine: its clock and what it has."""

import ctypes
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend import migrations
from backend.core import clock as clocks
from backend.core.database.looking import has
from backend.doctor.case import Case, Finding, bad, look, ok

BEHIND = timedelta(minutes=2)
APART = 5  # seconds between the clocks of two machines
YEARS = timedelta(days=3_650)
LEAST_MEMORY = 256  # MB; a process takes a fraction of it
NEWEST = {"audit_line": "arrived_at", "operation": "arrived_at", "device": "seen_at"}


def written_on() -> datetime:
    """No earlier than this day was the program written: that of its newest migration."""
    return datetime.fromisoformat(max(name.split()[1] for name in migrations.written())[:10]).replace(tzinfo=UTC)


async def clock(case: Case) -> AsyncIterator[Finding]:
    """Can the machine's clock be believed? It decides who is an adult and whose session has ended."""
    said = f"The clock says {case.now:%Y-%m-%d %H:%M} UTC"
    newest = await _newest(case)
    if case.now < written_on() - timedelta(days=1):
        yield bad(f"{said}, which is before this program was written. Set it.")
    elif newest is not None and newest - case.now > BEHIND:
        yield bad(
            f"{said}, but the newest row was saved at {newest:%Y-%m-%d %H:%M} UTC. One of the two is wrong: set it."
        )
    elif case.now > written_on() + YEARS:
        yield look(f"{said}, many years after this program was written. Is that right?")
    else:
        yield ok(f"{said}, later than all that was saved." if newest else f"{said}.")
    if case.settings.database and case.db is not None:
        (row,) = await case.db.rows("SELECT clock_timestamp() AS now")
        apart = abs((row["now"] - clocks.now()).total_seconds())
        if apart > APART:
            yield look(
                f"The clocks of this machine and of PostgreSQL are {apart:.0f} seconds apart. Set both by the network."
            )


async def _newest(case: Case) -> datetime | None:
    """When a row was saved last."""
    if case.db is None:
        return None
    moments: list[datetime] = []
    for table, column in NEWEST.items():
        if await has(case.db, table):
            (row,) = await case.db.rows(f"SELECT max({column}) AS newest FROM {table}")  # noqa: S608 - our names
            moments += [clocks.instant(row["newest"])] if row["newest"] else []
    return max(moments, default=None)


class _Timex(ctypes.Structure):
    """The head of Linux's struct timex, with room for the rest of it."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


UNSYNCHRONISED = 0x40  # STA_UNSYNC of adjtimex(2)


def kept_by_network() -> bool | None:
    """Whether the system sets its clock by another; None where that cannot be told."""
    if not sys.platform.startswith("linux"):
        return None
    timex = _Timex()
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))  # modes=0: only asks
    except (OSError, AttributeError):
        return None
    return None if state < 0 else not timex.status & UNSYNCHRONISED


async def synchronised(_case: Case) -> AsyncIterator[Finding]:
    """A clock that nobody sets runs off."""
    kept = kept_by_network()
    if kept is None:
        yield look("Whether the clock is set by the network cannot be told. Make sure that it is (NTP).")
    elif kept:
        yield ok("The clock is set by the network.")
    else:
        yield look("The clock is not set by the network and will run off. With systemd: timedatectl set-ntp true")


async def zone(case: Case) -> AsyncIterator[Finding]:
    """Which day it is for a school."""
    try:
        there = case.now.astimezone(ZoneInfo(case.settings.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        yield bad(f"The time zone {case.settings.timezone} is not known here: see VERSTAT_TIMEZONE.")
        return
    yield ok(f"For the schools it is {there:%Y-%m-%d %H:%M} ({case.settings.timezone}).")


def free_memory() -> int | None:
    """MB that programs can still have; None where that cannot be told."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) // 1_000 for line in lines if line.startswith("MemAvailable:")), None)


async def memory(_case: Case) -> AsyncIterator[Finding]:
    """What the machine has left."""
    free, cores = free_memory(), os.cpu_count()
    if free is None:
        return
    said = f"{free:,} MB of memory are free; processors: {cores}"
    yield look(f"{said}. That is little: end what else runs here.") if free < LEAST_MEMORY else ok(f"{said}.")
