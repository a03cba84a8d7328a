"""A copy of the database, made while people work."""

import asyncio
import re
import shutil
import signal
import stat
import sys
from functools import partial
from pathlib import Path

import pytest

from backend.app import assemble, build_app
from backend.core.settings import ROOT
from tests.command.program import PATIENCE, Serving, begin, environment, one_sentence, run
from tests.command.school import School, rows
from tests.phone import Phone
from tests.sync.crowd import crowd


async def test_it_works(school: School) -> None:
    done = await school.work(0, 1)
    status, out, err = await run("backup", "--data", school.data)
    assert (status, err) == (0, "")
    found = re.fullmatch(
        r"(\S+): \d+\.\d MB, people: (\d+), operations: 2, the newest of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n", out
    )
    assert found, out
    copy = Path(found[1])
    assert re.fullmatch(r"verstat-\d{8}T\d{6}Z\.sqlite", copy.name)
    assert copy.parent == school.data / "backups"
    assert int(found[2]) == len(school.cast.people)
    assert school.receipts(copy) == {*done}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    assert rows(copy, "PRAGMA journal_mode") == [("delete",)]  # it needs nothing beside it


async def test_what_is_served_afterwards_is_newer_than_the_copy(school: School, tmp_path: Path) -> None:
    """Whatever happens next: before the first backup nothing was served, and the power goes right after it."""
    for number in range(2):
        copy = tmp_path / f"copy {number}"
        assert (await run("backup", "--data", school.data, "--to", copy))[0] == 0
        assert 0 < int(school.mark("generation", copy)) < int(school.mark("generation"))


async def test_it_copies_while_people_work(school: School, tmp_path: Path) -> None:
    """What was confirmed before it began is in the copy, and what is in the copy is there as a whole."""
    door = assemble(school.settings)
    await door.open()
    confirmed: set[str] = set()
    try:
        people = await crowd(door, school.cast, partial(Phone, build_app(door), school.cast), 30)
        over = asyncio.Event()

        async def work(number: int, phone: Phone) -> None:
            for lesson in range(6):
                verdicts = await phone.verdicts(phone.lesson(lesson, f"crowd {number}"))
                confirmed.update(verdict["id"] for verdict in verdicts)
            while not over.is_set():
                answer = await phone.verdicts(phone.operation("people.choose_language", {"language": "en"}))
                confirmed.add(answer[0]["id"])

        working = [asyncio.create_task(work(number, phone)) for number, phone in enumerate(people)]
        for number in range(3):
            before, copy = {*confirmed}, tmp_path / f"copy {number}"
            assert (await run("backup", "--data", school.data, "--to", copy))[::2] == (0, "")
            assert before <= school.receipts(copy)
            assert before < confirmed
            completions = "SELECT count(*) FROM operation WHERE type = 'progress.complete_lesson'"
            assert rows(copy, completions) == rows(copy, "SELECT count(*) FROM completion")
            latest = "SELECT scope, max(version) FROM change GROUP BY scope ORDER BY scope"
            assert rows(copy, latest) == rows(copy, "SELECT id, version FROM scope ORDER BY id")
        over.set()
        await asyncio.gather(*working)
    finally:
        await door.close()


async def test_it_copies_what_another_process_serves(school: School) -> None:
    async with Serving("serve", "--data", school.data) as server:
        assert (await run("backup", "--data", school.data))[0] == 0
        assert (await server.end())[0] == 0
    async with Serving("serve", "--data", school.data):
        pass


async def test_who_was_erased_is_kept_beside_it(school: School, tmp_path: Path) -> None:
    line = f"{school.cast.people['ostap']} 2026-11-26\n"
    (school.data / "erased").write_text(line)
    assert (await run("backup", "--data", school.data, "--to", tmp_path / "copy.sqlite"))[0] == 0
    assert (tmp_path / "copy.erased").read_text() == line
    assert stat.S_IMODE((tmp_path / "copy.erased").stat().st_mode) == 0o600


async def test_it_replaces_nothing(school: School, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("of another day")
    for target in (tmp_path / "copy", school.file, tmp_path):
        assert "exists already" in one_sentence(await run("backup", "--data", school.data, "--to", target))
    assert (tmp_path / "copy").read_text() == "of another day"


@pytest.mark.parametrize("folder", ["none", "file"])
async def test_a_folder_that_is_not_there(school: School, tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("")
    answer = await run("backup", "--data", school.data, "--to", tmp_path / folder / "copy")
    assert f"no folder {tmp_path / folder}" in one_sentence(answer)


async def test_a_disk_that_is_full(school: School, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk; the database itself is not written to beyond it."""
    command = f'ulimit -f 200; exec "{sys.executable}" -m backend backup --data "{school.data}" --to "{tmp_path}/copy"'
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", command, cwd=ROOT, env=environment(), stdout=pipe, stderr=pipe
    )
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert "cannot be written" in one_sentence((process.returncode or 0, out.decode(), err.decode()))
    assert [one.name for one in tmp_path.iterdir()] == ["data"]
    assert (await run("backup", "--data", school.data, "--to", tmp_path / "copy"))[0] == 0


async def test_one_that_was_cut_off_leaves_no_copy_and_is_no_hindrance(school: School, tmp_path: Path) -> None:
    process = await begin("backup", "--data", school.data, "--to", tmp_path / "copy")
    while not (tmp_path / "copy.part").exists():  # another process: there is nothing to await
        assert process.returncode is None
        await asyncio.sleep(0)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    assert not (tmp_path / "copy").exists()
    assert (await run("backup", "--data", school.data, "--to", tmp_path / "copy"))[0] == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy", "data"]


async def test_a_database_that_must_not_be_served_is_not_made_to_look_right(school: School, tmp_path: Path) -> None:
    await school.work(0)
    shutil.copyfile(school.file, tmp_path / "old")
    await school.work(1)
    shutil.copyfile(tmp_path / "old", school.file)
    for command in ("backup", "serve"):
        assert "is older than" in one_sentence(await run(command, "--data", school.data))


async def test_it_refuses_while_migrations_wait(tmp_path: Path) -> None:
    assert one_sentence(await run("backup", "--data", tmp_path)).endswith("Run: ./verstat migrate")


@pytest.mark.parametrize("command", [["backup"], ["restore", "copy"]])
async def test_postgresql_has_its_own_tools(command: list[str]) -> None:
    answer = await run(*command, VERSTAT_DATABASE="postgresql://keeper:s3cr3t@127.0.0.1/verstat")
    assert "pg_dump" in one_sentence(answer) or "pg_restore" in one_sentence(answer)
    assert "s3cr3t" not in "".join(answer[1:])
