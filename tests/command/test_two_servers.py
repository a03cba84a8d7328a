"""Two processes on one PostgreSQL, and phones that speak to both at once: one effect, one verdict."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest

from backend.core.door import Door
from backend.core.settings import Settings
from tests.cast import Cast
from tests.command.program import PATIENCE, Serving
from tests.phone import Phone
from tests.sync.crowd import crowd
from tests.sync.peek import count, peek

pytestmark = pytest.mark.postgres
ROUNDS = 8


@asynccontextmanager
async def at(url: str, phone: Phone) -> AsyncGenerator[Phone]:
    """The same phone, speaking to one server."""
    other = Phone(None, phone.cast)
    other.person = phone.person
    await other.http.aclose()
    async with httpx.AsyncClient(base_url=url, cookies=dict(phone.http.cookies), timeout=PATIENCE) as other.http:
        yield other


async def test_it_works(door: Door, cast: Cast, phone: Callable[..., Phone], settings: Settings) -> None:
    """Every operation goes to both at the same moment, all of them into scopes that they share."""
    phones = await crowd(door, cast, phone, 6)
    given = {"VERSTAT_DATABASE": settings.database}
    ids: list[str] = []

    async def deliver(n: int, one: Phone, two: Phone) -> None:
        for number in range(ROUNDS):
            operations = [one.lesson((number + k) % 4, f"crowd {n}") for k in range(3)]
            ids.extend(operation["id"] for operation in operations)
            here, there = await asyncio.gather(until_told(one, operations), until_told(two, operations[::-1]))
            assert plain(here) == plain(there[::-1])
            assert [verdict["status"] for verdict in here] == ["applied"] * 3
            assert all(a["dup"] != b["dup"] for a, b in zip(here, there[::-1], strict=True))

    async with AsyncExitStack() as stack:
        servers = [Serving("serve", "--data", settings.data, **given) for _ in range(2)]
        urls = [(await stack.enter_async_context(server)).url for server in servers]
        pairs = [[await stack.enter_async_context(at(url, one)) for url in urls] for one in phones]
        await asyncio.gather(*(deliver(n, *pair) for n, pair in enumerate(pairs)))
        said = [await server.end() for server in servers]
    assert [(status, "Traceback" in err) for status, _, err in said] == [(0, False)] * 2
    assert {row["id"] for row in await peek(door.database, "SELECT id FROM operation")} == {*ids}
    assert await count(door.database, "completion") == len(phones) * 4
    for scope in await peek(door.database, "SELECT id, version FROM scope"):
        kept = await peek(door.database, "SELECT max(version) AS last FROM change WHERE scope = $1", scope["id"])
        assert kept[0]["last"] == scope["version"]


async def until_told(phone: Phone, operations: list[Any]) -> list[dict[str, Any]]:
    while (answer := await phone.send(*operations)).status_code == 503:
        pass  # the other process was in the way too often; a phone comes again
    assert answer.status_code == 200, answer.text
    return answer.json()["verdicts"]


def plain(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in verdict.items() if name != "dup"} for verdict in verdicts]
