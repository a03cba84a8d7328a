"""Everything is seen well and seen broken, while it is served and while it is not, and nothing is changed."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from backend import doctor
from backend.core import clock
from backend.core.database import sqlite
from backend.core.door import Door
from backend.core.settings import Settings
from backend.doctor import disk, machine
from backend.doctor.case import Case, Finding
from backend.people.tables import Operator
from tests.command.doctors import said
from tests.command.program import free_port, run
from tests.command.school import School
from tests.served import served
from tests.sync.peek import alter


@pytest.fixture
def given() -> dict[str, Any]:
    return {"hosts": "", "port": free_port()}


@pytest.fixture(autouse=True)
def _folder(request: pytest.FixtureRequest) -> None:
    """On PostgreSQL too there is a data folder once it was served; and the tests' folders are this user's alone."""
    if "settings" in request.fixturenames:
        settings: Settings = request.getfixturevalue("settings")
        settings.data.mkdir(mode=0o700, exist_ok=True)
        settings.data.chmod(0o700)


@pytest.fixture
def _true_time_afterwards() -> Iterator[None]:
    yield
    clock.set_to(None)


def stored(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and its moment; but in `-shm` whoever reads says so."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return {str(one): (one.stat().st_size, one.stat().st_mtime_ns * (one.suffix != ".sqlite-shm")) for one in files}


WELL = [
    "The data folder is",
    "can be read by its own user alone",
    "are free on the disk",
    "A durable write into the data folder takes",
    "The database can be read",
    "has the shape that this version needs",
    "The guard knows this database",
    "The clock says",
    "For the schools it is",
    "of memory are free",
    "with all its security headers",
    "Nothing is overdue",
]


async def test_it_works(settings: Settings) -> None:
    async with served(settings):
        found = await said(settings)
    assert (found.bad, found.fine) == ([], True)
    assert {piece: found.mark(piece) for piece in WELL} == dict.fromkeys(WELL, "ok")
    durable = "waits for the disk (synchronous=FULL)" if not settings.database else "PostgreSQL waits for its disk"
    assert found.mark(durable) == "ok"
    assert not settings.database or found.mark("A commit of PostgreSQL takes") == "ok"


async def test_it_works_while_nothing_is_served(settings: Settings) -> None:
    async with served(settings):
        pass
    found = await said(settings)
    assert (found.bad, found.mark("The server does not run")) == ([], "look")


async def test_it_changes_nothing(school: School, tmp_path: Path) -> None:
    await school.work(0)
    before = stored(school.data)
    await said(school.settings, port=free_port())
    assert stored(school.data) == before
    with closing(sqlite3.connect(school.file)) as cx:
        cx.execute("UPDATE sync_meta SET value = '7' WHERE id = 'generation'")
        cx.commit()
        killed = Path(shutil.copytree(school.data, tmp_path / "killed"))  # what it said last stands in the log alone
    before = stored(killed)
    assert str(killed / "verstat.sqlite-wal") in before
    assert (await said(school.settings, data=killed, port=free_port())).mark("stands at generation 7") == "ok"
    assert stored(killed) == before


async def test_the_command_says_it_and_ends_with_1_when_something_is_bad(school: School) -> None:
    port = str(free_port())
    status, out, err = await run("doctor", "--data", school.data, "--port", port)
    assert (status, err) == (0, ""), out
    assert out.startswith("ok   The data folder is")
    school.data.chmod(0o755)
    status, out, err = await run("doctor", "--data", school.data, "--port", port)
    assert (status, err) == (1, "")
    assert "bad  Every user of this machine has rights to" in out


async def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    status, out, err = await run("doctor", "--data", tmp_path / "none", "--port", str(free_port()))
    assert (status, err) == (0, "")
    assert "look There is no data folder" in out
    assert not (tmp_path / "none").exists()


async def test_an_empty_folder_stays_empty(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    found = await said(Settings(data=tmp_path, port=free_port()))
    assert (found.bad, found.mark("There is no database yet")) == ([], "look")
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert (await said(Settings(data=tmp_path / "file", port=free_port()))).mark(
        "cannot be written by this user"
    ) == "bad"


async def test_a_database_whose_disk_is_away(tmp_path: Path) -> None:
    (tmp_path / "guard").write_text("{}")
    assert (await said(Settings(data=tmp_path, port=free_port()))).mark("one was served before") == "bad"


async def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "verstat.sqlite").write_text("not a database " * 100)
    assert (await said(Settings(data=tmp_path, port=free_port()))).mark("cannot be read") == "bad"


@pytest.mark.parametrize("url", ["postgresql://keeper:s3cr3t@127.0.0.1:{}/none", "postgresql://keeper:s3#cr3t@h:x{}/n"])
async def test_a_postgresql_that_does_not_answer_and_no_secret_is_told(tmp_path: Path, url: str) -> None:
    port = free_port()
    status, out, err = await run("doctor", "--data", tmp_path, "--port", str(port), VERSTAT_DATABASE=url.format(port))
    assert (status, err) == (1, "")
    assert "bad  PostgreSQL does not answer" in out or "bad  VERSTAT_DATABASE cannot be read" in out
    assert "cr3t" not in out


async def test_a_pragma_that_sqlite_does_not_take(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite.PRAGMAS, "journal_mode", "wall")
    before = stored(school.data)
    found = await said(school.settings, port=free_port())
    assert found.mark("SQLite did not accept journal_mode") == "bad"
    assert stored(school.data) == before


async def test_a_database_that_lost_its_log(school: School) -> None:
    with closing(sqlite3.connect(school.file)) as cx:
        cx.execute("PRAGMA journal_mode=delete")
    assert (await said(school.settings, port=free_port())).mark("not in WAL mode") == "look"


async def test_a_setting_of_postgresql_that_costs_work(settings: Settings, door: Door) -> None:
    name = settings.database.rpartition("/")[2]
    if settings.database:
        await alter(door.database, f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        found = await said(settings)
    finally:
        if settings.database:
            await alter(door.database, f"ALTER DATABASE {name} RESET synchronous_commit")
    assert [line for line in found.bad if "synchronous_commit=off" in line] == found.bad
    assert len(found.bad) == bool(settings.database)


async def test_more_connections_than_postgresql_gives(settings: Settings) -> None:
    found = await said(settings, database_connections=1_000)
    assert [line for line in found.bad if "fewer than VERSTAT_DATABASE_CONNECTIONS" in line] == found.bad
    assert len(found.bad) == bool(settings.database)


@pytest.mark.usefixtures("_true_time_afterwards")
async def test_clocks_that_are_apart(settings: Settings) -> None:
    clock.set_to(datetime.now(UTC) + timedelta(hours=1))  # noqa: TID251 - the true time is meant
    found = await said(settings)
    assert ("of PostgreSQL are 3" in str(found)) == bool(settings.database)


async def test_migrations_that_wait(settings: Settings, door: Door) -> None:
    await alter(door.database, "DELETE FROM migration WHERE app_name = 'jobs'")
    assert (await said(settings)).mark("migrations wait: ./verstat migrate") == "bad"


async def test_a_database_of_a_newer_version(settings: Settings, door: Door) -> None:
    row = "INSERT INTO migration (name, app_name, ran_on) VALUES ('2099', 'people', CURRENT_TIMESTAMP)"
    await alter(door.database, row)
    assert (await said(settings)).mark("newer version of Verstat") == "bad"


async def test_a_database_that_went_back(settings: Settings, door: Door) -> None:
    async with served(settings):
        pass
    await alter(door.database, "UPDATE sync_meta SET value = '0' WHERE id = 'generation'")
    assert (await said(settings)).mark("is older than the one that was served here last") == "bad"
    await alter(door.database, "UPDATE sync_meta SET value = '9' WHERE id = 'generation'")
    assert (await said(settings)).mark("stands at generation 9") == "ok"
    (settings.data / "guard").unlink()
    assert (await said(settings)).mark("its guard is not here") == "bad"
    (settings.data / "guard").write_text("{")
    assert (await said(settings)).mark("cannot be read") == "bad"


async def test_where_the_guard_lies(school: School, tmp_path: Path) -> None:
    port = free_port()
    assert (await said(school.settings, port=port)).mark("The guard lies on the disk of the data") == "look"
    assert (await said(school.settings, port=port, guard="/proc")).mark("The guard lies on another disk") == "ok"
    assert (await said(school.settings, port=port, guard=str(tmp_path / "none"))).mark("There is no folder") == "bad"


LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


async def test_jobs_that_nobody_does(settings: Settings, door: Door) -> None:
    late = "UPDATE job SET due = $1, claimed_until = $2 WHERE id = 'changes.compact'"
    async with served(settings):
        while "changes.compact" not in str(found := await said(settings)):
            pass  # it begins with the server
        assert found.mark("Nothing is overdue") == "ok"
        await alter(door.database, late, LONG_AGO, clock.now() + timedelta(days=1))
        assert (await said(settings)).mark("is due since 2026-01-01 00:00 UTC and the server runs") == "bad"
    assert (await said(settings)).mark("it is done once the server runs") == "look"


@pytest.mark.parametrize(("times", "mark"), [(1, "look"), (3, "bad")])
async def test_jobs_that_fail(settings: Settings, door: Door, times: int, mark: str) -> None:
    row = "INSERT INTO job (id, due, tries, trouble) VALUES ('changes.compact', $1, $2, 'OSError')"
    await alter(door.database, row, clock.now(), times)
    assert (await said(settings)).mark(f"changes.compact failed {times} times in a row (OSError)") == mark


async def test_operators(settings: Settings, door: Door) -> None:
    assert (await said(settings)).mark("There is no operator") == "look"
    await Operator(username="oksana", password="x" * 20, email="oksana", active=True, admin=True, superuser=True).save()
    found = await said(settings, console=True)
    assert found.mark("Operators: 1. The console is on.") == "ok"
    assert "oksana" not in str(found)


async def test_the_demonstration(settings: Settings, door: Door) -> None:
    (settings.data / "demo-accounts.json").write_text("[]")
    assert (await said(settings)).mark("has the demonstration's accounts and another database") == "bad"
    await alter(door.database, "INSERT INTO sync_meta (id, value) VALUES ('demonstration', 'complete')")
    assert (await said(settings)).mark("This is the demonstration's data") == "bad"


@pytest.mark.parametrize(
    ("mode", "of", "mark"),
    [
        (0o755, "", "bad"),
        (0o701, "", "bad"),
        (0o750, "", "look"),
        (0o644, "verstat.sqlite", "bad"),
        (0o640, "verstat.sqlite", "look"),
        (0o700, "", "ok"),
    ],
)
async def test_who_can_read_it(school: School, mode: int, of: str, mark: str) -> None:
    (school.data / of).chmod(mode)
    found = await said(school.settings, port=free_port())
    pieces = {"bad": "Every user of this machine", "look": "The group of users", "ok": "own user alone"}
    assert found.mark(pieces[mark]) == mark


async def test_backups(school: School) -> None:
    port = free_port()
    assert (await said(school.settings, port=port)).mark("There is no backup") == "look"
    assert (await run("backup", "--data", school.data))[0] == 0
    assert (await said(school.settings, port=port)).mark("The newest backup in the data folder is 0 hours old") == "ok"
    (copy,) = (school.data / "backups").iterdir()
    for days, mark in ((3, "look"), (20, "bad")):
        then = time.time() - days * 86_400  # noqa: TID251 - of the file system
        os.utime(copy, (then, then))
        assert (await said(school.settings, port=port)).mark(f"is {days} days old") == mark
    copy.with_name("new.sqlite").write_bytes(copy.read_bytes()[:40_000])
    assert (await said(school.settings, port=port)).mark("cannot be used") == "bad"


class Usage(NamedTuple):
    """A disk."""

    free: int


def always(value: Any) -> Callable[..., Any]:
    """A function that says so, whatever it is asked."""

    def say(*_: object) -> Any:
        return value

    return say


@pytest.mark.parametrize(("free", "mark"), [(100_000_000, "bad"), (900_000_000, "look"), (9_000_000_000, "ok")])
async def test_a_disk_that_is_nearly_full(
    school: School, monkeypatch: pytest.MonkeyPatch, free: int, mark: str
) -> None:
    monkeypatch.setattr(disk.shutil, "disk_usage", always(Usage(free)))
    assert (await said(school.settings, port=free_port())).mark("are free on the disk") == mark


async def test_how_long_a_disk_lasts_is_said_where_the_past_says_it(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    await school.work(0, 1)
    monkeypatch.setattr(disk, "LEAST_HISTORY", 2)
    monkeypatch.setattr(disk.shutil, "disk_usage", always(Usage(1_200_000_000)))
    assert "At the pace" not in str(await said(school.settings, port=free_port()))
    with closing(sqlite3.connect(school.file)) as cx:
        then = sqlite.sqlite_moment(clock.now() - timedelta(days=10, hours=1))
        cx.execute("UPDATE operation SET arrived_at = ? WHERE id = (SELECT min(id) FROM operation)", [then])
        cx.commit()
    assert "At the pace of the last 10 days that is enough" in str(await said(school.settings, port=free_port()))


@pytest.mark.parametrize(("ms", "mark"), [(0.001, "look"), (2.0, "ok"), (80.0, "look")])
async def test_disks_are_judged(school: School, monkeypatch: pytest.MonkeyPatch, ms: float, mark: str) -> None:
    monkeypatch.setattr(disk, "file_writes", always([ms] * 20))
    assert (await said(school.settings, port=free_port())).mark(f"takes {ms:.3g} ms") == mark


@pytest.mark.parametrize(("kind_of", "mark"), [("tmpfs", "bad"), ("nfs4", "bad"), ("overlay", "look"), ("ext4", "ok")])
async def test_what_is_no_disk(school: School, monkeypatch: pytest.MonkeyPatch, kind_of: str, mark: str) -> None:
    assert disk.file_system(school.data), "here it can be told"
    monkeypatch.setattr(disk, "file_system", always(kind_of))
    found = await said(school.settings, port=free_port())
    assert found[0].split()[0] == mark


@pytest.mark.usefixtures("_true_time_afterwards")
async def test_a_clock_that_is_wrong(settings: Settings, door: Door) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the true time is meant
    await alter(door.database, "UPDATE audit_line SET arrived_at = $1", now)
    assert (await said(settings)).mark("later than all that was saved") == "ok"
    clock.set_to(now - timedelta(hours=1))
    assert (await said(settings)).mark("but the newest row was saved at") == "bad"
    clock.set_to(datetime(2020, 1, 1, tzinfo=UTC))
    assert (await said(settings)).mark("before this program was written") == "bad"
    clock.set_to(datetime(2050, 1, 1, tzinfo=UTC))
    assert (await said(settings)).mark("many years after this program was written") == "look"


@pytest.mark.parametrize(("kept", "mark"), [(True, "ok"), (False, "look"), (None, "look")])
async def test_who_sets_the_clock(
    school: School, monkeypatch: pytest.MonkeyPatch, kept: bool | None, mark: str
) -> None:
    assert machine.kept_by_network() in (True, False, None)
    monkeypatch.setattr(machine, "kept_by_network", always(kept))
    assert (await said(school.settings, port=free_port())).mark("set by the network") == mark


async def test_a_time_zone_that_is_not_known(school: School) -> None:
    assert (await said(school.settings, port=free_port(), timezone="Mars/Base")).mark("Mars/Base is not known") == "bad"


async def test_little_memory(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "free_memory", always(100))
    assert (await said(school.settings, port=free_port())).mark("100 MB of memory") == "look"


async def test_a_check_that_stumbles_hides_no_other_and_quotes_nothing(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumbles(_case: Case) -> Any:
        raise ValueError("Somebody's name")
        yield Finding("ok", "")

    monkeypatch.setattr(doctor, "CHECKS", [stumbles, *doctor.CHECKS])
    found = await said(school.settings, port=free_port())
    assert (found.mark("could not be made (ValueError)"), found.mark("For the schools it is")) == ("bad", "ok")
    assert "Somebody" not in str(found)
