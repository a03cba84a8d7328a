"""`verstat doctor`: what stands between an installation and a quiet night, in plain words. It changes nothing.

A check is a function that yields findings; those that are made stand in CHECKS.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

from backend.core import clock
from backend.core.database import Unready
from backend.core.database.looking import look
from backend.core.settings import Settings
from backend.doctor import database, disk, machine, server
from backend.doctor.case import Case, Check, Finding, bad

CHECKS: list[Check] = [
    disk.folder,
    disk.permissions,
    disk.room,
    disk.writes,
    disk.guard_place,
    disk.backups,
    database.reached,
    database.durable,
    database.migrated,
    database.guarded,
    database.kind,
    database.jobs,
    database.operators,
    machine.clock,
    machine.synchronised,
    machine.zone,
    machine.memory,
    server.itself,
    server.names,
    server.proxies,
    server.metrics,
]


async def examine(settings: Settings, say: Callable[[str], None]) -> bool:
    """Say every finding; whether none is bad."""
    worst: set[str] = set()
    async with AsyncExitStack() as stack:
        case = Case(settings, clock.now(), await server.ask(settings))
        try:
            if settings.database or settings.sqlite.exists():
                case.db = await stack.enter_async_context(look(settings))
        except (Unready, OSError) as error:
            case.trouble = str(error)
        for check in CHECKS:
            async for finding in _guarded(check, case):
                say(str(finding))
                worst.add(finding.mark)
    return "bad" not in worst


async def _guarded(check: Check, case: Case) -> AsyncIterator[Finding]:
    """The edge: what one check stumbles over must not hide what the others find, nor quote a row."""
    try:
        async for finding in check(case):
            yield finding
    except Exception as error:
        name = f"{check.__module__.rpartition('.')[2]}.{check.__name__}"
        yield bad(f"The check {name} could not be made ({type(error).__name__}). Tell whoever keeps the program.")
