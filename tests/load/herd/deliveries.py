"""What waits on the phones: lessons finished and sales written down, as a phone writes them (store/outbox.ts)."""

from dataclasses import dataclass, field
from datetime import timedelta

import msgspec

from backend.core import clock
from backend.core.ids import new_id
from tests.load.herd.town import PRICE, Learner, Town

EARLIER = 2
"""What each returning phone had delivered before the power went: a lesson and a sale."""


@dataclass
class Made:
    """Every operation that was ever made, by what it must leave behind."""

    sales: set[str] = field(default_factory=set[str])
    lessons: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """(enrolment, lesson) -> the operation."""
    others: set[str] = field(default_factory=set[str])
    """Those of who works normally meanwhile."""


def operations(town: Town, learner: Learner, first: int, count: int, made: Made) -> list[tuple[str, bytes]]:
    """(id, JSON) of `count` acts of a learner: a lesson, a sale, the next lesson, which is lesson `first` // 2 ..."""
    found: list[tuple[str, bytes]] = []
    begun = clock.now() - timedelta(minutes=count)
    for number in range(first, first + count):
        id_, at = new_id(), clock.wire(begun + timedelta(minutes=number - first))
        if number % 2:
            type_, body = "manufactories.add_entry", _sale(learner, 1 + number % 3)
            made.sales.add(id_)
        else:
            lesson = town.lessons[number // 2]
            type_ = "progress.complete_lesson"
            body = {"enrolment": learner.enrolment, "lesson": lesson, "release": town.release}
            made.lessons[learner.enrolment, lesson] = id_
        found.append((id_, operation(id_, type_, learner.id, at, body)))
    return found


def operation(id_: str, type_: str, actor: str, at: str, body: object) -> bytes:
    """An act as it waits in an outbox."""
    said = {"id": id_, "type": type_, "v": 1, "actor": actor, "at": at, "anchor": {"srv": at, "since_ms": 0}}
    return msgspec.json.encode({**said, "deps": [], "body": body, "blobs": []})


def _sale(learner: Learner, quantity: int) -> dict[str, object]:
    items = [{"quantity": quantity, "price": PRICE, "product": learner.product}]
    nothing = {"counted": None, "book": None, "note": "", "day": None}
    money = {"kind": "sale", "money": "cash", "kopecks": quantity * PRICE, "items": items}
    return {"manufactory": learner.manufactory, **money, **nothing}
