"""Who gets in, who waits, and that nobody waits for ever."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from backend.core import clock
from backend.core.door import Door
from backend.people import operators, passwords, sign_in
from backend.people.sign_in import digest
from backend.people.tables import Operator, OperatorSession
from tests.cast import Cast
from tests.console.desk import HASHED, NAME, PASSWORD, Console, refused
from tests.phone import Phone

Browser = Callable[..., Console]


@pytest.fixture(autouse=True)
def _clock() -> object:
    yield
    clock.set_to(None)


def later(**span: float) -> None:
    clock.set_to(clock.now() + timedelta(**span))


async def test_it_works(console: Console) -> None:
    assert (await console.get("user/"))["username"] == NAME
    (line,) = await console.lines("people.sign_in_operator")
    assert (line["operator"], line["acted_as"]) == (NAME, "operator")


async def test_without_a_session_nothing_is_told(browser: Browser) -> None:
    stranger = await browser().open()
    for path in ("user/", "tables/", "tables/person/", "tables/nothing/", "forms/", "nothing/"):
        refused(await stranger.ask("GET", f"api/{path}"), 401, "console_closed")


async def test_an_unknown_name_is_refused_like_a_wrong_password(browser: Browser) -> None:
    stranger = await browser().open()
    assert refused(await stranger.sign_in(NAME, "wrong"), 401, "wrong_password") == refused(
        await stranger.sign_in("nobody", "wrong"), 401, "wrong_password"
    )
    refused(await stranger.sign_in(NAME, "x" * 200), 401, "wrong_password")
    refused(await stranger.sign_in("x" * 150, PASSWORD), 401, "wrong_password")


def test_an_unknown_name_takes_as_long() -> None:
    rounds = {kept.split("$")[1] for kept in (operators.NOBODY, HASHED)}
    assert len(rounds) == 1


async def test_twenty_wrong_passwords_and_the_right_one_after_the_pause(browser: Browser) -> None:
    one = await browser().open()
    statuses = [(await one.sign_in(NAME, "wrong")).status_code for _ in range(20)]
    assert set(statuses) == {401, 429}
    answer = await one.sign_in()
    refused(answer, 429, "slow_down")
    wait = int(answer.headers["retry-after"])
    assert 0 < wait <= 60
    assert (await (await browser("10.9.0.2").open()).sign_in()).status_code == 200, "another address waits too"
    later(seconds=wait)
    assert (await one.sign_in()).status_code == 200
    assert (await one.sign_in()).status_code == 200, "failures are not forgotten"


async def test_another_operator_behind_the_same_address_is_not_kept_out(browser: Browser, door: Door) -> None:
    await Operator(username="petro", password=HASHED, email="petro", active=True, admin=True, superuser=True).save()
    one = await browser().open()
    for _ in range(10):
        await one.sign_in(NAME, "wrong")
    assert (await one.sign_in("petro")).status_code == 200


async def test_many_addresses_for_one_name_are_slowed_and_the_operator_waits_half_a_minute(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(operators.ANYWHERE, "free", 4)
    for number in range(4):
        assert (await (await browser(f"10.8.0.{number}").open()).sign_in(NAME, "wrong")).status_code == 401
    own = await browser("10.7.0.1").open()
    refused(await own.sign_in(), 429, "slow_down")
    later(seconds=30)
    assert (await own.sign_in()).status_code == 200


async def test_a_flood_leaves_room_for_those_who_sign_in_to_the_app(
    browser: Browser, phone: Callable[..., Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their passwords wait in one queue."""
    monkeypatch.setattr(passwords, "MOST_WAITING", 60)
    one = await browser().open()
    flood = [asyncio.create_task(one.sign_in(f"nobody{number}", "wrong")) for number in range(200)]
    while not sum(task.done() for task in flood):
        await asyncio.sleep(0)
    assert (await phone().try_to_sign_in("solomiia")).status_code == 200
    statuses = Counter([answer.status_code for answer in await asyncio.gather(*flood)])
    assert statuses[401] <= sign_in.AT_ONCE["console-address"]
    assert statuses[401] + statuses[429] == 200


async def test_the_database_keeps_a_hash_of_the_session(console: Console, door: Door) -> None:
    token = console.http.cookies["verstat_console"]
    async with door.database.read() as db:
        kept = [row["token"] for row in await db.rows("SELECT token FROM operator_session")]
    assert kept == [digest(token)]


async def test_the_cookie_is_for_the_console_alone(browser: Browser) -> None:
    for scheme, flags in (("http", ""), ("https", "; Secure")):
        one = await browser(url=f"{scheme}://verstat.example").open()
        answer = await one.ask(
            "POST",
            "public/login/",
            {"username": NAME, "password": PASSWORD},
            headers={"origin": f"{scheme}://verstat.example"},
        )
        (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("verstat_console=")]
        assert cookie.endswith(f"; HttpOnly; Max-Age=43200; Path=/admin; SameSite=Strict{flags}")


async def test_of_two_sessions_in_one_request_neither_counts(console: Console, browser: Browser) -> None:
    kept = console.http.cookies["verstat_console"]
    for cookie in (f"verstat_console=x; verstat_console={kept}", f"verstat_console={kept}; verstat_console=x"):
        answer = await browser().http.get("/admin/api/user/", headers={"cookie": cookie})
        refused(answer, 401, "console_closed")
    assert (await browser().http.get("/admin/api/user/", headers={"cookie": f"verstat_console={kept}"})).is_success


async def test_a_session_ends_when_nobody_comes_and_at_night(console: Console) -> None:
    for _ in range(15):
        later(minutes=45)
        assert (await console.ask("GET", "api/user/")).status_code == 200
    later(minutes=50)
    assert (await console.ask("GET", "api/user/")).status_code == 401, "twelve hours are over"


async def test_a_session_ends_after_an_hour_without_a_request(console: Console) -> None:
    later(minutes=59)
    assert (await console.ask("GET", "api/user/")).status_code == 200
    later(minutes=61)
    assert (await console.ask("GET", "api/user/")).status_code == 401


async def test_who_signs_in_throws_away_what_has_ended(console: Console) -> None:
    later(hours=13)
    await console.sign_in()
    assert await OperatorSession.count() == 1


async def test_signing_out_ends_it(console: Console, browser: Browser) -> None:
    kept = console.http.cookies["verstat_console"]
    answer = await console.ask("POST", "public/logout/", {})
    assert answer.status_code == 200
    assert "verstat_console" not in console.http.cookies
    thief = browser()
    thief.http.cookies.set("verstat_console", kept)
    assert (await thief.ask("GET", "api/user/")).status_code == 401
    await console.sign_in()
    assert len(await console.lines("people.sign_out_operator")) == 1
    assert (await console.ask("POST", "public/logout/", {})).status_code == 200
    assert (await console.ask("POST", "public/logout/", {})).status_code == 200, "out twice is out"


async def test_an_operator_who_may_no_longer_is_out_at_once(console: Console) -> None:
    await Operator.update({Operator.active: False}).where(Operator.username == NAME)
    assert (await console.ask("GET", "api/user/")).status_code == 401
    refused(await console.sign_in(), 401, "wrong_password")


async def test_a_session_of_the_app_opens_nothing_here_and_the_other_way_round(
    console: Console, browser: Browser, phone: Callable[..., Phone], cast: Cast
) -> None:
    olena = await phone().sign_in("olena")
    stranger = await browser().open()
    for name in ("verstat_console", "verstat_session", "id"):
        stranger.http.cookies.set(name, olena.http.cookies["verstat_session"])
    assert (await stranger.ask("GET", "api/user/")).status_code == 401
    olena.http.cookies.set("verstat_session", console.http.cookies["verstat_console"])
    assert (await olena.http.get("/api/reports/desk")).status_code == 401


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"username": 1}', b"\xff", b"[" * 50_000])
async def test_a_body_that_cannot_be_read_is_malformed(browser: Browser, body: bytes) -> None:
    refused(await (await browser().open()).ask("POST", "public/login/", content=body), 400, "malformed")


@pytest.mark.parametrize("path", ["x", "x/", "/", "%2e/", "//x/"])
async def test_there_is_one_way_in(browser: Browser, path: str) -> None:
    """Piccolo's own would be one without a pause and without a line."""
    stranger = await browser().open()
    body = {"username": NAME, "password": PASSWORD}
    assert (await stranger.ask("POST", f"public/login/{path}", body)).status_code == 404
    for asked in ("public/login/", f"public/login/{path}", "public/logout/"):
        assert (await stranger.ask("GET", asked)).status_code in (404, 405)
    assert await OperatorSession.count() == 0


class TestPassword:
    """Another password."""

    @staticmethod
    async def change(console: Console, former: str, new: str, again: str | None = None) -> httpx.Response:
        body = {"current_password": former, "new_password": new, "confirm_new_password": again or new}
        return await console.ask("POST", "api/change-password/", body)

    async def test_it_works_and_ends_every_session(self, console: Console, browser: Browser) -> None:
        other = await browser().open()
        await other.sign_in()
        assert (await self.change(console, PASSWORD, "another long password")).status_code == 200
        for one in (console, other):
            assert (await one.ask("GET", "api/user/")).status_code == 401
        refused(await console.sign_in(), 401, "wrong_password")
        assert (await console.sign_in(NAME, "another long password")).status_code == 200
        assert len(await console.lines("people.change_operator_password")) == 1

    async def test_refusals_are_sentences(self, console: Console) -> None:
        refused(await self.change(console, "wrong", "another long password"), 401, "wrong_password")
        refused(await self.change(console, PASSWORD, "short"), 422, "operator_password")
        refused(await self.change(console, PASSWORD, "x" * 129), 422, "operator_password")
        refused(await self.change(console, PASSWORD, "another long password", "other"), 422, "passwords_differ")
        refused(await console.ask("POST", "api/change-password/", {}), 400, "malformed")

    async def test_guesses_at_the_former_one_are_slowed(self, console: Console) -> None:
        for _ in range(5):
            await self.change(console, "wrong", "another long password")
        refused(await self.change(console, PASSWORD, "another long password"), 429, "slow_down")
