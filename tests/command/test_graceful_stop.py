"""SIGTERM to a real server in the middle of deliveries: what was taken is answered, and what was answered is kept."""

import asyncio
import json
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from backend.core import clock
from backend.core.clock import wire
from backend.core.door import Door
from backend.core.settings import Settings
from tests.cast import Cast
from tests.command.program import PATIENCE, Serving
from tests.command.test_several import until
from tests.phone import Phone
from tests.sync.crowd import crowd, signed_in
from tests.sync.peek import peek

New = Callable[..., Phone]
ENOUGH = 3  # deliveries of each phone, before and after what happens


def serving(settings: Settings, processes: int = 1) -> Serving:
    given = {"VERSTAT_DATABASE": settings.database, "VERSTAT_PROCESSES": str(processes)} if settings.database else {}
    return Serving("serve", "--data", settings.data, **given)


class Delivering:
    """A phone that delivers over a connection which it keeps, until the server is gone."""

    def __init__(self, phone: Phone, name: str) -> None:
        self.phone, self.name = phone, name
        self.confirmed: list[str] = []
        self.cut = 0
        self.enough = asyncio.Event()
        """At least `ENOUGH` since it was cleared."""
        self._since = 0

    def again(self) -> None:
        self.enough.clear()
        self._since = len(self.confirmed)

    async def go_on(self, until_gone: bool = True) -> None:
        """Deliver one operation after the other, each until it is confirmed."""
        operation = self.phone.lesson(0, self.name)
        while True:
            try:
                answer = await self.phone.send(operation)
            except httpx.ConnectError:
                assert until_gone, "a new connection was refused"
                return
            except httpx.TransportError:
                self.cut += 1  # it is sent again; whether it was taken is not known
                continue
            assert answer.status_code == 200, answer.text
            assert [verdict["status"] for verdict in answer.json()["verdicts"]] == ["applied"]
            self.confirmed.append(operation["id"])
            if len(self.confirmed) >= self._since + ENOUGH:
                self.enough.set()
            operation = self.phone.lesson(len(self.confirmed) % 4, self.name)


async def over_the_wire(phones: list[Phone], url: str) -> list[Delivering]:
    for phone in phones:
        cookies = phone.http.cookies
        await phone.http.aclose()
        phone.http = httpx.AsyncClient(base_url=url, cookies=dict(cookies), timeout=PATIENCE)
    return [Delivering(phone, f"crowd {n}") for n, phone in enumerate(phones)]


async def all_have_enough(phones: list[Delivering]) -> None:
    await asyncio.wait_for(asyncio.gather(*(one.enough.wait() for one in phones)), PATIENCE)


async def known(door: Door) -> set[str]:
    return {row["id"] for row in await peek(door.database, "SELECT id FROM operation")}


async def test_it_works(door: Door, cast: Cast, phone: New, settings: Settings) -> None:
    phones = await crowd(door, cast, phone, 8)
    async with serving(settings) as server:
        delivering = await over_the_wire(phones, server.url)
        tasks = [asyncio.create_task(one.go_on()) for one in delivering]
        await all_have_enough(delivering)
        status, _, err = await server.end()
        await asyncio.gather(*tasks)
    assert status == 0
    assert "Traceback" not in err
    assert "exceeded" not in err  # nothing had to be cancelled
    assert {id_ for one in delivering for id_ in one.confirmed} <= await known(door)


@pytest.mark.postgres
async def test_a_rolling_restart_is_noticed_by_nobody(door: Door, cast: Cast, phone: New, settings: Settings) -> None:
    phones = await crowd(door, cast, phone, 8)
    async with serving(settings, processes=2) as server:
        first = server.process.pid
        before = await until("none", first, [])
        delivering = await over_the_wire(phones, server.url)
        tasks = [asyncio.create_task(one.go_on(until_gone=False)) for one in delivering]
        await all_have_enough(delivering)
        server.process.send_signal(signal.SIGHUP)
        await until("none", first, before)
        for one in delivering:
            one.again()
        await all_have_enough(delivering)
        for task in tasks:
            task.cancel()
        said = await asyncio.gather(*tasks, return_exceptions=True)
        status, _, err = await server.end()
    assert [type(one) for one in said] == [asyncio.CancelledError] * len(tasks)
    assert status == 0
    assert "Traceback" not in err
    assert {id_ for one in delivering for id_ in one.confirmed} <= await known(door)


class Raw:
    """A connection, byte by byte."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def __aenter__(self) -> "Raw":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def answer(self) -> tuple[bytes, bytes]:
        """Head and body of the next one."""
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), PATIENCE)
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return head.lower(), await self.reader.readexactly(int(length.partition(b":")[2]))

    async def end(self) -> bytes:
        """What comes until the server closes it."""
        try:
            return await asyncio.wait_for(self.reader.read(), PATIENCE)
        except ConnectionResetError:  # it had not been read, or not even been accepted
            return b""


def delivery(phone: Phone, *operations: Any) -> tuple[bytes, bytes]:
    """Head and body, to be sent bit by bit."""
    whole = {"protocol": 1, "actor": phone.person, "now": wire(clock.now()), "ops": operations}
    body = json.dumps(whole).encode()
    cookie = "; ".join(f"{name}={value}" for name, value in phone.http.cookies.items())
    says = {"host": "127.0.0.1", "cookie": cookie, "content-length": len(body), "expect": "100-continue"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in says.items())
    return f"POST /api/sync HTTP/1.1\r\n{lines}\r\n".encode(), body


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.postgres)])
async def test_a_slow_body_is_waited_for_and_nothing_else(
    door: Door, cast: Cast, phone: New, settings: Settings, processes: int
) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation = solomiia.lesson(0)
    head, body = delivery(solomiia, operation)
    async with serving(settings, processes) as server, AsyncExitStack() as stack:
        idle, ahead, half_a_head, slow, silent = [await stack.enter_async_context(Raw(server.port)) for _ in range(5)]
        idle.writer.write(b"GET /api/health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
        assert (await idle.answer())[0].startswith(b"http/1.1 200")
        half_a_head.writer.write(head[:20])
        for one in (slow, silent):
            one.writer.write(head)
            assert b" 100 " in await one.reader.readuntil(b"\r\n\r\n")  # it is being answered
            one.writer.write(body[:30])
        ending = asyncio.create_task(server.end())
        assert [await one.end() for one in (idle, ahead, half_a_head)] == [b"", b"", b""]
        await nobody_listens(server.port)
        slow.writer.write(body[30:])
        said, verdicts = await slow.answer()
        assert said.startswith(b"http/1.1 200")
        assert b"connection: close" in said
        assert [verdict["status"] for verdict in json.loads(verdicts)["verdicts"]] == ["applied"]
        assert await slow.end() == b""
        await silent.end()  # when patience with it is over
        status, _, _ = await ending
    assert status == 0
    assert operation["id"] in await known(door)


async def nobody_listens(port: int) -> None:
    """Returns once a new connection is refused: whoever comes now is not kept waiting."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                return
            writer.close()
            await asyncio.sleep(0.02)  # another process ends: there is nothing to await
