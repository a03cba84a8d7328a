"""The power is cut: what SQLite had not synced is gone, or torn, and no act whose verdict had left is lost.

tests/faults/disk.py says what a power cut may do here, tests/faults/outage.py what is looked at afterwards. That this
is a test is shown by what fails it: `synchronous=NORMAL` and OFF, a rollback journal in place of the WAL (whose
deletion is its commit, and nobody syncs that), and an answer that leaves before the commit.
"""

import asyncio
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend import migrations
from backend.app import build_app
from backend.core import clock
from backend.core.database.sqlite import PRAGMAS
from backend.core.door import Door
from backend.core.settings import ROOT
from tests import databases
from tests.cast import assemble_cast
from tests.faults.outage import Day, Report
from tests.faults.school import SOON, Sending, furnish
from tests.phone import Phone

ROUNDS = 40


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A school at work, whose server has stopped, and what will be sent. What PostgreSQL does is PostgreSQL's."""
    rounds: list[list[Sending]] = []

    async def people_it(door: Door) -> None:
        migrations.bind(door.database)
        cast = await assemble_cast(door)
        school = await furnish(door, partial(Phone, build_app(door), cast), cast)
        rounds.extend(school.five() for _ in range(ROUNDS))

    folder = tmp_path_factory.mktemp("power")
    asyncio.run(databases.fill(databases.settings_for("sqlite", folder, "morning"), people_it))
    clock.set_to(None)
    return Day(str(folder / "morning"), "", SOON, rounds, 1, 0)


@pytest.fixture
def day(morning: Day, tmp_path: Path) -> Day:
    """One that may be spoiled."""
    shutil.copytree(morning.data, tmp_path / "day")
    (tmp_path / "rest").mkdir()
    return msgspec.structs.replace(morning, data=str(tmp_path / "day"), rest=str(tmp_path / "rest"))


def happen(day: Day) -> Report:
    """In a process of its own, which keeps the disk to itself."""
    command = [sys.executable, "-m", "tests.faults.outage"]
    done = subprocess.run(command, cwd=ROOT, input=msgspec.json.encode(day), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return msgspec.json.decode(done.stdout, type=Report)


def test_no_act_whose_verdict_had_left_is_lost(day: Day) -> None:
    report = happen(msgspec.structs.replace(day, cuts=160))
    assert report.wrong == []
    assert report.asked["sync verstat.sqlite"] > 10, "a day without checkpoints"
    assert report.asked["sync verstat.sqlite-wal"] > ROUNDS


LOST, SPOILED = "answered and are not there", "it cannot be used"


@pytest.mark.parametrize(
    ("mistake", "seen"),
    [
        ({"pragmas": {"synchronous": "1", "wal_autocheckpoint": "1000"}}, LOST),  # which syncs, but seldom
        ({"pragmas": {"synchronous": "0"}}, SPOILED),
        ({"pragmas": {"journal_mode": "delete"}}, LOST),
        ({"broken": "answer before commit"}, LOST),
    ],
    ids=["synchronous=NORMAL", "synchronous=OFF", "no WAL", "answer before commit"],
)
def test_what_is_broken_is_found_out(day: Day, mistake: dict[str, Any], seen: str) -> None:
    report = happen(msgspec.structs.replace(day, cuts=24, **mistake))
    assert any(seen in what for what in report.wrong), report


def test_the_product_asks_for_what_passes() -> None:
    assert (PRAGMAS["journal_mode"], PRAGMAS["synchronous"]) == ("wal", "2")
