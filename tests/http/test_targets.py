"""Addresses as nobody types them. What is not there is not there, in every spelling."""

import pytest

from tests.http.wire import App, scope_of

DOTS = [
    "..",
    ".",
    "%2e%2e",
    "%2E%2e",
    ".%2e",
    "%2e",
    "..%00",
    "..;",
    "..%2f",
    "..%5c",
    "..\\",
    "%252e%252e",
    "%c0%ae%c0%ae",
]
SEPARATORS = ["/", "//", "%2f", "%5c", "\\", ";/", "/./"]
SECRETS = ["etc/passwd", "pyproject.toml", "data/verstat.sqlite", ".git/config", ".env", "dist/.stamp"]
ODD = [
    "/%",
    "/%zz",
    "/%0",
    "/%00",
    "/api/%00",
    "/api/people/devices/%00/revoke",
    "/api/reports/cohorts/%00",
    "/api/reports/cohorts/%ff%fe",
    "/api/reports/cohorts/' OR 1=1 --",
    "/api/reports/cohorts/..%2f..%2fdesk",
    "/api/reports/cohorts/" + "a" * 10_000,
    "/api/courses/bundles/" + "0" * 64,
    "/api/courses/bundles/" + "0" * 63 + "%0a",
    "/api/courses/bundles/" + "٠" * 64,
    "/api/programmes/cohorts/{cohort}/poster.pdf",
    "/api/programmes/cohorts/%7B%7B7*7%7D%7D/poster.pdf",
    "/schema/..%2f..%2fetc/passwd",
    "/schema/%00",
    "/%f0%9f%98%80",
    "/%ed%a0%80",
    "/%u0041",
    "/" + "%2e%2e/" * 2_000,
    "/" + "/" * 15_000,
    "/?" + "&".join(f"a{number}={number}" for number in range(2_000)),
    "/api/health?" + "a" * 15_000,
    "/api/reports/desk?" + "%" * 5_000,
    "/api/reports/desk?%ff=%ff",
    "/api/reports/desk?\\ud800",
    "/learn?x=<script>alert(1)</script>",
    "/<script>alert(1)</script>.png",
    "/a.png?%0d%0aset-cookie:x=1",
    "/x%0d%0aset-cookie:%20x=1.png",
]


@pytest.mark.parametrize("dots", DOTS)
async def test_no_spelling_leaves_the_folder(doorstep: App, dots: str) -> None:
    index = (await doorstep.ask("/")).body
    for separator in SEPARATORS:
        for secret in SECRETS:
            for start in ("/", "/assets/", "/i18n/", "//"):
                answer = await doorstep.ask(start + (dots + separator) * 4 + secret)
                assert answer.status in (200, 404)
                if answer.status == 200:
                    assert answer.body == index


@pytest.mark.parametrize("after", ["/x", "//x", "/%00", "/..%2fx", "/x.png"])
async def test_what_is_the_servers_own_never_gets_the_page(doorstep: App, after: str) -> None:
    index = (await doorstep.ask("/")).body
    for path in ("/api", "/admin", "/schema"):
        answer = await doorstep.ask(path + after)
        assert answer.status == 404
        assert answer.body != index


@pytest.mark.parametrize("path", ODD)
async def test_nothing_odd_breaks_anything(doorstep: App, path: str) -> None:
    for method in ("GET", "POST"):
        answer = await doorstep.ask(path, method=method)
        assert answer.status < 500 or path.startswith("/api/health"), path
        assert "set-cookie" not in answer.headers
        assert b"alert(1)" not in answer.body
        assert "location" not in answer.headers


async def test_a_query_that_is_no_utf8_breaks_nothing(doorstep: App) -> None:
    for path in ("/", "/api/nothing", "/api/reports/desk", "/schema/openapi.json"):
        answer = await doorstep.send(
            scope_of(path, "GET", [(b"host", b"test.local")]) | {"query_string": b"\xff\xfe=\x80"}
        )
        assert answer.status in (200, 400, 401, 404)
