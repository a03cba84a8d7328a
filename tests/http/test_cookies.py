"""Cookies as no browser of ours sends them. Who has none that is good is nobody; nothing breaks or takes long."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from litestar import Request, get

from backend.app import assemble, build_app
from tests import databases
from tests.http.test_problems import problem
from tests.http.wire import App, scope_of
from tests.phone import Phone

New = Callable[..., Phone]
DESK = "/api/reports/desk"
ODD = [
    b"",
    b";",
    b"=",
    b";;;===;;;",
    b"verstat_session",
    b"verstat_session=",
    b"verstat_session==",
    b'verstat_session="',
    b'verstat_session=""""""',
    b'verstat_session="\\"\\\\"\\""',
    b"verstat_session=%00",
    b"verstat_session=\x00",
    b"verstat_session=%ff%fe",
    b"verstat_session=\xff\xfe",
    b"verstat_session=\xf0\x9f\x98\x80",
    b"verstat_session=\r\n",
    b"verstat_session='; DROP TABLE device; --",
    b"VERSTAT_SESSION=x",
    b"verstat_session =x",
    b"; ".join(b"verstat_session=%d" % number for number in range(500)),
    b"=" * 8_000,
    b";" * 8_000,
]


async def asked(app: App, *lines: bytes, path: str = DESK) -> tuple[int, str]:
    """Status and code of the answer to a request with these Cookie headers."""
    found = await app.send(scope_of(path, "GET", [(b"host", b"test.local"), *((b"cookie", line) for line in lines)]))
    return found.status, found.json().get("code", "")


@pytest.fixture
async def token(phone: New) -> bytes:
    """The session of Solomiia."""
    return (await phone().sign_in("solomiia")).http.cookies["verstat_session"].encode()


async def test_it_works(app: App, token: bytes) -> None:
    good = b"verstat_session=" + token
    lines: list[list[bytes]] = [
        [good],
        [b"other=1; " + good + b"; verstat_phone=x"],
        [b"other=1", good],
        [b'other="a\\"b"; ' + good],  # of another website of the same domain
        [good + b"; " + good],
        [good + b';"; \\'],
    ]
    for one in lines:
        assert (await asked(app, *one))[0] == 200, one


async def test_of_two_sessions_neither_counts(app: App, phone: New, token: bytes) -> None:
    other = (await phone().sign_in("ostap")).http.cookies["verstat_session"].encode()
    for lines in (
        [b"verstat_session=" + token + b"; verstat_session=" + other],
        [b"verstat_session=" + other, b"verstat_session=" + token],
        [b"verstat_session=" + token + b"; verstat_session="],
    ):
        assert await asked(app, *lines) == (401, "sign_in")


async def test_odd_ones_are_nobodys(app: App) -> None:
    for line in ODD:
        assert await asked(app, line) == (401, "sign_in"), line


@get("/api/cookies", media_type="application/json")
async def read(request: Request[Any, Any, Any]) -> list[str]:
    """Whoever reads them with Python's own reader, as the console's framework does."""
    return list(request.cookies)


@pytest.mark.parametrize("filling", [b"\\", b'\\"', b"\\1", b"\\\\0", b'"', b"%", b"a"])
async def test_no_cookie_takes_long_to_read(tmp_path: Path, filling: bytes) -> None:
    app = App(build_app(assemble(databases.settings_for("sqlite", tmp_path, "closed"))))
    app.litestar.register(read)
    for size in (15_000, 65_536):
        line = b'verstat_session="' + filling * (size // len(filling)) + b'"'
        began = time.process_time()
        answer = await app.send(scope_of("/api/cookies", "GET", [(b"host", b"test.local"), (b"cookie", line)]))
        assert answer.status in (200, 431)
        assert time.process_time() - began < 0.5, "Python's own reader takes more than a second and half a minute"


async def test_more_than_a_browser_has_is_refused_in_a_sentence(doorstep: App) -> None:
    scope = scope_of(DESK, "GET", [(b"host", b"test.local"), (b"cookie", b"other=" + b"x" * 16_384)])
    problem(await doorstep.send(scope), 431, "heavy_head")
    many = [(f"x-{number}".encode(), b"1") for number in range(4_000)]
    problem(await doorstep.send(scope_of(DESK, "GET", [(b"host", b"test.local"), *many])), 431, "heavy_head")
    problem(
        await doorstep.send(scope_of(f"{DESK}?{'a=1&' * 5_000}", "GET", [(b"host", b"test.local")])), 431, "heavy_head"
    )
