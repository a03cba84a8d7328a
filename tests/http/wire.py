"""Requests as they come off the wire: a client of the usual kind would tidy them up first."""

import json
from typing import Any
from urllib.parse import unquote

from msgspec import Struct


class Answer(Struct):
    """What came back; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class App:
    """Calls an ASGI app the way uvicorn does."""

    def __init__(self, app: Any) -> None:
        self.litestar = app

    async def ask(self, path: str, *, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """The answer to one request; `_` in a header's name stands for `-`."""
        return await self.send(scope_of(path, method, [(b"host", b"test.local"), *_bytes(headers)], len(body)), body)

    async def send(self, scope: dict[str, Any], body: bytes = b"") -> Answer:
        """The answer to a request as a server hands it on."""
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.litestar(scope, receive, send)
        start, *rest = sent
        found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], found, b"".join(part.get("body", b"") for part in rest))


def scope_of(path: str, method: str, headers: list[tuple[bytes, bytes]], length: int = 0) -> dict[str, Any]:
    """A request of HTTP/1.1 without TLS."""
    raw, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(raw),
        "raw_path": raw.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [*headers, (b"content-length", str(length).encode())],
        "client": ("10.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }


def _bytes(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
