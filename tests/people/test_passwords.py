import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher

from backend.core.door import Door
from backend.core.errors import Problem
from backend.people import passwords
from backend.people.actions import add_person
from backend.people.schemas import NewPerson
from tests.cast import PASSWORD, SYSTEM
from tests.phone import Phone

New = Callable[..., Phone]


async def test_it_works() -> None:
    kept = await passwords.hashed("a password")
    assert kept.startswith("$argon2id$")
    assert "a password" not in kept
    assert await passwords.matches(kept, "a password")
    assert not await passwords.matches(kept, "another")


async def test_the_same_password_is_kept_differently() -> None:
    assert await passwords.hashed("a password") != await passwords.hashed("a password")


async def test_no_account_matches_nothing() -> None:
    assert not await passwords.matches(None, "nobody")


async def test_what_is_no_hash_matches_nothing() -> None:
    assert not await passwords.matches("plain text", "plain text")


async def test_the_queue_has_an_end() -> None:
    many = [passwords.matches(None, "guess") for _ in range(passwords.MOST_WAITING + 5)]
    answers = await asyncio.gather(*many, return_exceptions=True)
    assert [isinstance(answer, Problem) for answer in answers] == [False] * passwords.MOST_WAITING + [True] * 5
    assert not await passwords.matches(None, "guess")


async def test_who_finds_no_place_in_it_is_told_when_to_come_back(phone: New, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MOST_WAITING", 0)
    answer = await phone().try_to_sign_in("solomiia")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "busy", "5")


async def longest_gap(over: "asyncio.Future[Any]") -> float:
    """The most that the loop's own thread worked before it came round, in seconds: others on the machine count not."""
    gap, before = 0.0, time.thread_time()
    while not over.done():
        await asyncio.sleep(0.001)
        now = time.thread_time()
        gap, before = max(gap, now - before), now
    return gap


def costly_hash() -> tuple[str, float]:
    """A hash of PASSWORD that costs ten times and more what ours cost, and how many seconds a thread worked for it."""
    started = time.thread_time()
    kept = PasswordHasher(time_cost=40, memory_cost=19_456, parallelism=1).hash(PASSWORD)
    return kept, time.thread_time() - started


async def test_signing_in_never_blocks_the_loop(door: Door, phone: New) -> None:
    """Six at once, each with a hash made costly, for argon2 verifies at the cost of the hash. On the loop each would
    stall it for that whole time; off it, what remains is the rest of a request, a few milliseconds. So half of one hash
    tells them apart however slow the machine is."""
    kept, seconds = await asyncio.to_thread(costly_hash)
    for number in range(6):
        new = NewPerson(f"costly-{number}", "Дорогий", "Пароль", password=kept)
        await door.writer.perform(add_person, SYSTEM, new)
    signing_in = asyncio.gather(*(phone().sign_in(f"costly-{number}") for number in range(6)))
    assert await longest_gap(signing_in) < seconds / 2
    assert len(await signing_in) == 6
