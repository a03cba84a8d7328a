"""One history for both databases, forwards on an empty one and on one with rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from piccolo.apps.migrations.tables import Migration

from backend import migrations
from backend.app import assemble, build_app
from backend.core.database import Unready
from backend.core.door import Door
from backend.core.settings import Settings
from tests import databases
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.peek import alter, count, peek


@pytest.fixture
def empty(kind: str, folder: Path) -> Iterator[Settings]:
    """An installation whose database nobody has migrated."""
    with databases.database(kind, folder) as name:
        yield databases.settings_for(kind, folder, name)


@pytest.fixture
async def new(empty: Settings) -> Any:
    door = assemble(empty)
    await door.open()
    yield door
    await door.close()


async def test_it_works(new: Door) -> None:
    unrun = await migrations.waiting(new.database)
    assert len(unrun) == len(set(unrun)) > 10
    assert await migrations.forwards(new.database) == unrun
    assert await migrations.waiting(new.database) == []
    assert await count(new.database, "person") == 0
    assert len((await peek(new.database, "SELECT value FROM sync_meta WHERE id = 'epoch'"))[0]["value"]) == 36


async def test_again_changes_nothing(new: Door) -> None:
    await migrations.forwards(new.database)
    marks = await peek(new.database, "SELECT id, value FROM sync_meta ORDER BY id")
    assert [mark["id"] for mark in marks] == ["database", "epoch", "generation"]
    assert await migrations.forwards(new.database) == []
    assert await peek(new.database, "SELECT id, value FROM sync_meta ORDER BY id") == marks


async def test_a_later_migration_runs_on_a_database_with_rows(door: Door, cast: Cast) -> None:
    """The last migration of a room is taken back and run again over the cast's rows."""
    await alter(door.database, "DROP INDEX person_login")
    await alter(door.database, "DROP INDEX device_token")
    await alter(door.database, "DROP INDEX device_person")
    await alter(door.database, "DROP INDEX role_person")
    await Migration.delete().where(Migration.app_name == "people", Migration.name == "2026-11-25T23:00:00:000000")
    assert await migrations.waiting(door.database) == ["people 2026-11-25T23:00:00:000000"]
    await migrations.forwards(door.database)
    assert await migrations.waiting(door.database) == []
    assert await count(door.database, "person") == len(cast.people)


async def test_cohorts_and_participants_of_an_older_version_get_what_is_new(door: Door, cast: Cast) -> None:
    """Codes, and the right to see one's own request, come with the migration that brought them."""
    await alter(door.database, "DROP INDEX cohort_code")
    await alter(door.database, "DROP INDEX enrolment_step_enrolment")
    await alter(door.database, "UPDATE cohort SET code = ''")
    before = await peek(door.database, "SELECT person, place, source FROM role WHERE kind = 'applicant' ORDER BY place")
    await alter(door.database, "DELETE FROM role WHERE kind = 'applicant'")
    await Migration.delete().where(Migration.app_name == "programmes", Migration.name == "2026-11-26T02:30:00:000000")
    await migrations.forwards(door.database)
    codes = [row["code"] for row in await peek(door.database, "SELECT code FROM cohort")]
    assert [len(code) for code in set(codes)] == [8] * len(cast.cohorts)
    after = await peek(door.database, "SELECT person, place, source FROM role WHERE kind = 'applicant' ORDER BY place")
    assert after == before


async def test_a_database_of_a_newer_program_is_refused_in_a_sentence(door: Door) -> None:
    await Migration(app_name="people", name="2031-01-01T00:00:00:000000").save()
    for ask in (migrations.waiting, migrations.forwards):
        with pytest.raises(Unready, match="newer version of Verstat"):
            await ask(door.database)


async def test_a_room_of_a_newer_program_is_refused_too(door: Door) -> None:
    await Migration(app_name="mentoring", name="2026-11-25T23:00:00:000000").save()
    with pytest.raises(Unready, match="newer version of Verstat"):
        await migrations.waiting(door.database)


async def health(door: Door, cast: Cast) -> tuple[int, Any]:
    """What `/api/health` answers."""
    answer = await Phone(build_app(door), cast).http.get("/api/health")
    return answer.status_code, answer.json()


async def test_health_is_bad_on_an_empty_or_a_newer_database(new: Door, cast: Cast) -> None:
    assert (await health(new, cast))[0] == 503
    await migrations.forwards(new.database)
    assert (await health(new, cast))[0] == 200
    await Migration(app_name="people", name="2031-01-01T00:00:00:000000").save()
    assert (await health(new, cast))[0] == 503


@pytest.mark.parametrize("url", ["", "postgresql://nobody@127.0.0.1:1/x"])
async def test_health_is_bad_when_the_database_does_not_answer(tmp_path: Path, url: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    door = assemble(Settings(data=tmp_path / "file" / "data", database=url, hosts="test.local"))
    assert (await health(door, Cast()))[0] == 503
    await door.close()
