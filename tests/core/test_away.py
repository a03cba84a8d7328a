"""PostgreSQL restarts under phones that deliver: they are told to come back, and nothing is lost or doubled."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any
from typing import cast as cast_to

import asyncpg
import pytest

from backend.core.door import Door
from backend.core.settings import Settings
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import crowd
from tests.sync.peek import count, peek

pytestmark = pytest.mark.postgres
ROUNDS = 6
CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"  # as a restart does


@asynccontextmanager
async def keeper(settings: Settings) -> AsyncGenerator[Any]:
    """Who keeps the server that the database is on."""
    url = settings.database.rpartition("/")[0]
    connection: Any = cast_to("Any", await asyncpg.connect(f"{url}/postgres"))
    try:
        yield connection
    finally:
        await connection.close()


async def test_it_works(door: Door, cast: Cast, phone: Callable[..., Phone], settings: Settings) -> None:
    phones = await crowd(door, cast, phone, 8)
    told: list[int] = []
    ended = False

    async def deliver(mine: Phone, name: str) -> list[str]:
        sent: list[str] = []
        while not ended:
            operation = mine.lesson(len(sent) % 4, name)
            sent.append(operation["id"])
            while (answer := await mine.send(operation)).status_code != 200:
                told.append(answer.status_code)
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert [verdict["status"] for verdict in answer.json()["verdicts"]] == ["applied"]
        return sent

    async with asyncio.timeout(60), keeper(settings) as server, asyncio.TaskGroup() as group:
        delivering = [group.create_task(deliver(one, f"crowd {n}")) for n, one in enumerate(phones)]
        for _ in range(ROUNDS):
            saved = door.writer.saved
            while door.writer.saved < saved + 3:
                await asyncio.sleep(0)
            await server.fetch(CUT_OFF, settings.database.rpartition("/")[2])
        ended = True
    assert told
    sent = [id_ for task in delivering for id_ in task.result()]
    assert len(sent) == len({*sent}) == await count(door.database, "operation")
    assert {row["id"] for row in await peek(door.database, "SELECT id FROM operation")} == {*sent}
    assert await count(door.database, "completion") == len(phones) * 4


async def test_a_database_that_is_not_there(phone: Callable[..., Phone], settings: Settings) -> None:
    """As while it restarts: nobody may connect."""
    solomiia = await phone().sign_in("solomiia")
    name = settings.database.rpartition("/")[2]
    async with keeper(settings) as server:
        await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            await server.fetch(CUT_OFF, name)
            assert (await solomiia.send(solomiia.lesson(0))).status_code == 503
            assert (await solomiia.http.get("/api/health")).status_code == 503
        finally:
            await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert (await solomiia.verdicts(solomiia.lesson(0)))[0]["status"] == "applied"
