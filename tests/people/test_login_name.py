import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.door import Door
from backend.people.actions import add_person
from backend.people.schemas import NewPerson
from tests.cast import SYSTEM
from tests.phone import Phone

New = Callable[..., Phone]


async def propose(phone: Phone, family: Any, given: Any) -> httpx.Response:
    return await phone.http.post("/api/people/login-name", json={"family": family, "given": given})


async def test_it_works(phone: New) -> None:
    answer = await propose(phone(), "Коваль", "Соломія")
    assert answer.status_code == 200
    assert re.fullmatch(r"solomiia\.koval\d\d", answer.json()["login"])


async def test_what_is_taken_is_not_proposed(phone: New, door: Door) -> None:
    for number in range(10, 100):
        if number != 42:
            await door.writer.perform(add_person, SYSTEM, NewPerson(f"solomiia.koval{number}", "Коваль", "Соломія"))
    assert (await propose(phone(), "Коваль", "Соломія")).json() == {"login": "solomiia.koval42"}
    await door.writer.perform(add_person, SYSTEM, NewPerson("solomiia.koval42", "Коваль", "Соломія"))
    assert re.fullmatch(r"solomiia\.koval\d{4}", (await propose(phone(), "Коваль", "Соломія")).json()["login"])


async def test_what_is_not_proposed_need_not_be_somebodys(phone: New) -> None:
    """Else who asks often enough learns which names there are: of ninety some eighty come in two hundred tries."""
    asking = phone()
    proposed = {(await propose(asking, "Коваль", "Соломія")).json()["login"] for _ in range(200)}
    assert len(proposed) < 66


@pytest.mark.parametrize("text", ["", " ", "1", "李", "'; DROP TABLE person", "%_\\", "я" * 2_000, "\u0000", "😀"])
async def test_of_any_text_something_is_made(phone: New, text: str) -> None:
    answer = await propose(phone(), text, text)
    assert re.fullmatch(r"[a-z.]+\d\d", answer.json()["login"]), answer.text


@pytest.mark.parametrize("text", [None, 1, ["a"], "я" * 2_001])
async def test_what_is_no_text_is_malformed(phone: New, text: Any) -> None:
    answer = await propose(phone(), text, "Соломія")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
