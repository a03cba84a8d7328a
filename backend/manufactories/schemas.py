from datetime import date
from typing import Annotated, Literal, TypedDict

from msgspec import Meta, Struct

from backend.core.fields import PRINTABLE, SEVERAL_LINES, Language, Line, Texts
from backend.core.ids import Id

Names = Annotated[dict[Language, Line], Meta(min_length=1)]
"""What a team calls something: in one language, or in both."""
ShortLine = Annotated[str, Meta(max_length=200, pattern=PRINTABLE)]
Words = Annotated[str, Meta(max_length=2_000, pattern=SEVERAL_LINES)]
Any64 = Annotated[int, Meta(ge=-(2**53), le=2**53)]
"""A number as typed, such as a phone can count; what it may be is judged by the action, which can say why."""
Any32 = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]

Figure = Literal[
    "candle", "rings", "layers", "loaf", "spool", "jug", "sun", "wheel", "leaf", "gear", "house", "book"
]  # fmt: skip - a list, read across
"""What a maker's mark shows, drawn in pwa/src/rooms/manufactories/drawings.ts."""
Pigment = Literal["clay", "blue", "patina", "ink"]
Carrier = Literal["school_project", "sole_trader", "legal_entity"]
"""Who carries a manufactory before the law."""
PostKind = Literal["lead", "finance", "production", "purchasing", "quality", "marketing", "people", "safety"]
"""`marketing`: marketing and sales."""
Unit = Literal["piece", "set", "portion", "kg", "g", "l", "m", "hour", "service"]
GateKind = Literal["plain", "first_sale", "break_even"]
EntryKind = Literal["grant", "sale", "purchase", "expense", "owner_in", "owner_out", "count"]
Money = Literal["cash", "card", "own"]
Account = Literal[
    "cash", "card", "grants", "owners", "revenue", "purchases", "expenses", "differences", "rounding"
]  # fmt: skip - a list, read across
Posts = Annotated[list[PostKind], Meta(max_length=8)]


class GateDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A gate of a programme's template, due so many days after a cohort's first."""

    name: Names
    days: Annotated[int, Meta(ge=0, le=1_000)]
    kind: GateKind = "plain"


class SetRules(Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of a programme's manufactories and the gates they begin with; kopecks."""

    programme: Id
    team_min: Annotated[int, Meta(ge=1, le=50)]
    team_max: Annotated[int, Meta(ge=1, le=50)]
    spending_limit: Annotated[int, Meta(ge=0, le=10**9)]
    cash_rounding: Annotated[int, Meta(ge=1, le=100)]
    """By half of it at most a till rounds: less than what a sale in cash may differ by, `rules.ROUNDED_BY`."""
    gates: Annotated[list[GateDraft], Meta(max_length=30)]

    def __post_init__(self) -> None:
        if self.team_max < self.team_min:
            raise ValueError("the largest team is not smaller than the smallest")


class NewMember(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who joins, by the enrolment, with the posts they take."""

    enrolment: Id
    posts: Posts = []


class Found(Struct, frozen=True, forbid_unknown_fields=True):
    """A manufactory comes into being; the act's id is its own. `cohort` is its home, `institution` its school."""

    cohort: Id
    institution: Id
    name: Names
    makes: Names
    figure: Figure
    pigment: Pigment
    carrier: Carrier
    members: Annotated[list[NewMember], Meta(max_length=100)]
    mentors: Annotated[list[Id], Meta(max_length=10)] = []


class Describe(Struct, frozen=True, forbid_unknown_fields=True):
    """What a manufactory is called, makes, shows and is before the law."""

    manufactory: Id
    name: Names
    makes: Names
    figure: Figure
    pigment: Pigment
    carrier: Carrier


class AddMember(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody joins a manufactory."""

    manufactory: Id
    enrolment: Id
    posts: Posts = []


class EndMember(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody leaves a manufactory."""

    manufactory: Id
    enrolment: Id


class GivePosts(Struct, frozen=True, forbid_unknown_fields=True):
    """The posts a member holds from now on; those not named end."""

    manufactory: Id
    enrolment: Id
    posts: Posts


class AssignTeamMentor(Struct, frozen=True, forbid_unknown_fields=True):
    """A cleared mentor is given a manufactory."""

    manufactory: Id
    person: Id


class DismissTeamMentor(Struct, frozen=True, forbid_unknown_fields=True):
    """A mentor is taken off a manufactory."""

    manufactory: Id
    person: Id


class AddGate(Struct, frozen=True, forbid_unknown_fields=True):
    """A gate more."""

    manufactory: Id
    name: Names
    due: date


class DropGate(Struct, frozen=True, forbid_unknown_fields=True):
    """A gate that this manufactory need not pass."""

    manufactory: Id
    gate: Id


class DateGate(Struct, frozen=True, forbid_unknown_fields=True):
    """Another day by which a gate is due."""

    manufactory: Id
    gate: Id
    due: date


class PassGate(Struct, frozen=True, forbid_unknown_fields=True):
    """A gate is passed; `evidence` says by what, `passed_on` when, today without it."""

    manufactory: Id
    gate: Id
    evidence: Line
    passed_on: date | None = None


class UndoGate(Struct, frozen=True, forbid_unknown_fields=True):
    """A gate that was passed is open again."""

    manufactory: Id
    gate: Id
    reason: Line


class AddProduct(Struct, frozen=True, forbid_unknown_fields=True):
    """A product with its first price; the act's id is the product's."""

    manufactory: Id
    name: Names
    unit: Unit
    figure: Figure
    kopecks: Any64


class ChangeProduct(Struct, frozen=True, forbid_unknown_fields=True):
    """How a product is called and measured, and whether it is still sold."""

    manufactory: Id
    product: Id
    name: Names
    unit: Unit
    figure: Figure
    active: bool


class SetPrice(Struct, frozen=True, forbid_unknown_fields=True):
    """Another price from now on."""

    manufactory: Id
    product: Id
    kopecks: Any64


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """Units sold at the price that was shown, in kopecks; without a product a sum of its own."""

    quantity: Any32
    price: Any64
    product: Id | None = None


class AddEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry in the books; the act's id is its own. Money in kopecks.

    A sale has `items`, and `kopecks` is what was taken: in cash their sum may have been rounded. A count has
    `counted` and `book`. All others have `kopecks`. Without `day` it is of the day on which the act was made.
    """

    manufactory: Id
    kind: EntryKind
    money: Money = "cash"
    kopecks: Any64 = 0
    items: Annotated[list[Item], Meta(max_length=50)] = []
    counted: Any64 | None = None
    book: Any64 | None = None
    note: ShortLine = ""
    day: date | None = None


class ReverseEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry is taken back by another one."""

    manufactory: Id
    entry: Id
    reason: Line


class ApproveEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A second person lets an entry count."""

    manufactory: Id
    entry: Id


class RuleSetRow(TypedDict):
    """The limits for manufactories of a cohort's people; kopecks. Its id is the cohort's, `institution` its host."""

    cohort: str
    programme: str
    institution: str
    team_min: int
    team_max: int
    spending_limit: int
    cash_rounding: int


class ManufactoryRow(TypedDict):
    """A manufactory, for its members and mentors; kopecks."""

    cohort: str
    institution: str
    school: Texts
    name: Texts
    makes: Texts
    figure: str
    pigment: str
    carrier: str
    founded: str
    team_max: int
    spending_limit: int
    cash_rounding: int


class SchoolManufactoryRow(TypedDict):
    """A manufactory in the list of its school."""

    cohort: str
    institution: str
    name: Texts
    makes: Texts
    figure: str
    pigment: str
    carrier: str
    members: int


class HeldPost(TypedDict):
    """A post and when it was held; `until` is null while it is."""

    kind: str
    since: str
    until: str | None


class MemberRow(TypedDict):
    """Somebody in a manufactory, with all posts ever held; who left stays with the end."""

    manufactory: str
    enrolment: str
    person: str
    name: str
    posts: list[HeldPost]
    since: str
    until: str | None


class TeamMentorRow(TypedDict):
    """A mentor of a manufactory."""

    manufactory: str
    person: str
    name: str


class StepTaken(TypedDict):
    """One step of a gate: `act` is passed or undone, `said` the evidence or the reason."""

    act: str
    said: str
    day: str
    by: str
    at: str


class GateRow(TypedDict):
    """A gate with all its steps; one of kind first_sale or break_even has none and follows from the books."""

    manufactory: str
    kind: str
    name: Texts
    due: str
    steps: list[StepTaken]


class PriceRow(TypedDict):
    """Kopecks for one unit since a moment."""

    kopecks: int
    since: str


class ProductRow(TypedDict):
    """A product with all its prices, the latest last; the last one holds."""

    manufactory: str
    name: Texts
    unit: str
    figure: str
    active: bool
    prices: list[PriceRow]


class LineRow(TypedDict):
    """One account of an entry, in kopecks; see `tables.EntryLine`."""

    account: str
    kopecks: int
    product: str | None
    quantity: int | None
    price: int | None


class EntryRow(TypedDict):
    """An entry with its lines. `waits`: a second person has not let it count yet; `arrived`: null before it has."""

    manufactory: str
    kind: str
    money: str
    kopecks: int
    counted: int | None
    book: int | None
    day: str
    note: str
    lines: list[LineRow]
    reverses: str | None
    held: bool
    waits: bool
    approved_by: str | None
    person: str
    by: str
    device: str | None
    at: str
    arrived: str | None
    flags: list[str]


class TeamSessionRow(TypedDict):
    """A session of a team that was held, for its members."""

    manufactory: str
    kind: str
    held_on: str
    minutes: int
    by: str
