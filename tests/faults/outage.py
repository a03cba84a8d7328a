"""A program: a school works on a disk that remembers; then the power is cut, at many moments and in many ways.

    python -m tests.faults.outage < a `Day`, which says `Report`

The day goes through the real app and its SQLite door. Each verdict is noted with how far the disk was when it left.
Then the disk is built as it may be after a cut, opened by the real code, and looked at: it is whole, every act whose
verdict had left by then is there, books balance, and what is sent again takes effect once.
"""

import asyncio
import os
import sqlite3
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from backend import migrations
from backend.app import assemble, build_app
from backend.core import clock
from backend.core.database import Unready
from backend.core.database.sqlite import PRAGMAS
from backend.core.door import Door
from backend.core.settings import Settings
from backend.people.queries import session
from backend.people.sign_in import digest
from backend.sync.operations import OPERATIONS
from backend.sync.push import push
from backend.sync.schemas import Delivery
from tests.faults import disk
from tests.faults.broken import BROKEN
from tests.faults.look import never
from tests.faults.mortal import deliver, meet
from tests.sync.acts import ACTS

SMALL = "60"  # pages; the WAL is brought home every few commits, so that cuts meet that too


class Day(msgspec.Struct):
    """`rounds`: what is delivered at once, one round after the other. `pragmas`, `broken`: what is wrong on purpose."""

    data: str
    rest: str
    now: datetime
    rounds: list[list[dict[str, Any]]]
    seed: int
    cuts: int
    pragmas: dict[str, str] = {}
    broken: str = ""


class Report(msgspec.Struct):
    """What the disk was asked, how often the power was cut, and what was wrong afterwards."""

    asked: dict[str, int]
    cuts: int
    wrong: list[str]


Left = list[tuple[int, str]]
"""(how far the disk was, the operation whose verdict left then)."""


async def work(day: Day, remembering: disk.Disk) -> Left:
    """The day, until the server is stopped."""
    door, left = installation(Path(day.data), day.now), Left()
    app = build_app(door)
    await door.open()
    migrations.bind(door.database)
    if day.broken:
        BROKEN[day.broken](door)

    def said(told: Any) -> None:
        left.extend((len(remembering.events), verdict["id"]) for verdicts in told.answers for verdict in verdicts)

    for sendings in day.rounds:
        meet(door.writer, len(sendings))
        await deliver(app, sendings, said)
    await door.close()
    return left


def installation(data: Path, now: datetime) -> Door:
    clock.set_to(now)
    return assemble(Settings(data=data, hosts="test.local"))


async def look(door: Door, due: set[str], again: list[dict[str, Any]]) -> list[str]:
    """What is wrong with what the power left."""
    try:
        await door.open()
        wrong = await never(door.database)
        async with door.database.read() as db:
            there = {row["id"] for row in await db.rows("SELECT id FROM operation")}
        if due - there:
            wrong.append(f"{len(due - there)} acts were answered and are not there")
        wrong += await send_again(door, again, there)
        wrong += await never(door.database)
        await door.close()
    except (Unready, sqlite3.DatabaseError) as error:
        return [f"it cannot be used: {error}"]
    return wrong


async def send_again(door: Door, again: list[dict[str, Any]], there: set[str]) -> list[str]:
    """The phones send what was under way; whatever then has another effect than one."""
    wrong: list[str] = []
    for sending in again:
        body = msgspec.json.decode(msgspec.json.encode(sending["body"]), type=Delivery)
        async with door.database.read() as db:
            found = await session(db, digest(sending["session"]))
        assert found is not None
        verdicts = await push(door.writer, found.actor, body, clock.now())
        odd = [one for one in verdicts if one["status"] == "retry" or one["dup"] != (one["id"] in there)]
        wrong += [f"sent again it had another effect: {verdict}" for verdict in odd]
    return wrong


async def cut(day: Day, remembering: disk.Disk, left: Left, number: int, random: Random) -> list[str]:
    """One power cut: when a verdict had just left, or at any moment."""
    at_verdict = random.choice(left)[0]
    moment = at_verdict if number % 2 else random.randint(0, len(remembering.events))
    ways: list[disk.Left] = [disk.Nothing(), disk.Everything(), disk.Beginning(random), disk.Anything(random)]
    way = ways[number // 2 % len(ways)]
    folder = Path(day.rest) / str(number)
    folder.mkdir()
    for name, held in remembering.cut(moment, way).items():
        (folder / name).write_bytes(held)
    if number % 3 == 0:
        (folder / "verstat.sqlite-shm").write_bytes(random.randbytes(32_768))
    due = {id_ for at, id_ in left if at <= moment}
    latest = max([n for n, sendings in enumerate(day.rounds) if due & {_id(one) for one in sendings}], default=0)
    again = [sending for sendings in day.rounds[max(0, latest - 1) : latest + 2] for sending in sendings]
    wrong = await look(installation(folder, day.now), due, again)
    for path in folder.iterdir():
        path.unlink()
    return [
        f"cut {number} at {moment} of {len(remembering.events)}, {type(way).__name__} left: {what}" for what in wrong
    ]


def _id(sending: dict[str, Any]) -> str:
    return sending["body"]["ops"][0]["id"]


async def outages(day: Day, remembering: disk.Disk, left: Left) -> list[str]:
    random = Random(day.seed)  # noqa: S311 - decides what a test does
    return [what for number in range(day.cuts) for what in await cut(day, remembering, left, number, random)]


def main() -> None:
    day = msgspec.json.decode(sys.stdin.buffer.read(), type=Day)
    sqlite = disk.library()
    assert sqlite, "this Python keeps its SQLite to itself"
    PRAGMAS.update({"wal_autocheckpoint": SMALL} | day.pragmas)
    OPERATIONS.update(ACTS)
    remembering = disk.Disk(sqlite)
    remembering.plug_in()
    left = asyncio.run(work(day, remembering))
    remembering.unplug()
    asked = dict(Counter(f"{event.what} {event.name}" for event in remembering.events))
    report = Report(asked, day.cuts, asyncio.run(outages(day, remembering, left)))
    sys.stdout.buffer.write(msgspec.json.encode(report))
    sys.stdout.flush()
    os._exit(0)  # threads of databases that could not be opened are of no interest


if __name__ == "__main__":
    main()
