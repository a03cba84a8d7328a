"""What opens an account is in no log and in no line of the audit, whatever becomes of it."""

import logging
from collections.abc import Callable

import pytest

from backend.core.door import Door
from tests.cast import PASSWORD, Cast
from tests.people.mentors import NEW, accept, accept_mine, token_of
from tests.people.test_invite_mentor import look
from tests.people.test_make_reset_code import ask
from tests.people.test_use_reset_code import PASSWORD as CHOSEN
from tests.people.test_use_reset_code import reset
from tests.phone import Phone
from tests.sync.peek import peek

New = Callable[..., Phone]


async def test_it_works(phone: New, cast: Cast, door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    olena = await phone().sign_in("olena")
    token = await token_of(olena, cast.schools["ratusha"])
    code = (await ask(olena, cast.people["solomiia"])).json()["code"]
    assert (await look(phone(), token)).status_code == 200
    assert (await accept(phone(), token)).status_code == 200
    assert (await accept(phone(), token, login="another42")).status_code == 410
    assert (await accept_mine(olena, token)).status_code == 410
    assert (await reset(phone(), code)).status_code == 200
    assert (await reset(phone(), code)).status_code == 401
    broken = '{"login": "x", "code": "' + code + '", "password": "' + CHOSEN
    headers = {"content-type": "application/json"}
    assert (await phone().http.post("/api/people/reset", content=broken, headers=headers)).status_code == 400
    said = [record.getMessage() + str(record.exc_info) for record in caplog.records]
    lines = [str(row) for row in await peek(door.database, "SELECT * FROM audit_line")]
    assert any("/api/people/reset" in line for line in said)
    assert any("people.use_reset_code" in line for line in lines)
    for secret in (token, code, CHOSEN, NEW["password"], PASSWORD):
        assert not [line for line in said + lines if secret in line]
