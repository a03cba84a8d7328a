"""What has been gone for long is let go of, and no phone is left with it."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from piccolo.apps.migrations.tables import Migration

from backend import migrations, scheduler
from backend.app import assemble, build_app
from backend.changes import compaction
from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.core.work import Act, Op, Work
from backend.people.actions import person_scope
from backend.people.tables import Institution
from backend.programmes.actions import cohort_scope
from backend.sync.feeds import FEEDS
from tests.cast import SYSTEM, Cast
from tests.phone import Phone
from tests.sync.acts import thing_rows
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, peek
from tests.sync.test_pull import opened

New = Callable[..., Phone]
KEPT = """
SELECT c.scope, c.entity, c.row, c.version, c.gone, s.version AS head, s.floor
FROM change c JOIN scope s ON s.id = c.scope ORDER BY c.scope, c.version
"""


@pytest.fixture
def given() -> dict[str, Any]:
    return {"session_days": 3_650}


@pytest.fixture(autouse=True)
def later() -> Iterator[Callable[[float], None]]:
    """`later(180)`: so many days after the test began."""
    begun = clock.now()
    yield lambda days: clock.set_to(begun + timedelta(days=days))
    clock.set_to(None)


@pytest.fixture
async def olena(phone: New, cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["olena"])


@pytest.fixture
async def solomiia(phone: New, cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


@pytest.fixture
async def other(settings: Settings) -> AsyncIterator[Door]:
    """Another process on the same database."""
    opened = assemble(settings)
    await opened.open()
    yield opened
    await opened.close()


async def announced(olena: Phone, count: int = 1) -> list[str]:
    """Words to Ratusha's cohort, each in a delivery of its own."""
    body = {"cohort": olena.cast.cohorts["ratusha"], "text": "Завтра зустріч о 15:00."}
    words = [olena.operation("mentoring.announce", body) for _ in range(count)]
    for word in words:
        assert [one["status"] for one in await olena.verdicts(word)] == ["applied"]
    return [word["id"] for word in words]


async def retracted(olena: Phone, words: list[str]) -> None:
    for word in words:
        gone = olena.operation("mentoring.retract", {"announcement": word})
        assert [one["status"] for one in await olena.verdicts(gone)] == ["applied"]


async def place(door: Door, scope: str) -> tuple[int, int]:
    """(version, floor) of a scope."""
    (row,) = await peek(door.database, "SELECT version, floor FROM scope WHERE id = $1", scope)
    return row["version"], row["floor"]


async def gone(door: Door) -> set[str]:
    """The rows of which it is still known that they are gone."""
    return {row["row"] for row in await peek(door.database, "SELECT row FROM change WHERE gone")}


def present(phone: Phone) -> dict[Any, Any]:
    """What a phone holds and shows."""
    return {key: row for key, row in phone.rows.items() if row is not None}


async def test_it_works(olena: Phone, cast: Cast, door: Door, later: Callable[[float], None]) -> None:
    scope, words = cohort_scope(cast.cohorts["ratusha"]), await announced(olena, 3)
    others = await peek(door.database, "SELECT id, floor FROM scope WHERE id <> $1 ORDER BY id", scope)
    await retracted(olena, words[:2])
    before = await place(door, scope)
    later(179)
    await retracted(olena, words[2:])
    await scheduler.tick(door)
    assert await gone(door) >= {*words}, "none is old enough"
    later(181)
    await scheduler.tick(door)
    assert await gone(door) & {*words} == {words[2]}
    assert await place(door, scope) == (before[0] + 1, before[0]), "the floor is the highest version let go of"
    assert await peek(door.database, "SELECT id, floor FROM scope WHERE id <> $1 ORDER BY id", scope) == others


async def test_a_phone_that_was_away_for_longer_starts_that_scope_again(
    olena: Phone, solomiia: Phone, phone: New, cast: Cast, door: Door, later: Callable[[float], None]
) -> None:
    words = await announced(olena, 3)
    await solomiia.verdicts(solomiia.lesson(0))
    await solomiia.pull()
    await retracted(olena, words[:2])
    later(181)
    await compaction.compact(door)
    pages = await solomiia.pull(2)
    assert [page["reset"] for page in pages] == [[cohort_scope(cast.cohorts["ratusha"])]] + [[]] * (len(pages) - 1)
    assert set(solomiia.held("announcement")) == {words[2]}
    fresh = await signed_in(door, phone, solomiia.person)
    await fresh.pull()
    assert present(solomiia) == present(fresh)
    (idle,) = await solomiia.pull()
    assert (idle["reset"], idle["rows"]) == ([], [])


async def test_a_phone_that_was_told_does_not_start_again(
    olena: Phone, solomiia: Phone, cast: Cast, door: Door, later: Callable[[float], None]
) -> None:
    words = await announced(olena, 2)
    await retracted(olena, words[:1])
    await solomiia.pull()
    later(181)
    await compaction.compact(door)
    for rows in ([], [solomiia.lesson(0)]):
        await solomiia.verdicts(*rows)
        (page,) = await solomiia.pull()
        assert (page["reset"], len(page["rows"])) == ([], len(rows))
    assert set(solomiia.held("announcement")) == {words[1]}


@pytest.mark.parametrize("size", [1, 3])
async def test_a_snapshot_of_many_pages_comes_to_an_end(
    olena: Phone, solomiia: Phone, door: Door, size: int, later: Callable[[float], None]
) -> None:
    """Something is let go of between its first two pages, and everything of that scope's end."""
    words = await announced(olena, 4)
    await retracted(olena, words[2:])
    later(181)
    answer = (await solomiia.send(pull={"cursor": None, "max_rows": size})).json()["pull"]
    solomiia._keep(answer)  # type: ignore[reportPrivateUsage] - a page, as a phone takes it
    await compaction.compact(door)
    pages = await solomiia.pull(size)
    assert len([page for page in pages if page["reset"]]) <= 1
    assert set(solomiia.held("announcement")) == {*words[:2]}
    (idle,) = await solomiia.pull(size)
    assert (idle["reset"], idle["rows"]) == ([], [])


async def test_a_new_phone_looks_but_once_for_what_was_let_go_of(
    olena: Phone, solomiia: Phone, cast: Cast, door: Door, later: Callable[[float], None]
) -> None:
    """It stands at the head of a scope whose last version is gone."""
    scope = cohort_scope(cast.cohorts["ratusha"])
    await retracted(olena, await announced(olena))
    later(181)
    await compaction.compact(door)
    (first,) = await solomiia.pull()
    assert opened(first).scopes[scope] == await place(door, scope)
    (idle,) = await solomiia.pull()
    assert idle == first | {"rows": []}
    await announced(olena)
    (page,) = await solomiia.pull()
    assert [row["e"] for row in page["rows"]] == ["announcement"]


async def test_again_changes_nothing(olena: Phone, door: Door, later: Callable[[float], None]) -> None:
    await retracted(olena, await announced(olena, 5))
    later(181)
    await compaction.compact(door)
    once = await peek(door.database, KEPT)
    await compaction.compact(door)
    assert await peek(door.database, KEPT) == once


async def touch(work: Work, actor: Actor, op: Op, scope: str, rows: dict[str, bool]) -> None:
    """An act that touches these things; whether each is gone."""
    for row, is_gone in rows.items():
        work.touch(scope, "thing", row, gone=is_gone)


async def touched(door: Door, scope: str, rows: dict[str, bool]) -> None:
    await door.writer.perform(touch, SYSTEM, scope, rows, audited=False)


async def test_what_came_back_stays(door: Door, later: Callable[[float], None]) -> None:
    await touched(door, "s:1", {"a": True, "b": True})
    await touched(door, "s:1", {"a": False})
    later(181)
    await compaction.compact(door)
    kept = await peek(door.database, "SELECT row, version, gone_at FROM change WHERE scope = 's:1'")
    assert kept == [{"row": "a", "version": 3, "gone_at": None}]
    assert await place(door, "s:1") == (3, 2)


async def test_a_clock_that_was_set_back_lowers_no_floor(door: Door, later: Callable[[float], None]) -> None:
    later(3)
    await touched(door, "s:1", {"a": True})
    later(0)
    await touched(door, "s:1", {"b": True})
    for day, known in ((182, {"a"}), (184, set[str]())):
        later(day)
        await compaction.compact(door)
        assert await gone(door) == known
        assert await place(door, "s:1") == (2, 2)


async def test_what_was_gone_came_back_and_went_again_is_young(door: Door, later: Callable[[float], None]) -> None:
    await touched(door, "s:1", {"a": True})
    later(100)
    await touched(door, "s:1", {"a": False})
    await touched(door, "s:1", {"a": True})
    later(181)
    await compaction.compact(door)
    assert await gone(door) >= {"a"}
    assert await place(door, "s:1") == (3, 0)


async def test_much_is_let_go_of_in_pieces(
    door: Door, later: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "PIECE", 4)
    for n in range(5):
        await touched(door, f"s:{n}", {f"{m}": m % 2 == 0 for m in range(n * 3)})
    later(181)
    await compaction.compact(door)
    assert await gone(door) == set()
    assert [await place(door, f"s:{n}") for n in range(1, 5)] == [(3, 3), (6, 5), (9, 9), (12, 11)]


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_done_meanwhile_is_not_lost(
    phone: New, cast: Cast, door: Door, other: Door, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Two processes make things go and come back and let go of everything at once, while a phone pulls."""
    monkeypatch.setattr(compaction, "KEPT_FOR", timedelta(0))
    monkeypatch.setattr(compaction, "PIECE", 5)
    monkeypatch.setitem(FEEDS, "thing", thing_rows)
    dice, ids = random.Random(seed), [new_id() for _ in range(24)]  # noqa: S311 - no secret
    scope = person_scope(cast.people["solomiia"])
    await door.writer.submit([_made(id_) for id_ in ids])
    there: dict[str, bool] = {}
    phones = [await signed_in(door, phone, cast.people["solomiia"])]
    phones += [await signed_in(door, lambda: Phone(build_app(other), cast), cast.people["solomiia"])]

    async def act(where: Door, mine: list[str]) -> None:
        for _ in range(40):
            rows = {id_: dice.random() < 0.5 for id_ in dice.sample(mine, 3)}
            await touched(where, scope, rows)
            there.update(rows)

    async def go_on(what: Callable[[], Any]) -> None:
        while not ended.is_set():
            await what()
            await asyncio.sleep(0)

    ended = asyncio.Event()
    others = [go_on(lambda one=one: compaction.compact(one)) for one in (door, other)]
    others += [go_on(lambda one=one: one.pull(4)) for one in phones]
    tasks = [asyncio.create_task(one) for one in others]
    await asyncio.gather(act(door, ids[::2]), act(other, ids[1::2]))
    ended.set()
    await asyncio.gather(*tasks)
    await compaction.compact(door)
    phones.append(await signed_in(door, phone, cast.people["solomiia"]))
    for one in phones:
        await one.pull(3)
        assert set(one.held("thing")) == {id_ for id_, is_gone in there.items() if not is_gone}


async def _make(work: Work, _actor: Actor, _op: Op, id_: str) -> None:
    work.add(Institution, id=id_, kind="thing", name={}, short_name={})


def _made(id_: str) -> Act:
    moment = clock.now()
    return Act(_make, SYSTEM, Op(id_, moment, moment), id_)


async def test_what_an_older_version_let_go_of_is_kept_for_its_whole_time(
    olena: Phone, door: Door, later: Callable[[float], None]
) -> None:
    """The migrations that brought the moment are taken back and run again over rows."""
    words = await announced(olena, 2)
    await retracted(olena, words[:1])
    await alter(door.database, "DROP INDEX change_gone")
    await alter(door.database, "ALTER TABLE change DROP COLUMN gone_at")
    await Migration.delete().where(Migration.app_name == "changes", Migration.name.like("2026-11-26%"))
    later(200)
    assert len(await migrations.forwards(door.database)) == 2
    assert await peek(door.database, "SELECT row FROM change WHERE gone_at IS NOT NULL") == [{"row": words[0]}]
    later(379)
    await compaction.compact(door)
    assert await gone(door) == {words[0]}
    later(381)
    await compaction.compact(door)
    assert await gone(door) == set()
