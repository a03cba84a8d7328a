"""The server that journeys and benchmarks start: the demonstration, unshifted, with the clock at its anchor.

    python -m tests.server --data DIR [--port 0] [--host 127.0.0.1] [--class | --empty] [--app DIR] [--without NAME ...]

With --class there is also the class of thirty of tests/classroom.py. With --empty there is nothing but an operator
(OPERATOR, OPERATORS_PASSWORD), as after an installation. The console is on. --app serves another build of the app,
such as an older one. --without takes away an operation or an entity that phones name, as a program has not got it that
was set back to an older version.
The first start loads the town; a later one, also after a kill, finds its data and goes on where the clock stood.
Once it serves it prints one line, `ready http://...`. Accounts: DIR/demo-accounts.json.
"""

import argparse
import asyncio
import socket
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import uvicorn

from backend import app, migrations
from backend.core import clock
from backend.core.door import Door
from backend.core.listening import server
from backend.core.settings import Settings
from backend.demo import command
from backend.demo.town import town
from backend.people.operators import create_operator
from backend.people.tables import Operator
from backend.sync.feeds import FEEDS
from backend.sync.operations import OPERATIONS
from tests.classroom import furnish

OPERATOR, OPERATORS_PASSWORD = "iryna", "a long enough password"
LATEST = "SELECT max(arrived_at) AS at FROM audit_line UNION ALL SELECT max(seen_at) FROM device"


def say(text: str) -> None:
    """A line for whoever waits for this server, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.server", description="Serve the demonstration at its anchor date.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--host", default="127.0.0.1")
    inside = parser.add_mutually_exclusive_group()
    inside.add_argument("--class", dest="with_class", action="store_true", help="bring in a class of thirty")
    inside.add_argument("--empty", action="store_true", help="an operator and nothing else")
    parser.add_argument("--app", type=Path, metavar="DIR", help="another build of the app")
    parser.add_argument("--without", action="append", default=[], metavar="NAME", help="an operation or an entity")
    return parser.parse_args()


def set_back(names: list[str]) -> None:
    """Unlearn operations and entities."""
    for name in names:
        known: dict[str, Any] = OPERATIONS if name in OPERATIONS else FEEDS
        del known[name]


async def prepare(settings: Settings, *, with_class: bool = False) -> None:
    """Load the town if it is not there, anew if an earlier loading was cut off; then set the clock."""
    await command.make_ready(lambda: app.assemble(settings), say, timedelta())
    door = app.assemble(settings)
    await door.open()
    try:
        clock.set_to(await _noon_or_later(door))
        if with_class:
            await furnish(door)
    finally:
        await door.close()


async def prepare_empty(settings: Settings) -> None:
    """An installation as it is before anybody was invited; then set the clock."""
    door = app.assemble(settings)
    await door.open()
    try:
        migrations.bind(door.database)
        await migrations.forwards(door.database)
        clock.set_to(await _noon_or_later(door))
        if not await Operator.exists():
            await create_operator(OPERATOR, OPERATORS_PASSWORD)
    finally:
        await door.close()


async def _noon_or_later(door: Door) -> datetime:
    """Noon of the anchor date, or the latest that happened: time does not run backwards when a server is restarted."""
    async with door.database.read() as db:
        known = [clock.instant(row["at"]) for row in await db.rows(LATEST) if row["at"]]
    return max([datetime.combine(town().anchor, time(12), UTC), *known])


class Announcing(uvicorn.Server):
    """Says when it serves: before that, a request would wait for the start to end."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            say(f"ready http://{host}:{port}")


def main() -> None:
    given = arguments()
    set_back(given.without)
    app.DIST = given.app or app.DIST
    settings = Settings(data=given.data, host=given.host, port=given.port, console=True)
    with socket.create_server((given.host, given.port)) as listening:
        asyncio.run(prepare_empty(settings) if given.empty else prepare(settings, with_class=given.with_class))
        config = server(app.build_app(app.assemble(settings)), settings)
        config.timeout_graceful_shutdown = 2  # seconds: tests do not wait
        Announcing(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
