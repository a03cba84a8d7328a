"""What the tests of closing an account share."""

from typing import Any

import httpx

from backend.core.actor import Actor
from backend.core.database.inserts import meta
from backend.core.door import Door
from backend.people.close_account import close_account
from tests.cast import PASSWORD, SYSTEM
from tests.house.test_tables import ROOMS
from tests.phone import Phone
from tests.sync.peek import peek


async def close(phone: Phone, password: str = PASSWORD) -> httpx.Response:
    return await phone.http.post("/api/people/me/close", json={"password": password})


async def close_for(door: Door, person: str, actor: Actor = SYSTEM) -> Any:
    """Somebody's account is closed without them."""
    return await door.writer.perform(close_account, actor, person)


async def traces(door: Door, *words: str) -> list[str]:
    """`table.column` wherever one of the words stands, in whatever case."""
    found: list[str] = []
    for table in (meta(one).tablename for room in ROOMS for one in room.table_classes):
        for row in await peek(door.database, f'SELECT * FROM "{table}"'):
            found += [f"{table}.{name}" for name, value in row.items() if _says(value, words)]
    return sorted(set(found))


def _says(value: Any, words: tuple[str, ...]) -> bool:
    text = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
    return any(word.casefold() in text.casefold() for word in words)
