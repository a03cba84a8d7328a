import logging
from collections.abc import Callable

import pytest

from tests.cast import PASSWORD
from tests.http.wire import App
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
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


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
