"""What a team sends to its books."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.database import Db, Row
from backend.core.door import Door
from tests.manufactories.workshop import do
from tests.mentoring.meetings import at
from tests.phone import Phone

NOTHING: dict[str, Any] = {
    "money": "cash",
    "kopecks": 0,
    "items": [],
    "counted": None,
    "book": None,
    "note": "",
    "day": None,
}
"""What does not belong to a kind of entry, as phones send it."""


CANDLE, BOX = 22_000, 6_500
"""What the two things cost."""


@dataclass
class Shop:
    """A manufactory and the ids of its two products."""

    id: str
    candle: str
    box: str


def product(**changed: Any) -> dict[str, Any]:
    """A product as it comes on the list."""
    return {"name": {"uk": "Свічка"}, "unit": "piece", "figure": "candle", "kopecks": CANDLE} | changed


async def open_shop(phone: Phone, manufactory: str) -> Shop:
    """A manufactory that makes candles and boxes."""
    candle, box = product(), product(name={"uk": "Скринька"}, figure="house", kopecks=BOX)
    made = [(await do(phone, "add_product", manufactory, **one))["product"] for one in (candle, box)]
    return Shop(manufactory, *made)


async def leave(coordinator: Phone, manufactory: str, name: str, **ago: float) -> None:
    """Somebody left the team so long ago."""
    with at(clock.now() - timedelta(**ago)):
        await do(coordinator, "end_member", manufactory, enrolment=coordinator.cast.enrolment(name))


def item(product: str | None, quantity: int, price: int) -> dict[str, Any]:
    """Units of one thing in a sale."""
    return {"product": product, "quantity": quantity, "price": price}


def entry(phone: Phone, manufactory: str, kind: str, kopecks: int = 0, **changed: Any) -> dict[str, Any]:
    """An entry in cash, made now."""
    given = {name: changed.pop(name) for name in ("id", "at") if name in changed}
    body = {"manufactory": manufactory, "kind": kind, **NOTHING, "kopecks": kopecks} | changed
    return phone.operation("manufactories.add_entry", body, **given)


def sale(phone: Phone, manufactory: str, *items: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A sale at what the things come to."""
    taken = sum(one["quantity"] * one["price"] for one in items)
    return entry(phone, manufactory, "sale", changed.pop("kopecks", taken), items=list(items), **changed)


def count(phone: Phone, manufactory: str, counted: int, book: int, **changed: Any) -> dict[str, Any]:
    """The cash box was counted."""
    return entry(phone, manufactory, "count", counted=counted, book=book, **changed)


def reversal(phone: Phone, manufactory: str, kept: str, reason: str = "Помилка", **given: Any) -> dict[str, Any]:
    """An entry is taken back."""
    body = {"manufactory": manufactory, "entry": kept, "reason": reason}
    return phone.operation("manufactories.reverse_entry", body, **given)


def approval(phone: Phone, manufactory: str, kept: str, **given: Any) -> dict[str, Any]:
    """An entry over the limit is approved."""
    return phone.operation("manufactories.approve_entry", {"manufactory": manufactory, "entry": kept}, **given)


class Counting:
    """A database inside a transaction that counts what it is asked."""

    def __init__(self, db: Db, asked: list[str]) -> None:
        self.db, self.asked = db, asked

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        self.asked.append(sql)
        return await self.db.rows(sql, *args)

    async def run(self, query: Any) -> list[Row]:
        self.asked.append(str(query))
        return await self.db.run(query)

    async def insert(self, table: Any, rows: Any, *, once: bool) -> None:
        self.asked.append(f"INSERT INTO {table.__name__}")
        await self.db.insert(table, rows, once=once)

    async def put(self, sql: str, types: Any, rows: Any) -> list[Row]:
        self.asked.append(sql)
        return await self.db.put(sql, types, rows)


async def statements(door: Door, monkeypatch: Any, act: Callable[[], Awaitable[object]]) -> list[str]:
    """All that the writer asks of the database while `act` runs."""
    asked: list[str] = []
    write = door.database.write

    async def counted(batch: Callable[[Db], Awaitable[Any]]) -> Any:
        return await write(lambda db: batch(Counting(db, asked)))

    with monkeypatch.context() as patch:
        patch.setattr(door.database, "write", counted)
        await act()
    return asked
