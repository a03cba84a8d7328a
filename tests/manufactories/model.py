"""The books once more, told without accounts, debits or reversals: what an entry that stands did to the money."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from backend.core.ids import pair_id
from tests.manufactories.workshop import LIMIT

Verdict = tuple[str, str | None]
APPLIED, WAITS = ("applied", None), ("retry", "not_yet")


@dataclass
class Day:
    """What one day did; kopecks."""

    cash: int = 0
    card: int = 0
    revenue: int = 0
    costs: int = 0
    units: int = 0


@dataclass
class Books:
    """What the books have to say."""

    days: dict[str, Day] = field(default_factory=dict[str, Day])
    given: int = 0
    """Grants and owners' money, less what owners took: whatever else there is was earned or lost."""

    def write(self, entry: dict[str, Any]) -> None:
        """An entry that stands: an operation."""
        body, day = entry["body"], self.days.setdefault(day_of(entry), Day())
        kind, money, sum_ = body["kind"], body["money"], body["kopecks"]
        into = sum_ if kind in ("grant", "owner_in", "sale") else -sum_
        if kind == "count":
            into = body["counted"] - body["book"]
        if money == "own":
            self.given += sum_
        else:
            setattr(day, money, getattr(day, money) + into)
        if kind in ("grant", "owner_in", "owner_out"):
            self.given += into
        if kind in ("purchase", "expense"):
            day.costs += sum_
        for item in body["items"]:
            day.revenue += item["quantity"] * item["price"]
            day.units += item["quantity"] if item["product"] else 0

    def figures(self) -> dict[str, int | str | None]:
        """The figures by their names."""
        cash, card, revenue, costs, units = (
            sum(getattr(day, name) for day in self.days.values())
            for name in ("cash", "card", "revenue", "costs", "units")
        )
        covered = [day for day in self.days if 0 < self._until(day, "revenue") >= self._until(day, "costs")]
        return {
            "cash": cash,
            "card": card,
            "revenue": revenue,
            "costs": costs,
            "result": cash + card - self.given,
            "units": units,
            "first_sale": min((day for day, one in self.days.items() if one.revenue), default=None),
            "break_even": min(covered, default=None),
        }

    def _until(self, day: str, name: str) -> int:
        return sum(getattr(one, name) for other, one in self.days.items() if other <= day)


def day_of(entry: dict[str, Any]) -> str:
    """The day that an entry names, or else the one on which it was made in Lviv, two hours ahead of UTC in winter."""
    return entry["body"]["day"] or str((datetime.fromisoformat(entry["at"]) + timedelta(hours=2)).date())


def is_held(entry: dict[str, Any]) -> bool:
    """Whether it takes so much away that a second person is needed."""
    body = entry["body"]
    if body["kind"] == "count":
        return body["book"] - body["counted"] > LIMIT
    return body["kind"] in ("purchase", "expense", "owner_out") and body["kopecks"] > LIMIT


def back(entry: str) -> str:
    """The id of the reversal of an entry."""
    return pair_id(entry, "reversal")


class Outcome:
    """What has to come of operations, in whatever order they arrive.

    `wrong`: entries that cannot be, with the code; `outsiders` write nothing into the books; `products` are there.
    """

    def __init__(
        self,
        operations: Iterable[dict[str, Any]],
        wrong: dict[str, str],
        outsiders: Collection[str],
        products: Collection[str],
    ) -> None:
        by_verb: dict[str, list[dict[str, Any]]] = {}
        for op in operations:
            by_verb.setdefault(op["type"].split(".")[1], []).append(op)
        self.verdicts: dict[str, Verdict] = {op["id"]: APPLIED for op in by_verb.get("add_product", [])}
        self.known = {*products, *self.verdicts}
        self.entries: dict[str, dict[str, Any]] = {}
        for op in by_verb.get("add_entry", []):
            self.verdicts[op["id"]] = found = self._entry(op, wrong, outsiders)
            if found == APPLIED:
                self.entries[op["id"]] = op
        for op in (*by_verb.get("set_price", []), *by_verb.get("change_product", [])):
            self.verdicts[op["id"]] = APPLIED if op["body"]["product"] in self.known else WAITS
        reverses, approves = by_verb.get("reverse_entry", []), by_verb.get("approve_entry", [])
        self.taken_back = {op["body"]["entry"] for op in reverses} & set(self.entries)
        backs = {back(entry) for entry in self.taken_back}
        for op in reverses:
            stays = op["body"]["entry"] in backs
            there = APPLIED if op["body"]["entry"] in self.entries else WAITS
            self.verdicts[op["id"]] = ("rejected", "reversal_stays") if stays else there
        self.let: set[str] = set()
        for op in approves:
            self.verdicts[op["id"]] = self._approval(op, backs)

    def _entry(self, op: dict[str, Any], wrong: dict[str, str], outsiders: Collection[str]) -> Verdict:
        if op["actor"] in outsiders:
            return ("rejected", "not_found")
        if op["id"] in wrong:
            return ("rejected", wrong[op["id"]])
        named = {item["product"] for item in op["body"]["items"]} - {None}
        return APPLIED if named <= self.known else WAITS

    def _approval(self, op: dict[str, Any], backs: set[str]) -> Verdict:
        entry = self.entries.get(op["body"]["entry"])
        if entry is None:
            return APPLIED if op["body"]["entry"] in backs else WAITS
        if is_held(entry) and entry["actor"] == op["actor"]:
            return ("rejected", "own_entry")
        self.let.add(entry["id"])
        return APPLIED

    def books(self) -> Books:
        """The books after all of it."""
        found = Books()
        for id_, entry in self.entries.items():
            if id_ not in self.taken_back and (id_ in self.let or not is_held(entry)):
                found.write(entry)
        return found
