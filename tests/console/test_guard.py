"""Limits, headers and cookies round the console; and what another website cannot do."""

from collections.abc import Callable
from typing import Any

import pytest

from admin import guard
from admin.console import console as outermost
from backend.app import assemble, build_app
from backend.core.settings import Settings
from tests.console.desk import NAME, PASSWORD, Console, refused

Browser = Callable[..., Console]


async def test_it_works(browser: Browser) -> None:
    answer = await browser().http.get("/admin/")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == guard.CSP
    assert "script-src" not in guard.CSP
    assert "default-src 'self'" in guard.CSP
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "<title>Verstat</title>" in answer.text
    assert '<html lang="uk">' in answer.text
    assert "piccolo" not in answer.text.lower()


async def test_an_address_without_its_slash_leads_to_the_one_with_it(browser: Browser) -> None:
    for path in ("/admin", "/admin/public/meta", "/admin/public/translations"):
        answer = await browser().http.get(path)
        assert (answer.status_code, answer.headers["location"]) == (307, f"http://test.local{path}/")


async def test_what_the_page_is_made_of_is_kept_for_ever(browser: Browser) -> None:
    page = (await browser().http.get("/admin/")).text
    for name in ("src", "href"):
        file = page.split(f'{name}="./')[1].split('"')[0]
        answer = await browser().http.get(f"/admin/{file}", headers={"accept-encoding": "br"})
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == guard.FOREVER
    refused_file = await browser().http.get("/admin/assets/none.js")
    assert (refused_file.status_code, refused_file.headers["cache-control"]) == (404, "no-store")


async def test_nothing_is_fetched_from_elsewhere(console: Console) -> None:
    for path in (
        *("openapi.json", "api/docs/", "api/docs", "public/docs/", "public/docs", "api/openapi.json"),
        *("public/openapi.json", "docs", "redoc", "api/mfa-setup/"),
    ):
        assert (await console.ask("GET", path)).status_code == 404, path


async def test_every_answer_behind_the_door_is_kept_nowhere(console: Console) -> None:
    for path in ("user/", "tables/", "tables/person/", "nothing/"):
        assert (await console.ask("GET", f"api/{path}")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["public/login/", "api/tables/institution/", "api/forms/x/", "api/change-password/"])
async def test_a_body_over_the_limit_is_too_much(console: Console, path: str) -> None:
    refused(await console.ask("POST", path, content=b" " * (guard.BODY + 1)), 413, "too_much")


async def test_a_body_that_does_not_say_how_long_it_is(console: Console) -> None:
    async def endless() -> Any:
        for _ in range(100):
            yield b" " * 65_536

    answer = await console.ask("POST", "api/tables/institution/", content=endless())
    refused(answer, 413, "too_much")


async def test_thirty_megabytes_are_refused_before_they_are_here(console: Console) -> None:
    taken = 0

    async def upload() -> Any:
        nonlocal taken
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        for _ in range(480):
            taken += 65_536
            yield b"x" * 65_536

    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = await console.ask("POST", "api/media/", content=upload(), headers=headers)
    refused(answer, 413, "too_much")
    assert taken < guard.UPLOAD + 2**20


async def test_without_the_token_of_the_page_nothing_is_done(console: Console) -> None:
    for token in ("", "other"):
        answer = await console.http.post("/admin/public/logout/", headers={"X-CSRFToken": token} if token else {})
        assert answer.status_code == 403
    assert (await console.ask("GET", "api/user/")).status_code == 200


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("verstat.example", "https://verstat.example", 200),
        ("verstat.example", "https://elsewhere.example", 403),
        ("verstat.example", "", 403),
        ("xn--80adj8bfgb.xn--j1amh", "https://xn--80adj8bfgb.xn--j1amh", 200),
        ("verstat.example.", "https://verstat.example.", 200),
        ("[::1]:8443", "https://[::1]:8443", 200),
        ("127.0.0.1:8443", "https://127.0.0.1:8443", 200),
        ("localhost", "https://localhost", 200),
    ],
)
async def test_over_https_the_origin_counts(browser: Browser, host: str, origin: str, status: int) -> None:
    one = await browser(url=f"https://{host}").open()
    headers = {"origin": origin} if origin else {}
    body = {"username": NAME, "password": PASSWORD}
    assert (await one.ask("POST", "public/login/", body, headers=headers)).status_code == status


async def test_the_token_is_for_the_console_alone(browser: Browser) -> None:
    for scheme, flags in (("http", ""), ("https", "; Secure")):
        answer = await browser(url=f"{scheme}://localhost").http.get("/admin/public/meta/")
        (cookie,) = answer.headers.get_list("set-cookie")
        assert cookie.startswith("csrftoken=")
        assert cookie.endswith(f"; Path=/admin; SameSite=Strict{flags}")


async def test_a_mistake_of_ours_is_a_sentence(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> Any:
        raise RuntimeError("secret words")

    monkeypatch.setattr("admin.desk.note_reading", broken)
    id_ = (await console.rows("person"))[0]["id"]
    answer = await console.ask("GET", f"api/tables/person/{id_}/")
    assert "secret words" not in refused(answer, 500, "broken")


async def test_switched_off_it_is_not_there(settings: Settings) -> None:
    off = Settings(data=settings.data, database=settings.database, hosts=settings.hosts)
    door = assemble(off)
    await door.open()
    try:
        one = Console(build_app(door))
        for path in ("", "api/tables/", "assets/x.js"):
            assert (await one.ask("GET", path)).status_code == 404
    finally:
        await door.close()


async def test_a_websocket_is_closed(app: Any) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    scope: dict[str, Any] = {"type": "websocket", "path": "/admin/", "headers": []}
    await outermost(app.dependencies["door"].dependency())(scope, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]
