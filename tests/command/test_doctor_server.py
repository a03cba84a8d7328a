"""The server as a doctor meets it: broken, behind a proxy, by its public name."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.core import clock
from backend.core.door import Door
from backend.core.http import HEADERS
from backend.core.settings import Settings
from backend.doctor import server
from tests.command.doctors import said
from tests.command.program import free_port
from tests.served import served
from tests.sync.peek import alter

CERTIFICATE = Path(__file__).with_name("localhost.pem")  # with its key, valid for a hundred years, believed by nobody


@pytest.fixture
def given() -> dict[str, Any]:
    return {"hosts": "", "port": free_port()}


@pytest.fixture
def alone(tmp_path: Path) -> Settings:
    """An installation without a database: these tests are about the door."""
    tmp_path.chmod(0o700)
    return Settings(data=tmp_path, port=free_port())


def answer(status: int = 200, body: str = '{"status":"ok"}', **headers: str) -> bytes:
    """An answer with all our headers, but for those given otherwise; "" leaves one out."""
    listed = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"{name}: {value}\r\n" for name, value in listed.items() if value]
    return f"HTTP/1.1 {status} X\r\n{''.join(lines)}content-length: {len(body)}\r\n\r\n{body}".encode()


@asynccontextmanager
async def answering(port: int, with_: bytes, tls: ssl.SSLContext | None = None) -> AsyncGenerator[None]:
    """Something listens there, and answers everything so."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(with_)
        if with_:
            await writer.drain()
            writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", port, ssl=tls):
        yield


@pytest.mark.parametrize(
    ("with_", "mark", "piece"),
    [
        (answer(), "ok", "with all its security headers"),
        (answer(x_frame_options=""), "bad", "answers without x-frame-options"),
        (answer(referrer_policy="no"), "bad", "answers without referrer-policy"),
        (answer(404), "bad", "Another program answers"),
        (answer(body="hello"), "bad", "Another program answers"),
        (b"220 smtp\r\n", "bad", "gives no answer"),
        (b"", "bad", "gives no answer"),
    ],
)
async def test_what_answers_is_looked_at(
    alone: Settings, monkeypatch: pytest.MonkeyPatch, with_: bytes, mark: str, piece: str
) -> None:
    monkeypatch.setattr(server, "PATIENCE", 1 if not with_ else 30)
    async with answering(alone.port, with_):
        assert (await said(alone)).mark(piece) == mark


async def test_a_server_that_is_not_ready(settings: Settings, door: Door) -> None:
    await alter(door.database, "DELETE FROM migration WHERE app_name = 'jobs'")
    async with served(settings):
        assert (await said(settings)).mark("is not ready") == "bad"


class TestByName:
    """localhost stands for a public name."""

    @pytest.fixture
    def settings(self, alone: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
        monkeypatch.setattr(server, "TLS_PORT", free_port())
        monkeypatch.setattr(server, "trust", lambda: ssl.create_default_context(cafile=CERTIFICATE))
        return Settings(data=alone.data, port=alone.port, hosts="localhost")

    @pytest.fixture
    def tls(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        return context

    async def test_it_works(self, settings: Settings, tls: ssl.SSLContext) -> None:
        async with answering(server.TLS_PORT, answer(strict_transport_security="max-age=31536000"), tls):
            found = await said(settings)
        assert found.mark("The certificate of https://localhost is valid until 2126") == "ok"
        assert found.mark("with all security headers and HSTS") == "ok"

    @pytest.mark.parametrize(
        ("with_", "mark", "piece"),
        [
            (answer(), "look", "must send X-Forwarded-Proto"),
            (answer(421), "bad", "must pass Host unchanged"),
            (answer(502, "Bad Gateway"), "bad", "(status 502)"),
            (answer(content_security_policy=""), "bad", "https://localhost answers without content-security-policy"),
        ],
    )
    async def test_what_a_proxy_spoils(
        self, settings: Settings, tls: ssl.SSLContext, with_: bytes, mark: str, piece: str
    ) -> None:
        async with answering(server.TLS_PORT, with_, tls):
            assert (await said(settings)).mark(piece) == mark

    async def test_a_certificate_that_ends_soon(self, settings: Settings, tls: ssl.SSLContext) -> None:
        clock.set_to(datetime(2126, 11, 1, tzinfo=UTC))
        try:
            async with answering(server.TLS_PORT, answer(), tls):
                assert (await said(settings)).mark("is its renewal set up?") == "look"
        finally:
            clock.set_to(None)

    async def test_a_certificate_that_nobody_believes(
        self, settings: Settings, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(server, "trust", ssl.create_default_context)
        async with answering(server.TLS_PORT, answer(), tls):
            assert (await said(settings)).mark("Phones do not trust the certificate") == "bad"

    async def test_a_name_that_leads_nowhere(self, settings: Settings) -> None:
        assert (await said(settings)).mark("cannot be reached from this machine") == "look"


async def test_without_a_name(alone: Settings) -> None:
    assert (await said(alone)).mark("VERSTAT_HOSTS is empty") == "look"


@pytest.mark.parametrize(
    ("trusted", "mark"),
    [
        ("127.0.0.1", "ok"),
        ("10.0.0.0/8, ::1", "ok"),
        ("*", "bad"),
        ("0.0.0.0/0", "bad"),
        ("::/0", "bad"),
        ("proxy.local", "look"),
    ],
)
async def test_whose_word_is_believed(alone: Settings, trusted: str, mark: str) -> None:
    piece = "Believed on" if mark == "ok" else "VERSTAT_TRUSTED_PROXIES has"
    assert (await said(alone, trusted_proxies=trusted)).mark(piece) == mark


async def test_the_figures(alone: Settings) -> None:
    place = f"127.0.0.1:{free_port()}"
    async with answering(alone.port, answer()):
        assert (await said(alone, metrics=place)).mark("Nobody gives figures at") == "look"
        async with answering(int(place.rpartition(":")[2]), answer()):
            assert (await said(alone, metrics=place)).mark("Figures for Prometheus are set up") == "ok"
    assert (await said(alone, metrics="0.0.0.0:9464")).mark("may be read from outside") == "look"
