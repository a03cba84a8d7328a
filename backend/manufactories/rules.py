"""What is true of a manufactory's books, team and gates."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from typing import Protocol, get_args

from msgspec import Struct

from backend.manufactories.schemas import Account, AddEntry, Figure, Money, Names, Pigment

MOST = 1_000_000_000
"""Kopecks of one sum: ten million hryvnias; what is more was mistyped."""
MOST_UNITS = 100_000
ROUNDED_BY = 100
"""Kopecks by which a sum taken in cash may differ from what was sold: the phone rounds it as it is paid."""
YEAR = timedelta(days=365)
BEFORE_START = timedelta(days=90)
"""A gate may have been passed so long before the home cohort started: a team may be older than its group."""
SPENDING = frozenset({"purchase", "expense", "owner_out"})
COUNTERPART: dict[str, Account] = {
    "grant": "grants",
    "purchase": "purchases",
    "expense": "expenses",
    "owner_in": "owners",
    "owner_out": "owners",
}
POCKET: dict[Money, Account] = {"cash": "cash", "card": "card", "own": "owners"}


class Line(Struct, frozen=True):
    """One account of an entry: debit above zero, credit below, in kopecks."""

    account: str
    kopecks: int
    product: str | None = None
    quantity: int | None = None
    price: int | None = None


def sold(entry: AddEntry) -> int:
    """What the items of a sale come to."""
    return sum(item.quantity * item.price for item in entry.items)


def entry_trouble(entry: AddEntry) -> str | None:
    """The code of what is wrong with an entry, whoever makes it; None when it can be written down."""
    if entry.kind == "sale":
        return _sale_trouble(entry)
    if entry.kind == "count":
        return _count_trouble(entry)
    if entry.items or entry.counted is not None or entry.book is not None:
        return "malformed"
    if entry.money == "own" and entry.kind not in ("purchase", "expense"):
        return "malformed"
    return None if 1 <= entry.kopecks <= MOST else "entry_sum"


def _sale_trouble(entry: AddEntry) -> str | None:
    if entry.money == "own" or entry.counted is not None or entry.book is not None:
        return "malformed"
    if not entry.items or not all(1 <= item.quantity <= MOST_UNITS for item in entry.items):
        return "sale_quantity"
    if not all(1 <= item.price <= MOST for item in entry.items) or not 0 <= entry.kopecks <= MOST:
        return "entry_sum"
    off = abs(entry.kopecks - sold(entry))
    return "sale_sum" if off >= (ROUNDED_BY if entry.money == "cash" else 1) else None


def _count_trouble(entry: AddEntry) -> str | None:
    if entry.items or entry.kopecks or entry.money != "cash" or entry.counted is None or entry.book is None:
        return "malformed"
    if not 0 <= entry.counted <= MOST or abs(entry.book) > MOST:
        return "entry_sum"
    return "difference_unexplained" if entry.counted != entry.book and not entry.note.strip() else None


def amount(entry: AddEntry) -> int:
    """What an entry is about, in kopecks; of a count the difference."""
    return (entry.counted or 0) - (entry.book or 0) if entry.kind == "count" else entry.kopecks


def lines(entry: AddEntry) -> list[Line]:
    """The accounts of an entry, in order; they come to zero. Those of a count that agrees are none.

    The phone has the same rule (pwa/src/store/postings.ts); tests/manufactories/books.json holds both to it.
    """
    pocket, sum_ = POCKET[entry.money], amount(entry)
    if entry.kind == "sale":
        items = [
            Line("revenue", -item.quantity * item.price, item.product, item.quantity, item.price)
            for item in entry.items
        ]
        over = sum_ - sold(entry)
        return [Line(pocket, sum_), *items, *([Line("rounding", -over)] if over else [])]
    if entry.kind == "count":
        return [Line("cash", sum_), Line("differences", -sum_)] if sum_ else []
    sign = 1 if entry.kind in ("grant", "owner_in") else -1
    return [Line(pocket, sign * sum_), Line(COUNTERPART[entry.kind], -sign * sum_)]


def reversal(taken_back: Iterable[Line]) -> list[Line]:
    """The lines of the entry that takes one with these lines back."""
    return [
        Line(line.account, -line.kopecks, line.product, -line.quantity if line.quantity else None, line.price)
        for line in taken_back
    ]


def needs_second(entry: AddEntry, limit: int) -> bool:
    """Whether an entry counts only once a second person has let it: it spends more than `limit` kopecks, out of
    whatever pocket, or that much is missing."""
    if entry.kind == "count":
        return -amount(entry) > limit
    return entry.kind in SPENDING and entry.kopecks > limit


def is_day(day: date, today: date) -> bool:
    """Whether an entry may be of that day."""
    return today - YEAR <= day <= today


def price_at(prices: Sequence[tuple[datetime, int]], moment: datetime) -> int:
    """Kopecks that held at a moment, of all prices ever, (since, kopecks), in order; before there was one the first."""
    return next((kopecks for since, kopecks in reversed(prices) if since <= moment), prices[0][1])


class Booked(Protocol):
    """A line, or the sum of some, of entries that count, in the books of one day."""

    @property
    def day(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def kopecks(self) -> int: ...
    @property
    def product(self) -> str | None: ...
    @property
    def quantity(self) -> int: ...


class Figures(Struct, frozen=True):
    """What the books of a manufactory say, in kopecks; days are YYYY-MM-DD."""

    cash: int
    card: int
    revenue: int
    costs: int
    """Purchases and expenses."""
    result: int
    """Revenue less costs, with what was rounded, missing and found. Grants and owners' money are no part of it."""
    units: int
    first_sale: str | None
    break_even: str | None

    @property
    def balance(self) -> int:
        """All the money there is."""
        return self.cash + self.card


def figures(booked: Iterable[Booked]) -> Figures:
    """The figures of one manufactory, in whatever order its lines come.

    First sale: the first day with revenue. Break-even: the first day at whose end all sales so far covered all
    purchases and expenses so far; grants are left out. The phone has the same rule
    (pwa/src/rooms/manufactories/figures.ts).
    """
    sums: dict[str, int] = {}
    days: dict[str, list[int]] = {}
    units = 0
    for line in booked:
        sums[line.account] = sums.get(line.account, 0) + line.kopecks
        if line.product:
            units += line.quantity
        if line.account in ("revenue", "purchases", "expenses"):
            day = days.setdefault(line.day, [0, 0])
            day[0 if line.account == "revenue" else 1] += line.kopecks
    revenue, costs = -sums.get("revenue", 0), sums.get("purchases", 0) + sums.get("expenses", 0)
    first_sale, break_even = _firsts(days)
    return Figures(
        cash=sums.get("cash", 0),
        card=sums.get("card", 0),
        revenue=revenue,
        costs=costs,
        result=revenue - costs - sums.get("rounding", 0) - sums.get("differences", 0),
        units=units,
        first_sale=first_sale,
        break_even=break_even,
    )


def _firsts(days: dict[str, list[int]]) -> tuple[str | None, str | None]:
    first_sale = break_even = None
    revenue = costs = 0
    for day in sorted(days):
        credit, debit = days[day]
        revenue, costs = revenue - credit, costs + debit
        if credit < 0 and first_sale is None:
            first_sale = day
        if 0 < revenue >= costs and break_even is None:
            break_even = day
    return first_sale, break_even


def is_team(size: int, least: int, most: int) -> bool:
    """Whether a team of that size may found a manufactory."""
    return least <= size <= most


def are_distinct(ids: Collection[str]) -> bool:
    """Whether nobody and nothing is named twice."""
    return len(set(ids)) == len(ids)


def are_said(*texts: Names) -> bool:
    """Whether each text says something in each of its languages."""
    return all(text.strip() for said in texts for text in said.values())


def free_mark(taken: Collection[tuple[str, str]], figure: str) -> tuple[str, str] | None:
    """A maker's mark that nobody has yet, with this figure if there is one; None when there is none at all."""
    marks = [mark for mark in product(get_args(Figure), get_args(Pigment)) if mark not in taken]
    return min(marks, key=lambda mark: mark[0] != figure, default=None)


def is_price(kopecks: int) -> bool:
    """Whether one unit may cost so much."""
    return 1 <= kopecks <= MOST


def is_due(due: date, today: date) -> bool:
    """Whether a gate may be due on that day."""
    return today - 3 * YEAR <= due <= today + 3 * YEAR


def is_gate_day(day: date, today: date, starts: date) -> bool:
    """Whether a gate may have been passed on that day, told `today`, in a home cohort that starts on `starts`."""
    return starts - BEFORE_START <= day <= today


def is_passed(acts: Sequence[str]) -> bool:
    """Whether a plain gate is passed, by its steps in order."""
    return bool(acts) and acts[-1] == "passed"


def entry_flags(fact_flag: str | None, *, other_price: bool, retired: bool) -> list[str]:
    """What a person should look at in an entry that is kept: what is odd about the act itself, that something was sold
    at another price than held, or after it was taken off the list."""
    found = {fact_flag: fact_flag is not None, "other_price": other_price, "retired": retired}
    return [flag for flag, raised in found.items() if flag and raised]
