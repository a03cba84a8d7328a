"""The cheapest HTTP/1.1 client that is correct: what makes the load shares its cores with the server that bears it."""

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import brotli
import httptools
import msgspec


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: list[tuple[bytes, bytes]]
    """Names in small letters, in the order in which they came."""
    body: bytes
    """As it was on the line, so maybe packed."""

    def header(self, name: bytes) -> bytes:
        """The first header of this name, in small letters; empty when there is none."""
        return next((value for one, value in self.headers if one == name), b"")

    @property
    def plain(self) -> bytes:
        """The body, unpacked."""
        return bytes(brotli.decompress(self.body)) if self.header(b"content-encoding") == b"br" else self.body

    def json(self) -> Any:
        """What the body says."""
        return msgspec.json.decode(self.plain)


def request(
    method: str, path: str, *, cookie: str = "", body: bytes = b"", headers: Mapping[str, str] | None = None
) -> bytes:
    """The bytes of a request, to be built before the clock starts. `headers` win over what is put in by itself."""
    told = {"host": "127.0.0.1"}
    if cookie:
        told["cookie"] = cookie
    if body or method not in ("GET", "HEAD"):
        told |= {"content-type": "application/json", "content-length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (told | dict(headers or {})).items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body


class Wire(asyncio.Protocol):
    """One connection, kept alive; one question at a time. Answers to HEAD are not understood."""

    _transport: asyncio.Transport
    _asked: "asyncio.Future[Reply] | None" = None

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._parts: list[bytes] = []
        self.open = False
        """Whether another question can be asked; the server may end it at any time."""

    @classmethod
    async def connect(cls, host: str, port: int) -> "Wire":
        """A new connection. Raises OSError."""
        _, wire = await asyncio.get_running_loop().create_connection(cls, host, port)
        return wire

    async def ask(self, request: bytes) -> Reply:
        """The answer to a request. Raises ConnectionError when the line breaks first; cancelled, it breaks the line."""
        if not self.open or self._asked is not None:
            raise ConnectionError("the line is closed" if not self.open else "an answer is still awaited")
        self._asked = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._asked
        except asyncio.CancelledError:
            self.cut()
            raise
        finally:
            self._asked = None

    def cut(self) -> None:
        """Break the line at once, as a phone does that loses the network; whoever awaits an answer is told."""
        self.open = False
        self._transport.abort()
        self._fail("cut")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.open = cast("asyncio.Transport", transport), True  # uvloop's is none by its class

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self.open = False
            self._transport.abort()
            self._fail(f"no HTTP: {error}")

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        self._fail(str(exc or "the server hung up"))

    def on_message_begin(self) -> None:
        self._headers, self._parts = [], []

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:  # only news of the answer to come
            return
        if not self._parser.should_keep_alive():
            self.open = False
            self._transport.close()
        if self._asked is not None and not self._asked.done():
            self._asked.set_result(Reply(status, self._headers, b"".join(self._parts)))

    def _fail(self, why: str) -> None:
        if self._asked is not None and not self._asked.done():
            self._asked.set_exception(ConnectionError(why))
