"""A day of requests, good and bad, and then everything that the log has: nobody is in it."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from litestar import get

from backend.app import build_app
from backend.core.door import Door
from backend.core.logs import FORM, Discreet
from tests.cast import PASSWORD, Cast, code_of
from tests.http.wire import App
from tests.people.mentors import NEW, accept, token_of
from tests.people.test_make_reset_code import ask
from tests.people.test_use_reset_code import PASSWORD as CHOSEN
from tests.people.test_use_reset_code import reset
from tests.phone import Phone
from tests.programmes.test_join import TYPED, join
from tests.sync.peek import alter

New = Callable[..., Phone]


def written(caplog: pytest.LogCaptureFixture) -> str:
    """The log as a process writes it; what the client of the tests says of itself is not ours."""
    form, mine = Discreet(FORM), [record for record in caplog.records if not record.name.startswith("http")]
    for record in mine:
        record.exc_text = None  # as pytest has written it
    return "\n".join(map(form.format, mine))


async def test_it_works(phone: New, cast: Cast, door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    olena, solomiia = await phone().sign_in("olena"), await phone().sign_in("solomiia")
    code, token = await code_of(door, cast.cohorts["ratusha"]), await token_of(olena, cast.schools["ratusha"])
    again = (await ask(olena, cast.people["solomiia"])).json()["code"]
    answers = [
        await phone().try_to_sign_in("solomiia", "wrong-secret"),
        await join(phone(), code),
        await join(phone(), code, password="12345678"),
        await join(phone(), "ZZZZZZ"),
        await accept(phone(), token),
        await reset(phone(), "ABCDEFGHJK"),
        await solomiia.send(solomiia.lesson(0), solomiia.operation("people.choose_language", {"language": "xx"})),
        await solomiia.send(solomiia.operation("no.such", {"family": "Коваленко"})),
        await solomiia.http.post("/api/sync", content=b'{"actor": "solomiia'),
        await solomiia.http.get("/api/people/devices?login=solomiia&password=correct%20horse"),
        await solomiia.http.get("/api/reports/cohorts/nonsense", headers={"referer": "http://test.local/?solomiia"}),
        await reset(phone(), again),
    ]
    secrets = [PASSWORD, "wrong-secret", CHOSEN, code, again, token, "ABCDEFGHJK", "203.0.113.", "12345678"]
    secrets += [str(NEW[name]) for name in ("login", "password", "family", "given")]
    secrets += [TYPED[name] for name in ("login", "password", "family", "given", "born")]
    secrets += ["solomiia", "Solomiia", "olena", cast.people["solomiia"], *solomiia.http.cookies.values()]
    said = written(caplog)
    assert {200, 401} <= {answer.status_code for answer in answers}
    assert said.count("/api/") >= len(answers)
    assert [secret for secret in secrets if secret in said] == []


async def test_a_mistake_of_ours_is_written_without_the_row(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    @get("/api/breaks", media_type="application/json")
    async def breaks() -> None:
        await alter(door.database, "UPDATE person SET login = 'solomiia' WHERE login = 'ostap'")

    app: Any = build_app(door)
    app.register(breaks)
    answer = await App(app).ask("/api/breaks?who=solomiia%0aforged")
    said = written(caplog)
    assert answer.status == 500
    assert "solomiia" not in answer.body.decode()
    assert "GET /api/breaks failed" in said
    assert "in breaks" in said, "the operator sees where"
    assert "UniqueViolationError" in said or "IntegrityError" in said
    values = [line for line in said.splitlines() if "solomiia" in line and "alter(" not in line]
    assert values == [], "but for the line of the program itself"


def test_other_errors_say_what_they_say(caplog: pytest.LogCaptureFixture) -> None:
    try:
        try:
            raise KeyError("a key")
        except KeyError as error:
            raise RuntimeError("of another kind") from error
    except RuntimeError:
        logging.getLogger("x").exception("failed")
    said = written(caplog)
    assert said.index("KeyError: 'a key'") < said.index("RuntimeError: of another kind")
