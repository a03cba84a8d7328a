"""What a server makes of bytes that no browser sends: one real server for all of them."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import NamedTuple

import pytest
import pytest_asyncio

from backend import migrations
from backend.app import assemble
from backend.core import listening
from tests import databases
from tests.served import served

pytestmark = pytest.mark.asyncio(loop_scope="module")
BOTH = "::" if socket.has_dualstack_ipv6() else "127.0.0.1"
PATIENCE = 10  # seconds for an answer; the machine may be busy
HOST = b"Host: test.local\r\n"
SIGN_IN = b"POST /api/people/sign-in HTTP/1.1\r\n" + HOST
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
JSON = b"Content-Type: application/json\r\n"


class Said(NamedTuple):
    """The first answer on a connection, and all that came."""

    status: int
    code: str
    everything: bytes


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[int]:
    """Where the server of this module listens."""
    settings = databases.settings_for("sqlite", tmp_path_factory.mktemp("socket"), "served", port=0, host=BOTH)
    door = assemble(settings)
    await door.open()
    await migrations.forwards(door.database)
    await door.close()
    async with served(settings) as port:
        yield port


async def say(port: int, *parts: bytes) -> Said:
    """What comes back for these bytes, sent one part after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):  # it did not want the rest
                for part in parts:
                    writer.write(part)
                    await writer.drain()
            return _read(await _answer(reader))
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    everything, got = b"", b"x"
    while got and not _whole(everything):
        try:
            got = await reader.read(65_536)
        except ConnectionError:
            got = b""
        everything += got
    return everything.removeprefix(CONTINUE)


def _whole(answer: bytes) -> bool:
    head, found, body = answer.removeprefix(CONTINUE).partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(found) and (b" 204 " in head[:20] or bool(length and len(body) >= int(length[1])))


def _read(everything: bytes) -> Said:
    status = re.match(rb"HTTP/1\.1 (\d{3})", everything)
    code = re.search(rb'"code":"(\w+)"', everything)
    return Said(int(status[1]) if status else 0, code[1].decode() if code else "", everything)


async def alive(port: int) -> bool:
    """Whether the server still serves."""
    return (await say(port, b"GET /api/health HTTP/1.1\r\n" + HOST + b"\r\n")).status == 200


def get(target: bytes, *lines: bytes, version: bytes = b"1.1", host: bytes = HOST) -> bytes:
    """A request without a body."""
    return b"GET " + target + b" HTTP/" + version + b"\r\n" + host + b"".join(lines) + b"\r\n"


def post(*lines: bytes, body: bytes = b"") -> bytes:
    """A sign-in with these headers."""
    return SIGN_IN + JSON + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


UNREADABLE: dict[str, list[bytes]] = {
    "a version of before versions, with more after it": [b"GET /\r\nX\r\n\r\n"],
    "HTTP/2 in the clear": [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    "TLS": [b"\x16\x03\x01\x02\x00\x01\x00" + b"x" * 20],
    "an unknown method": [b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n"],
    "a target without a slash": [get(b"api/health")],
    "a target that is a file": [get(b"file:///etc/passwd")],
    "a target with half an address": [get(b"http://[x/")],
    "a target for a proxy": [b"CONNECT test.local:443 HTTP/1.1\r\n" + HOST + b"\r\n"],
    "letters that were not encoded": [get("/верстат".encode())],
    "nothing in a path": [get(b"/\x00")],
    "a space in a path": [get(b"/a b")],
    "a path of 64 KiB": [get(b"/" + b"a" * 65_536)],
    "a header that goes on in the next line": [get(b"/", b"X: a\r\n b\r\n")],
    "half a line break in a header": [get(b"/", b"X: a\rb\r\n")],
    "nothing in a header": [get(b"/", b"X: a\x00b\r\n")],
    "a space before the colon": [get(b"/", host=b"Host : test.local\r\n")],
    "a length and chunks": [
        post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\nGET /x HTTP/1.1")
    ],
    "chunks and a length": [post(b"Transfer-Encoding: chunked", b"Content-Length: 5", body=b"0\r\n\r\n")],
    "chunks and something after": [post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n")],
    "chunks by almost that name": [post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n")],
    "two lengths": [post(b"Content-Length: 2", b"Content-Length: 3", body=b"{}")],
    "a length below zero": [post(b"Content-Length: -2", body=b"{}")],
    "a length with a sign": [post(b"Content-Length: +2", body=b"{}")],
    "a length in hex": [post(b"Content-Length: 0x2", body=b"{}")],
    "a length beyond numbers": [post(b"Content-Length: 99999999999999999999999", body=b"{}")],
    "a chunk of no size": [post(b"Transfer-Encoding: chunked", body=b"zz\r\n{}\r\n0\r\n\r\n")],
}


async def test_a_proxy_is_believed_on_a_socket_for_both_kinds_of_address(port: int) -> None:
    behind_tls = get(b"/api/health", b"X-Forwarded-Proto: https\r\n")
    assert b"strict-transport-security" in (await say(port, behind_tls)).everything
    assert b"strict-transport-security" not in (await say(port, get(b"/api/health"))).everything


async def test_it_works(port: int) -> None:
    assert await alive(port)
    assert (await say(port, *(bytes([byte]) for byte in get(b"/api/health")))).status == 200  # a letter at a time


@pytest.mark.parametrize("case", UNREADABLE)
async def test_what_is_no_request_is_refused_and_reflects_nothing(port: int, case: str) -> None:
    answer = await say(port, *UNREADABLE[case])
    assert answer.status == 400
    assert answer.code in ("", "malformed")
    assert b"passwd" not in answer.everything
    assert b"Traceback" not in answer.everything
    assert await alive(port)


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (get(b"http://test.local/api/health", host=b"Host: elsewhere.example\r\n"), 200, ""),
        (get(b"http://127.0.0.1:8000/api/health", host=b"Host: elsewhere.example\r\n"), 200, ""),
        (get(b"http://elsewhere.example/api/health"), 421, "other_host"),
        (get(b"https://elsewhere.example/", b"Host: test.local\r\n"), 421, "other_host"),
        (get(b"http://test.local@elsewhere.example/"), 421, "other_host"),
        (get(b"/", host=b"Host: elsewhere.example\r\n"), 421, "other_host"),
        (get(b"//elsewhere.example/x.png"), 404, "not_found"),
        (get(b"/", host=b""), 400, "malformed"),
        (get(b"/", HOST), 400, "malformed"),
        (get(b"/", host=b"Host: \r\n"), 400, "malformed"),
        (get(b"/api/health", host=b"", version=b"1.0"), 200, ""),
        (get(b"/api/health", host=b"Host: 10.0.0.5:8000\r\n", version=b"1.0"), 200, ""),
    ],
)
async def test_only_what_is_asked_of_us_is_answered(port: int, request_: bytes, status: int, code: str) -> None:
    answer = await say(port, request_)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        (b"TRACE", b"/", 405),
        (b"TRACE", b"/api/reports/desk", 405),
        (b"CONNECT", b"/", 405),
        (b"PROPFIND", b"/api/reports/desk", 405),
        (b"DELETE", b"/api/health", 405),
        (b"OPTIONS", b"*", 204),
        (b"OPTIONS", b"/api/health", 204),
    ],
)
async def test_no_other_method_does_anything(port: int, method: bytes, target: bytes, status: int) -> None:
    answer = await say(port, method + b" " + target + b" HTTP/1.1\r\n" + HOST + b"X-Secret: echo\r\n\r\n")
    assert answer.status == status
    assert b"echo" not in answer.everything
    assert b"access-control" not in answer.everything.lower()


async def test_a_head_is_answered_without_a_body(port: int) -> None:
    answer = await say(port, b"HEAD /api/nothing HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert answer.everything.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "parts",
    [
        [b"GET /", *[b"a" * 65_536] * 10],
        [b"GET /?", *[b"a=1&" * 16_384] * 10],
        [b"GET / HTTP/1.1\r\n" + HOST + b"X: ", *[b"a" * 65_536] * 10],
        [b"GET / HTTP/1.1\r\n" + HOST, *[b"X: y\r\n" * 10_000] * 10],
        [b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: verstat_session=", *[b'"\\' * 32_768] * 10],
    ],
    ids=["path", "query", "header", "headers", "cookie"],
)
async def test_a_head_without_end_is_cut_off(port: int, parts: list[bytes]) -> None:
    assert (await say(port, *parts)).status in (400, 431, 0), "0: cut off while it was still sent"
    assert await alive(port)


@pytest.mark.parametrize("target", [b"/" + b"a" * 20_000, b"/?" + b"a=1&" * 5_000])
async def test_a_head_that_is_only_too_heavy_is_told_so(port: int, target: bytes) -> None:
    answer = await say(port, get(target))
    assert (answer.status, answer.code) == (431, "heavy_head")


CHUNKS = [post(b"Transfer-Encoding: chunked"), *[b"10000\r\n" + b"x" * 65_536 + b"\r\n"] * 8, b"0\r\n\r\n"]


@pytest.mark.parametrize(
    ("parts", "status", "code"),
    [
        ([post(b"Content-Length: 999999999", body=b"{}")], 413, "too_much"),
        ([post(b"Content-Length: 300000", body=b'{"login":"' + b"x" * 299_990)], 413, "too_much"),
        (CHUNKS, 413, "too_much"),
        ([post(b"Content-Length: 2", b"Content-Encoding: gzip", body=b"\x1f\x8b")], 400, "malformed"),
        ([post(b"Transfer-Encoding: gzip, chunked", body=b"2\r\n{}\r\n0\r\n\r\n")], 400, "malformed"),
        ([post(b"Transfer-Encoding: chunked", body=b"2;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n")], 400, "malformed"),
        ([post(b"Content-Length: 0")], 400, "malformed"),
        ([post(b"Expect: 100-continue", b"Content-Length: 2"), b"{}"], 400, "malformed"),
        ([post(b"Expect: tea", b"Content-Length: 2", body=b"{}")], 400, "malformed"),
        ([post(b"Content-Length: 2", body=b"{}" + get(b"/x.png"))], 400, "malformed"),
        ([SIGN_IN + b"Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"], 400, "malformed"),
        ([SIGN_IN + b"Content-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\n{}"], 400, "malformed"),
        ([SIGN_IN + b"Content-Type: \xff\r\nContent-Length: 2\r\n\r\n{}"], 400, "malformed"),
        ([SIGN_IN + b"Content-Type: application/json; charset=utf-7\r\nContent-Length: 2\r\n\r\n{}"], 400, "malformed"),
    ],
)  # fmt: skip - a table
async def test_a_body_that_lies_is_refused(port: int, parts: list[bytes], status: int, code: str) -> None:
    answer = await say(port, *parts)
    assert (answer.status, answer.code) == (status, code)
    assert await alive(port)


@pytest.mark.parametrize("target", [b"/api/sync", b"/", b"/api/health", b"/anything"])
@pytest.mark.parametrize("upgrade", [b"websocket", b"WebSocket"])
async def test_no_connection_becomes_a_websocket(port: int, target: bytes, upgrade: bytes) -> None:
    key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    answer = await say(port, get(target, b"Connection: keep-alive, Upgrade\r\nUpgrade: " + upgrade + b"\r\n", key))
    assert (answer.status, answer.code) == (404, "not_found")
    assert await alive(port)


async def test_a_websocket_with_a_body_is_refused_too(port: int) -> None:
    answer = await say(port, post(b"Connection: Upgrade", b"Upgrade: websocket", b"Content-Length: 2", body=b"{}"))
    assert (answer.status, answer.code) == (404, "not_found")


async def test_another_upgrade_is_not_made(port: int) -> None:
    answer = await say(port, get(b"/api/health", b"Connection: Upgrade\r\nUpgrade: h2c\r\n"))
    assert answer.status == 200


@pytest.mark.parametrize(
    ("begun", "name"),
    [
        (b"", "HEAD_PATIENCE"),
        (b"GET / HTTP/1.1\r\nHost: te", "HEAD_PATIENCE"),
        (post(b"Content-Length: 20", body=b"{"), "BODY_PATIENCE"),
        (post(b"Transfer-Encoding: chunked", body=b"5\r\n{"), "BODY_PATIENCE"),
    ],
    ids=["nothing", "half a head", "half a body", "half a chunk"],
)
async def test_nobody_holds_a_connection_by_saying_nothing(
    port: int, monkeypatch: pytest.MonkeyPatch, begun: bytes, name: str
) -> None:
    monkeypatch.setattr(listening, name, 0.05)
    answer = await say(port, begun)
    assert answer.status == (408 if begun and name == "HEAD_PATIENCE" else 0)
    assert answer.everything == b"" or begun, (
        "a browser connects ahead, and takes it for the answer to what it asks then"
    )
