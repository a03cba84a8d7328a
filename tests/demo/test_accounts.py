"""Everyone in demo-accounts.json can sign in and sees what the role gives."""

import json
import stat
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.app import build_app
from backend.core.database import Unready
from backend.core.door import Door
from backend.demo.command import accounts
from backend.demo.operator import keep_operator
from backend.people import operators
from backend.people.tables import Operator
from tests.demo.start import count


def every(door: Door) -> list[dict[str, str]]:
    return json.loads((door.settings.data / "demo-accounts.json").read_text("utf-8"))


def listed(door: Door) -> list[dict[str, str]]:
    """Who takes part; the operator signs in at the console only."""
    return [account for account in every(door) if account["role"] != "operator"]


async def sign_in(app: Any, account: dict[str, str]) -> httpx.AsyncClient:
    """A phone of theirs, signed in."""
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test.local")
    wish = {"login": account["login"], "password": account["password"]}
    answer = await http.post("/api/people/sign-in", json=wish)
    assert answer.status_code == 200, account["login"]
    assert answer.json()["person"]["name"] == account["name"]
    return http


async def test_it_works(town_door: Door) -> None:
    app = build_app(town_door)
    for account in listed(town_door):
        await sign_in(app, account)
    assert len(listed(town_door)) == await count(town_door, "person")


async def test_the_operator_stands_there_once(town_door: Door) -> None:
    before = every(town_door)
    await keep_operator(town_door.settings.data)
    assert every(town_door) == before
    (operator,) = [account for account in before if account["role"] == "operator"]
    assert await count(town_door, "operator") == 1
    args = town_door.database, town_door.writer, operator["login"], operator["password"], "10.0.0.1", "uk"
    assert await operators.sign_in(*args)


async def test_a_town_of_an_earlier_version_gets_its_operator(town_door: Door) -> None:
    folder = town_door.settings.data
    (folder / "demo-accounts.json").write_text(json.dumps(listed(town_door)), "utf-8")
    await Operator.delete(force=True)
    await keep_operator(folder)
    assert every(town_door)[-1]["role"] == "operator"
    assert await count(town_door, "operator") == 1


async def test_only_the_owner_reads_them(town_door: Door) -> None:
    assert stat.S_IMODE((town_door.settings.data / "demo-accounts.json").stat().st_mode) == 0o600


async def test_no_password_is_guessable(town_door: Door) -> None:
    passwords = [account["password"] for account in listed(town_door)]
    assert len(set(passwords)) == len(passwords)
    assert {len(password) for password in passwords} == {8}


async def test_login_names_can_be_typed_on_every_keyboard(town_door: Door) -> None:
    logins = [account["login"] for account in listed(town_door)]
    assert len(set(logins)) == len(logins)
    assert all(login.isascii() and login == login.lower() and " " not in login for login in logins)


async def test_one_of_each_role_is_shown_at_the_start(town_door: Door) -> None:
    shown = accounts(town_door.settings.data)
    assert sorted(account["role"] for account in shown) == [
        *("applicant", "coordinator", "manager", "mentor", "operator", "student")
    ]


async def test_each_coordinator_has_a_desk(town_door: Door) -> None:
    app = build_app(town_door)
    seen = 0
    for account in listed(town_door):
        if account["role"] == "coordinator":
            desk = (await (await sign_in(app, account)).get("/api/reports/desk")).json()
            seen += sum(cohort["learners"] for cohort in desk["cohorts"])
    assert seen >= await count(town_door, "enrolment")


def test_accounts_that_are_gone_are_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unready, match="Delete the folder"):
        accounts(tmp_path)
