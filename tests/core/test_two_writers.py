"""Two processes write into one database: no version is skipped, nothing is lost."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable

from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.settings import ROOT, Settings
from tests.cast import Cast
from tests.core.two_writers import SHARED, acts
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import count, counts, peek

New = Callable[..., Phone]
ROUNDS = 12


async def tail(door: Door, ended: asyncio.Event) -> list[int]:
    """The versions of the shared scope as a phone meets them that always asks for what came after the latest."""
    seen: list[int] = []
    last = False
    while not last:
        last = ended.is_set()
        async with door.database.read() as db:
            sql = "SELECT version FROM change WHERE scope = $1 AND version > $2 ORDER BY version LIMIT 5"
            rows = await db.rows(sql, SHARED, seen[-1] if seen else 0)
        seen += [row["version"] for row in rows]
        last = last and not rows
        await asyncio.sleep(0)
    return seen


async def test_two_processes_skip_and_lose_nothing(door: Door, settings: Settings) -> None:
    program = "from tests.core.two_writers import run; run()"
    command = [sys.executable, "-c", program, str(settings.data), settings.database, str(ROUNDS)]
    other = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert other.stdout is not None
    assert await other.stdout.readline() == b"ready\n"
    ended = asyncio.Event()
    reader = asyncio.create_task(tail(door, ended))
    talking = asyncio.create_task(other.communicate(b"\n"))
    mine = [act for _ in range(ROUNDS) for act in acts(7)]
    await asyncio.gather(*(door.writer.submit(mine[n : n + 7]) for n in range(0, len(mine), 7)))
    said, _ = await talking
    ended.set()
    total = len(mine) + ROUNDS * 7
    assert all(act.succeeded for act in mine)
    assert int(said) == ROUNDS * 7
    assert await reader == [*range(1, total + 1)]
    assert await count(door.database, "institution", "kind = 'brought'") == total
    for scope in await peek(door.database, "SELECT id, version FROM scope WHERE length(id) < 20"):
        kept = await peek(door.database, "SELECT version FROM change WHERE scope = $1 ORDER BY version", scope["id"])
        assert [row["version"] for row in kept] == [*range(1, scope["version"] + 1)]


async def test_one_operation_through_two_doors_takes_effect_once(
    phone: New, cast: Cast, door: Door, settings: Settings
) -> None:
    other = assemble(settings)
    await other.open()
    try:
        app = build_app(other)
        one = await signed_in(door, phone, cast.people["solomiia"])
        two = await signed_in(door, lambda: Phone(app, cast), cast.people["solomiia"])
        before = await counts(door.database)
        operations = [one.lesson(n) for n in range(4)]
        sendings = [who.verdicts(*operations[:: 1 if who is one else -1]) for _ in range(5) for who in (one, two)]
        verdicts = [verdict for answer in await asyncio.gather(*sendings) for verdict in answer]
        assert {verdict["status"] for verdict in verdicts} == {"applied"}
        assert sum(not verdict["dup"] for verdict in verdicts) == 4
        assert await counts(door.database) == {table: n + 4 for table, n in before.items()}
    finally:
        await other.close()
