import hashlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.clock import instant, now
from backend.core.door import Door
from tests.cast import Cast
from tests.people.mentors import NEW, accept, accept_mine, invite, token_of
from tests.phone import Phone
from tests.sync.peek import count, peek

New = Callable[..., Phone]


async def look(phone: Phone, token: Any) -> httpx.Response:
    return await phone.http.post("/api/people/invitations/look", json={"token": token})


def over(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (410, "invitation_over")


async def test_it_works(phone: New, cast: Cast) -> None:
    olena = await phone().sign_in("olena")
    answer = await invite(olena, cast.schools["ratusha"])
    assert answer.status_code == 200
    made = answer.json()
    assert 7 * 86_400 - 60 < (instant(made["until"]) - now()).total_seconds() <= 7 * 86_400
    await olena.pull()
    assert olena.held("invitation") == {
        made["id"]: {
            "institution": cast.schools["ratusha"],
            "label": "Назар, столяр",
            "until": made["until"],
            "used": False,
        }
    }
    seen = await look(phone(), made["token"])
    place = {"uk": "ratusha", "en": "ratusha"}
    assert seen.json() == {"kind": "mentor", "place": place, "emblem": None, "until": made["until"]}


async def test_only_a_hash_of_the_token_is_kept_and_no_phone_holds_it(phone: New, cast: Cast, door: Door) -> None:
    olena = await phone().sign_in("olena")
    token = await token_of(olena, cast.schools["ratusha"])
    (kept,) = await peek(door.database, "SELECT * FROM invitation")
    assert kept["token"] == hashlib.sha256(token.encode()).hexdigest()
    await olena.pull()
    assert token not in str(olena.rows)
    assert kept["token"] not in str(olena.rows)


@pytest.mark.parametrize("stranger", ["solomiia", "maksym", "vasyl", "sofiia"])
async def test_a_stranger_invites_nobody(phone: New, cast: Cast, door: Door, stranger: str) -> None:
    who = await phone().sign_in(stranger)
    theirs = await invite(who, cast.schools["ratusha"])
    nobodys = await invite(who, "00000000-0000-4000-8000-000000000000")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    assert await count(door.database, "invitation") == 0


async def test_who_is_not_signed_in_invites_nobody(phone: New, cast: Cast) -> None:
    assert (await invite(phone(), cast.schools["ratusha"])).status_code == 401


async def test_other_schools_do_not_see_it(phone: New, cast: Cast) -> None:
    await token_of(await phone().sign_in("olena"), cast.schools["ratusha"])
    vasyl = await phone().sign_in("vasyl")
    await vasyl.pull()
    assert vasyl.held("invitation") == {}


async def test_after_a_week_it_is_over(phone: New, cast: Cast, later: Any) -> None:
    token = await token_of(await phone().sign_in("olena"), cast.schools["ratusha"])
    later(days=6, hours=23)
    assert (await look(phone(), token)).status_code == 200
    later(hours=1)
    over(await look(phone(), token))
    over(await accept(phone(), token))
    over(await accept_mine(await phone().sign_in("solomiia"), token))


@pytest.mark.parametrize("token", ["", "x", "😀", "\u0000", "A" * 43, "a" * 200])
async def test_a_made_up_token_is_like_one_that_is_over(phone: New, token: str) -> None:
    over(await look(phone(), token))
    over(await accept(phone(), token))
    over(await accept_mine(await phone().sign_in("solomiia"), token))


@pytest.mark.parametrize("token", [None, 1, ["x"], "a" * 201])
async def test_what_is_no_token_is_malformed(phone: New, token: Any) -> None:
    assert (await look(phone(), token)).status_code == 400
    answer = await phone().http.post("/api/people/invitations/accept", json=NEW | {"token": token})
    assert answer.status_code == 400


@pytest.mark.parametrize("label", ["", "a\u0000b", "x" * 201, None])
async def test_an_invitation_has_a_name(phone: New, cast: Cast, label: Any) -> None:
    assert (await invite(await phone().sign_in("olena"), cast.schools["ratusha"], label)).status_code == 400
