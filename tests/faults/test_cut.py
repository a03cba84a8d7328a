"""A line that is cut at every byte: of a request with three operations, and of the answer to it. A real server, real
sockets. Whatever arrived, nothing is half there, and sending it once more gives every operation its verdict, once."""

import asyncio
import json
import sqlite3
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.app import assemble, build_app
from backend.core import clock
from backend.core.door import Door
from tests import databases
from tests.faults.storm import town
from tests.faults.storm.still import stillness
from tests.manufactories.till import entry
from tests.mentoring.meetings import NOON
from tests.phone import Phone
from tests.served import served
from tests.sync.crowd import signed_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATIENCE = 20  # seconds for an answer; the machine may be busy
ANSWER_STRIDE = 3
"""Every so many bytes of an answer: what the phone makes of a broken one is its own affair, and tested there."""


class Line:
    """From a phone of Solomiia's to the server, and a look at what it has kept."""

    def __init__(self, port: int, phone: Phone, team: str, file: Path) -> None:
        self.port, self.phone, self.team, self.file = port, phone, team, file

    def request(self) -> tuple[list[str], bytes]:
        """The ids of three operations, and the bytes that carry them."""
        operations = [entry(self.phone, self.team, "grant", 100, id=str(uuid.uuid4())) for _ in range(3)]
        sent = {"protocol": 1, "actor": self.phone.person, "now": clock.wire(clock.now()), "ops": operations}
        body = json.dumps(sent).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self.phone.http.cookies.items())
        head = (
            "POST /api/sync HTTP/1.1\r\nHost: test.local\r\nContent-Type: application/json\r\n"
            f"Cookie: {cookies}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return [operation["id"] for operation in operations], head.encode() + body

    async def cut(self, request: bytes, sent: int, heard: int = 0) -> bytes:
        """Only so many bytes pass in each direction, then the line is gone. What was heard."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            async with asyncio.timeout(PATIENCE):
                writer.write(request[:sent])
                await writer.drain()
                return await reader.readexactly(heard) if heard else b""
        finally:
            writer.transport.abort()

    async def send(self, request: bytes) -> tuple[bytes, list[dict[str, Any]]]:
        """The whole answer, and the verdicts in it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            async with asyncio.timeout(PATIENCE):
                writer.write(request)
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.partition(b":")[2])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length")
                )
                body = await reader.readexactly(length)
                return head + body, json.loads(body)["verdicts"]
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def kept(self, ids: list[str]) -> tuple[int, int, int]:
        """How many receipts, entries and lines of entries there are of these."""
        with closing(sqlite3.connect(self.file)) as cx:
            return tuple(
                cx.execute(f"SELECT count(*) FROM {table} WHERE {column} IN (?, ?, ?)", ids).fetchone()[0]
                for table, column in (("operation", "id"), ("entry", "id"), ("entry_line", "entry"))
            )  # type: ignore[return-value] - three of them


NOTHING, EVERYTHING = (0, 0, 0), (3, 3, 6)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[town.Town]:
    with stillness() as (time, _):
        made = town.build(databases.settings_for("sqlite", tmp_path_factory.mktemp("cut"), "town"), time)
    clock.set_to(NOON)
    yield made
    clock.set_to(None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(place: town.Town) -> AsyncIterator[Line]:
    """A server that listens, and a phone that has signed in."""
    settings = replace(place.settings, port=0, host="127.0.0.1")
    door: Door = assemble(settings)
    await door.open()
    phone = await signed_in(door, lambda: Phone(build_app(door), place.cast), place.person("solomiia"))
    await door.close()
    async with served(settings) as port:
        yield Line(port, phone, place.shop.id, settings.sqlite)


async def test_a_request_may_be_cut_at_every_byte(line: Line) -> None:
    _, whole = line.request()
    for n in range(len(whole) + 1):
        ids, request = line.request()
        await line.cut(request, n)
        kept = line.kept(ids)
        assert kept == NOTHING or (kept == EVERYTHING and n == len(whole)), f"after {n} bytes: {kept}"
        _, verdicts = await line.send(request)
        assert [(v["id"], v["status"]) for v in verdicts] == [(id_, "applied") for id_ in ids], f"after {n} bytes"
        assert line.kept(ids) == EVERYTHING, f"after {n} bytes"


async def test_an_answer_may_be_cut_at_every_byte(line: Line) -> None:
    ids, request = line.request()
    whole, _ = await line.send(request)
    for n in range(0, len(whole) - 20, ANSWER_STRIDE):  # the length of a moment, a word, may differ by a few bytes
        ids, request = line.request()
        assert len(await line.cut(request, len(request), n)) == n
        _, verdicts = await line.send(request)
        said = [(v["id"], v["status"], v["dup"] or n == 0) for v in verdicts]
        assert said == [(id_, "applied", True) for id_ in ids], f"after {n} bytes of the answer"
        assert line.kept(ids) == EVERYTHING, f"after {n} bytes of the answer"
