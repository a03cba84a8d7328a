"""A backup is put in the place of the database, or nothing is changed."""

import asyncio
import errno
import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend import backups
from backend.app import assemble
from backend.core.database import Unready, copies
from backend.core.settings import Settings
from backend.people.close_account import close_account
from backend.sync import guard
from tests.cast import SYSTEM
from tests.command.program import Serving, one_sentence, run
from tests.command.school import School, rows


@pytest.fixture
async def copy(school: School, tmp_path: Path) -> Path:
    """A backup with one lesson in it; another is finished since."""
    await school.work(0)
    assert (await run("backup", "--data", school.data, "--to", tmp_path / "copy.sqlite"))[0] == 0
    await school.work(1)
    return tmp_path / "copy.sqlite"


def change(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as cx, cx:
        cx.execute(sql)


def content(folder: Path) -> dict[str, bytes]:
    """Every file under a folder; -shm is an index that may be made anew at any time."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


async def refused(school: School, *arguments: str | Path, **given: str) -> str:
    """In which words a restore is refused, with nothing changed."""
    before = content(school.data)
    said = one_sentence(await run("restore", *arguments, "--data", school.data, **given))
    assert content(school.data) == before
    return said


async def test_it_works(school: School, copy: Path) -> None:
    epoch, generation = school.mark("epoch"), int(school.mark("generation"))
    newest = school.receipts()
    status, out, err = await run("restore", copy, "--data", school.data)
    assert (status, err) == (0, "")
    assert f"Restored {copy}: " in out
    assert "operations: 1," in out
    assert school.receipts() == school.receipts(copy) < newest
    assert school.mark("epoch") not in (epoch, school.mark("epoch", copy))
    assert int(school.mark("generation")) > generation
    assert school.mark("database") == school.mark("database", copy)
    (aside,) = school.data.glob("replaced-*")
    assert str(aside) in out
    assert school.receipts(aside / "verstat.sqlite") == newest
    assert not (school.data / "restoring").exists()
    assert await school.work(2)
    async with Serving("serve", "--data", school.data):
        pass


async def test_into_an_empty_folder(school: School, copy: Path, tmp_path: Path) -> None:
    """A new machine, where nothing is left of the old one."""
    assert (await run("restore", copy, "--data", tmp_path / "new"))[0] == 0
    assert School(tmp_path / "new", school.cast).receipts() == school.receipts(copy)
    assert sorted(content(tmp_path / "new")) == ["guard", "verstat.sqlite"]
    async with Serving("serve", "--data", tmp_path / "new"):
        pass


async def test_what_an_administrator_restores_belongs_to_the_service(school: School, copy: Path) -> None:
    """`sudo ./verstat restore`: the service, which is another user, must be able to open it all."""
    if os.geteuid() == 0:
        os.chown(school.data, 65_534, 65_534)
    copy.with_name("later.erased").write_text(f"{school.cast.people['ostap']} 2026-11-26\n")
    assert (await run("restore", copy, "--data", school.data))[0] == 0
    owner = school.data.stat().st_uid
    assert {(school.data / name).stat().st_uid for name in ("verstat.sqlite", "guard", "erased")} == {owner}


async def test_when_only_the_log_is_left_of_the_database(school: School, copy: Path) -> None:
    """It belongs to the file that is gone, and would spoil the one that comes."""
    shutil.copyfile(school.file, school.file.with_name("kept"))
    change(school.file.with_name("kept"), "PRAGMA journal_mode=wal")
    with closing(sqlite3.connect(school.file.with_name("kept"))) as cx:
        cx.execute("UPDATE person SET given = 'X'")
        cx.commit()
        shutil.copyfile(school.data / "kept-wal", school.data / "verstat.sqlite-wal")
    school.file.unlink()
    assert (await run("restore", copy, "--data", school.data))[0] == 0
    assert rows(school.file, "SELECT given FROM person") == rows(copy, "SELECT given FROM person")
    assert len([*school.data.glob("replaced-*/verstat.sqlite-wal")]) == 1


@pytest.mark.parametrize("damage", [b"", b"not a database" * 500])
async def test_a_damaged_database_is_replaced_and_kept(school: School, copy: Path, damage: bytes) -> None:
    school.file.write_bytes(damage)
    assert (await run("restore", copy, "--data", school.data))[0] == 0
    assert school.receipts() == school.receipts(copy)
    (aside,) = school.data.glob("replaced-*/verstat.sqlite")
    assert aside.read_bytes() == damage


async def test_a_copy_that_was_made_by_hand_with_its_log(school: School, tmp_path: Path) -> None:
    async with school.serving() as phone:
        await phone.verdicts(phone.lesson(0))
        for end in ("", "-wal"):
            shutil.copyfile(f"{school.file}{end}", tmp_path / f"by-hand{end}")
    assert (await run("restore", tmp_path / "by-hand", "--data", school.data))[0] == 0
    assert len(school.receipts()) == 1


async def test_a_backup_of_an_older_version(school: School, copy: Path) -> None:
    """From before databases had names; its shape is older too."""
    change(copy, "DELETE FROM sync_meta WHERE id IN ('database', 'generation')")
    change(copy, "DELETE FROM migration WHERE app_name = 'programmes' AND name = '2026-11-26T02:30:00:000000'")
    change(copy, "DROP INDEX cohort_code")
    change(copy, "DROP INDEX enrolment_step_enrolment")
    change(copy, "UPDATE cohort SET code = ''")
    database = school.mark("database")
    assert (await run("restore", copy, "--data", school.data))[::2] == (0, "")
    assert school.mark("database") == database
    async with Serving("serve", "--data", school.data):
        pass


async def test_who_was_erased_stays_erased(school: School, copy: Path) -> None:
    """Even when the folder that remembered it is gone: a later backup beside this one remembers too."""
    ostap = school.cast.people["ostap"]
    door = assemble(school.settings)
    await door.open()
    await door.writer.perform(close_account, SYSTEM, ostap)
    await door.close()
    assert (await run("backup", "--data", school.data, "--to", copy.with_name("later.sqlite")))[0] == 0
    shutil.rmtree(school.data)
    assert (await run("restore", copy, "--data", school.data))[0] == 0
    assert rows(school.file, f"SELECT given FROM person WHERE id = '{ostap}'") == [("",)]
    assert ostap in (school.data / "erased").read_text()


async def test_the_server_must_not_run(school: School, copy: Path, tmp_path: Path) -> None:
    """By whatever path it came to the folder; and for either way to restore."""
    (tmp_path / "other").symlink_to(school.data)
    async with Serving("serve", "--data", school.data) as server:
        for said in ([copy], ["--accept"]):
            for folder in (school.data, tmp_path / "other"):
                assert "is in use" in one_sentence(await run("restore", *said, "--data", folder))
        school.file.chmod(0o600)
        assert (await server.end())[0] == 0
    assert (await run("restore", copy, "--data", school.data))[0] == 0


async def test_the_server_must_not_run_even_on_a_damaged_database(school: School, copy: Path) -> None:
    async with Serving("serve", "--data", school.data):
        before = school.file.read_bytes()
        with school.file.open("r+b") as file:
            file.write(b"spoiled " * 100)
        assert "is in use" in one_sentence(await run("restore", copy, "--data", school.data))
        with school.file.open("r+b") as file:
            file.write(before)


async def test_a_backup_of_a_newer_version(school: School, copy: Path) -> None:
    change(copy, "INSERT INTO migration (name, app_name, ran_on) VALUES ('2099', 'people', '2099-01-01 00:00:00')")
    assert "newer version of Verstat" in await refused(school, copy)


@pytest.mark.parametrize("kept", [0, 1, 5_000, 0.5, 0.9])
async def test_a_backup_that_is_cut_short(school: School, copy: Path, kept: float) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[: int(len(whole) * kept) if kept < 1 else int(kept)])
    assert str(copy) in await refused(school, copy)


async def test_a_backup_in_which_bytes_are_wrong(school: School, copy: Path) -> None:
    whole = bytearray(copy.read_bytes())
    for place in range(20_000, len(whole), 20_000):
        whole[place : place + 64] = os.urandom(64)
    copy.write_bytes(whole)
    assert "is damaged" in await refused(school, copy)


async def test_what_is_no_backup(school: School, copy: Path, tmp_path: Path) -> None:
    change(tmp_path / "other.sqlite", "CREATE TABLE person (id TEXT)")
    (tmp_path / "text").write_text("hello " * 1_000)
    for file in (tmp_path / "other.sqlite", tmp_path / "text", tmp_path / "none", tmp_path):
        assert str(file) in await refused(school, file)


async def test_a_backup_of_another_installation(school: School, copy: Path, tmp_path: Path) -> None:
    change(copy, "UPDATE sync_meta SET value = '01a2193a-0752-7b93-b14b-bd2593574280' WHERE id = 'database'")
    assert str(school.data / "guard") in await refused(school, copy)
    (school.data / "guard").unlink()
    assert (await run("restore", copy, "--data", school.data))[0] == 0


async def test_a_demonstration_and_a_real_installation_are_kept_apart(school: School, copy: Path) -> None:
    (school.data / "demo-accounts.json").write_text("[]")
    assert "demonstration" in await refused(school, copy)
    (school.data / "demo-accounts.json").unlink()
    change(copy, "INSERT INTO sync_meta (id, value) VALUES ('demonstration', 'complete')")
    assert "demonstration" in await refused(school, copy)


async def test_a_disk_that_is_full(school: School, copy: Path) -> None:
    command = f'ulimit -f 200; exec "{sys.executable}" -m backend restore "{copy}" --data "{school.data}"'
    before = content(school.data)
    process = await asyncio.create_subprocess_exec("sh", "-c", command, cwd=backups.app.ROOT, stderr=-1)
    _, err = await process.communicate()
    assert "cannot be restored" in one_sentence((process.returncode or 0, "", err.decode()))
    assert content(school.data) == before


@pytest.mark.parametrize("at", ["verstat.sqlite-wal", "verstat.sqlite", "aside"])
async def test_a_disk_that_takes_no_more_while_the_files_are_moved(
    school: School, copy: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there stays, and is served: nobody need find out what to do with a restore that was cut off."""
    new = school.data / "new.sqlite"
    shutil.copyfile(copy, new)
    (school.data / "verstat.sqlite-wal").write_bytes(b"")
    before = {name: found for name, found in content(school.data).items() if name != new.name}

    def leave(_file: Path) -> None:
        """The log stays beside the database."""

    def fail_at(act: Any) -> Any:
        def run(path: Path, *given: Any, **named: Any) -> Any:
            if path == school.data / at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return act(path, *given, **named)

        return run

    monkeypatch.setattr(copies, "_fold", leave)
    monkeypatch.setattr(Path, "rename", fail_at(Path.rename))
    monkeypatch.setattr(Path, "mkdir", fail_at(Path.mkdir))
    with pytest.raises(OSError, match="No space left"):
        copies.put_in_place(new, school.file, school.data / "aside")
    assert content(school.data) == before
    assert not (school.data / "aside").exists()


async def test_accepting_where_there_is_no_database(tmp_path: Path) -> None:
    assert "no database" in one_sentence(await run("restore", "--accept", "--data", tmp_path))
    assert [*tmp_path.iterdir()] == []


async def test_accepting_a_copy_that_is_torn(school: School, copy: Path) -> None:
    school.file.write_bytes(copy.read_bytes()[:100_000])
    assert "is damaged" in await refused(school, "--accept")


# What follows kills a restore before each step that it asks of the system, as a power cut does.

STEPS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.copyfile", "sqlite3.connect"}


def _restore_and_die(settings: Settings, file: Path, step: int) -> None:
    """In a process of its own: SIGKILL before step number `step`."""
    left = [step]

    def hook(event: str, _args: Any) -> None:
        if event in STEPS:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    asyncio.run(backups.restore(settings, file, lambda _: None))


def dies(settings: Settings, file: Path, step: int) -> bool:
    """Whether the restore had that many steps."""
    process = multiprocessing.get_context("fork").Process(target=_restore_and_die, args=(settings, file, step))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


async def _start(settings: Settings) -> str:
    """What the next start says; nothing when it serves."""
    door = assemble(settings)
    try:
        await door.open()
        await guard.begin(door)
    except Unready as refused:
        return str(refused)
    else:
        return ""
    finally:
        await door.close()


def test_whenever_it_is_killed_one_of_the_two_is_whole_and_the_next_start_says_what_to_do(
    school: School, copy: Path, tmp_path: Path
) -> None:
    newest, old = school.receipts(), school.receipts(copy)
    assert newest != old
    said: list[str] = []
    step = 1
    while True:
        folder = Path(shutil.copytree(school.data, tmp_path / "step"))
        one = School(folder, school.cast)
        settings = replace(school.settings, data=folder)
        if not dies(settings, copy, step):
            break
        answer = asyncio.run(_start(settings))
        if not answer:
            done = one.mark("epoch") != school.mark("epoch")
            assert one.receipts() == (old if done else newest)
        else:
            assert "./verstat restore" in answer
            kept = [file for file in (one.file, *folder.glob("replaced-*/verstat.sqlite")) if file.exists()]
            assert newest in [one.receipts(file) for file in kept]
            if "--accept" in answer:
                assert one.receipts() == old
                asyncio.run(backups.accept(settings, said.append))
                assert asyncio.run(_start(settings)) == ""
        asyncio.run(backups.restore(settings, copy, said.append))
        assert one.receipts() == old
        assert asyncio.run(_start(settings)) == ""
        shutil.rmtree(folder)
        said.append(answer)
        step += 1
    assert step > 15
    assert any("was cut off" in one for one in said)
    assert any("--accept" in one for one in said)
