import logging
from collections.abc import Callable
from typing import Any

import pytest

from backend.app import build_app
from backend.core.door import Door
from tests.cast import PASSWORD
from tests.http.wire import App, scope_of
from tests.phone import Phone

New = Callable[..., Phone]
CONTENT = "application/json"
BODY = b'{"login": "solomiia", "password": "correct horse", "label": "My phone"}'


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
        {"origin": "http://test.local"},
        {"origin": "https://test.local"},  # TLS ends at the proxy
        {"sec_fetch_site": "same-origin", "origin": "https://elsewhere.example"},
        {},
    ],
)
async def test_it_works(app: App, headers: dict[str, str]) -> None:
    answer = await app.ask("/api/people/sign-in", method="POST", body=BODY, content_type=CONTENT, **headers)
    assert answer.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "x"},
        {"sec_fetch_site": "cross-site", "origin": "http://test.local"},
        {"origin": "http://elsewhere.example"},
        {"origin": "http://test.local.elsewhere.example"},
        {"origin": "http://test.local:8000"},
        {"origin": "null"},
        {"origin": ""},
    ],
)
@pytest.mark.parametrize(
    "path", ["/api/people/sign-in", "/api/people/sign-out", "/api/sync", "/api/people/devices/x/revoke"]
)
async def test_another_website_is_refused(app: App, path: str, headers: dict[str, str]) -> None:
    answer = await app.ask(path, method="POST", body=BODY, content_type=CONTENT, **headers)
    assert (answer.status, answer.json()["code"]) == (403, "cross_site")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in answer.headers


async def test_a_link_from_another_website_may_open_the_app(app: App) -> None:
    assert (await app.ask("/api/health", sec_fetch_site="cross-site")).status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/health"),
        ("GET", "/api/nothing"),
        ("GET", "/nothing.png"),
        ("GET", "/learn"),
        ("GET", "/schema/openapi.json"),
        ("POST", "/api/people/sign-in"),
        ("POST", "/nothing"),
        ("DELETE", "/api/health"),
        ("GET", "/api/reports/desk"),
    ],
)
async def test_every_answer_has_the_headers_that_protect(app: App, method: str, path: str) -> None:
    headers = (await app.ask(path, method=method)).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert {policy[name] for name in ("default-src", "base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "worker-src")} == {"'self'"}
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["permissions-policy"].split(", "))
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/api/health", "/learn", "/api/nothing"])
async def test_only_over_tls_a_browser_is_told_to_stay_there(app: App, path: str) -> None:
    scope = scope_of(path, "GET", [(b"host", b"test.local")])
    plain, secure = await app.send(dict(scope)), await app.send(scope | {"scheme": "https"})
    assert "strict-transport-security" not in plain.headers
    assert secure.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/api/sync", "/api/health", "/", "/anything"])
async def test_a_websocket_is_refused(doorstep: App, path: str) -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    handshake = [(b"host", b"test.local"), (b"connection", b"Upgrade"), (b"upgrade", b"WebSocket")]
    scope = scope_of(path, "GET", handshake)
    await doorstep.litestar(dict(scope) | {"type": "websocket", "subprotocols": []}, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]
    answer = await doorstep.send(scope)  # from a server that does not know of websockets
    assert (answer.status, answer.json()["code"]) == (404, "not_found")


async def test_the_app_still_begins_and_ends(door: Door) -> None:
    app, sent, told = build_app(door), list[str](), iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive() -> dict[str, Any]:
        return {"type": next(told)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["type"])

    await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)  # type: ignore[arg-type] - as a server calls it
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_nothing_personal_is_kept_on_the_way(phone: New) -> None:
    solomiia = phone()
    answers = [await solomiia.try_to_sign_in("solomiia")]
    solomiia.person = answers[0].json()["person"]["id"]
    answers += [await solomiia.send(), await solomiia.http.post("/api/people/devices/x/revoke")]
    for path in ("people/devices", "reports/desk", "reports/cohorts/x", "courses/bundles/x", "health"):
        answers.append(await solomiia.http.get(f"/api/{path}"))
    answers += [await solomiia.http.post("/api/people/sign-out"), await solomiia.send()]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


async def test_the_access_log_names_nobody(phone: New, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        solomiia = await phone().sign_in("solomiia")
        await solomiia.try_to_sign_in("solomiia", "wrong-secret")
        await solomiia.send(solomiia.lesson(0))
        await solomiia.pull()
        await solomiia.http.get("/api/people/devices?login=solomiia")
    lines = [record.getMessage() for record in caplog.records if record.name == "verstat.access"]
    assert len(lines) == 5
    assert lines[0].startswith("POST /api/people/sign-in 200 ")
    everything = "\n".join(record.getMessage() for record in caplog.records if record.name != "httpx")
    secrets = ["solomiia", "Solomiia", PASSWORD, "wrong-secret", solomiia.person, solomiia.cast.enrolment("solomiia")]
    assert [secret for secret in (*secrets, *solomiia.http.cookies.values()) if secret in everything] == []


@pytest.mark.parametrize(("method", "path"), [("POST", "/nothing"), ("DELETE", "/api/health"), ("GET", "/api/nothing")])
async def test_a_refusal_is_in_the_access_log_too(
    app: App, caplog: pytest.LogCaptureFixture, method: str, path: str
) -> None:
    with caplog.at_level(logging.INFO, "verstat.access"):
        status = (await app.ask(path, method=method)).status
    assert [record.getMessage()[: len(f"{method} {path} {status}")] for record in caplog.records] == [
        f"{method} {path} {status}"
    ]


@pytest.mark.parametrize("path", ["/x%0aGET%20/forged%20200", "/x%0d%0a", "/%1b%5b31m", "/%E2%80%A8"])
async def test_nobody_can_forge_a_line_of_the_access_log(app: App, caplog: pytest.LogCaptureFixture, path: str) -> None:
    with caplog.at_level(logging.INFO, "verstat.access"):
        await app.ask(path)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.isprintable()
    assert line.startswith(f"GET {path} ")
