import sqlite3
from pathlib import Path

import pytest

from tests.command.program import one_sentence, run

PASSWORD = "long enough to be one\n"


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A migrated data folder."""
    assert (await run("migrate", "--data", tmp_path))[0] == 0
    return tmp_path


def operators(data: Path) -> list[tuple[str, str]]:
    cx = sqlite3.connect(data / "verstat.sqlite")
    try:
        return cx.execute("SELECT username, password FROM operator").fetchall()
    finally:
        cx.close()


async def test_it_works(data: Path) -> None:
    status, out, err = await run("create-operator", "keeper", "--data", data, said=PASSWORD)
    assert (status, out, err) == (0, "The operator keeper can sign in.\n", "")
    ((name, kept),) = operators(data)
    assert name == "keeper"
    assert PASSWORD.strip() not in kept


@pytest.mark.parametrize("said", ["", "\n", "too short\n", "x" * 129 + "\n"])
async def test_a_password_too_short_or_too_long(data: Path, said: str) -> None:
    answer = await run("create-operator", "keeper", "--data", data, said=said)
    assert one_sentence(answer) == "An operator's password has from 12 to 128 characters."
    assert operators(data) == []


async def test_the_same_name_twice(data: Path) -> None:
    await run("create-operator", "keeper", "--data", data, said=PASSWORD)
    again = await run("create-operator", "keeper", "--data", data, said="another one, as long\n")
    assert one_sentence(again) == "There is an operator named keeper already."
    assert len(operators(data)) == 1


async def test_before_the_migrations(tmp_path: Path) -> None:
    answer = await run("create-operator", "keeper", "--data", tmp_path / "new", said=PASSWORD)
    assert one_sentence(answer).endswith("Run: ./verstat migrate")
