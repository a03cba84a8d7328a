import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import new_id
from backend.people.reset_password import give_code, make_staff_code
from backend.people.schemas import MakeResetCode
from tests.cast import Cast, actor
from tests.people.mentors import mentor
from tests.people.test_make_reset_code import ask
from tests.people.test_use_reset_code import PASSWORD, refused, reset
from tests.phone import Phone
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]
ANNA = Actor.at_console("anna", "uk")


async def code_for(door: Door, cast: Cast, name: str = "olena") -> str:
    """A code that an operator made."""
    return (await give_code(door, ANNA, MakeResetCode(cast.people[name])))["code"]


@pytest.mark.parametrize("name", ["olena", "sofiia", "solomiia"])
async def test_it_works(phone: New, door: Door, cast: Cast, name: str) -> None:
    theirs, before = phone(), await phone().sign_in(name)
    answer = await reset(theirs, await code_for(door, cast, name), name)
    assert (answer.status_code, answer.json()["person"]["id"]) == (200, cast.people[name])
    assert (await phone().try_to_sign_in(name)).status_code == 401
    assert (await phone().try_to_sign_in(name, PASSWORD)).status_code == 200
    assert (await before.http.get("/api/people/devices")).status_code == 401


async def test_the_person_is_told_who_made_it(phone: New, door: Door, cast: Cast) -> None:
    hers = await phone().sign_in("olena")
    code = await code_for(door, cast)
    for told in (
        (await phone().try_to_sign_in("olena")).json()["resets"],
        (await reset(phone(), code, "olena")).json()["resets"],
        (await hers.try_to_sign_in("olena", PASSWORD)).json()["resets"],
    ):
        assert [one["by"][:4] for one in told] in ([], ["anna"])
    assert (await hers.try_to_sign_in("olena", PASSWORD)).json()["resets"] == []
    (kept,) = await peek(door.database, "SELECT told_at, operator FROM staff_code")
    assert kept["told_at"] is not None
    assert kept["operator"] == "anna"


async def test_it_works_once(phone: New, door: Door, cast: Cast) -> None:
    code = await code_for(door, cast)
    answers = await asyncio.gather(*(reset(phone(), code, "olena", f"password no. {n}") for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]
    refused(await reset(phone(), code, "olena"))


async def test_after_an_hour_it_is_over(phone: New, door: Door, cast: Cast, later: Any) -> None:
    code, other = await code_for(door, cast), await code_for(door, cast, "sofiia")
    later(minutes=59)
    assert (await reset(phone(), other, "sofiia")).status_code == 200
    later(minutes=1)
    refused(await reset(phone(), code, "olena"))


async def test_a_newer_code_of_either_kind_ends_the_former(phone: New, door: Door, cast: Cast) -> None:
    olena = await phone().sign_in("olena")
    hers = (await ask(olena, cast.people["solomiia"])).json()["code"]
    annas = await code_for(door, cast, "solomiia")
    refused(await reset(phone(), hers))
    again = (await ask(olena, cast.people["solomiia"])).json()["code"]
    refused(await reset(phone(), annas))
    assert (await reset(phone(), again)).status_code == 200


async def test_a_coordinators_code_opens_no_staff_even_beside_an_operators(phone: New, door: Door, cast: Cast) -> None:
    """Made for a learner who becomes a mentor: the coordinator's is too late, the operator's is not."""
    code = (await ask(await phone().sign_in("olena"), cast.people["solomiia"])).json()["code"]
    await mentor(phone, cast, door, "solomiia")
    refused(await reset(phone(), code))
    assert (await reset(phone(), await code_for(door, cast, "solomiia"))).status_code == 200


async def test_it_opens_nobody_elses_account(phone: New, door: Door, cast: Cast) -> None:
    code = await code_for(door, cast)
    for login in ("sofiia", "solomiia", "nobody"):
        refused(await reset(phone(), code, login))


@pytest.mark.parametrize("name", ["olena", "sofiia", "solomiia"])
async def test_people_make_none(door: Door, cast: Cast, name: str) -> None:
    person = await actor(door, cast.people[name])
    with pytest.raises(Problem, match="not_found"):
        await door.writer.perform(make_staff_code, person, MakeResetCode(cast.people["vasyl"]), "hash")
    assert await count(door.database, "staff_code") == 0


async def test_who_is_not_there_or_has_left_gets_none(door: Door, cast: Cast) -> None:
    await alter(door.database, "UPDATE person SET closed_at = created_at WHERE id = $1", cast.people["vasyl"])
    for person in (new_id(), cast.people["vasyl"]):
        with pytest.raises(Problem, match="not_found"):
            await give_code(door, ANNA, MakeResetCode(person))
    assert await count(door.database, "staff_code") == 0


async def test_only_a_hash_is_kept_and_the_audit_names_the_operator(door: Door, cast: Cast) -> None:
    code = await code_for(door, cast)
    (kept,) = await peek(door.database, "SELECT code FROM staff_code")
    assert kept["code"].startswith("$argon2id$")
    (line,) = await peek(door.database, "SELECT * FROM audit_line WHERE act = 'people.make_staff_code'")
    assert (line["operator"], line["person"], line["about"]) == ("anna", None, cast.people["olena"])
    assert code not in str(line)
