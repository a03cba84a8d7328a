"""The rules of the books, by the cases that the phone is held to as well; the books of a reversal."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend.manufactories import rules
from backend.manufactories.schemas import AddEntry

CASES: Any = json.loads((Path(__file__).parent / "books.json").read_text())
NAMED = "0197a000-0000-7000-8000-00000000000"


@dataclass
class Booked:
    """A line in the books of a day."""

    day: str
    account: str
    kopecks: int
    product: str | None
    quantity: int


def entry(case: Any) -> AddEntry:
    """An entry of the cases; products have ids here."""
    items = [item | {"product": item["product"] and NAMED + str(ord(item["product"]) - 65)} for item in case["items"]]
    return msgspec.convert({"manufactory": NAMED + "9", **case, "items": items}, AddEntry)


def plain(line: rules.Line) -> Any:
    """A line as the cases write it."""
    product = chr(65 + int(line.product[-1])) if line.product else None
    return msgspec.to_builtins(line) | {"product": product}


def booked(case: Any, lines: list[rules.Line]) -> list[Booked]:
    return [Booked(case["day"], line.account, line.kopecks, line.product, line.quantity or 0) for line in lines]


@pytest.mark.parametrize("case", CASES["entries"], ids=lambda case: case["name"])
def test_an_entry_has_these_lines_and_they_come_to_zero(case: Any) -> None:
    lines = rules.lines(entry(case["entry"]))
    assert [plain(line) for line in lines] == case["lines"]
    assert sum(line.kopecks for line in lines) == 0
    assert rules.entry_trouble(entry(case["entry"])) is None


@pytest.mark.parametrize("case", CASES["books"], ids=lambda case: case["name"])
def test_books_say_these_figures(case: Any) -> None:
    found = rules.figures([one for kept in case["entries"] for one in booked(kept, rules.lines(entry(kept)))])
    assert msgspec.to_builtins(found) == case["figures"]


@pytest.mark.parametrize("case", CASES["entries"], ids=lambda case: case["name"])
def test_with_its_reversal_an_entry_leaves_nothing(case: Any) -> None:
    lines = rules.lines(entry(case["entry"]))
    both = booked(case["entry"], [*lines, *rules.reversal(lines)])
    assert rules.figures(both) == rules.figures([])
