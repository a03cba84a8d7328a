"""One writer, many people: nothing is lost, nothing waits for ever, and what comes together is saved together."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from backend.app import assemble
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Database
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import new_id
from backend.core.work import Act, Op, Work
from backend.core.writer import ATTEMPTS, MOST_ACTS, Writer
from backend.people.actions import add_institution, choose_language
from backend.people.schemas import ChooseLanguage, NewInstitution
from backend.people.tables import Institution, Person
from tests.cast import SYSTEM, Cast
from tests.phone import Phone
from tests.sync.crowd import crowd
from tests.sync.peek import count, peek

New = Callable[..., Phone]
NEW = NewInstitution("school", {"uk": "Ш"}, {"uk": "Ш"})


class Counting:
    """A database that counts its transactions, and fails the first of them when told to."""

    def __init__(self, database: Database, *errors: Exception) -> None:
        self.database, self.errors, self.writes = database, list(errors), 0
        self.engine, self.open, self.close, self.read = database.engine, database.open, database.close, database.read
        self.cluster, self.rows, self.run = database.cluster, database.rows, database.run
        self.alone = database.alone

    async def write(self, batch: Any) -> Any:
        self.writes += 1
        if self.errors:
            raise self.errors.pop(0)
        return await self.database.write(batch)


def an_act(number: int = 0) -> Act:
    """Somebody adds a school."""
    now = clock.now()
    return Act(add_institution, SYSTEM, Op(new_id(), now, now), NEW)


async def schools(door: Door) -> int:
    return await count(door.database, "institution", "kind = 'school'")


async def test_it_works(door: Door) -> None:
    id_ = await door.writer.perform(add_institution, SYSTEM, NEW)
    assert [row["id"] for row in await peek(door.database, "SELECT id FROM institution WHERE kind = 'school'")] == [id_]


async def test_a_hundred_people_writing_at_once_lose_nothing(
    phone: New, cast: Cast, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    people = await crowd(door, cast, phone, 100)
    before = await count(door.database, "operation")

    async def work(number: int, one: Phone) -> list[dict[str, Any]]:
        name = f"crowd {number}"
        first = await one.verdicts(one.lesson(0, name), one.lesson(1, name))
        return first + await one.verdicts(one.operation("people.choose_language", {"language": "en"}))

    answers = await asyncio.gather(*(work(n, one) for n, one in enumerate(people)))
    assert [verdict["status"] for verdicts in answers for verdict in verdicts] == ["applied"] * 300
    assert await count(door.database, "operation") == before + 300
    assert await count(door.database, "completion") == 200
    assert await count(door.database, "person", "language = 'en'") == 100
    assert "locked" not in caplog.text


async def test_what_comes_together_is_committed_together(door: Door) -> None:
    counting = Counting(door.database)
    writer = Writer(counting, door.settings)
    await asyncio.gather(*(writer.submit([an_act()]) for _ in range(100)))
    assert await schools(door) == 100
    assert counting.writes <= 2


async def test_a_group_has_a_bound_and_nobody_is_left_out(door: Door) -> None:
    counting = Counting(door.database)
    writer = Writer(counting, door.settings)
    sizes = [MOST_ACTS + 50, 1, MOST_ACTS - 1, 2]
    groups = [[an_act() for _ in range(size)] for size in sizes]
    await asyncio.gather(*(writer.submit(acts) for acts in groups))
    assert all(act.succeeded for acts in groups for act in acts)
    assert await schools(door) == sum(sizes)
    assert counting.writes == 3
    assert writer.backlog == 0


async def test_another_writer_in_the_way_costs_nothing_but_time(door: Door) -> None:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorname = "SQLITE_BUSY"
    counting = Counting(door.database, busy, busy)
    await Writer(counting, door.settings).submit([an_act()])
    assert counting.writes == 3
    with pytest.raises(Problem, match="busy"):
        await Writer(Counting(door.database, *[busy] * ATTEMPTS), door.settings).submit([an_act()])
    assert await schools(door) == 1


async def test_a_database_that_fails_is_said_and_the_next_one_is_served(door: Door) -> None:
    writer = Writer(Counting(door.database, OSError("gone")), door.settings)
    with pytest.raises(OSError, match="gone"):
        await writer.submit([an_act()])
    await writer.submit([an_act()])
    assert await schools(door) == 1


async def test_a_hook_that_cannot_save_one_act_harms_only_that(door: Door) -> None:
    acts = [an_act() for _ in range(3)]

    async def hook(work: Work, batch: Sequence[Act]) -> None:
        if acts[1] in batch:
            raise ValueError("not this one")

    await Writer(door.database, door.settings, commit=[hook]).submit(acts)
    assert [act.succeeded for act in acts] == [True, False, True]
    assert isinstance(acts[1].outcome, ValueError)
    assert await schools(door) == 2


async def test_a_refusal_reaches_who_asked(door: Door, cast: Cast) -> None:
    with pytest.raises(Problem, match="not_found"):
        await door.writer.perform(add_institution, Actor(cast.people["solomiia"], "uk"), NEW)
    assert await schools(door) == 0


async def test_who_goes_away_mid_write_loses_nothing_and_stops_nobody(door: Door, cast: Cast) -> None:
    gone = [asyncio.create_task(door.writer.submit([an_act()])) for _ in range(20)]
    await asyncio.sleep(0)
    for task in gone[::2]:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    assert [task.cancelled() for task in gone] == [True, False] * 10
    await door.writer.perform(choose_language, Actor(cast.people["ostap"], "uk"), ChooseLanguage("en"))
    assert await schools(door) == 20


async def test_closing_waits_for_all_that_was_submitted(door: Door) -> None:
    submitted = [asyncio.create_task(door.writer.submit([an_act()])) for _ in range(30)]
    await asyncio.sleep(0)
    await door.writer.close()
    assert await schools(door) == 30
    await asyncio.gather(*submitted)


async def test_a_closed_door_can_be_opened_again(door: Door) -> None:
    await door.close()
    await door.close()
    again = assemble(door.settings)
    await again.open()
    try:
        await again.writer.perform(add_institution, SYSTEM, NEW)
        assert await schools(again) == 1
    finally:
        await again.close()


async def test_later_acts_of_a_batch_see_what_earlier_ones_did(door: Door) -> None:
    seen: list[int] = []

    async def look(work: Work, actor: Actor, op: Op) -> None:
        (row,) = await work.rows("SELECT count(*) AS n FROM institution WHERE kind = 'school'")
        seen.append(row["n"])

    now = clock.now()
    await door.writer.submit([an_act(), Act(look, SYSTEM, Op(new_id(), now, now)), an_act()])
    assert seen[-1] == 1
    assert await schools(door) == 2


async def test_a_change_takes_json_and_days(door: Door, cast: Cast) -> None:
    async def change(work: Work, actor: Actor, op: Op) -> None:
        work.change(Institution, cast.schools["ratusha"], name={"uk": "Нова", "en": "New"})
        work.change(Person, cast.people["ostap"], born=date(2009, 5, 4))

    await door.writer.perform(change, SYSTEM)
    (school,) = await peek(door.database, "SELECT name FROM institution WHERE id = $1", cast.schools["ratusha"])
    (ostap,) = await peek(door.database, "SELECT born FROM person WHERE id = $1", cast.people["ostap"])
    assert "Нова" in school["name"]
    assert str(ostap["born"]) == "2009-05-04"
