"""A demonstration is loaded once, whole, and never into a real installation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend import migrations
from backend.app import assemble
from backend.core.database import Row, Unready
from backend.core.door import Door
from backend.core.settings import Settings
from backend.demo.command import HalfLoaded
from backend.demo.load import Loader
from tests import databases
from tests.demo.start import count, rows, start


@pytest.fixture
def town_copy(kind: str, loaded: tuple[Settings, Loader]) -> Iterator[Settings]:
    """A loaded town of one's own."""
    folder = loaded[0].data.parent
    with databases.database(kind, folder, loaded[0].data.name) as name:
        yield databases.settings_for(kind, folder, name)


@pytest.fixture
def empty(kind: str, tmp_path: Path) -> Iterator[Settings]:
    """A database in which nothing is."""
    with databases.database(kind, tmp_path) as name:
        yield databases.settings_for(kind, tmp_path, name)


async def change(settings: Settings, *statements: str) -> None:
    """Do to a database what an accident would."""

    async def all_of_them(db: Any) -> None:
        for sql in statements:
            await db.rows(sql)

    door = assemble(settings)
    await door.open()
    await door.database.write(all_of_them)
    await door.close()


async def ask(settings: Settings, sql: str) -> list[Row]:
    """Rows of a database that nobody has opened."""
    door = assemble(settings)
    await door.open()
    found = await rows(door, sql)
    await door.close()
    return found


async def look(settings: Settings, *tables: str) -> list[int]:
    """How many rows each table has."""
    door: Door = assemble(settings)
    await door.open()
    found = [await count(door, table) for table in tables]
    await door.close()
    return found


LAST_MIGRATION = (
    "DROP INDEX completion_enrolment",
    "DELETE FROM migration WHERE app_name = 'progress' AND name LIKE '%23:00%'",
)
TABLES = ("person", "completion", "audit_line")


async def test_a_second_start_loads_nothing(town_copy: Settings) -> None:
    before = await look(town_copy, *TABLES)
    assert await start(town_copy) is None
    assert await look(town_copy, *TABLES) == before


async def test_a_loaded_town_is_kept_when_a_new_version_migrates_it(town_copy: Settings) -> None:
    await change(town_copy, *LAST_MIGRATION)
    before = await look(town_copy, *TABLES)
    assert await start(town_copy) is None
    assert await look(town_copy, *TABLES) == before
    door = assemble(town_copy)
    await door.open()
    assert await migrations.waiting(door.database) == []
    await door.close()


LAST_WEEK = (
    "DROP TABLE headway",
    "DROP TABLE attempt",
    "DROP TABLE release_quiz",
    "DROP TABLE quiz",
    "DELETE FROM bundle WHERE module IS NOT NULL",
    "ALTER TABLE bundle DROP COLUMN module",
    "ALTER TABLE course DROP COLUMN counts",
    "DELETE FROM migration WHERE app_name IN ('courses', 'progress') AND name > '2026-11-26'",
)
"""Back to when a release was one bundle, there were no quizzes, and nobody kept how far each had come."""


TOLD = "SELECT row, version FROM change WHERE entity = 'course' ORDER BY row"


async def test_a_town_from_before_the_quizzes_gets_them_and_phones_learn_of_it(town_copy: Settings) -> None:
    await change(town_copy, *LAST_WEEK)
    kept = ("person", "completion", "course", "lesson", "release")
    before, told = await look(town_copy, *kept), await ask(town_copy, TOLD)
    assert await start(town_copy) is None
    assert await look(town_copy, *kept) == before
    assert await look(town_copy, "quiz", "release_quiz", "bundle", "attempt") == [12, 12, 30, 0]
    assert await ask(town_copy, "SELECT id FROM course WHERE release IS NULL") == []
    again = await ask(town_copy, TOLD)
    assert [row["row"] for row in again] == [row["row"] for row in told]
    assert all(now["version"] > then["version"] for now, then in zip(again, told, strict=True))


async def test_it_is_published_again_once(town_copy: Settings) -> None:
    await change(town_copy, "UPDATE course SET release = NULL")
    await start(town_copy)
    before = await look(town_copy, "audit_line")
    await start(town_copy)
    assert await look(town_copy, "audit_line") == before


async def test_a_loading_that_was_cut_off_is_known(town_copy: Settings) -> None:
    await change(town_copy, "UPDATE sync_meta SET value = 'loading' WHERE id = 'demonstration'")
    with pytest.raises(HalfLoaded):
        await start(town_copy)


async def test_a_loading_cut_off_before_its_first_act_goes_on(tmp_path: Path) -> None:
    settings = databases.settings_for("sqlite", tmp_path, "town")  # where every demonstration is
    await databases.fill(settings, _nothing)
    await change(settings, "INSERT INTO sync_meta (id, value) VALUES ('demonstration', 'loading')")
    assert await start(settings) is not None


async def _nothing(_door: Door) -> None: ...


async def test_a_real_installation_is_refused(settings: Settings) -> None:
    before = await look(settings, *TABLES)
    with pytest.raises(Unready, match="real installation"):
        await start(settings)
    assert await look(settings, *TABLES) == before


async def test_a_real_installation_is_refused_and_left_alone_when_migrations_wait(settings: Settings) -> None:
    await change(settings, *LAST_MIGRATION)
    before = await look(settings, *TABLES, "migration", "sync_meta")
    with pytest.raises(Unready, match="real installation"):
        await start(settings)
    assert await look(settings, *TABLES, "migration", "sync_meta") == before


async def test_an_installation_in_which_nobody_lives_yet_is_real_too(empty: Settings) -> None:
    await databases.fill(empty, _nothing)
    with pytest.raises(Unready, match="real installation"):
        await start(empty)


async def test_what_it_says_of_itself(town_door: Door) -> None:
    assert await rows(town_door, "SELECT value FROM sync_meta WHERE id = 'demonstration'") == [{"value": "complete"}]
