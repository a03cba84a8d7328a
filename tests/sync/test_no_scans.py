"""Nothing that a phone asks for reads a whole table: what it costs does not grow with the others who are there."""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from backend.app import assemble, build_app
from backend.core.door import Door
from tests import databases
from tests.cast import Cast, ask, assemble_cast
from tests.manufactories.till import item, open_shop, sale
from tests.manufactories.workshop import found, member, set_limits
from tests.mentoring.meetings import log, mark, mentor, plan, roll
from tests.phone import Phone

WHOLE = re.compile(r"SCAN (?!json_each|CONSTANT ROW|\(subquery|given\b|page\b)")
"""A step of a plan that reads every row of a table: neither what was handed in with the statement nor what an inner one
has found already."""
SMALL = ("sync_meta", "migration", "rule_set", "picture")
"""Tables that do not grow with the people."""

World = tuple[Door, Cast, Callable[[], Phone], list[str]]


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """The cast in SQLite, phones, and every statement that is run."""
    statements: list[str] = []
    connect = sqlite3.connect

    def traced(*args: Any, **given: Any) -> sqlite3.Connection:
        connection = connect(*args, **given)
        connection.set_trace_callback(statements.append)
        return connection

    casts: list[Cast] = []

    async def people_it(door: Door) -> None:
        casts.append(await assemble_cast(door))

    with databases.database("sqlite", tmp_path) as name:
        settings = databases.settings_for("sqlite", tmp_path, name)
        await databases.fill(settings, people_it)
        monkeypatch.setattr(sqlite3, "connect", traced)
        door = assemble(settings)
        await door.open()
        app = build_app(door)
        yield door, casts[0], lambda: Phone(app, casts[0]), statements
        await door.close()


def whole_tables(file: Path, statements: list[str]) -> set[tuple[str, str]]:
    """The steps that read a whole table, each with its statement."""
    seen: set[tuple[str, str]] = set()
    with closing(sqlite3.connect(file)) as cx:
        for sql in {one for one in statements if one.split(None, 1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")}:
            plan = [row[3] for row in cx.execute(f"EXPLAIN QUERY PLAN {sql}")]
            if not any(f"FROM {table}" in sql for table in SMALL):
                seen |= {(step, sql) for step in plan if WHOLE.match(step)}
    return seen


async def test_it_works(world: World) -> None:
    door, cast, new, statements = world
    await set_limits(door, cast)
    olena, solomiia, ostap = [await new().sign_in(name) for name in ("olena", "solomiia", "ostap")]
    shop = await open_shop(solomiia, await found(olena, member(cast, "solomiia"), member(cast, "ostap")))
    danylo = await mentor(door, new, cast, "danylo")
    statements.clear()
    phones = (solomiia, olena, ostap, danylo)
    for phone in phones:
        await phone.pull()
    verdicts = await solomiia.verdicts(
        solomiia.lesson(0), solomiia.lesson(1), sale(solomiia, shop.id, item(shop.candle, 1, 22_000))
    )
    there = mark(cast, "solomiia"), mark(cast, "ostap", "absent")
    verdicts += await danylo.verdicts(roll(danylo, *there), log(danylo, *there), plan(danylo))
    assert {verdict["status"] for verdict in verdicts} == {"applied"}
    for phone in phones:
        await phone.pull()
    assert len(statements) > 100
    assert whole_tables(door.settings.sqlite, statements) == set()


async def test_reports_and_joining(world: World) -> None:
    door, cast, new, statements = world
    olena, sofiia = [await new().sign_in(name) for name in ("olena", "sofiia")]
    statements.clear()
    answers = [
        await phone.http.get(f"/api/{path}")
        for phone in (olena, sofiia)
        for path in (
            "reports/desk",
            f"reports/cohorts/{cast.cohorts['ratusha']}",
            "reports/manufactories",
            "people/devices",
            "manufactories/candidates",
        )
    ]
    for path in (f"participants/{cast.enrolment('solomiia')}", "audit", "my-data.json"):
        answers.append(await olena.http.get(f"/api/reports/{path}"))  # noqa: PERF401 - each awaits the one before
    assert [(str(one.url), one.status_code) for one in answers if one.status_code != 200] == []
    enrolment = await ask(door, cast, "maksym", "ratusha")
    verdicts = await olena.verdicts(
        olena.operation("programmes.accept", {"enrolment": enrolment}),
        olena.operation("programmes.withdraw", {"enrolment": cast.enrolment("ostap"), "reason": "other"}),
    )
    assert [verdict["status"] for verdict in verdicts] == ["applied", "applied"]
    await new().sign_in("zoriana")
    assert len(statements) > 50
    assert whole_tables(door.settings.sqlite, statements) == set()


async def test_it_is_noticed(world: World) -> None:
    door, _, _, statements = world
    async with door.database.read() as db:
        await db.rows("SELECT count(*) AS n FROM completion WHERE flag = $1", "clock")
    assert [step for step, _ in whole_tables(door.settings.sqlite, statements)] == ["SCAN completion"]
