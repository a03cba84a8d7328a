import asyncio
from collections.abc import Callable

import pytest

from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.ids import pair_id
from backend.people import passwords
from tests.cast import Cast
from tests.people.mentors import NEW, accept, accept_mine, kinds, token_of
from tests.people.test_invite_mentor import over
from tests.phone import Phone
from tests.sync.peek import count, peek

New = Callable[..., Phone]


@pytest.fixture
async def olena(phone: New) -> Phone:
    """Ratusha's coordinator."""
    return await phone().sign_in("olena")


@pytest.fixture
async def token(olena: Phone, cast: Cast) -> str:
    """Of an invitation of Ratusha's."""
    return await token_of(olena, cast.schools["ratusha"])


async def test_it_works(phone: New, olena: Phone, token: str, cast: Cast) -> None:
    nazar = phone()
    answer = await accept(nazar, token)
    assert answer.status_code == 200
    assert answer.json()["person"]["name"] == "Ткачук Назар"
    assert answer.json()["person"]["roles"] == answer.json()["resets"] == []
    assert (await nazar.http.get("/api/people/devices")).status_code == 200
    assert (await phone().try_to_sign_in("nazar.tkachuk42", "a good password")).status_code == 200
    await olena.pull()
    assert olena.held("school_mentor") == {
        pair_id(cast.schools["ratusha"], nazar.person): {
            "institution": cast.schools["ratusha"],
            "person": nazar.person,
            "name": "Ткачук Назар",
            "outcome": None,
            "checked_on": None,
            "expires_on": None,
        }
    }
    assert [row["used"] for row in olena.held("invitation").values()] == [True]


async def test_with_the_own_account(phone: New, olena: Phone, token: str, cast: Cast, door: Door) -> None:
    before = await count(door.database, "person")
    maksym = await phone().sign_in("maksym")
    assert (await accept_mine(maksym, token)).status_code == 204
    await olena.pull()
    assert [row["person"] for row in olena.held("school_mentor").values()] == [maksym.person]
    assert await count(door.database, "person") == before


async def test_it_gives_no_right(phone: New, token: str) -> None:
    nazar = phone()
    await accept(nazar, token)
    assert await kinds(nazar) == []
    assert {scope for scope, _, _ in nazar.rows} == {f"person:{nazar.person}"}


async def test_who_is_not_signed_in_has_no_account_to_accept_with(phone: New, token: str) -> None:
    assert (await accept_mine(phone(), token)).status_code == 401


async def test_only_the_own_school_sees_the_mentor(phone: New, token: str) -> None:
    await accept(phone(), token)
    for name in ("vasyl", "solomiia", "sofiia"):
        stranger = await phone().sign_in(name)
        await stranger.pull()
        assert "Ткачук" not in str(stranger.rows)


async def test_it_works_once(phone: New, token: str, door: Door) -> None:
    await accept(phone(), token)
    over(await accept(phone(), token, login="another42"))
    over(await accept_mine(await phone().sign_in("solomiia"), token))
    over(await phone().http.post("/api/people/invitations/look", json={"token": token}))
    assert await count(door.database, "school_mentor") == 1
    assert await count(door.database, "person", "login = 'another42'") == 0


async def test_sent_again_because_the_answer_was_lost_it_opens_the_session(phone: New, token: str, door: Door) -> None:
    first, again = phone(), phone()
    await accept(first, token)
    assert (await accept(again, token)).status_code == 200
    assert again.person == first.person
    assert (await again.http.get("/api/people/devices")).status_code == 200
    assert await count(door.database, "school_mentor") == 1
    assert (await accept(phone(), token, password="another password")).json()["code"] == "login_taken"
    over(await accept(phone(), "another token"))


async def test_of_many_who_use_it_at_once_one_gets_an_account(phone: New, token: str, door: Door) -> None:
    logins = [f"mentor{number}" for number in range(10, 16)]
    answers = await asyncio.gather(*(accept(phone(), token, login=login) for login in logins))
    assert sorted(answer.status_code for answer in answers) == [200] + [410] * 5
    assert await count(door.database, "person", "login LIKE 'mentor%'") == 1
    assert await count(door.database, "school_mentor") == 1


async def test_through_two_processes_too(phone: New, token: str, cast: Cast, door: Door) -> None:
    other = assemble(door.settings)
    await other.open()
    phones = [phone() if number % 2 else Phone(build_app(other), cast) for number in range(6)]
    answers = await asyncio.gather(
        *(accept(one, token, login=f"mentor{number}") for number, one in enumerate(phones, 10))
    )
    await other.close()
    assert sorted(answer.status_code for answer in answers) == [200] + [410] * 5
    assert await count(door.database, "person", "login LIKE 'mentor%'") == 1


async def test_who_has_no_link_gets_no_password_hashed(phone: New, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs a tenth of a second of a gate that everybody signs in through."""
    monkeypatch.setattr(passwords, "hashed", None)
    over(await accept(phone(), "no token"))


async def test_twice_by_one_person_is_one_mentor(phone: New, olena: Phone, cast: Cast, door: Door) -> None:
    maksym = await phone().sign_in("maksym")
    for _ in range(2):
        assert (await accept_mine(maksym, await token_of(olena, cast.schools["ratusha"]))).status_code == 204
    assert await count(door.database, "school_mentor") == 1


@pytest.mark.parametrize(
    ("field", "typed", "status", "code"),
    [
        ("login", "solomiia", 409, "login_taken"),
        ("family", "Ткачyк Smith", 422, "name_mixed"),
        ("given", "Н", 422, "name_short"),
        ("patronymic", "1", 422, "name_letters"),
        ("login", "n", 422, "login_letters"),
        ("password", "12345678", 422, "weak_password"),
    ],
)
async def test_a_field_that_is_wrong_is_named_and_the_token_stays(
    phone: New, token: str, field: str, typed: str, status: int, code: str
) -> None:
    answer = await accept(phone(), token, **{field: typed})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field)
    assert "set-cookie" not in answer.headers
    assert (await accept(phone(), token)).status_code == 200


@pytest.mark.parametrize("field", [*NEW, "token"])
async def test_without_a_field_it_is_malformed(phone: New, token: str, field: str) -> None:
    body = {name: value for name, value in (NEW | {"token": token}).items() if name != field}
    answer = await phone().http.post("/api/people/invitations/accept", json=body)
    assert answer.status_code == (200 if field == "label" else 400)


async def test_it_is_audited_as_the_newcomers_own(phone: New, token: str, door: Door) -> None:
    nazar = phone()
    await accept(nazar, token)
    (line,) = await peek(door.database, "SELECT person, about FROM audit_line WHERE act = 'people.accept_invitation'")
    (kept,) = await peek(door.database, "SELECT id, used_by FROM invitation")
    assert (line["person"], line["about"], kept["used_by"]) == (nazar.person, kept["id"], nazar.person)
