"""The server is killed with SIGKILL before every statement of what it does with a delivery, on both databases.

After each death the installation is opened anew: of what was delivered everything is there - effect, receipt,
versions, audit line - or nothing, to the last row of the last table; and a verdict that had left is kept. The phones
send again and get their verdicts; sent once more, nothing changes. What a power cut does: test_power.py.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from subprocess import PIPE, Popen
from typing import Any, cast

import asyncpg
import msgspec
import pytest

from backend.core import clock
from backend.core.door import Door
from backend.core.settings import ROOT, Settings
from tests.cast import Cast
from tests.faults.broken import BROKEN
from tests.faults.look import Look
from tests.faults.mortal import NAME, Ground, Life, Remains
from tests.faults.school import SOON, School, Sending, furnish
from tests.phone import Phone

BUSY = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1"


class Mortal:
    """The program that lives and dies, and what there is after it."""

    def __init__(self, settings: Settings, broken: str = "") -> None:
        ground = Ground(str(settings.data), settings.database, SOON, broken)
        command = [sys.executable, "-m", "tests.faults.mortal", msgspec.json.encode(ground).decode()]
        self.process = Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
        self.settings, self.watch = settings, None

    async def live(self, sendings: list[Sending], die_at: int | None = None) -> Remains:
        """One life; when this returns, PostgreSQL has noticed its end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(msgspec.json.encode(Life(sendings, die_at)) + b"\n")
        self.process.stdin.flush()
        remains = msgspec.json.decode(self.process.stdout.readline(), type=Remains)
        if self.settings.database:
            self.watch = self.watch or cast("Any", await asyncpg.connect(self.settings.database))
            while await self.watch.fetchval(BUSY, NAME):
                await asyncio.sleep(0)
        assert not remains.error
        return remains

    async def close(self) -> None:
        self.process.communicate()
        if self.watch:
            await self.watch.close()


@pytest.fixture
async def school(door: Door, cast: Cast, phone: Callable[..., Phone]) -> AsyncIterator[School]:
    """A school at work, whose server has stopped."""
    found = await furnish(door, phone, cast)
    await door.close()
    yield found
    clock.set_to(None)


Verdicts = list[list[dict[str, Any]]]


def check(died: Remains, risen: Remains, before: Look, expected: list[str]) -> Look:
    """What one death left behind, and how it was mended."""
    found, mended, again = risen.looks
    first, second = risen.answers[: len(expected)], risen.answers[len(expected) :]
    for look in risen.looks:
        assert look.wrong == []
    is_all = found.tables == mended.tables
    assert is_all or found.tables == before.tables, "half of it is there"
    assert is_all or not died.answers, "a verdict had left, and what it was about is not there"
    assert [verdict["status"] for verdicts in first for verdict in verdicts] == expected
    assert {verdict["dup"] for verdicts in first for verdict in verdicts} == {is_all}
    assert second == [[verdict | {"dup": True} for verdict in verdicts] for verdicts in first]
    assert again.tables == mended.tables, "sent once more it had an effect"
    sent = {verdict["id"] for verdicts in first for verdict in verdicts}
    assert sent <= {*mended.receipts}
    return mended


def grown(before: Look, after: Look) -> dict[str, int]:
    """How many rows there are more, where that does not depend on what was changed before."""
    tables = before.tables.keys() - {"change", "scope"}
    return {name: more for name in tables if (more := after.tables[name][0] - before.tables[name][0])}


async def die_everywhere(mortal: Mortal, make: Callable[[], list[Sending]], expected: list[str]) -> list[str]:
    """Before the first statement, the second ... until one life comes to its end; what that one asked."""
    looks = (await mortal.live([])).looks[:1]
    died = Remains(died=True)
    while died.died:
        sendings = make()
        died = await mortal.live(sendings, len(looks))
        risen = await mortal.live(sendings)
        looks.append(check(died, risen, looks[-1], expected))
    growth = [grown(before, after) for before, after in pairwise(looks)]
    assert all(one == growth[-1] for one in growth), "less is left of some than of the one that nothing disturbed"
    return died.statements


KINDS: dict[str, tuple[Callable[[School], list[Sending]], list[str]]] = {
    "a lesson": (lambda school: [school.lesson()], ["applied"]),
    "a sale": (lambda school: [school.sale()], ["applied"]),
    "a roll": (lambda school: [school.roll()], ["applied"]),
    "five people": (School.five, ["applied", "applied", "rejected", "applied", "applied"]),
}


@pytest.fixture
async def mortal(settings: Settings, school: School) -> AsyncIterator[Mortal]:
    program = Mortal(settings)
    yield program
    await program.close()


@pytest.mark.parametrize("what", KINDS)
async def test_whenever_it_is_killed_all_or_nothing_is_there(mortal: Mortal, school: School, what: str) -> None:
    make, expected = KINDS[what]
    asked = await die_everywhere(mortal, lambda: make(school), expected)
    writes = [sql for sql in asked if sql.lstrip().startswith(("INSERT", "UPDATE"))]
    assert len(writes) >= 4, "an act without its row, its receipt, its version or its audit line"
    assert ("SAVEPOINT act" in asked) == (what == "five people")


@pytest.mark.parametrize("mistake", BROKEN)
async def test_what_is_broken_is_found_out(settings: Settings, school: School, mistake: str) -> None:
    mortal = Mortal(settings, mistake)
    try:
        with pytest.raises(AssertionError):
            await die_everywhere(mortal, lambda: [school.sale()], ["applied"])
    finally:
        await mortal.close()
