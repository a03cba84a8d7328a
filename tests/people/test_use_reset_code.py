import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.door import Door
from tests.cast import Cast
from tests.people.mentors import mentor
from tests.people.test_make_reset_code import ask
from tests.phone import Phone
from tests.sync.peek import peek

New = Callable[..., Phone]
PASSWORD = "a better password"


async def code_for(phone: New, cast: Cast, name: str = "solomiia") -> str:
    """A code that the coordinator of Ratusha made."""
    return (await ask(await phone().sign_in("olena"), cast.people[name])).json()["code"]


async def reset(phone: Phone, code: str, login: str = "solomiia", password: str = PASSWORD) -> httpx.Response:
    wish = {"login": login, "code": code, "password": password, "label": "Phone"}
    return await phone.http.post("/api/people/reset", json=wish)


def refused(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"], answer.json()["fix"]) == (401, "wrong_code", "edit")


async def test_it_works(phone: New, cast: Cast) -> None:
    code = await code_for(phone, cast)
    hers = phone()
    answer = await reset(hers, code)
    assert answer.status_code == 200
    assert answer.json()["person"]["id"] == cast.people["solomiia"]
    assert (await hers.http.get("/api/people/devices")).status_code == 200
    assert (await phone().try_to_sign_in("solomiia", PASSWORD)).status_code == 200
    assert (await phone().try_to_sign_in("solomiia")).status_code == 401


async def test_all_sessions_end_but_the_one_it_opens(phone: New, cast: Cast) -> None:
    former = [await phone().sign_in("solomiia") for _ in range(2)]
    ostap = await phone().sign_in("ostap")
    assert (await reset(former[0], await code_for(phone, cast))).status_code == 200
    assert (await former[0].http.get("/api/people/devices")).status_code == 200
    assert (await former[1].http.get("/api/people/devices")).status_code == 401
    assert (await ostap.http.get("/api/people/devices")).status_code == 200


CYRILLIC = str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")


async def test_how_it_was_typed_does_not_matter(phone: New, cast: Cast) -> None:
    for number in range(4):
        code = await code_for(phone, cast)
        typed = (code.lower(), f" {code[:5]} {code[5:]}\n", "-".join(code), code.translate(CYRILLIC))[number]
        assert (await reset(phone(), typed)).status_code == 200, typed


async def test_it_works_once(phone: New, cast: Cast) -> None:
    code = await code_for(phone, cast)
    assert (await reset(phone(), code)).status_code == 200
    refused(await reset(phone(), code, password="yet another one"))
    assert (await phone().try_to_sign_in("solomiia", PASSWORD)).status_code == 200


async def test_of_two_who_use_it_at_once_one_comes_in(phone: New, cast: Cast) -> None:
    code = await code_for(phone, cast)
    answers = await asyncio.gather(*(reset(phone(), code, password=f"password no. {n}") for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_after_an_hour_it_is_over(phone: New, cast: Cast, later: Any) -> None:
    code, other = await code_for(phone, cast), await code_for(phone, cast, "ostap")
    later(minutes=59)
    assert (await reset(phone(), other, "ostap")).status_code == 200
    later(minutes=1)
    refused(await reset(phone(), code))


async def test_a_new_one_ends_the_old(phone: New, cast: Cast) -> None:
    old, new = await code_for(phone, cast), await code_for(phone, cast)
    refused(await reset(phone(), old))
    assert (await reset(phone(), new)).status_code == 200
    refused(await reset(phone(), old, password="yet another one"))


async def test_it_opens_nobody_elses_account(phone: New, cast: Cast) -> None:
    code = await code_for(phone, cast)
    for login in ("ostap", "olena", "nobody"):
        refused(await reset(phone(), code, login))


async def test_unknown_names_and_wrong_codes_look_alike(phone: New, cast: Cast) -> None:
    await code_for(phone, cast)
    answers = [await reset(phone(), "ABCDEFGHJK", login) for login in ("solomiia", "ostap", "nobody")]
    assert len({answer.content for answer in answers}) == 1
    refused(answers[0])


async def test_guesses_are_slowed_with_those_at_the_password(phone: New, cast: Cast, later: Any) -> None:
    code = await code_for(phone, cast)
    stranger = phone()
    for _ in range(3):
        refused(await reset(stranger, "ABCDEFGHJK"))
    for _ in range(2):
        assert (await stranger.try_to_sign_in("solomiia", "wrong")).status_code == 401
    answer = await reset(stranger, code)
    assert (answer.status_code, answer.json()["code"]) == (429, "slow_down")
    later(seconds=answer.json()["seconds"])
    assert (await reset(stranger, code)).status_code == 200
    refused(await reset(phone(), "ABCDEFGHJK"))


@pytest.mark.parametrize("password", ["", "short", "12345678", "SOLOMIIA", "solomiia ", "x" * 2_000])
async def test_a_weak_password_is_refused_and_the_code_stays(phone: New, cast: Cast, password: str) -> None:
    code = await code_for(phone, cast)
    answer = await reset(phone(), code, password=password)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "weak_password", "password")
    assert (await reset(phone(), code)).status_code == 200


async def test_who_got_another_role_meanwhile_keeps_the_password(phone: New, cast: Cast, door: Door) -> None:
    code = await code_for(phone, cast)
    await mentor(phone, cast, door, "solomiia")
    refused(await reset(phone(), code))
    assert (await phone().try_to_sign_in("solomiia")).status_code == 200


async def test_the_person_is_told_once(phone: New, cast: Cast) -> None:
    code = await code_for(phone, cast)
    hers = phone()
    (told,) = (await reset(hers, code)).json()["resets"]
    assert told["by"] == "olena-family Olena"
    assert told["at"].endswith("Z")
    assert (await hers.try_to_sign_in("solomiia", PASSWORD)).json()["resets"] == []


async def test_the_own_phone_is_told_whoever_was_told_elsewhere(phone: New, cast: Cast) -> None:
    """A coordinator takes the account with a code, signs in again, and makes another code for its owner."""
    hers, other = [await phone().sign_in("solomiia") for _ in range(2)]
    thief = phone()
    await reset(thief, await code_for(phone, cast))
    assert (await thief.try_to_sign_in("solomiia", PASSWORD)).json()["resets"] == []
    told = (await reset(hers, await code_for(phone, cast), password="her own again")).json()["resets"]
    assert [one["by"] for one in told] == ["olena-family Olena"] * 2
    assert (await hers.try_to_sign_in("solomiia", "her own again")).json()["resets"] == []
    assert len((await other.try_to_sign_in("solomiia", "her own again")).json()["resets"]) == 2


async def test_of_codes_that_nobody_used_too(phone: New, cast: Cast) -> None:
    await code_for(phone, cast)
    await code_for(phone, cast)
    assert (await phone().try_to_sign_in("ostap")).json()["resets"] == []
    assert [told["by"] for told in (await phone().try_to_sign_in("solomiia")).json()["resets"]] == [
        "olena-family Olena"
    ] * 2
    assert (await phone().try_to_sign_in("solomiia")).json()["resets"] == []


async def test_it_is_audited_as_the_persons_own(phone: New, cast: Cast, door: Door) -> None:
    await reset(phone(), await code_for(phone, cast))
    (line,) = await peek(door.database, "SELECT person, about FROM audit_line WHERE act = 'people.use_reset_code'")
    assert (line["person"], line["about"]) == (cast.people["solomiia"], cast.people["solomiia"])


@pytest.mark.parametrize("code", ["", " ", "😀" * 10, "\u0000", "A" * 100])
async def test_no_text_is_a_code(phone: New, cast: Cast, code: str) -> None:
    await code_for(phone, cast)
    refused(await reset(phone(), code))
