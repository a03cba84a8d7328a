"""A demonstration is loaded once, whole, and never into a real installation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend import migrations
from backend.app import assemble
from backend.core.database import Unready
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
