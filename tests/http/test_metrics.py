"""Figures for Prometheus: what was done is counted, nobody is named, and who does not want them has none."""

import asyncio
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.http import Gatekeeper
from backend.core.ids import new_id
from backend.core.settings import ROOT, Settings
from backend.core.writer import Writer
from tests.cast import PASSWORD, Cast
from tests.command.program import PATIENCE, environment, free_port
from tests.phone import Phone
from tests.sync.peek import alter


class Scrape(dict[str, float]):
    """Every figure as `name{labels}`; one that is not there is 0."""

    def __init__(self, text: str) -> None:
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                labels = ",".join(value for _, value in sorted(sample.labels.items()))
                self[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value

    def __missing__(self, _name: str) -> float:
        return 0.0


async def asked(port: int, path: str = "/metrics") -> httpx.Response:
    """What Prometheus gets; the listener begins beside the app, so it may have to ask again."""
    async with httpx.AsyncClient() as http, asyncio.timeout(PATIENCE):
        while True:
            try:
                return await http.get(f"http://127.0.0.1:{port}{path}")
            except httpx.ConnectError:
                await asyncio.sleep(0)


async def scrape(port: int) -> Scrape:
    answer = await asked(port)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return Scrape(answer.text)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def given(port: int) -> dict[str, Any]:
    return {"metrics": f"127.0.0.1:{port}", "processes": 2}


@pytest.fixture
def app(settings: Settings) -> Any:
    return build_app(assemble(settings))


@asynccontextmanager
async def served(app: Any, cast: Cast) -> AsyncGenerator[Phone]:
    """The installation from its start to its end, and Solomiia's phone."""
    async with app.lifespan():
        yield await Phone(app, cast).sign_in("solomiia")


async def test_it_works(app: Any, cast: Cast, port: int) -> None:
    async with served(app, cast) as solomiia:
        before = await scrape(port)
        lesson, strange = solomiia.lesson(0), solomiia.lesson(1)
        strange["body"]["enrolment"] = new_id()
        for ops in ([lesson, strange], [lesson]):
            await solomiia.verdicts(*ops)
        await solomiia.verdicts(solomiia.operation("network.vote", {}))
        await solomiia.send(actor=new_id())
        await solomiia.http.get("/api/health")
        await solomiia.http.get("/join/ABCDEF")
        after = await scrape(port)

        def more(name: str) -> float:
            return after[name] - before[name]

        assert {outcome: more(f"verstat_acts_total{{progress.complete_lesson,{outcome}}}") for outcome in OUTCOMES} == {
            "applied": 1,
            "duplicate": 1,
            "refused": 1,
            "retry": 0,
            "failed": 0,
        }
        assert more("verstat_unread_operations_total") == 1
        assert more("verstat_requests_total{sync,200}") == 3
        assert more("verstat_requests_total{sync,403}") == 1
        assert more("verstat_requests_total{health,200}") == 1
        assert more("verstat_requests_total{app,200}") == 1
        assert more("verstat_request_seconds_count{sync}") == 4
        assert more("verstat_request_seconds_bucket{+Inf,sync}") == 4
        assert more("verstat_batches_total") >= 2
        assert after["verstat_waiting_acts"] == 0
        assert after["verstat_database_answers"] == 1
        assert after["verstat_generation"] >= 1
        assert after["verstat_build{0.1.0}"] == 1


OUTCOMES = ["applied", "duplicate", "refused", "retry", "failed"]


async def test_the_process_says_of_itself_what_it_takes(app: Any, cast: Cast, port: int) -> None:
    async with served(app, cast):
        found = await scrape(port)
        assert found["process_cpu_seconds_total"] > 0
        assert found["process_resident_memory_bytes"] > 10_000_000


async def test_jobs_are_told(app: Any, cast: Cast, port: int) -> None:
    async with served(app, cast):
        async with asyncio.timeout(PATIENCE):
            while not (found := await scrape(port))["verstat_job_due_seconds{people.forget_failures}"]:
                await asyncio.sleep(0)  # they begin with the app
        assert found["verstat_job_failures{people.forget_failures}"] == 0


async def test_places_of_pulls_are_told(app: Any, cast: Cast, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(app, cast) as solomiia:
        monkeypatch.setattr("backend.sync.slots.WAIT", 0)
        wish = {"cursor": None, "max_rows": 500}
        first = app.state.slots._first  # nothing else takes a place and keeps it
        held = first._value
        for _ in range(held):
            await first.acquire()
        assert (await solomiia.send(pull=wish)).status_code == 503
        found = await scrape(port)
        assert (found["verstat_pulls{first}"], found["verstat_pulls_refused_total{first}"]) == (held, 1)
        for _ in range(held):
            first.release()
        assert (await solomiia.send(pull=wish)).status_code == 200
        found = await scrape(port)
        assert (found["verstat_pulls{first}"], found["verstat_pulls_refused_total{first}"]) == (0, 1)


async def test_nobody_is_named_in_it(app: Any, cast: Cast, port: int) -> None:
    async with served(app, cast) as solomiia:
        await solomiia.pull()
        await solomiia.verdicts(solomiia.lesson(0))
        await solomiia.http.get(f"/api/people/card/{cast.people['ostap']}?name=Solomiia")
        await solomiia.http.get(f"/{cast.people['ostap']}")
        await solomiia.try_to_sign_in("somebody", PASSWORD + "!")
        text = (await asked(port)).text
        lower = text.lower()
        names = [*cast.people, *cast.people.values(), "somebody", PASSWORD, "test.local", "10.0.0.1"]
        assert [name for name in names if name.lower() in lower] == []
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", lower)


async def test_a_database_that_is_away_is_told_with_the_rest(app: Any, cast: Cast, door: Door, port: int) -> None:
    async with served(app, cast):
        await alter(door.database, "ALTER TABLE job RENAME TO elsewhere")
        found = await scrape(port)
        assert (found["verstat_database_answers"], "verstat_generation" in found) == (0, False)
        assert "verstat_batches_total" in found
        await alter(door.database, "ALTER TABLE elsewhere RENAME TO job")


@pytest.mark.parametrize("path", ["/", "/metricsx", "/api/health"])
async def test_there_is_nothing_else(app: Any, cast: Cast, port: int, path: str) -> None:
    async with served(app, cast):
        assert (await asked(port, path)).status_code == 404


async def test_who_asks_nothing_keeps_nobody_else_waiting(app: Any, cast: Cast, port: int) -> None:
    async with served(app, cast):
        await scrape(port)
        _, silent = await asyncio.open_connection("127.0.0.1", port)
        await scrape(port)
        silent.write(b"x" * 100_000)
        silent.close()
        await scrape(port)


async def test_each_process_has_a_port_of_its_own(app: Any, cast: Cast, settings: Settings, port: int) -> None:
    async with served(app, cast):
        await scrape(port)
        other = build_app(assemble(settings))
        async with other.lifespan():
            found = await scrape(port + 1)
        assert found["verstat_requests_total{sync,200}"] == 0


async def test_the_public_door_does_not_know_it(app: Any, cast: Cast) -> None:
    async with served(app, cast) as solomiia:
        assert (await solomiia.http.get("/metrics")).headers["content-type"].startswith("text/html")


class TestOff:
    """Which is the default."""

    @pytest.fixture
    def given(self) -> dict[str, Any]:
        return {}

    async def test_nobody_listens_and_nothing_is_counted(
        self, app: Any, cast: Cast, settings: Settings, port: int
    ) -> None:
        assert type(assemble(settings).writer) is Writer
        assert isinstance(app.asgi_handler, Gatekeeper)
        async with served(app, cast):
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", port)


async def test_who_does_not_want_it_does_not_import_it() -> None:
    program = (
        "import sys; from backend.core.settings import Settings; from backend.app import assemble, build_app; "
        "build_app(assemble(Settings())); sys.exit('prometheus_client' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT, env=environment())
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
