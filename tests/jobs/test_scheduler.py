"""What is due is done once, by one process, whatever becomes of the others and of the job before it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from backend import scheduler
from backend.app import assemble, build_app
from backend.core import clock
from backend.core.door import Door
from backend.core.settings import Settings
from backend.jobs import claims
from backend.scheduler import Job
from tests.sync.peek import alter, peek

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Jobs:
    """Jobs made up for a test, and how often each was done."""

    def __init__(self) -> None:
        self.known: dict[str, Job] = {}
        self.done: list[str] = []

    def add(self, kind: str, run: Callable[[Door], Awaitable[Any]] | None = None, every: timedelta = HOUR) -> None:
        async def work(door: Door) -> None:
            self.done.append(kind)
            if run:
                await run(door)

        self.known[kind] = Job(every, work)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    found = Jobs()
    monkeypatch.setattr(scheduler, "JOBS", found.known)
    return found


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    clock.set_to(NOON)
    yield
    clock.set_to(None)


@pytest.fixture
async def other(settings: Settings) -> AsyncIterator[Door]:
    """Another process on the same database."""
    opened = assemble(settings)
    await opened.open()
    yield opened
    await opened.close()


async def row(door: Door, kind: str) -> dict[str, Any]:
    """What is kept of a job."""
    return (await peek(door.database, "SELECT * FROM job WHERE id = $1", kind))[0]


async def fall(_door: Door) -> None:
    """Goes wrong."""
    raise ValueError("Somebody's name")


async def test_it_works(door: Door, jobs: Jobs) -> None:
    jobs.add("hourly")
    jobs.add("daily", every=24 * HOUR)
    for minutes in (0, 1, 59, 61, 62, 122):
        clock.set_to(NOON + minutes * MINUTE)
        await scheduler.tick(door)
    assert jobs.done == ["hourly", "daily", "hourly", "hourly"]


async def test_one_of_two_processes_does_it(door: Door, other: Door, jobs: Jobs) -> None:
    for n in range(10):
        jobs.add(f"job {n}")
    await asyncio.gather(*(scheduler.tick(one) for one in (door, other, door, other)))
    assert sorted(jobs.done) == sorted(jobs.known)


async def test_a_claim_is_given_once(door: Door, other: Door) -> None:
    now = clock.now()
    asked = await asyncio.gather(*(claims.claim(one.database, "job", now) for one in (door, other) * 5))
    assert len([one for one in asked if one]) == 1


async def test_nobody_else_does_it_while_it_is_done(door: Door, other: Door, jobs: Jobs) -> None:
    jobs.add("job", lambda _: scheduler.tick(other))
    await scheduler.tick(door)
    assert jobs.done == ["job"]


async def test_the_claim_of_a_killed_process_runs_out(door: Door, other: Door, jobs: Jobs) -> None:
    jobs.add("job")
    assert await claims.claim(other.database, "job", clock.now())
    await scheduler.tick(door)
    assert jobs.done == []
    clock.set_to(NOON + claims.CLAIMED_FOR + MINUTE)
    await scheduler.tick(door)
    assert jobs.done == ["job"]


async def test_who_lost_the_claim_ends_nothing(door: Door, other: Door) -> None:
    """A process slept through its claim; another has taken its place and is still at it."""
    first = await claims.claim(door.database, "job", clock.now())
    clock.set_to(NOON + claims.CLAIMED_FOR + MINUTE)
    second = await claims.claim(other.database, "job", clock.now())
    assert first
    assert second
    await claims.done(door.database, first, clock.now() + HOUR)
    await claims.failed(door.database, first, clock.now(), HOUR, "ValueError")
    kept = await row(door, "job")
    assert (clock.instant(kept["claimed_until"]), kept["tries"]) == (second.until, 0)
    await claims.done(other.database, second, clock.now() + HOUR)
    assert (await row(door, "job"))["claimed_until"] is None


async def test_what_goes_wrong_stops_no_other_and_is_tried_again_later_each_time(
    door: Door, jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    jobs.add("bad", fall)
    jobs.add("good")
    tried: list[int] = []
    for n in range(190):
        clock.set_to(NOON + n * timedelta(seconds=61))
        before = jobs.done.count("bad")
        await scheduler.tick(door)
        if jobs.done.count("bad") > before:
            tried.append(n)
    assert [b - a for a, b in pairwise(tried)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert jobs.done.count("good") == 4
    kept = await row(door, "bad")
    assert (kept["tries"], kept["trouble"]) == (len(tried), "ValueError"), "and nothing of what the mistake says"
    assert [record.getMessage() for record in caplog.records if record.name == "backend.scheduler"] == (
        ["bad failed"] * len(tried)
    )


async def test_what_goes_well_again_is_forgiven(door: Door, jobs: Jobs) -> None:
    jobs.add("job", fall)
    await scheduler.tick(door)
    jobs.add("job")
    clock.set_to(NOON + 2 * MINUTE)
    await scheduler.tick(door)
    kept = await row(door, "job")
    assert (kept["tries"], kept["trouble"], clock.instant(kept["due"]) > NOON + HOUR) == (0, None, True)


async def test_the_app_does_what_is_due_while_it_serves(settings: Settings, jobs: Jobs) -> None:
    was_done = asyncio.Event()

    async def tell(_door: Door) -> None:
        was_done.set()

    jobs.add("job", tell)
    async with build_app(assemble(settings)).lifespan():
        await asyncio.wait_for(was_done.wait(), 10)


async def test_a_stop_cuts_off_what_is_under_way(settings: Settings, jobs: Jobs) -> None:
    begun = asyncio.Event()

    async def last(_door: Door) -> None:
        begun.set()
        await asyncio.Event().wait()

    jobs.add("endless", last)
    async with asyncio.timeout(10):
        async with build_app(assemble(settings)).lifespan():
            await begun.wait()
    again = assemble(settings)
    await again.open()
    try:
        jobs.add("endless")
        await scheduler.tick(again)
        assert jobs.done == ["endless"], "the claim holds for a while"
        clock.set_to(NOON + claims.CLAIMED_FOR + MINUTE)
        await scheduler.tick(again)
        assert jobs.done == ["endless"] * 2
    finally:
        await again.close()


async def test_a_database_that_is_away_for_a_while_ends_nothing(
    door: Door, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    was_done = asyncio.Event()

    async def tell(_door: Door) -> None:
        was_done.set()

    jobs.add("job", tell)
    monkeypatch.setattr(scheduler, "PAUSE", 0)
    await alter(door.database, "ALTER TABLE job RENAME TO elsewhere")
    async with scheduler.running(door):
        for _ in range(20):
            await asyncio.sleep(0)
        await alter(door.database, "ALTER TABLE elsewhere RENAME TO job")
        await asyncio.wait_for(was_done.wait(), 10)
