"""How a process listens: uvicorn, with limits that it lacks.

A reverse proxy has them too; this holds where there is none and where it is set up in haste.
"""

import asyncio
import socket
from asyncio.events import TimerHandle
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.core.database import Unready
from backend.core.settings import Settings

MOST_HEAD = 65_536  # bytes; the Gatekeeper refuses a fourth of it in a sentence, more is not even kept
HEAD_PATIENCE = 20  # seconds for a request's first line and headers
BODY_PATIENCE = 60  # seconds of silence inside a body: a phone under a bridge goes on, who holds a place does not


class Careful(HttpToolsProtocol):
    """uvicorn's protocol, which by itself keeps a head without end and waits for ever for the rest of a request."""

    _since_head = 0
    """Bytes that came since the head of a request began."""
    _in_head, _begun = True, False
    _late: TimerHandle | None = None
    """Runs while the rest of a request is on its way."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] - as uvicorn narrows it
        super().connection_made(transport)
        if self.client is not None:
            self.client = (_plain(self.client[0]), self.client[1])
        self._wait(HEAD_PATIENCE)

    def data_received(self, data: bytes) -> None:
        self._since_head += len(data)
        if self._late is not None and not self._in_head:
            self._wait(BODY_PATIENCE)
        super().data_received(data)
        if self._in_head and self._since_head > MOST_HEAD:
            self._cut(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._begun, self._since_head = True, True, 0
        self._wait(HEAD_PATIENCE)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._wait(BODY_PATIENCE)
        self._name_the_host()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._arrived()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def _wait(self, seconds: int) -> None:
        self._arrived()
        self._late = self.loop.call_later(seconds, self._cut, b"408 Request Timeout")

    def _arrived(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _cut(self, status: bytes) -> None:
        self._arrived()
        # Not in the middle of an answer; nor to a browser that connected ahead, which takes it for the next one.
        if self._begun and (not self.cycle or self.cycle.response_complete):
            self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()

    def _name_the_host(self) -> None:
        """A target that names its host is believed before the header (RFC 9112, 3.2.2), and judged like it."""
        if not self.url.startswith((b"/", b"*")):
            host = urlsplit(self.url).netloc.rpartition(b"@")[2]
            self.headers[:] = [(b"host", host), *(one for one in self.headers if one[0] != b"host")]


def _plain(address: str) -> str:
    """An IPv4 address as itself: a socket for both kinds gives it in IPv6, and no proxy would be known by it."""
    found = IPv6Address(address).ipv4_mapped if ":" in address and "%" not in address else None
    return str(found) if found else address


def server(app: Any, settings: Settings) -> uvicorn.Config:
    """What uvicorn serves, and how."""
    return uvicorn.Config(
        app,
        http=Careful,
        ws="none",  # nothing here speaks it, and what is not parsed has no holes
        access_log=False,
        server_header=False,
        log_config=None,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=10,  # seconds: as long as a slow phone may take over its delivery
    )


def listen(settings: Settings) -> socket.socket:
    """The socket that the settings name. Raises Unready."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, dualstack_ipv6=settings.host == "::")
    except OSError as error:
        raise Unready(
            f"Cannot listen on {settings.host} port {settings.port} ({error.strerror}). "
            "Is Verstat running already? Another port: --port 8001."
        ) from None
    except OverflowError:
        raise Unready(f"{settings.port} is no port; give one from 1 to 65535 with --port.") from None


def address(settings: Settings) -> str:
    """What to type into a browser on this machine."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"
