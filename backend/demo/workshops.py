"""The town's manufactories as values: what town.yaml and workshops.yaml say of them, all dates shifted."""

from datetime import date, datetime, timedelta
from typing import Any, Literal, cast

import msgspec
import yaml

from backend.demo.town import FOLDER
from backend.manufactories.schemas import Carrier, EntryKind, Figure, GateKind, Names, Pigment, PostKind, Unit

Kind = Literal["grant", "purchase", "expense", "sale", "payout"]
KINDS: dict[Kind, EntryKind] = {
    "grant": "grant",
    "purchase": "purchase",
    "expense": "expense",
    "sale": "sale",
    "payout": "owner_out",
}
POSTS: dict[str, PostKind] = {
    "lead": "lead",
    "production": "production",
    "finance": "finance",
    "marketing": "marketing",
    "sales": "marketing",
}
FROM_BOOKS: dict[str, GateKind] = {"first_sale": "first_sale", "break_even": "break_even"}
"""Gates that follow from the books; all others are plain."""


def kopecks(uah: str) -> int:
    """A sum such as 1234.50, exactly."""
    hryvnias, _, rest = uah.partition(".")
    return int(hryvnias) * 100 + int(rest.ljust(2, "0"))


class Person(msgspec.Struct):
    """A member and what they do."""

    student: str
    role: str


class Ware(msgspec.Struct):
    """A product; `before_uah`: what it cost for the first days."""

    key: str
    name: Names
    price_uah: str
    figure: Figure
    unit: Unit
    before_uah: str | None = None


class Entered(msgspec.Struct):
    """A line of the ledger; a sale has a product, how many and at what price."""

    date: date
    type: Kind
    amount_uah: str
    note: Names
    product: str | None = None
    qty: int = 0
    unit_price_uah: str = "0"


class Milestone(msgspec.Struct):
    """A gate: by when it was due, and when it was passed."""

    key: str
    due: date
    done: date | None
    name: Names

    @property
    def kind(self) -> GateKind:
        """As the manufactory's gates know it."""
        return FROM_BOOKS.get(self.key, "plain")


class Mistake(msgspec.Struct):
    """A sale that was taken back at once."""

    date: date
    product: str
    qty: int
    reason: str


class Workshop(msgspec.Struct):
    """A manufactory. `founder`: the mentor who founded it, else a coordinator of its institution."""

    key: str
    name: Names
    cohort: str
    institution: str
    mentors: list[str]
    pitch: Names
    members: list[Person]
    products: list[Ware]
    ledger: list[Entered]
    milestones: list[Milestone]
    figure: Figure
    pigment: Pigment
    carrier: Carrier
    founder: str | None = None
    card: list[int] = []
    """Lines of the ledger, counted from 1, that were not paid in cash."""
    counted: date | None = None
    mistake: Mistake | None = None
    waiting: Entered | None = None
    """A purchase over the limit that nobody let count yet."""

    def student(self, *roles: str) -> str:
        """The key of whoever has one of the roles."""
        return next(member.student for member in self.members if member.role in roles)


class Meeting(msgspec.Struct):
    """A session that a mentor held with a team."""

    mentor: str
    manufactory: str
    at: datetime
    minutes: int
    mode: Literal["in_person", "video"]
    observable: bool
    second_adult: Names | None
    attended: list[str]
    summary: Names
    next_step: Names


class FirstGate(msgspec.Struct):
    """A gate that every manufactory begins with."""

    key: str
    days: int
    name: Names

    @property
    def kind(self) -> GateKind:
        """As the rule set knows it."""
        return FROM_BOOKS.get(self.key, "plain")


class Limits(msgspec.Struct):
    """The rule set of the programme."""

    programme: str
    team_min: int
    team_max: int
    spending_limit_uah: str
    cash_rounding: int
    gates: list[FirstGate]


class Workshops(msgspec.Struct):
    """Everything about the town's manufactories."""

    rules: Limits
    evidence: dict[str, str]
    manufactories: list[Workshop]
    meetings: list[Meeting]


def workshops(anchor: date) -> Workshops:
    """Those of the town whose anchor has become `anchor`."""
    town, more = _read("town.yaml"), _read("workshops.yaml")
    shift = anchor - town["meta"]["anchor_date"]
    every = [_workshop(one, more["manufactories"][one["key"]]) for one in town["manufactories"]]
    meetings = [one | {"at": datetime.fromisoformat(one["at"]).replace(tzinfo=None)} for one in town["mentor_sessions"]]
    given = {
        "rules": more["rules"],
        "evidence": more["evidence"],
        "manufactories": every,
        "meetings": meetings,
    }
    return msgspec.convert(_moved(given, shift), Workshops)


def _workshop(one: Any, more: Any) -> Any:
    wares = [ware | more["products"][ware["key"]] for ware in one["products"]]
    return one | more | {"products": wares}


def _moved(value: Any, shift: timedelta) -> Any:
    """The same with every date in it moved."""
    if isinstance(value, dict):
        return {key: _moved(inner, shift) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_moved(inner, shift) for inner in cast("list[Any]", value)]
    return value + shift if isinstance(value, date) else value


def _read(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.CSafeLoader)
