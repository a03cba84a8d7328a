"""The day the disk dies, as the README tells it: backup, an hour of work, disk gone, restore, phones return."""

import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.classroom import MENTORS
from tests.command.program import environment, free_port
from tests.journeys.conftest import CLASSMATE, ROOT, STUDENT, Handset, Server, deliver, with_class
from tests.journeys.test_fair import BALANCE, MORNING, SALES_KEPT, SOLD, WAX, open_till, open_workshop, sell, undo
from tests.journeys.test_mentor_day import tile

MYROSLAVA, _ = MENTORS
TODAY = "2026-11-16"


@pytest.fixture(scope="module")
def town(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with the class of thirty in it."""
    return with_class(town, tmp_path_factory.mktemp("class"))


class Operator:
    """Types commands, and keeps what they said."""

    def __init__(self, tmp_path: Path) -> None:
        self.places = {str(tmp_path / "data"): "/srv/verstat", str(tmp_path): "/mnt/other-disk"}
        self.log: list[str] = []

    def does(self, line: str, status: int = 0) -> None:
        """Run a line of a shell, in which ./verstat is the command line without the set-up."""
        started = f'"{sys.executable}" -m backend'
        done = subprocess.run(
            ["sh", "-c", line.replace("./verstat", started)],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        self.log += [f"$ {line}", *(done.stdout + done.stderr).splitlines()]
        assert done.returncode == status, self.log

    def told(self) -> list[str]:
        """The log, with the folders as an operator may call them."""
        text = "\n".join(self.log)
        for place, called in self.places.items():
            text = text.replace(place, called)
        return text.splitlines()


def evidence(data: Path) -> dict[str, Any]:
    """What was done today, counted by nothing of ours."""
    with closing(sqlite3.connect(data / "verstat.sqlite")) as db:

        def asked(sql: str, *args: str) -> int:
            return db.execute(sql, args).fetchone()[0]

        return {
            "receipts": {row[0] for row in db.execute("SELECT id FROM operation WHERE arrived_at > ?", [TODAY])},
            "balance": asked(BALANCE),
            "sold": asked(SOLD),
            "sales": asked(SALES_KEPT, "sale", TODAY),
            "reversals": asked(SALES_KEPT, "reversal", TODAY),
            "lessons": asked("SELECT count(*) FROM completion"),
            "marks": asked("SELECT count(*) FROM mark"),
            "audited": asked("SELECT count(*) FROM audit_line WHERE act = 'progress.complete_lesson'"),
        }


def finish_a_lesson(phone: Handset) -> None:
    page = phone.go()
    page.locator(".go-main").click()
    expect(page.locator("h1")).to_contain_text("Урок")
    page.locator(".go-main").click()
    expect(page.locator(".truth .cnt")).to_have_text("1")


def come_back(phones: list[Handset], is_all_here: Callable[[], bool]) -> list[dict[str, Any]]:
    """The phones' time goes on until what they had delivered is on the server; what the server told them."""
    answers: list[dict[str, Any]] = []
    for phone in phones:
        phone.page.on("response", lambda answer: answers.append(answer.json()) if answer.ok else None)
    for _ in range(40):
        for phone in phones:
            phone.context.clock.run_for(10_000)
            phone.page.wait_for_timeout(250)
        if is_all_here():
            return answers
    raise AssertionError("what was delivered did not come back")


def test_backup_an_hour_of_work_disk_gone_restore_and_all_that_was_acknowledged_is_back(
    phones: Callable[[str], Handset], server: Server, tmp_path: Path
) -> None:
    operator, data, copy = Operator(tmp_path), server.data, tmp_path / "verstat.sqlite"
    till, learner, mentor = phones(STUDENT), phones(CLASSMATE), phones(MYROSLAVA)
    everybody = [till, learner, mentor]
    mentor.page.locator(".poster").wait_for()
    open_workshop(till.page)
    open_till(till.page)
    sell(till.page, Counter({WAX: 1}))
    deliver(till)
    operator.does(f"./verstat backup --data {data} --to {copy}")
    at_backup = evidence(data)

    for basket in (Counter({WAX: 2}), Counter({MORNING: 1, WAX: 1}), Counter({MORNING: 3})):
        sell(till.page, basket)
    undo(till.page)
    finish_a_lesson(learner)
    mentor.page.locator(".go-main").click()
    expect(mentor.page.locator(".tile")).to_have_count(30)
    for family in ("Бойко", "Жук"):
        tile(mentor.page, family).click()
    mentor.page.locator(".go-main").click()
    for phone in everybody:
        deliver(phone)
    acknowledged = evidence(data)
    assert len(acknowledged["receipts"] - at_backup["receipts"]) == 3 + 1 + 1 + 1
    assert acknowledged["marks"] == at_backup["marks"] + 30
    assert acknowledged["lessons"] == at_backup["lessons"] + 1

    server.kill()
    for file in data.glob("verstat.sqlite*"):
        file.unlink()
    operator.log.append("(the disk dies; a new one is put in, and somebody copies the file by hand)")
    operator.does(f"cp {copy} {data}/verstat.sqlite")
    operator.does(f"./verstat demo --data {data} --port {free_port()}", status=1)
    operator.does(f"./verstat restore {copy} --data {data}")
    assert {**evidence(data)} == at_backup  # an hour is missing

    server.start()
    answers = come_back(everybody, lambda: evidence(data)["receipts"] >= acknowledged["receipts"])
    for phone in everybody:
        deliver(phone)
    assert evidence(data) == acknowledged  # all of it, and once
    assert all(answer["hints"]["spread_s"] == 60 for answer in answers if "hints" in answer)
    with closing(sqlite3.connect(data / "verstat.sqlite")) as db:
        (epoch,) = db.execute("SELECT value FROM sync_meta WHERE id = 'epoch'").fetchone()
    assert {answer["epoch"] for answer in answers if "epoch" in answer} == {epoch}

    for line in operator.told():
        sys.stdout.write(line + "\n")
    assert shape("\n".join(operator.told())) in shape((ROOT / "README.md").read_text())


def shape(text: str) -> str:
    """A text without what differs from day to day, and however its lines are broken."""
    return re.sub(r"[\d.]+", "0", re.sub(r"\s+", " ", text))
