"""`./verstat bench herd`: what is asked, and what is said about it."""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop

from backend.core import clock
from tests.faults.torture import seconds
from tests.load.herd.before import Herd, NotEmpty, fill, gather, load, require_empty, settings_of, sync_before
from tests.load.herd.report import is_good, report, table
from tests.load.herd.run import run
from tests.load.serving import many_sockets


def arguments(words: list[str]) -> argparse.Namespace:
    """What was asked."""
    parser = argparse.ArgumentParser(
        prog="verstat bench herd", description="The power comes back, and every phone at once."
    )
    parser.add_argument("--phones", type=_number, default=1_000, help="how many (1000)")
    parser.add_argument("--ops", type=_number, default=50, help="operations on each (50)")
    parser.add_argument("--for", dest="limit", type=seconds, default="120s", metavar="120s", help="how long at most")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database (SQLite in a file)")
    parser.add_argument("--processes", type=_number, default=1, help="of the server, on PostgreSQL (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go (./herd-TIME.json)")
    given = parser.parse_args(words)
    if given.processes > 1 and not given.database:
        parser.error("several processes share a PostgreSQL database: give one with --database")
    return given


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError("a number from 1 to 100000")
    return int(text)


def say(text: str) -> None:
    """A line, at once; over what was written on this one before."""
    sys.stdout.write(f"\r{text}\x1b[K\n" if sys.stdout.isatty() else f"{text}\n")
    sys.stdout.flush()


async def bench(given: argparse.Namespace, data: Path) -> dict[str, Any]:
    """Prepare, let them come, and report."""
    settings = settings_of(data, given.database)
    herd = await _prepared(given, data)
    say(f"{given.phones} phones with {given.ops} operations each come back within ten seconds")
    found = await run(herd, settings, given.processes, given.limit, say)
    kind = "PostgreSQL" if given.database else "SQLite"
    asked = {"phones": given.phones, "ops": given.ops, "for": given.limit, "database": kind}
    when = {"processes": given.processes, "at": clock.wire(clock.now())}
    return report(asked | when, herd, found)


async def _prepared(given: argparse.Namespace, data: Path) -> Herd:
    settings, begun = settings_of(data, given.database), time.monotonic()
    say(f"making {given.phones} learners with their sessions (their passwords are no part of this)")
    town = await fill(settings, given.phones, given.ops)
    say(f"{time.monotonic() - begun:6.0f} s  the phones sync for the last time before the power goes")
    herd = gather(town)
    await sync_before(herd, settings, given.processes)
    load(herd, given.ops)
    say(f"{time.monotonic() - begun:6.0f} s  everything is ready")
    return herd


def main(words: list[str]) -> int:
    """Run it; 1 when anything was lost, doubled, or not delivered in time."""
    given = arguments(words)
    many_sockets()
    try:
        if given.database:
            asyncio.run(require_empty(given.database))
        loop = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        with TemporaryDirectory(prefix="verstat-herd-") as data, loop as runner:
            found = runner.run(bench(given, Path(data)))
    except NotEmpty as trouble:
        sys.exit(str(trouble))
    file: Path = given.json or Path(f"herd-{clock.now():%Y%m%d-%H%M%S}.json")
    file.write_text(json.dumps(found, indent=2) + "\n")
    say(f"\n{table(found)}\n\nEvery figure: {file}")
    return 0 if is_good(found) else 1
