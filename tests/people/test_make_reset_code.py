import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.clock import instant
from backend.core.door import Door
from backend.people.operators import create_operator
from tests.cast import Cast
from tests.manufactories.workshop import found, member, set_limits
from tests.people.mentors import mentor
from tests.phone import Phone
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]


async def ask(phone: Phone, person: Any) -> httpx.Response:
    return await phone.http.post("/api/people/reset-codes", json={"person": person})


async def test_it_works(phone: New, cast: Cast, later: Any) -> None:
    later(days=0)
    olena = await phone().sign_in("olena")
    answer = await ask(olena, cast.people["solomiia"])
    assert answer.status_code == 200
    assert re.fullmatch("[A-HJKMNP-Z2-9]{10}", answer.json()["code"])
    signed_in = (await olena.try_to_sign_in("olena")).json()
    assert 3_595 < (instant(answer.json()["until"]) - instant(signed_in["now"])).total_seconds() <= 3_600


async def test_two_codes_differ(phone: New, cast: Cast) -> None:
    olena = await phone().sign_in("olena")
    assert len({(await ask(olena, cast.people["solomiia"])).json()["code"] for _ in range(5)}) == 5


async def test_only_a_hash_is_kept(phone: New, cast: Cast, door: Door) -> None:
    code = (await ask(await phone().sign_in("olena"), cast.people["solomiia"])).json()["code"]
    (kept,) = await peek(door.database, "SELECT * FROM reset_code")
    assert kept["code"].startswith("$argon2id$")
    assert code not in str(kept)


async def test_it_is_audited(phone: New, cast: Cast, door: Door) -> None:
    await ask(await phone().sign_in("olena"), cast.people["solomiia"])
    (line,) = await peek(door.database, "SELECT person, about FROM audit_line WHERE act = 'people.make_reset_code'")
    assert (line["person"], line["about"]) == (cast.people["olena"], cast.people["solomiia"])


@pytest.mark.parametrize("stranger", ["solomiia", "ostap", "maksym", "vasyl", "sofiia"])
async def test_to_a_stranger_it_is_nobody(phone: New, cast: Cast, door: Door, stranger: str) -> None:
    who = await phone().sign_in(stranger)
    theirs, nobodys = await ask(who, cast.people["ostap"]), await ask(who, "00000000-0000-4000-8000-000000000000")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    assert await count(door.database, "reset_code") == 0


async def test_who_is_not_signed_in_gets_none(phone: New, cast: Cast) -> None:
    assert (await ask(phone(), cast.people["solomiia"])).status_code == 401


async def test_a_learner_of_another_school_is_not_the_hosts_to_reset(phone: New, cast: Cast) -> None:
    """Zoriana takes part in Ratusha's cohort, but Sykhiv sent her."""
    assert (await ask(await phone().sign_in("olena"), cast.people["zoriana"])).status_code == 404
    assert (await ask(await phone().sign_in("vasyl"), cast.people["zoriana"])).status_code == 200


async def test_a_member_of_a_manufactory_is_a_student_as_before(phone: New, cast: Cast, door: Door) -> None:
    await set_limits(door, cast)
    olena = await phone().sign_in("olena")
    await found(olena, member(cast, "solomiia"), member(cast, "ostap"))
    assert (await ask(olena, cast.people["solomiia"])).status_code == 200


async def test_a_coordinator_has_no_school_that_could(phone: New, cast: Cast, door: Door) -> None:
    olena = await phone().sign_in("olena")
    answer = await ask(olena, cast.people["olena"])
    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_learner")
    assert (await ask(olena, cast.people["sofiia"])).status_code == 404


async def refused(phone: New, cast: Cast) -> None:
    answer = await ask(await phone().sign_in("olena"), cast.people["solomiia"])
    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_learner")


async def test_a_learner_who_is_a_mentor_too_is_refused(phone: New, cast: Cast, door: Door) -> None:
    await mentor(phone, cast, door, "solomiia")
    await refused(phone, cast)


async def test_an_operator_is_refused(phone: New, cast: Cast, door: Door) -> None:
    await create_operator("Solomiia", "a long password")
    await refused(phone, cast)


async def test_who_has_no_role_at_all_is_refused(phone: New, cast: Cast, door: Door) -> None:
    await alter(door.database, "DELETE FROM role WHERE person = $1", cast.people["solomiia"])
    await refused(phone, cast)


async def test_who_only_was_a_coordinator_is_a_learner_now(phone: New, cast: Cast, door: Door) -> None:
    sql = "UPDATE role SET person = $1, until = since WHERE person = $2"
    await alter(door.database, sql, cast.people["solomiia"], cast.people["vasyl"])
    assert (await ask(await phone().sign_in("olena"), cast.people["solomiia"])).status_code == 200


@pytest.mark.parametrize("person", ["x", "", None, 1, "00000000-0000-4000-8000-00000000000G"])
async def test_what_is_no_id_is_malformed(phone: New, person: Any) -> None:
    assert (await ask(await phone().sign_in("olena"), person)).status_code == 400
