import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from backend.app import assemble, build_app
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import new_id
from backend.people.appoint import invite_coordinator
from backend.people.schemas import Invite
from backend.programmes.actions import invite_manager
from backend.programmes.schemas import InviteManager
from tests.cast import SYSTEM, Cast, actor
from tests.people.mentors import NEW, accept, accept_mine, kinds
from tests.people.test_invite_mentor import look, over
from tests.phone import Phone
from tests.sync.peek import count, peek

New = Callable[..., Phone]
Appoint = Callable[[str], Awaitable[str]]
ANNA = Actor.at_console("anna", "uk")


@pytest.fixture
def appoint(door: Door, cast: Cast) -> Appoint:
    """`await appoint("coordinator")`: the token of a new link to Ratusha, or of one to the programme."""

    async def make(role: str) -> str:
        token = new_id()
        if role == "coordinator":
            wish = Invite(cast.schools["ratusha"], "Ганна з Ратуші")
            made = await door.writer.perform(invite_coordinator, ANNA, wish, token)
        else:
            made = await door.writer.perform(
                invite_manager, ANNA, InviteManager(cast.programme, "Ганна з фонду"), token
            )
        assert made["token"] == token
        return token

    return make


async def test_it_works(phone: New, appoint: Appoint, cast: Cast) -> None:
    token = await appoint("coordinator")
    seen = (await look(phone(), token)).json()
    assert (seen["kind"], seen["place"], seen["emblem"]) == ("coordinator", {"uk": "ratusha", "en": "ratusha"}, None)
    hanna = phone()
    answer = await accept(hanna, token)
    assert answer.status_code == 200
    (role,) = answer.json()["person"]["roles"]
    assert (role["kind"], role["place_kind"], role["place"]) == ("coordinator", "institution", cast.schools["ratusha"])
    await hanna.pull()
    assert [row["cohort"] for row in hanna.held("school_cohort").values()] == [cast.cohorts["ratusha"]]
    assert [row["institution"] for row in hanna.held("person").values()] == [{"uk": "ratusha", "en": "ratusha"}]


async def test_a_manager_gets_the_programme_from_the_room_that_owns_it(
    phone: New, appoint: Appoint, cast: Cast
) -> None:
    token = await appoint("manager")
    seen = (await look(phone(), token)).json()
    assert (seen["kind"], seen["place"], seen["emblem"]) == ("manager", {"uk": "П", "en": "P"}, None)
    hanna = phone()
    (role,) = (await accept(hanna, token)).json()["person"]["roles"]
    assert (role["kind"], role["place_kind"], role["place"]) == ("manager", "programme", cast.programme)
    url = f"/api/programmes/cohorts/{cast.cohorts['sykhiv']}/poster.pdf"
    assert (await hanna.http.get(url)).status_code == 200
    await hanna.pull()
    assert [row["institution"] for row in hanna.held("person").values()] == [None]


@pytest.mark.parametrize("role", ["coordinator", "manager"])
async def test_with_the_own_account(phone: New, appoint: Appoint, role: str, cast: Cast, door: Door) -> None:
    maksym = await phone().sign_in("maksym")
    assert (await accept_mine(maksym, await appoint(role))).status_code == 204
    assert role in await kinds(maksym)
    (kept,) = await peek(door.database, "SELECT institution FROM person WHERE id = $1", cast.people["maksym"])
    assert kept["institution"] == cast.schools["sykhiv"]  # the school that one has stays


@pytest.mark.parametrize("role", ["coordinator", "manager"])
async def test_who_holds_the_role_already_holds_it_once(
    phone: New, appoint: Appoint, role: str, cast: Cast, door: Door
) -> None:
    name = "olena" if role == "coordinator" else "sofiia"
    holder = await phone().sign_in(name)
    assert (await accept_mine(holder, await appoint(role))).status_code == 204
    assert await count(door.database, "role", "person = $1 AND kind = $2", cast.people[name], role) == 1


@pytest.mark.parametrize("role", ["coordinator", "manager"])
async def test_it_works_once(phone: New, appoint: Appoint, role: str, door: Door) -> None:
    token = await appoint(role)
    await accept(phone(), token)
    over(await accept(phone(), token, login="another42"))
    over(await accept_mine(await phone().sign_in("solomiia"), token))
    over(await look(phone(), token))
    assert await count(door.database, "person", "login = 'another42'") == 0


@pytest.mark.parametrize("role", ["coordinator", "manager"])
async def test_sent_again_because_the_answer_was_lost_it_opens_the_session(
    phone: New, appoint: Appoint, role: str, door: Door
) -> None:
    token, first, again = await appoint(role), phone(), phone()
    await accept(first, token)
    assert (await accept(again, token)).status_code == 200
    assert again.person == first.person
    assert await count(door.database, "role", "person = $1", first.person) == 1
    assert (await accept(phone(), token, password="another password")).json()["code"] == "login_taken"
    over(await accept(phone(), "another token"))


@pytest.mark.parametrize("role", ["coordinator", "manager"])
async def test_of_two_who_use_it_at_once_through_two_processes_one_gets_the_role(
    phone: New, appoint: Appoint, role: str, cast: Cast, door: Door
) -> None:
    token, before = await appoint(role), await count(door.database, "role", "kind = $1", role)
    other = assemble(door.settings)
    await other.open()
    phones = [phone() if number % 2 else Phone(build_app(other), cast) for number in range(4)]
    answers = await asyncio.gather(*(accept(one, token, login=f"new{number}") for number, one in enumerate(phones, 10)))
    await other.close()
    assert sorted(answer.status_code for answer in answers) == [200] + [410] * 3
    assert await count(door.database, "person", "login LIKE 'new%'") == 1
    assert await count(door.database, "role", "kind = $1", role) == before + 1


async def test_a_newer_link_does_not_end_the_former(phone: New, appoint: Appoint) -> None:
    """As the console says of links, and not of codes: somebody may have been invited beside somebody else."""
    former = await appoint("coordinator")
    await appoint("coordinator")
    assert (await accept(phone(), former)).status_code == 200


@pytest.mark.parametrize("role", ["coordinator", "manager"])
async def test_after_a_week_it_is_over(phone: New, appoint: Appoint, role: str, later: Any) -> None:
    token = await appoint(role)
    later(days=6, hours=23)
    assert (await look(phone(), token)).status_code == 200
    later(hours=1)
    over(await look(phone(), token))
    over(await accept(phone(), token))
    over(await accept_mine(await phone().sign_in("solomiia"), token))


async def test_a_place_that_is_not_there_has_no_link(door: Door) -> None:
    for action, wish in ((invite_coordinator, Invite(new_id(), "x")), (invite_manager, InviteManager(new_id(), "x"))):
        with pytest.raises(Problem, match="not_found"):
            await door.writer.perform(action, ANNA, wish, "token")
    assert await count(door.database, "appointment") == 0


@pytest.mark.parametrize("name", ["olena", "sofiia", "solomiia"])
async def test_people_make_none(door: Door, cast: Cast, name: str) -> None:
    person = await actor(door, cast.people[name])
    for action, wish in (
        (invite_coordinator, Invite(cast.schools["ratusha"], "x")),
        (invite_manager, InviteManager(cast.programme, "x")),
    ):
        with pytest.raises(Problem, match="not_found"):
            await door.writer.perform(action, person, wish, "token")
    assert await count(door.database, "appointment") == 0


async def test_only_a_hash_is_kept_and_the_audit_names_both(phone: New, appoint: Appoint, door: Door) -> None:
    token = await appoint("coordinator")
    (link,) = await peek(door.database, "SELECT id, token, operator FROM appointment")
    assert token not in str(link)
    assert link["operator"] == "anna"
    hanna = phone()
    await accept(hanna, token)
    lines = await peek(
        door.database,
        "SELECT act, person, operator, acted_as FROM audit_line WHERE about = $1 ORDER BY act",
        link["id"],
    )
    assert [tuple(line.values()) for line in lines] == [
        ("people.accept_invitation", hanna.person, None, ""),
        ("people.invite_coordinator", None, "anna", "operator"),
    ]


async def test_the_command_line_makes_links_too(door: Door, cast: Cast, phone: New) -> None:
    await door.writer.perform(invite_coordinator, SYSTEM, Invite(cast.schools["sykhiv"], "x"), "token")
    assert (await accept(phone(), "token", **NEW)).status_code == 200
