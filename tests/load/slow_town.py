"""The demonstration with a year of entries in one manufactory, and the real server over it."""

import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from backend import app
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Row
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.core.work import Act, Op
from backend.demo import command
from backend.manufactories.books import add_entry, reverse_entry
from backend.manufactories.schemas import AddEntry, Item, ReverseEntry
from tests.cast import actor
from tests.journeys.conftest import ROOT, STUDENT

DAYS = 300
AT_ONCE = 400
TEAM = """
SELECT DISTINCT other.person, other.manufactory FROM member mine JOIN person p ON p.id = mine.person
JOIN member other ON other.manufactory = mine.manufactory WHERE p.login = $1 AND other.until IS NULL
"""
WARES = """
SELECT p.id, (SELECT kopecks FROM price WHERE price.product = p.id ORDER BY since DESC LIMIT 1) AS kopecks
FROM product p WHERE p.manufactory = $1
"""


def _entry(team: str, wares: list[Row], n: int) -> AddEntry:
    """A year at fairs: nine sales of one or two things, then something bought."""
    if n % 10 == 9:
        return AddEntry(team, "purchase", "cash", 9_000, note="Віск, 3 кг")
    items = [Item(1, one["kopecks"], one["id"]) for one in wares[: 1 + n % 2]]
    return AddEntry(team, "sale", "card" if n % 2 else "cash", sum(one.price for one in items), items)


async def _write(door: Door, team: str, wares: list[Row], members: list[Actor], count: int) -> None:
    now = clock.now()
    acts: list[Act] = []
    for n in range(count):
        moment = now - timedelta(days=DAYS) * ((count - n) / count)
        who, op = members[n % len(members)], Op(new_id(), moment, now)
        if n % 50 == 49:
            acts.append(Act(reverse_entry, who, op, ReverseEntry(team, acts[-2].op.id, "Помилка")))
        else:
            acts.append(Act(add_entry, who, op, _entry(team, wares, n)))
    for first in range(0, count, AT_ONCE):
        await door.writer.submit(acts[first : first + AT_ONCE])
    assert all(act.succeeded for act in acts)


async def fill(folder: Path, entries: int) -> None:
    """Load the town as of today, with so many more entries in the books of STUDENT's team, one of fifty taken back."""
    settings = Settings(data=folder)
    await command.make_ready(lambda: app.assemble(settings), lambda _: None)
    door = app.assemble(settings)
    await door.open()
    try:
        async with door.database.read() as db:
            team = await db.rows(TEAM, STUDENT)
            wares = await db.rows(WARES, team[0]["manufactory"])
        members = [await actor(door, one["person"]) for one in team]
        await _write(door, team[0]["manufactory"], wares, members, entries)
    finally:
        await door.close()


@contextmanager
def serving(folder: Path) -> Generator[str]:
    """The address of the real server, a process of its own over what `fill` left."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-P", "-m", "backend", "demo", "--data", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        assert any("Ctrl+C" in line for line in process.stdout), "the server did not start"
        while True:
            with socket.socket() as knocking:
                if not knocking.connect_ex(("127.0.0.1", port)):
                    break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
