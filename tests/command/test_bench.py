"""`./verstat bench`, small: that it runs, counts truly, and fails when something is wrong."""

import asyncio
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import asyncpg
import pytest

from backend.core.ids import new_id
from backend.core.settings import ROOT, Settings
from tests import databases
from tests.command.program import environment, one_sentence
from tests.load.herd.before import fill, gather, sync_before
from tests.load.herd.counting import Place, count
from tests.load.herd.deliveries import Made

PHONES, OPS = 20, 4


async def bench(*words: str | Path) -> tuple[int, str, str]:
    """Run a bench to its end: exit status, what it said, what it complained of."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.load.bench"),
        *map(str, words),
        cwd=ROOT,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 300)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_it_works(tmp_path: Path) -> None:
    file = tmp_path / "herd.json"
    status, out, err = await bench("herd", "--phones", str(PHONES), "--ops", str(OPS), "--json", file)
    assert (status, err) == (0, ""), out
    found = json.loads(file.read_text())
    assert (found["lost"], found["doubled"]) == (0, 0)
    assert (found["phones_through"], found["operations"]["applied"]) == (PHONES, PHONES * OPS)
    assert found["counted"]["sales"] + found["counted"]["lessons"] == PHONES * OPS + (PHONES - 2) * 2
    assert found["answers_lost_on_purpose"] == PHONES * 0.3
    assert found["duplicates_absorbed"] > 0
    assert found["sample"] == {"phones": PHONES, "unlike_a_first_sync": 0}
    assert found["worker"]["statuses"].keys() == {"200"}
    assert "lost, doubled" in out
    assert str(file) in out


async def spoil(place: Place, sql: str) -> None:
    """Do to the tables what no program of ours does."""
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as cx:
            cx.executescript(sql)
        return
    connection = cast("Any", await asyncpg.connect(place))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def spoilings(made: Made) -> list[tuple[str, tuple[int, int]]]:
    """What is done to the tables, one after the other, and what must be (lost, doubled) by then."""
    (gone, cut, *_), ((enrolment, lesson), (whose, twice), *_) = sorted(made.sales), sorted(made.lessons)
    receipt = "person, device, type, v, hash, code, data, made_at, happened_at, arrived_at"
    completion = "enrolment, lesson, release, device, happened_at, arrived_at, flag"
    return [
        ("SELECT 1", (0, 0)),
        (f"DELETE FROM entry_line WHERE entry = '{gone}'; DELETE FROM entry WHERE id = '{gone}'", (1, 0)),
        (f"DELETE FROM completion WHERE enrolment = '{enrolment}' AND lesson = '{lesson}'", (2, 0)),
        (f"DELETE FROM change WHERE entity = 'entry' AND row = '{cut}'", (3, 0)),
        (
            f"INSERT INTO completion (id, {completion}) SELECT '{new_id()}', {completion} FROM completion "
            f"WHERE enrolment = '{whose}' AND lesson = '{twice}'",
            (3, 1),
        ),
        (
            f"INSERT INTO operation (id, {receipt}) SELECT '{new_id()}', {receipt} FROM operation WHERE id = '{cut}'",
            (3, 2),
        ),
        (f"DELETE FROM operation WHERE id = '{made.lessons[whose, twice]}'", (4, 3)),  # its audit line stays
    ]


@pytest.fixture
def empty(kind: str, folder: Path) -> Iterator[Settings]:
    """An installation that nobody has filled."""
    with databases.database(kind, folder) as name:
        yield databases.settings_for(kind, folder, name)


async def test_whatever_is_lost_or_doubled_is_counted(empty: Settings) -> None:
    herd = gather(await fill(empty, 3, OPS))
    await sync_before(herd, empty, 1)
    acknowledged, place = herd.phones[0].tally.acknowledged, empty.database or empty.sqlite
    assert len(acknowledged) == 6
    for sql, expected in spoilings(herd.made):
        await spoil(place, sql)
        found = await count(place, herd.made, acknowledged)
        assert (found.lost, found.doubled) == expected, sql
    if empty.database:
        assert "tables in this database" in one_sentence(await bench("herd", "--database", empty.database))


async def test_a_herd_that_cannot_be_through_in_time_fails(tmp_path: Path) -> None:
    status, out, _ = await bench("herd", "--phones", "2", "--ops", "1", "--for", "0s", "--json", tmp_path / "herd.json")
    assert status == 1
    assert "0 of 2 applied" in out


@pytest.mark.parametrize(
    "words", [["fly"], [], ["herd", "--phones", "0"], ["herd", "--for", "x"], ["herd", "--processes", "2"]]
)
async def test_what_it_does_not_understand_it_says_without_a_traceback(words: list[str]) -> None:
    status, out, err = await bench(*words)
    assert (status, out) == (2, "")
    assert "usage: verstat bench" in err
    assert "Traceback" not in err
