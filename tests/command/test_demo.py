"""`demo` as a newcomer runs it. SQLite only: a demonstration is one folder."""

import asyncio
import json
import shutil
import signal
import sqlite3
from pathlib import Path

import httpx
import pytest

from backend import __main__
from backend.core.database import Unready
from backend.core.settings import ROOT, Settings
from tests.command.program import Serving, begin, free_port, one_sentence, run

SECOND_START = 10  # seconds; measured 1.5 on an idle machine, 3 are promised, and tests share theirs


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demonstration's folder after its first start, and what was said."""

    async def first_start(folder: Path) -> str:
        async with Serving("demo", "--data", folder) as server:
            status, out, err = await server.end()
        assert status == 0, err
        assert f"Open {server.url}" in out
        return out

    folder = tmp_path_factory.mktemp("demo") / "data"
    return folder, asyncio.run(first_start(folder))


def copied(town: tuple[Path, str], to: Path) -> Path:
    shutil.copytree(town[0], to)
    return to


def persons(folder: Path) -> int:
    cx = sqlite3.connect(folder / "verstat.sqlite")
    try:
        return cx.execute("SELECT count(*) FROM person").fetchone()[0]
    finally:
        cx.close()


async def sign_in(server: Serving, folder: Path, role: str) -> int:
    """The status of a sign-in as the first of a role."""
    listed = json.loads((folder / "demo-accounts.json").read_text("utf-8"))
    account = next(one for one in listed if one["role"] == role)
    wish = {"login": account["login"], "password": account["password"]}
    async with httpx.AsyncClient() as http:
        return (await http.post(f"{server.url}/api/people/sign-in", json=wish)).status_code


def test_it_works(town: tuple[Path, str]) -> None:
    lines = town[1].splitlines()
    assert "acts" in town[1]
    for role in ("student", "coordinator", "manager"):
        assert sum(line.split()[:1] == [role] for line in lines) == 1
    assert str(town[0] / "demo-accounts.json") in town[1]


def test_progress_is_told_once_a_step(town: tuple[Path, str]) -> None:
    steps = [line for line in town[1].splitlines() if line.endswith(" acts")]
    assert len(steps) == len(set(steps)) == 10


async def test_a_second_start_is_quick_and_keeps_the_data(town: tuple[Path, str], tmp_path: Path) -> None:
    folder = copied(town, tmp_path / "data")
    before = persons(folder), (folder / "demo-accounts.json").read_bytes()
    async with Serving("demo", "--data", folder) as server:
        assert server.seconds < SECOND_START
        assert await sign_in(server, folder, "student") == 200
        _, out, _ = await server.end()
    assert "acts" not in out
    assert (persons(folder), (folder / "demo-accounts.json").read_bytes()) == before


async def test_two_run_side_by_side(town: tuple[Path, str], tmp_path: Path) -> None:
    one, other = copied(town, tmp_path / "one"), copied(town, tmp_path / "other")
    async with Serving("demo", "--data", one) as first, Serving("demo", "--data", other) as second:
        assert first.port != second.port
        assert await sign_in(first, one, "coordinator") == 200
        assert await sign_in(second, other, "manager") == 200


async def test_a_loading_that_was_cut_off_begins_anew(tmp_path: Path) -> None:
    process = await begin("demo", "--data", tmp_path, "--port", str(free_port()))
    assert process.stdout is not None
    while b" acts" not in await asyncio.wait_for(process.stdout.readline(), 60):
        pass
    process.kill()
    await process.communicate()
    async with Serving("demo", "--data", tmp_path) as server:
        assert await sign_in(server, tmp_path, "student") == 200
        _, out, _ = await server.end()
    assert "beginning anew" in out


async def test_control_c_during_the_loading_is_no_traceback(tmp_path: Path) -> None:
    process = await begin("demo", "--data", tmp_path, "--port", str(free_port()))
    assert process.stdout is not None
    while b" acts" not in await asyncio.wait_for(process.stdout.readline(), 60):
        pass
    process.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 130
    assert b"Traceback" not in err


async def test_names_are_told_whatever_the_terminal_can_show(town: tuple[Path, str], tmp_path: Path) -> None:
    folder = copied(town, tmp_path / "data")
    async with Serving("demo", "--data", folder, PYTHONIOENCODING="ascii") as server:
        status, out, err = await server.end()
    assert (status, "Traceback" in err) == (0, False)
    assert "student" in out


async def test_serve_refuses_a_demonstration(town: tuple[Path, str], tmp_path: Path) -> None:
    folder = copied(town, tmp_path / "data")
    assert "demonstration" in one_sentence(await run("serve", "--data", folder, "--port", str(free_port())))


def test_where_nothing_is_said_it_keeps_away_from_a_real_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []

    def look(settings: Settings) -> None:
        folders.append(settings.data)
        raise Unready

    monkeypatch.setenv("VERSTAT_DATA", "/real")
    monkeypatch.setattr(__main__, "listen", look)
    for said in ([], ["--data", "/mine"]):
        monkeypatch.setattr("sys.argv", ["verstat", "demo", *said])
        with pytest.raises(SystemExit):
            __main__.main()
    assert folders == [ROOT / "data" / "demo", Path("/mine")]


async def test_demo_refuses_a_real_installation(tmp_path: Path) -> None:
    await run("migrate", "--data", tmp_path)
    assert "real installation" in one_sentence(await run("demo", "--data", tmp_path, "--port", str(free_port())))
    assert not (tmp_path / "demo-accounts.json").exists()
