import signal
import socket
import sqlite3
import time
from pathlib import Path

import pytest

from tests.command.program import Serving, free_port, one_sentence, run


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A migrated data folder."""
    status, out, err = await run("migrate", "--data", tmp_path / "data")
    assert (status, err) == (0, "")
    assert "migrations were run" in out
    return tmp_path / "data"


async def test_it_works(data: Path) -> None:
    async with Serving("serve", "--data", data) as server:
        assert (server.health.status_code, server.health.json()["status"]) == (200, "ok")
        asked = time.perf_counter()
        status, out, err = await server.end()
        assert time.perf_counter() - asked < 5
    assert (status, out.strip()) == (0, f"Serving on {server.url}")
    assert "Traceback" not in err
    assert "GET /api/health 200" in err


async def test_control_c_ends_it_quietly(data: Path) -> None:
    async with Serving("serve", "--data", data) as server:
        status, _, err = await server.end(signal.SIGINT)
    assert status == 0
    assert "Traceback" not in err


async def test_migrating_again_does_nothing(data: Path) -> None:
    assert (await run("migrate", "--data", data))[1].startswith("Nothing to do")


async def test_it_refuses_while_migrations_wait(tmp_path: Path) -> None:
    answer = await run("serve", "--data", tmp_path, "--port", str(free_port()))
    assert one_sentence(answer).endswith("Run: ./verstat migrate")


@pytest.mark.parametrize("command", ["serve", "demo"])
async def test_a_port_that_is_taken(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        sentence = one_sentence(await run(command, "--data", tmp_path, "--port", port))
    assert f"port {port}" in sentence
    assert "--port" in sentence


@pytest.mark.parametrize("port", ["0x", "abc", ""])
async def test_a_setting_that_cannot_be_read(port: str) -> None:
    sentence = one_sentence(await run("serve", VERSTAT_PORT=port))
    assert sentence.startswith(f"VERSTAT_PORT is {port!r}")


@pytest.mark.parametrize("port", ["-1", "65536", "99999999999999999999"])
async def test_a_port_that_is_none(port: str) -> None:
    assert port in one_sentence(await run("serve", VERSTAT_PORT=port))


async def test_a_language_without_a_catalogue() -> None:
    assert "VERSTAT_LANGUAGE is 'de'" in one_sentence(await run("serve", VERSTAT_LANGUAGE="de"))


@pytest.mark.parametrize("zone", ["Kyiv", "", "../etc/passwd", "UTC+2"])
async def test_a_time_zone_that_is_none(zone: str) -> None:
    assert f"VERSTAT_TIMEZONE is {zone!r}" in one_sentence(await run("serve", VERSTAT_TIMEZONE=zone))


async def test_an_address_that_is_not_ours(tmp_path: Path) -> None:
    assert "203.0.113.1" in one_sentence(await run("serve", "--data", tmp_path, "--host", "203.0.113.1"))


@pytest.mark.parametrize("command", ["serve", "demo", "migrate"])
async def test_a_data_folder_that_cannot_be_written(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("")  # not by rights: a test may run as root, to whom they do not apply
    port = [] if command == "migrate" else ["--port", str(free_port())]
    sentence = one_sentence(await run(command, "--data", tmp_path / "file" / "data", *port))
    assert sentence.startswith("The data folder")
    assert "--data" in sentence


@pytest.mark.parametrize("command", ["serve", "backup"])
async def test_a_disk_that_is_not_there(data: Path, command: str) -> None:
    """To make a new database in its place, as at the first start, would be the wrong thing to advise."""
    port = [] if command == "backup" else ["--port", str(free_port())]
    for file in data.glob("verstat.sqlite*"):
        file.unlink()
    (data / "guard").write_text("{}")
    sentence = one_sentence(await run(command, "--data", data, *port))
    assert sentence.startswith("There is no database here, but one was served before")


async def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "verstat.sqlite").write_text("not a database " * 100)
    assert "cannot be" in one_sentence(await run("migrate", "--data", tmp_path))


@pytest.mark.parametrize("command", ["serve", "migrate"])
async def test_a_database_of_a_newer_version(data: Path, command: str) -> None:
    with sqlite3.connect(data / "verstat.sqlite") as cx:
        cx.execute("INSERT INTO migration (name, app_name, ran_on) VALUES ('2099', 'people', '2099-01-01 00:00:00')")
    cx.close()
    port = [] if command == "migrate" else ["--port", str(free_port())]
    assert "newer version of Verstat" in one_sentence(await run(command, "--data", data, *port))


async def test_a_postgresql_that_does_not_answer() -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    assert one_sentence(await run("migrate", VERSTAT_DATABASE=url)).startswith("PostgreSQL does not answer")


async def test_a_server_listens_where_ipv6_is_spoken(data: Path) -> None:
    async with Serving("serve", "--data", data, "--host", "::1", host="::1") as server:
        assert server.health.status_code == 200
        status, out, _ = await server.end()
    assert (status, out.strip()) == (0, f"Serving on {server.url}")
