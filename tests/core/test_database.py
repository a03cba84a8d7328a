"""Both databases keep what `core.database` promises, whether the rooms ask or Piccolo does."""

import asyncio
import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.core.clock import instant, now
from backend.core.database import Database, Db, Unready, connect, postgres
from backend.core.database.sqlite import PRAGMAS, SQLite
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.people.tables import Institution, Person
from tests.cast import Cast
from tests.sync.peek import alter, count, peek


def row(id_: str) -> tuple[Any, ...]:
    """An institution, in the order of its columns."""
    return (id_, "row", {"uk": "Їжак"}, {"en": "x"}, None)


def inserting(*ids: str, once: bool = False) -> Callable[[Db], Any]:
    """A batch that inserts institutions."""

    async def batch(db: Db) -> int:
        await db.insert(Institution, [row(id_) for id_ in ids], once=once)
        return len(ids)

    return batch


async def there(database: Database) -> int:
    return await count(database, "institution", "kind = 'row'")


class Refused(Exception):
    """Raised in a batch to undo it."""


async def test_it_works(door: Door) -> None:
    assert await door.database.write(inserting(*(new_id() for _ in range(500)))) == 500
    assert await there(door.database) == 500


async def test_what_a_batch_raises_undoes_it_and_comes_out(door: Door) -> None:
    async def batch(db: Db) -> None:
        await inserting(new_id())(db)
        raise Refused

    with pytest.raises(Refused):
        await door.database.write(batch)
    assert await there(door.database) == 0
    await door.database.write(inserting(new_id()))


async def test_a_row_that_is_there_stays_when_once_was_said(door: Door) -> None:
    id_ = new_id()
    await door.database.write(inserting(id_))
    await door.database.write(inserting(id_, new_id(), once=True))
    assert await there(door.database) == 2
    with pytest.raises(Exception, match=r"(?i)unique"):
        await door.database.write(inserting(id_))


async def test_readers_see_what_is_committed_and_one_moment(door: Door) -> None:
    async with door.database.read() as db:
        assert await db.rows("SELECT id FROM institution WHERE kind = 'row'") == []
        await door.database.write(inserting(new_id()))
        assert await db.rows("SELECT id FROM institution WHERE kind = 'row'") == []
    assert await there(door.database) == 1


async def test_a_snapshot_is_not_written_to(door: Door) -> None:
    async with door.database.read() as db:
        with pytest.raises(Exception, match=r"(?i)read.?only"):
            await db.rows("DELETE FROM institution")


async def test_put_gives_back_what_the_statement_returns(door: Door) -> None:
    async def batch(db: Db) -> list[dict[str, Any]]:
        sql = (
            "INSERT INTO scope (id, version, floor) SELECT c1, c2, 0 FROM {rows} WHERE true "
            "ON CONFLICT (id) DO UPDATE SET version = scope.version + excluded.version RETURNING id, version"
        )
        rows = [(f"scope {n} ґ'\"", 2**40 + n) for n in range(200)]
        await db.put(sql, ("text", "bigint"), rows)
        return await db.put(sql, ("text", "bigint"), rows[::-1])

    found = await door.database.write(batch)
    assert {row["id"]: row["version"] for row in found} == {f"scope {n} ґ'\"": 2 * (2**40 + n) for n in range(200)}


async def test_lists_moments_and_json_come_back_as_they_went_in(door: Door, cast: Cast) -> None:
    ids = [*cast.schools.values()]
    found = await peek(door.database, "SELECT id FROM institution WHERE id = ANY($1) ORDER BY id", ids)
    assert [row["id"] for row in found] == sorted(ids)
    assert await peek(door.database, "SELECT id FROM institution WHERE id = ANY($1)", []) == []
    moment = now()
    sql = "UPDATE person SET created_at = $1 WHERE id = $2"

    async def batch(db: Db) -> None:
        await db.rows(sql, moment, cast.people["ostap"])

    await door.database.write(batch)
    (ostap,) = await peek(door.database, "SELECT created_at FROM person WHERE id = $1", cast.people["ostap"])
    assert instant(ostap["created_at"]) == moment


class TestPiccolo:
    """Piccolo over the same connections: its engine's private methods are ours, so this holds it to them."""

    async def test_it_works(self, door: Door) -> None:
        added = Institution(kind="row", name={"uk": "Їжак"}, short_name={})
        await added.save()
        (found,) = await Institution.select().where(Institution.id == added.id)
        assert found["id"] == str(added.id)
        assert json.loads(found["name"]) == {"uk": "Їжак"}
        assert await there(door.database) == 1
        await Institution.update({Institution.kind: "else"}).where(Institution.id == added.id)
        assert await there(door.database) == 0
        await added.remove()
        assert not await Institution.exists().where(Institution.id == added.id)

    @pytest.mark.usefixtures("door")
    async def test_an_insert_gives_back_the_key(self) -> None:
        id_ = new_id()
        given = await Institution.insert(Institution(id=id_, kind="row", name={}, short_name={}))
        assert [str(row["id"]) for row in given] == [id_]

    @pytest.mark.usefixtures("door")
    async def test_moments_have_their_zone(self, cast: Cast) -> None:
        (found,) = await Person.select(Person.created_at).where(Person.id == cast.people["ostap"])
        assert instant(found["created_at"]).utcoffset() is not None

    async def test_a_transaction_is_undone_whole(self, door: Door) -> None:
        async def nested() -> None:
            async with door.database.engine.transaction():
                await Institution.insert(Institution(kind="row", name={}, short_name={}))
                async with door.database.engine.transaction():
                    await Institution.insert(Institution(kind="row", name={}, short_name={}))
                raise Refused

        with pytest.raises(Refused):
            await nested()
        assert await there(door.database) == 0

    async def test_readers_see_a_transaction_only_when_it_is_committed(self, door: Door) -> None:
        async with door.database.engine.transaction():
            await Institution.insert(Institution(kind="row", name={}, short_name={}))
            assert await Institution.count().where(Institution.kind == "row") == 1
            assert await there(door.database) == 0
        assert await there(door.database) == 1

    async def test_it_takes_turns_with_the_writer(self, door: Door) -> None:
        async def console() -> None:
            async with door.database.engine.transaction():
                seen = len(await Institution.select(Institution.id))
                await Institution.insert(Institution(kind="row", name={"seen": seen}, short_name={}))

        writes = [door.database.write(inserting(new_id())) for _ in range(30)]
        await asyncio.gather(*(console() for _ in range(30)), *writes)
        assert await there(door.database) == 60

    async def test_a_transaction_that_never_ends_does_not_hold_up_the_end(
        self, door: Door, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres, "PATIENCE", 0.1)
        await door.database.engine.transaction().__aenter__()
        async with asyncio.timeout(30):
            await door.close()


@pytest.fixture
async def file(tmp_path: Path) -> Any:
    database = SQLite(tmp_path / "data" / "verstat.sqlite")
    await database.open()
    yield database
    await database.close()


async def test_sqlite_is_as_durable_as_promised(file: SQLite) -> None:
    async def look(db: Db) -> dict[str, str]:
        return {name: str(next(iter((await db.rows(f"PRAGMA {name}"))[0].values()))) for name in PRAGMAS}

    assert (PRAGMAS["journal_mode"], PRAGMAS["synchronous"], PRAGMAS["foreign_keys"]) == ("wal", "2", "1")
    # A statement outside a transaction: inside one the journal cannot be asked for.
    assert await file.write(look) == PRAGMAS
    assert {str(next(iter(row.values()))) for row in await file.engine.writer.execute("PRAGMA synchronous")} == {"2"}


async def test_nobody_else_on_the_machine_reads_the_data(tmp_path: Path) -> None:
    database = SQLite(tmp_path / "data" / "verstat.sqlite")
    before = os.umask(0)
    try:
        await database.open()
        await database.write(_make)
        files = [tmp_path / "data", *(tmp_path / "data").iterdir()]
        assert len(files) == 4
        assert [file.name for file in files if file.stat().st_mode & 0o077] == []
    finally:
        os.umask(before)
        await database.close()


async def _make(db: Db) -> None:
    await db.rows("CREATE TABLE secret (id text)")


async def test_sqlite_fails_an_act_that_waits_for_something_else(file: SQLite) -> None:
    async def batch(db: Db) -> None:
        await db.rows("CREATE TABLE t (n)")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="nothing but its database"):
        await file.write(batch)
    assert await peek(file, "SELECT name FROM sqlite_master WHERE name = 't'") == []


async def test_who_goes_away_in_a_transaction_leaves_no_lock(file: SQLite) -> None:
    await file.engine.run_ddl("CREATE TABLE t (n)")

    async def console() -> None:
        async with file.engine.transaction():
            for _ in range(3):
                await file.engine.run_ddl("INSERT INTO t VALUES (1)")

    for turns in range(30):
        task = asyncio.create_task(console())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(30):
        await file.write(lambda db: db.rows("INSERT INTO t VALUES (1)"))
    assert (await count(file, "t")) % 3 == 1


async def test_a_transaction_that_cannot_begin_leaves_no_lock(file: SQLite) -> None:
    await file.engine.writer.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(file.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        async with file.engine.transaction():
            pass
    other.execute("ROLLBACK")
    other.close()
    async with asyncio.timeout(30), file.engine.transaction():
        pass


def unusable(tmp_path: Path) -> dict[str, Path]:
    """Data folders that cannot be written, for root as for anybody."""
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "taken" / "verstat.sqlite").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "verstat.sqlite").write_bytes(b"something else entirely, long enough for a header" * 100)
    return {name: tmp_path / path for name, path in (("below", "file/data"), ("taken", "taken"), ("other", "other"))}


@pytest.mark.parametrize("case", ["below", "taken", "other"])
async def test_a_folder_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path, case: str) -> None:
    folder = unusable(tmp_path)[case]
    database = connect(Settings(data=folder))
    with pytest.raises(Unready, match=r"cannot be written .*--data"):
        await database.open()
    await database.close()


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/x", "mysql://x", "postgresql://x:y"])
async def test_a_server_that_does_not_answer_is_said_in_a_sentence(url: str) -> None:
    database = connect(Settings(database=url))
    with pytest.raises(Unready, match="VERSTAT_DATABASE"):
        await database.open()
    await database.close()


async def test_a_server_that_does_not_wait_for_its_disk_is_refused(kind: str, settings: Settings) -> None:
    if kind == "sqlite":
        return
    database = connect(replace(settings, database=f"{settings.database}?synchronous_commit=off"))
    with pytest.raises(Unready, match="synchronous_commit=off"):
        await database.open()
    await database.close()


@pytest.mark.postgres
async def test_a_plan_made_while_a_table_is_young_does_not_read_all_of_it(door: Door) -> None:
    """PostgreSQL keeps a plan that holds for whatever is asked; the table grows, and the plan stays."""
    async with door.database.read() as db:
        await db.rows("SET LOCAL plan_cache_mode = force_generic_plan")
        await db.rows("PREPARE kept (uuid[]) AS SELECT id FROM operation WHERE id = ANY($1)")
        plan = [row["QUERY PLAN"] for row in await db.rows("EXPLAIN EXECUTE kept ('{}')")]
        await db.rows("DEALLOCATE kept")
    assert any("operation_pkey" in step for step in plan)
    assert not any("Seq Scan" in step for step in plan)


@pytest.mark.postgres
async def test_a_transaction_whose_end_was_cut_off_does_not_stay_on_its_connection(settings: Settings) -> None:
    database = connect(replace(settings, database_connections=1))
    await database.open()
    try:
        await database.rows("BEGIN")
        assert await database.write(inserting(new_id())) == 1
    finally:
        await database.close()


CARELESS = """
CREATE SCHEMA careless;
CREATE VIEW careless.pg_settings AS
SELECT name, CASE name WHEN 'fsync' THEN 'off' ELSE setting END AS setting FROM pg_catalog.pg_settings
"""


async def test_a_server_that_a_power_cut_may_destroy_is_warned_of(
    kind: str, settings: Settings, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    """Only a server's keeper can turn that off, so this one is made to say that they did."""
    if kind == "sqlite":
        return
    for statement in CARELESS.split(";"):
        await alter(door.database, statement)
    database = connect(replace(settings, database=f"{settings.database}?search_path=careless,pg_catalog"))
    try:
        caplog.clear()
        await database.open()
        assert "fsync=off" in caplog.text
        assert "power cut" in caplog.text
    finally:
        await database.close()
        await alter(door.database, "DROP SCHEMA careless CASCADE")
