"""Wrong passwords slow down; they never lock out."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.door import Door
from tests.phone import Phone

New = Callable[..., Phone]


async def wrong(phone: Phone, login: str, times: int) -> list[int]:
    """The statuses of so many wrong passwords."""
    return [(await phone.try_to_sign_in(login, "wrong")).status_code for _ in range(times)]


def pause(answer: httpx.Response) -> int:
    assert (answer.status_code, answer.json()["code"]) == (429, "slow_down")
    assert answer.headers["retry-after"] == str(answer.json()["seconds"])
    assert answer.json()["retry"] is True
    return int(answer.headers["retry-after"])


async def test_it_works(phone: New, later: Any) -> None:
    stranger = phone()
    assert await wrong(stranger, "solomiia", 5) == [401] * 5
    seconds = pause(await stranger.try_to_sign_in("solomiia"))
    assert seconds == 1
    later(seconds=seconds)
    assert (await stranger.try_to_sign_in("solomiia")).status_code == 200


async def test_the_account_is_slowed_from_every_address_and_however_it_is_written(phone: New) -> None:
    await wrong(phone("10.0.0.1"), "solomiia", 3)
    await wrong(phone("10.0.0.2"), "Solomiia ", 2)
    pause(await phone("10.0.0.3").try_to_sign_in("solomiia"))


async def test_a_made_up_account_is_slowed_like_a_real_one(phone: New) -> None:
    assert await wrong(phone(), "nobody", 5) == [401] * 5
    assert pause(await phone().try_to_sign_in("nobody")) == 1


async def test_other_accounts_are_not_slowed(phone: New) -> None:
    await wrong(phone(), "solomiia", 6)
    assert (await phone().try_to_sign_in("ostap")).status_code == 200


async def test_nobody_is_ever_locked_out(phone: New, later: Any) -> None:
    stranger, pauses = phone(), list[int]()
    for _ in range(14):
        answer = await stranger.try_to_sign_in("solomiia", "wrong")
        if answer.status_code == 429:
            pauses.append(pause(answer))
            later(seconds=pauses[-1])
            assert (await stranger.try_to_sign_in("solomiia", "wrong")).status_code == 401
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    later(seconds=60)
    assert (await phone().try_to_sign_in("solomiia")).status_code == 200


async def test_tries_during_a_pause_do_not_prolong_it(phone: New, later: Any) -> None:
    stranger = phone()
    await wrong(stranger, "solomiia", 5)
    assert await wrong(stranger, "solomiia", 20) == [429] * 20
    later(seconds=1)
    assert (await stranger.try_to_sign_in("solomiia")).status_code == 200


async def test_tries_made_all_at_once_are_no_way_round_the_pause(phone: New) -> None:
    stranger = phone()
    answers = await asyncio.gather(*(stranger.try_to_sign_in("solomiia", "wrong") for _ in range(20)))
    assert sum(answer.status_code == 401 for answer in answers) in (5, 6), "the sixth if a second went by meanwhile"


async def test_a_known_phone_has_an_allowance_of_its_own(phone: New) -> None:
    known = await phone().sign_in("solomiia")
    await known.http.post("/api/people/sign-out")
    stranger = phone("203.0.113.7")
    assert 429 in await wrong(stranger, "solomiia", 200)
    assert (await known.try_to_sign_in("solomiia")).status_code == 200


async def test_a_known_phone_is_slowed_too(phone: New) -> None:
    known = await phone().sign_in("solomiia")
    assert await wrong(known, "solomiia", 11) == [401] * 10 + [429]


async def test_a_class_behind_one_address_is_not_slowed(phone: New) -> None:
    for number in range(30):
        assert await wrong(phone(), f"student-{number}", 2) == [401, 401]
    assert (await phone().try_to_sign_in("solomiia")).status_code == 200


async def test_one_address_cannot_try_many_accounts(phone: New) -> None:
    names = [f"student-{number}" for number in range(130)]
    statuses = [status for name in names for status in await wrong(phone("203.0.113.7"), name, 1)]
    assert statuses[:100] == [401] * 100
    assert statuses[100:].count(401) <= 6, "a few pauses of a second and two may have ended meanwhile"
    assert (await phone("10.0.0.9").try_to_sign_in("solomiia")).status_code == 200


@pytest.mark.parametrize(
    ("first", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
    ],
)  # fmt: skip - a table
async def test_an_address_stands_for_all_that_its_owner_has(phone: New, first: str, other: str, same: bool) -> None:
    for wave in range(0, 100, 50):
        tries = [phone(first).try_to_sign_in(f"student-{number}", "wrong") for number in range(wave, wave + 50)]
        assert {answer.status_code for answer in await asyncio.gather(*tries)} == {401}
    assert (await phone(other).try_to_sign_in("solomiia")).status_code == (429 if same else 200)


async def test_a_right_password_forgets_the_account_but_not_the_address(phone: New, door: Door) -> None:
    stranger = phone()
    await wrong(stranger, "solomiia", 3)
    await stranger.sign_in("solomiia")
    async with door.database.read() as db:
        rows = await db.rows("SELECT id, failures FROM sign_in_failure")
    assert {row["id"].partition(":")[0]: row["failures"] for row in rows} == {"account": 0, "address": 3}


async def test_a_quarter_of_an_hour_forgets_them(phone: New, later: Any) -> None:
    stranger = phone()
    await wrong(stranger, "solomiia", 5)
    later(minutes=15, seconds=1)
    assert await wrong(stranger, "solomiia", 6) == [401] * 5 + [429]


async def test_a_phone_known_to_one_person_is_a_strangers_to_another(phone: New) -> None:
    ostap = await phone().sign_in("ostap")
    assert await wrong(ostap, "solomiia", 6) == [401] * 5 + [429]
