"""A database that went back in time, or is another one, is not served until somebody says that it is meant."""

import asyncio
import json
import stat
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend import scheduler
from backend.app import assemble, build_app
from backend.core.database import Unready
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.people.actions import add_institution
from backend.sync import guard
from tests.cast import SYSTEM, Cast
from tests.core.test_writer import NEW
from tests.databases import accept, back_up
from tests.phone import Phone
from tests.sync.peek import alter, peek


@asynccontextmanager
async def serving(settings: Settings) -> AsyncGenerator[Door]:
    """The installation from its start to its end, as `serve` runs it."""
    door = assemble(settings)
    async with build_app(door).lifespan():
        yield door


async def start(settings: Settings) -> None:
    """Start and end in good order; raises what the start is refused with."""
    try:
        async with serving(settings):
            pass
    except ExceptionGroup as group:  # so Litestar wraps what a lifespan raises
        raise group.exceptions[0] from None


async def refusal(settings: Settings) -> str:
    """In which words a start is refused. They always say what to do."""
    with pytest.raises(Unready) as refused:
        await start(settings)
    said = str(refused.value)
    assert f"./verstat restore --accept --data {settings.data}" in said
    assert "\n" not in said
    return said


async def marks(settings: Settings) -> dict[str, Any]:
    """What the database says of itself."""
    door = assemble(settings)
    await door.open()
    try:
        rows = await peek(door.database, "SELECT id, value FROM sync_meta")
        return {row["id"]: int(row["value"]) if row["value"].isdigit() else row["value"] for row in rows}
    finally:
        await door.close()


async def set_mark(settings: Settings, name: str, value: str) -> None:
    door = assemble(settings)
    await door.open()
    try:
        await alter(door.database, "UPDATE sync_meta SET value = $1 WHERE id = $2", value, name)
    finally:
        await door.close()


def file_of(settings: Settings) -> Path:
    return settings.data / "guard"


def remembered(settings: Settings) -> dict[str, Any]:
    """What the guard knows."""
    return json.loads(file_of(settings).read_text())


def known(settings: Settings) -> dict[str, Any]:
    """The same, as the database says it."""
    return {name: value for name, value in remembered(settings).items() if name != "cluster"}


async def test_it_works(settings: Settings) -> None:
    await start(settings)
    restore = await back_up(settings)
    first = await marks(settings)
    await start(settings)
    assert (await marks(settings))["generation"] == first["generation"] + 1
    await restore()
    assert "is older than" in await refusal(settings)
    assert "is older than" in await refusal(settings)  # asking twice helps nobody
    assert (await marks(settings)) == first
    await accept(settings)
    after = await marks(settings)
    assert (after["database"], after["epoch"] == first["epoch"]) == (first["database"], False)
    assert after["generation"] == first["generation"] + 2  # above what the guard had seen
    await start(settings)


async def test_the_guard_knows_what_the_database_says(settings: Settings) -> None:
    for _ in range(2):
        async with serving(settings):
            pass
        assert known(settings) == await marks(settings)
        assert stat.S_IMODE(file_of(settings).stat().st_mode) == 0o600
    assert sorted(file.name for file in file_of(settings).parent.glob("guard*")) == ["guard"]


async def test_the_folder_may_move_to_another_machine(settings: Settings, tmp_path: Path) -> None:
    await start(settings)
    moved = replace(settings, data=tmp_path / "elsewhere")
    settings.data.rename(moved.data)
    await start(moved)


async def test_another_database_is_refused(settings: Settings) -> None:
    await start(settings)
    await set_mark(settings, "database", new_id())
    await set_mark(settings, "generation", "1000")  # however far it has come
    assert "another database" in await refusal(settings)
    await accept(settings)
    await start(settings)


async def test_a_database_restored_without_its_guard_is_refused(settings: Settings) -> None:
    await start(settings)
    await set_mark(settings, "epoch", new_id())
    assert "its guard was not told" in await refusal(settings)
    await accept(settings)
    await start(settings)


async def test_a_database_whose_guard_went_with_the_disk_is_refused(settings: Settings) -> None:
    """The most common way to restore: a copy of the file in an empty folder."""
    await start(settings)
    file_of(settings).unlink()
    assert "its guard is not here" in await refusal(settings)
    assert not file_of(settings).exists()
    await accept(settings)
    await start(settings)


async def test_a_postgresql_that_is_another_is_refused(settings: Settings, kind: str) -> None:
    await start(settings)
    file_of(settings).write_text(json.dumps(remembered(settings) | {"cluster": "7000000000000000000"}))
    if kind == "sqlite":  # a file may move
        await start(settings)
    else:
        assert "another PostgreSQL" in await refusal(settings)
        await accept(settings)
        await start(settings)
        assert len(remembered(settings)["cluster"]) > 10


@pytest.mark.parametrize("content", [b"", b"{", b'{"database": "', b"null", b"[]", b"\xff\x00", b'{"generation": "x"}'])
async def test_a_guard_that_cannot_be_read_is_told_and_written_anew(settings: Settings, content: bytes) -> None:
    await start(settings)
    file_of(settings).write_bytes(content)
    assert "cannot be read" in await refusal(settings)
    assert file_of(settings).read_bytes() == content
    await accept(settings)
    await start(settings)


async def test_a_guard_that_is_a_folder_is_told(settings: Settings) -> None:
    file_of(settings).mkdir(parents=True)
    assert "cannot be read" in await refusal(settings)


async def test_a_guard_of_another_version_is_understood(settings: Settings) -> None:
    await start(settings)
    older = {name: value for name, value in remembered(settings).items() if name != "cluster"}
    for content in (older, older | {"cluster": remembered(settings)["cluster"], "colour": "red"}):
        file_of(settings).write_text(json.dumps(content))
        await start(settings)


async def test_a_folder_of_its_own_that_is_not_there_is_missed(settings: Settings, tmp_path: Path) -> None:
    """It is another disk, as like as not: nothing is made in its place."""
    apart = replace(settings, guard=str(tmp_path / "disk"))
    for folder in (apart, replace(settings, guard=str(Path(__file__)))):
        with pytest.raises(Unready, match=r"guard.*cannot be (written|read).*"):
            await start(folder)
    assert not (tmp_path / "disk").exists()
    (tmp_path / "disk").mkdir()
    await start(apart)
    assert (tmp_path / "disk" / "guard").exists()
    assert not file_of(settings).exists()
    (tmp_path / "disk").rename(tmp_path / "gone")
    assert "Is the guard's disk there" in await refusal(apart)


async def test_a_guard_that_is_a_link_lies_where_it_leads(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    settings.data.mkdir(exist_ok=True)
    file_of(settings).symlink_to(tmp_path / "disk" / "guard")
    await start(settings)
    assert file_of(settings).is_symlink()
    assert json.loads((tmp_path / "disk" / "guard").read_text())["generation"] == (await marks(settings))["generation"]
    (tmp_path / "disk").rename(tmp_path / "gone")
    assert "Is the guard's disk there" in await refusal(settings)


async def test_two_processes_serve_one_database(settings: Settings) -> None:
    async with serving(settings) as one, serving(settings) as other:
        await asyncio.gather(*(guard.rise(door) for door in (one, other) * 5))
    await start(settings)


async def test_starts_at_once_do_not_take_each_other_for_a_restore(settings: Settings) -> None:
    await start(settings)
    doors = [assemble(settings) for _ in range(3)]
    for door in doors:
        await door.open()
    try:
        for _ in range(5):
            await asyncio.gather(*(guard.begin(door) for door in doors))
    finally:
        for door in doors:
            await door.close()


class Killed(Exception):
    """The process is gone."""


@pytest.mark.parametrize("write", [1, 2])
async def test_a_start_may_be_killed_between_the_database_and_the_guard(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    """At whichever of its writes the very first start dies, and a later one, the next start finds nothing wrong."""
    replace_file, left = guard.durable.replace, [write]

    def dying(file: Path, text: str) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed
        replace_file(file, text)

    for _ in range(2):
        left[0] = write
        with monkeypatch.context() as patch:
            patch.setattr(guard.durable, "replace", dying)
            with suppress(Killed):
                await start(settings)
        await start(settings)


async def test_it_counts_on_while_work_is_saved_and_only_then(
    settings: Settings, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "EVERY", 0)
    monkeypatch.setattr(scheduler, "JOBS", {})  # which save something, too

    async def generation(door: Door) -> int:
        for _ in range(20):
            await asyncio.sleep(0)
        await alter(door.database, "UPDATE sync_meta SET value = value WHERE id = 'generation'")  # after who counts now
        return int((await peek(door.database, "SELECT value FROM sync_meta WHERE id = 'generation'"))[0]["value"])

    async with serving(settings) as door:
        begun = await generation(door)
        assert await generation(door) == begun
        await door.writer.perform(add_institution, SYSTEM, NEW)
        async with asyncio.timeout(10):
            while await generation(door) == begun:
                pass
        assert await generation(door) == begun + 1
    assert known(settings) == await marks(settings)


async def test_a_guard_that_goes_away_while_it_serves_stops_nobody(
    settings: Settings, cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "EVERY", 0)
    (tmp_path / "disk").mkdir()
    async with serving(replace(settings, guard=str(tmp_path / "disk"))) as door:
        (tmp_path / "disk").rename(tmp_path / "gone")
        solomiia = await Phone(build_app(door), cast).sign_in("solomiia")
        assert (await solomiia.verdicts(solomiia.lesson(0)))[0]["status"] == "applied"
        async with asyncio.timeout(10):
            while "The guard could not follow" not in caplog.text:
                await asyncio.sleep(0)
        assert (await solomiia.verdicts(solomiia.lesson(1)))[0]["status"] == "applied"
    (tmp_path / "gone").rename(tmp_path / "disk")
    await start(replace(settings, guard=str(tmp_path / "disk")))
