import logging
import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.console.forms import Desk, at_desk
from tests.people.mentors import accept
from tests.people.test_invite_mentor import look, over
from tests.people.test_make_reset_code import ask
from tests.people.test_use_reset_code import reset
from tests.phone import Phone
from tests.sync.peek import count, peek

New = Callable[..., Phone]
SCHOOL = {
    "kind": "lyceum",
    "name_uk": "Ліцей «Сихів»",
    "name_en": "Sykhiv Lyceum",
    "short_name_uk": "Сихів",
    "short_name_en": "Sykhiv",
    "label": "Ганна з «Сихова»",
}


@pytest.fixture
def given() -> dict[str, Any]:
    return {"console": True}


@pytest.fixture
async def desk(door: Door) -> Desk:
    return await at_desk(door)


def token_in(said: str) -> str:
    """Of the link in what a form says."""
    (token,) = re.findall(r"http://localhost/welcome#([\w-]{43})\Z", said)
    return token


async def test_it_works(desk: Desk, phone: New, door: Door) -> None:
    said = await desk.done("Add an institution", **SCHOOL)
    assert "Ганна з «Сихова»" in said
    hanna = phone()
    seen = (await look(hanna, token_in(said))).json()
    assert (seen["kind"], seen["place"]) == ("coordinator", {"uk": "Ліцей «Сихів»", "en": "Sykhiv Lyceum"})
    assert (await accept(hanna, token_in(said))).json()["person"]["roles"][0]["kind"] == "coordinator"
    await hanna.pull()
    (school,) = hanna.held("institution").values()
    assert school["short"] == {"uk": "Сихів", "en": "Sykhiv"}
    lines = await peek(
        door.database,
        "SELECT act, operator, acted_as, about_kind FROM audit_line WHERE about_kind = 'institution'",
    )
    assert ("people.open_school", "anna", "operator", "institution") in [tuple(line.values()) for line in lines]


async def test_an_institution_and_its_link_come_both_or_neither(desk: Desk, door: Door) -> None:
    before = await count(door.database, "institution")
    for wrong in (
        {"label": " "},
        {"name_uk": ""},
        {"name_en": ""},
        {"short_name_uk": "\n"},
        {"kind": "palace"},
        {"name_uk": "x" * 201},
        {"label": "a\u0000b"},
    ):
        assert await desk.refused("Add an institution", **SCHOOL | wrong)
    assert await count(door.database, "institution") == before
    assert await count(door.database, "appointment") == 0


async def test_what_is_wrong_is_said_of_the_field_in_the_operators_language(desk: Desk) -> None:
    assert await desk.refused("Invite a coordinator", label="x") == "“Institution”: choose one from the list."
    assert "Ганна" not in await desk.refused("Add an institution", **SCHOOL | {"label": ""})


async def test_a_coordinator_for_a_school_that_is_there(desk: Desk, phone: New, cast: Cast) -> None:
    wish = {"institution": cast.schools["sykhiv"], "label": "Ганна"}
    token = token_in(await desk.done("Invite a coordinator", **wish))
    assert token != token_in(await desk.done("Invite a coordinator", **wish))
    assert (await accept(phone(), token)).status_code == 200
    over(await accept(phone(), token, login="another42"))
    assert "nothing here" in await desk.refused("Invite a coordinator", institution=new_id(), label="x")


async def test_a_code_for_staff(desk: Desk, phone: New, cast: Cast) -> None:
    said = await desk.done("Code for a new password", person=cast.people["olena"])
    assert "olena-family Olena" in said
    code = said.rpartition(" ")[2]
    assert (await reset(phone(), code, "olena")).status_code == 200
    assert (await reset(phone(), code, "olena")).status_code == 401
    assert await desk.refused("Code for a new password", person=new_id())


async def test_an_account_is_closed_by_who_types_its_name(desk: Desk, phone: New, cast: Cast, door: Door) -> None:
    maksym = cast.people["maksym"]
    assert "login name" in await desk.refused("Close an account", person=maksym, login="ostap")
    assert await count(door.database, "person", "closed_at IS NOT NULL") == 0
    await desk.done("Close an account", person=maksym, login="maksym")
    assert (await phone().try_to_sign_in("maksym")).status_code == 401
    assert "nobody" in await desk.done("Close an account", person=cast.people["vasyl"], login="vasyl")
    assert await desk.refused("Code for a new password", person=maksym)
    (line,) = await peek(
        door.database, "SELECT operator FROM audit_line WHERE about = $1 AND act LIKE '%close_account'", maksym
    )
    assert line["operator"] == "anna"


async def test_what_is_told_once_is_in_no_log(
    desk: Desk, door: Door, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = token_in(await desk.done("Add an institution", **SCHOOL))
    code = (await desk.done("Code for a new password", person=cast.people["olena"])).rpartition(" ")[2]
    said = [record.getMessage() + str(record.exc_info) for record in caplog.records]
    lines = [str(row) for row in await peek(door.database, "SELECT * FROM audit_line")]
    assert any("/admin/api/forms/" in line for line in said)
    assert not [line for line in said + lines if token in line or code in line]


async def test_who_is_not_signed_in_at_the_console_submits_nothing(
    door: Door, phone: New, cast: Cast, desk: Desk
) -> None:
    olena = await phone().sign_in("olena")
    await ask(olena, cast.people["solomiia"])
    before = await count(door.database, "audit_line")
    wish = {"person": cast.people["sofiia"], "login": "sofiia"}
    for stranger in (olena, phone()):
        await stranger.http.get("/admin/")
        answer = await stranger.http.post("/admin/api/forms/close-an-account/", json=wish)
        assert answer.status_code in (401, 403)
    desk.http.headers.pop("x-csrftoken")
    assert (await desk.http.post("/admin/api/forms/close-an-account/", json=wish)).status_code == 403
    assert await count(door.database, "audit_line") == before


async def test_what_no_page_sends_does_nothing(desk: Desk, door: Door) -> None:
    bodies: list[dict[str, Any]] = [{}, {"person": 1}, {"person": ["x"]}, {"person": None}, {"person": {"$ne": 1}}]
    for body, form in product(bodies, ("close-an-account", "code-for-a-new-password", "invite-a-coordinator")):
        answer = await desk.http.post(f"/admin/api/forms/{form}/", json=body)
        assert answer.status_code == 422
    assert await count(door.database, "person", "closed_at IS NOT NULL") == 0
