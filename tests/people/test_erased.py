"""Whoever closed the account stays erased, whatever backup is restored."""

import os
import stat
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from backend import migrations
from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.settings import Settings
from backend.people import erased
from tests.cast import Cast
from tests.databases import accept, back_up
from tests.people.closing import close, close_for, traces
from tests.phone import Phone
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]


@asynccontextmanager
async def serving(settings: Settings, cast: Cast) -> AsyncGenerator[tuple[Door, New]]:
    """The installation from its start to its end, as `serve` runs it, and phones that reach it."""
    door = assemble(settings)
    app = build_app(door)
    async with app.lifespan():
        migrations.bind(door.database)
        yield door, partial(Phone, app, cast)


def same(phone: Phone, new: New) -> Phone:
    """A phone of before, after the server has started again."""
    again = new()
    again.http.cookies, again.person, again.cursor, again.rows = phone.http.cookies, phone.person, phone.cursor, {}
    return again


async def test_it_works(settings: Settings, cast: Cast) -> None:
    async with serving(settings, cast) as (door, new):
        ostap, other = await new().sign_in("ostap"), await new().sign_in("ostap")
        restore = await back_up(settings)
        assert (await close(ostap)).status_code == 200
        assert await traces(door, "ostap", "2009-05-02") == []
    await restore()
    await accept(settings)
    (settings.data / "erased").rename(settings.data / "away")
    async with serving(settings, cast) as (door, new):  # without the file the backup brings him back
        assert {"consent.guardian", "person.family"} <= set(await traces(door, "ostap", "guardian"))
        assert (await same(other, new).send()).status_code == 200
    (settings.data / "away").rename(settings.data / "erased")
    async with serving(settings, cast) as (door, new):
        assert (await same(other, new).send()).json()["code"] == "account_closed"
        assert (await new().try_to_sign_in("ostap")).json()["code"] == "wrong_password"
        assert await traces(door, "ostap", "2009-05-02") == []


async def test_phones_that_show_the_name_lose_it_again(settings: Settings, cast: Cast) -> None:
    async with serving(settings, cast) as (door, new):
        olena = await new().sign_in("olena")
        restore = await back_up(settings)
        await close_for(door, cast.people["solomiia"])
    await restore()
    await accept(settings)
    async with serving(settings, cast) as (door, new):
        await (again := same(olena, new)).pull()
        assert again.held("roster")[cast.enrolment("solomiia")]["name"] == ""
        lines = await peek(door.database, "SELECT * FROM audit_line WHERE act = 'people.close_account'")
        assert [(line["acted_as"], line["about"]) for line in lines] == [("system", cast.people["solomiia"])]
        assert "backup" in lines[0]["reason"]


async def test_the_file_holds_an_id_and_a_day_and_nothing_else(phone: New, cast: Cast, door: Door) -> None:
    await close(await phone().sign_in("solomiia"))
    file = door.settings.data / "erased"
    (line,) = file.read_text().splitlines()
    id_, day = line.split()
    assert (id_, len(day)) == (cast.people["solomiia"], len("2026-11-26"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_it_is_on_the_disk_before_the_commit(cast: Cast, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were it written later, a power cut between both would leave nobody who knows."""
    was_closed: list[int] = []
    synced = os.fsync

    def fsync(handle: int) -> None:
        was_closed.append(handle)
        assert cast.people["solomiia"] in erased.read(door.settings.data)
        synced(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    write = door.database.write

    async def committed(batch: Any) -> Any:
        result = await write(batch)
        assert was_closed
        return result

    monkeypatch.setattr(door.database, "write", committed)
    await close_for(door, cast.people["solomiia"])
    assert was_closed


async def test_what_cannot_be_written_down_is_not_closed(phone: New, cast: Cast, door: Door) -> None:
    (door.settings.data / "erased").mkdir(parents=True)  # where the file should be
    solomiia = await phone().sign_in("solomiia")
    assert (await close(solomiia)).status_code == 500
    assert (await solomiia.send(solomiia.lesson(0))).status_code == 200
    assert await count(door.database, "person", "closed_at IS NOT NULL") == 0


async def test_a_start_with_nobody_to_erase_changes_nothing(settings: Settings, cast: Cast) -> None:
    async with serving(settings, cast) as (door, _):
        await close_for(door, cast.people["solomiia"])
        before = await count(door.database, "audit_line")
    async with serving(settings, cast) as (door, _):
        assert await count(door.database, "audit_line") == before
        assert await erased.erase_again(door) == 0


async def test_odd_lines_are_passed_over(settings: Settings, cast: Cast) -> None:
    lines = ["", "x", "00000000-0000-4000-8000-000000000000 2026-01-01", cast.people["ostap"], "ґ" * 300]
    file = settings.data / "erased"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes("\n".join(lines).encode() + b"\n\xff\x00 torn" + cast.people["solomiia"][:20].encode())
    async with serving(settings, cast) as (door, _):
        closed = await peek(door.database, "SELECT id FROM person WHERE closed_at IS NOT NULL")
        assert [row["id"] for row in closed] == [cast.people["ostap"]]
        await close_for(door, cast.people["maksym"])
    assert cast.people["maksym"] in erased.read(settings.data)  # the torn line has not swallowed it


async def test_a_start_before_a_migration_leaves_it_to_the_migration(settings: Settings, cast: Cast) -> None:
    (settings.data / "erased").parent.mkdir(parents=True, exist_ok=True)
    (settings.data / "erased").write_text(f"{cast.people['ostap']} 2026-11-26\n")
    async with serving(settings, cast) as (door, _):
        assert await count(door.database, "person", "closed_at IS NOT NULL") == 1
        await alter(door.database, "UPDATE person SET closed_at = NULL")
        await alter(door.database, "DELETE FROM migration WHERE app_name = 'sync'")
    async with serving(settings, cast) as (door, _):
        assert await count(door.database, "person", "closed_at IS NOT NULL") == 0


def test_a_folder_without_the_file_erases_nobody(tmp_path: Path) -> None:
    assert erased.read(tmp_path) == []
