"""A thousand sign-ins. Whoever means to shut a door shuts none: not the owner's, not anybody else's."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest

from backend.core import clock
from backend.core.door import Door
from backend.people import passwords, sign_in
from tests.phone import Phone
from tests.sync.peek import peek

New = Callable[..., Phone]
ALL_AT_ONCE = (
    5 + 5
)  # guesses at one name that may be looked at: those that are free, and as many that were on their way
DONE = [("slow_down", 429), ("wrong_password", 401), ("busy", 503)]


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were compared, each at its cost."""
    seen, verify = list[str](), passwords._verify  # type: ignore[reportPrivateUsage] - counted, and carried out

    def counted(kept: str, password: str) -> bool:
        seen.append(password)
        return verify(kept, password)

    monkeypatch.setattr(passwords, "_verify", counted)
    return seen


async def tries(phones: Iterable[Phone], login: str = "solomiia") -> list[str]:
    """What is said to a wrong password from each of them, all at once."""
    answers = await asyncio.gather(*(phone.try_to_sign_in(login, "wrong") for phone in phones))
    assert {(answer.json()["code"], answer.status_code) for answer in answers} <= set(DONE)
    return [answer.json()["code"] for answer in answers]


def at(number: int) -> str:
    """One of many addresses."""
    return f"10.{number // 65_536}.{number // 256 % 256}.{number % 256}"


async def known_phone(phone: New, login: str, address: str) -> Phone:
    """A phone on which somebody was signed in before."""
    known = await phone(address).sign_in(login)
    await known.http.post("/api/people/sign-out")
    return known


async def test_it_works(phone: New, hashed: list[str]) -> None:
    """A thousand from many addresses at one name, while its owner comes in and so does somebody else."""
    owner = await known_phone(phone, "solomiia", "203.0.113.7")
    strangers = [phone(at(number)) for number in range(1_000)]
    flood = asyncio.create_task(tries(strangers))
    await asyncio.sleep(0)
    answers: list[httpx.Response] = [
        await owner.try_to_sign_in("solomiia"),
        await phone("203.0.113.8").try_to_sign_in("ostap"),
    ]
    said = await flood
    assert [answer.status_code for answer in answers] == [200, 200]
    assert hashed.count("wrong") <= ALL_AT_ONCE
    assert said.count("slow_down") >= 1_000 - ALL_AT_ONCE
    assert "busy" not in said, "the queue was never full"
    assert (await owner.try_to_sign_in("solomiia")).status_code == 200


async def test_a_flood_from_one_address_slows_down_that_address_alone(
    phone: New, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)  # no pause ends meanwhile, however slow the machine is
    stranger, codes = phone("10.0.0.1"), list[str]()
    for wave in range(4):
        names = [f"student-{wave}-{number}" for number in range(100)]
        flood = asyncio.gather(*(stranger.try_to_sign_in(name, "wrong") for name in names))
        await asyncio.sleep(0)
        assert (await phone(f"10.0.1.{wave}").try_to_sign_in("ostap")).status_code == 200
        codes += [answer.json()["code"] for answer in await flood]
    assert "busy" not in codes
    assert hashed.count("wrong") <= 100 + sign_in.AT_ONCE["address"], "those that are free and those on their way"
    assert (await phone("10.0.0.1").try_to_sign_in("ostap")).status_code == 429
    assert (await phone("10.0.0.2").try_to_sign_in("solomiia")).status_code == 200


async def test_many_names_from_many_addresses_do_not_keep_a_known_phone_out(phone: New, hashed: list[str]) -> None:
    owner = await known_phone(phone, "solomiia", "203.0.113.7")
    strangers = [phone(at(number)) for number in range(160)]
    flood = asyncio.gather(*(one.try_to_sign_in(f"student-{n}", "wrong") for n, one in enumerate(strangers)))
    while len(hashed) < 3:  # the queue is as full as it gets
        await asyncio.sleep(0.001)
    assert (await owner.try_to_sign_in("solomiia")).status_code == 200
    codes = {answer.json()["code"] for answer in await flood}
    assert codes == {"wrong_password", "busy"}, "the queue was full, and whoever found no place in it was told when"
    assert (await phone("10.9.9.9").try_to_sign_in("ostap")).status_code == 200


async def test_a_flood_that_does_not_end_keeps_nobody_out_for_long(
    phone: New, hashed: list[str], later: Callable[..., None]
) -> None:
    owner = await known_phone(phone, "solomiia", "203.0.113.7")
    for minute in range(12):
        await tries(phone(at(minute * 10 + number)) for number in range(10))
        if not minute % 6:
            assert (await owner.try_to_sign_in("solomiia")).status_code == 200
        later(minutes=1)
    assert hashed.count("wrong") <= 12 * ALL_AT_ONCE
    later(minutes=1)
    assert (await phone("203.0.113.9").try_to_sign_in("solomiia")).status_code == 200, "a new phone, a minute after"


async def test_nothing_grows(phone: New, door: Door, later: Callable[..., None]) -> None:
    async def rows() -> int:
        return (await peek(door.database, "SELECT count(*) AS n FROM sign_in_failure"))[0]["n"]

    strangers = [phone(at(number)) for number in range(60)]
    await asyncio.gather(*(one.try_to_sign_in(f"student-{number}", "wrong") for number, one in enumerate(strangers)))
    assert await rows() == 120
    waits: Any = sign_in._trying, passwords._waiting  # type: ignore[reportPrivateUsage] - what a process holds for each try
    assert waits == ({}, 0)
    later(hours=2, seconds=1)
    for number in range(6):
        assert (await phone("10.200.0.1").try_to_sign_in(f"later-{number}", "wrong")).status_code == 401
    assert await rows() == 7, "six names and an address; what is over was let go"
    for _ in range(6):
        await phone("10.200.0.2").try_to_sign_in("solomiia", "wrong")
    assert (await phone("10.200.0.3").try_to_sign_in("solomiia", "wrong")).status_code == 429
