"""The roof: figures about one process for Prometheus, on an address of its own that no visitor reaches.

Only a program whose settings ask for it imports this. No figure says anything about a person: labels are names out of
the code and numbers of HTTP. Each of several processes listens for itself, so that nothing has to be summed up here.
"""

import asyncio
import logging
import time
import tomllib
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import cache
from typing import Any

import prometheus_client
from litestar import Litestar
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Histogram, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from backend.core import clock, hosts
from backend.core.door import Door
from backend.core.settings import ROOT, Settings
from backend.core.work import Act
from backend.core.writer import Writer
from backend.sync.receipts import is_final
from backend.sync.slots import Slots

log = logging.getLogger(__name__)

PATIENCE = 5  # seconds for whoever asks
PAUSE = 15  # seconds until the ports are tried again
MOST_HEAD = 16_384  # bytes of a question
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
PARTS = {"/api/sync": "sync", "/api/health": "health", "/api": "api", "/schema": "api", "/admin": "console"}


def part_of(path: str) -> str:
    """Which part of the program a path belongs to: never the path itself, which may say who."""
    return next((part for start, part in PARTS.items() if path == start or path.startswith(f"{start}/")), "app")


class CountingWriter(Writer):
    """The writer, which also counts what became of the acts."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.tally: Counter[tuple[str, str]] = Counter()
        """(name of the act, outcome) -> how many."""

    async def submit(self, acts: list[Act]) -> None:
        try:
            await super().submit(acts)
        except Exception:
            self.tally.update((act.name, "failed") for act in acts)
            raise
        self.tally.update((act.name, _outcome(act)) for act in acts)


def _outcome(act: Act) -> str:
    if act.receipt is not None and act.receipt.dup:
        return "duplicate"
    if not isinstance(act.outcome, BaseException):
        return "applied"
    return "refused" if is_final(act.outcome) else "retry"


ASKED = {
    "generation": "SELECT value FROM sync_meta WHERE id = 'generation'",
    "jobs": "SELECT id, due, tries FROM job",
}
"""What only the database knows. Every process says the same of it."""


class Meters(Collector):
    """The figures of one process."""

    def __init__(self, door: Door, slots: Slots) -> None:
        self._door, self._slots = door, slots
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._asked: Counter[tuple[str, str]] = Counter()
        self._registry = CollectorRegistry()
        prometheus_client.disable_created_metrics()
        self._seconds = Histogram(
            "verstat_request_seconds",
            "From the head of a request to the end of its answer, a slow phone's sending included.",
            ["part"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._registry.register(self)
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)

    def measured(self, app: ASGIApp) -> ASGIApp:
        """What stands round all that answers, and counts."""

        async def measuring(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            started, status = time.perf_counter(), 500

            async def sending(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                await send(message)

            try:
                await app(scope, receive, sending)
            finally:
                part = part_of(scope["path"])
                self._asked[part, str(status)] += 1
                self._seconds.labels(part).observe(time.perf_counter() - started)

        return measuring

    @asynccontextmanager
    async def lifespan(self, _app: Litestar) -> AsyncGenerator[None]:
        """Whoever asks the address of the metrics is answered in here."""
        listening = asyncio.create_task(_listen(self._door.settings, self))
        try:
            yield
        finally:
            listening.cancel()
            await asyncio.wait([listening])

    async def page(self) -> bytes:
        """What Prometheus reads."""
        try:
            async with self._door.database.read() as db:
                self._rows = {name: await db.rows(sql) for name, sql in ASKED.items()}
        except Exception as error:  # the edge: the figures of the process are wanted most when its database is away
            log.warning("The database cannot be asked for figures", exc_info=error)
            self._rows = {}
        return generate_latest(self._registry)

    def collect(self) -> Iterable[Metric]:
        """What is known without being counted on the way."""
        writer = self._door.writer
        yield _one("verstat_build", "The version of the program.", {(_version(),): 1}, "version")
        yield _sum("verstat_requests", "Requests answered.", self._asked, "part", "status")
        yield _sum("verstat_acts", "What became of acts.", getattr(writer, "tally", {}), "act", "outcome")
        yield _sum("verstat_unread_operations", "What phones brought and nobody could read.", {(): writer.unread})
        yield _sum("verstat_batches", "Transactions in which acts were saved.", {(): writer.saved})
        yield _one("verstat_waiting_acts", "Acts that wait for the writer.", {(): writer.backlog})
        taken, refused = self._slots.taken, self._slots.refused
        yield _one("verstat_pulls", "Pulls under way.", {(kind,): n for kind, n in taken.items()}, "kind")
        yield _sum(
            "verstat_pulls_refused", "Pulls without a place.", {(kind,): n for kind, n in refused.items()}, "kind"
        )
        yield from self._of_the_database()

    def _of_the_database(self) -> Iterable[Metric]:
        yield _one("verstat_database_answers", "Whether it answered just now.", {(): float(bool(self._rows))})
        if not self._rows:
            return
        jobs, generation = self._rows["jobs"], self._rows["generation"]
        due = {(row["id"],): clock.instant(row["due"]).timestamp() for row in jobs}
        yield _one("verstat_job_due_seconds", "When a job is due, in seconds since 1970.", due, "job")
        failures = {(row["id"],): row["tries"] for row in jobs}
        yield _one("verstat_job_failures", "How often a job went wrong in a row.", failures, "job")
        come = float(generation[0]["value"])
        yield _one("verstat_generation", "How far the database has come; see its guard.", {(): come})


Values = Mapping[tuple[str, ...], float]


def _one(name: str, what: str, values: Values, *labels: str) -> Metric:
    """A figure that goes up and down."""
    return _filled(GaugeMetricFamily(name, what, labels=labels), values)


def _sum(name: str, what: str, values: Values, *labels: str) -> Metric:
    """A figure that only grows, from 0 at the start of the process."""
    return _filled(CounterMetricFamily(name, what, labels=labels), values)


def _filled(family: GaugeMetricFamily | CounterMetricFamily, values: Values) -> Metric:
    for labels, value in values.items():
        family.add_metric(labels, value)
    return family


@cache
def _version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


async def _listen(settings: Settings, meters: Meters) -> None:
    """On the first free of as many ports as there are processes; where all are taken, as soon as one is free. Nothing
    is kept from serving."""
    host, first = hosts.listener(settings.metrics)
    while True:
        for port in range(first, min(first + settings.processes, 65_536)):
            with suppress(OSError):
                server = await asyncio.start_server(lambda r, w: _answer(meters, r, w), host, port, limit=MOST_HEAD)
                log.info("Figures for Prometheus are on %s port %s", host, port)
                async with server:
                    await server.serve_forever()
        log.warning("Nothing can listen on %s from port %s on for Prometheus; trying again", host, first)
        await asyncio.sleep(PAUSE)


async def _answer(meters: Meters, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One question of HTTP/1.1, which is all that Prometheus needs."""
    try:
        async with asyncio.timeout(PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
            known = head.startswith((b"GET /metrics ", b"GET /metrics?"))
            body = await meters.page() if known else b"The figures are at /metrics.\n"
            kind = prometheus_client.CONTENT_TYPE_PLAIN_0_0_4 if known else "text/plain"
            status = "200 OK" if known else "404 Not Found"
            said = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\nconnection: close"
            writer.write(f"{said}\r\n\r\n".encode() + body)
            await writer.drain()
    except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # whoever asked went away, or was none who asks
    finally:
        writer.close()
