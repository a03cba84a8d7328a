"""The client of the benchmarks: whatever it misreads, they would report as the server's."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from tests.load.wire import Wire, request

HELLO = request("GET", "/")


@asynccontextmanager
async def answering(*answers: list[bytes]) -> AsyncGenerator[Wire]:
    """A connection to a server that gives these answers in these parts; after the last it hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for parts in answers:
            await reader.readuntil(b"\r\n\r\n")
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    wire = await Wire.connect(*server.sockets[0].getsockname()[:2])
    yield wire
    wire.cut()
    server.close()


async def test_it_works() -> None:
    one = [b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: 5\r\nETag: x\r\n\r\nhe", b"llo"]
    two = [
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"0\r\n\r\n",
    ]
    three = [b"HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n"]
    async with answering(one, two, three) as wire:
        hello, abc, same = [await wire.ask(HELLO) for _ in range(3)]
    assert (hello.status, hello.body, hello.header(b"etag")) == (200, b"hello", b"x")
    assert (abc.status, abc.body) == (404, b"abc")
    assert (same.status, same.body) == (304, b"")


async def test_half_an_answer_is_none() -> None:
    async with answering([b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel"]) as wire:
        with pytest.raises(ConnectionError):
            await wire.ask(HELLO)
        assert not wire.open


async def test_a_line_that_the_server_closes_is_not_asked_again() -> None:
    async with answering([b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"], []) as wire:
        assert (await wire.ask(HELLO)).status == 200
        assert not wire.open
        with pytest.raises(ConnectionError):
            await wire.ask(HELLO)


async def test_a_cut_line_gives_no_answer() -> None:
    async with answering([], []) as wire:
        asking = asyncio.create_task(wire.ask(HELLO))
        await asyncio.sleep(0)
        wire.cut()
        with pytest.raises(ConnectionError):
            await asking


async def test_what_is_no_http_is_no_answer() -> None:
    async with answering([b"SSH-2.0-OpenSSH\r\n\r\n"]) as wire:
        with pytest.raises(ConnectionError):
            await wire.ask(HELLO)


def test_a_request_says_how_long_it_is() -> None:
    head, _, body = request("POST", "/api/sync", cookie="a=b", body=b"{}", headers={"host": "localhost"}).partition(
        b"\r\n\r\n"
    )
    told = dict(line.split(b": ") for line in head.split(b"\r\n")[1:])
    assert head.startswith(b"POST /api/sync HTTP/1.1\r\n")
    assert body == b"{}"
    assert told == {
        b"host": b"localhost",
        b"cookie": b"a=b",
        b"content-type": b"application/json",
        b"content-length": b"2",
    }
