from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from msgspec import Meta, Raw, Struct

from backend.core.ids import Id
from backend.manufactories.schemas import (
    EntryRow,
    GateRow,
    ManufactoryRow,
    MemberRow,
    ProductRow,
    RuleSetRow,
    SchoolManufactoryRow,
    TeamMentorRow,
    TeamSessionRow,
)
from backend.mentoring.schemas import AnnouncementRow, AttendanceRow, MarkRow, PlanRow, SessionRow
from backend.people.schemas import ConsentRow, InstitutionRow, InvitationRow, PersonRow, RoleRow, SchoolMentorRow
from backend.programmes.schemas import CohortRow, CourseRow, EnrolmentRow, MentorRow, RosterRow, SchoolCohortRow
from backend.progress.schemas import AttemptRow, CompletionRow

Moment = Annotated[datetime, Meta(tz=True)]


class Anchor(Struct, frozen=True):
    """The server's time as the phone last heard it, and the milliseconds its monotonic clock counted since."""

    srv: Moment
    since_ms: Annotated[int, Meta(ge=0, le=10**12)] | None = None


class Operation(Struct, frozen=True):
    """One act of a person, made on a phone. Unknown members are passed over: a newer phone may know more."""

    id: Id
    type: Annotated[str, Meta(max_length=64)]
    v: Annotated[int, Meta(ge=1, le=1_000)]
    actor: Id
    at: Moment
    body: Raw
    anchor: Anchor | None = None
    deps: list[Id] = []
    blobs: list[Any] = []


class Pull(Struct, frozen=True):
    """Where the phone stands; null from the beginning."""

    cursor: Annotated[str, Meta(max_length=100_000)] | None = None
    max_rows: Annotated[int, Meta(ge=1, le=10_000)] = 500


class Diag(Struct, frozen=True):
    """What the phone says of its own state."""

    outbox: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    oldest_s: Annotated[float, Meta(ge=0, le=1e12)] | None = None
    persisted: bool | None = None


class Delivery(Struct, frozen=True):
    """What a phone sends. Operations stay raw: one that cannot be read must not spoil the others."""

    protocol: Annotated[int, Meta(ge=1)]
    actor: Id
    now: Moment
    ops: list[Raw] = []
    pull: Pull | None = None
    diag: Diag | None = None
    epoch: str | None = None
    proof: Annotated[list[Id], Meta(max_length=8)] = []
    """Some operations that the phone knows as taken in since this epoch began; see `Answer.missing`."""
    build: Annotated[str, Meta(max_length=64)] = ""


class Verdict(TypedDict):
    """What became of one operation. `applied` and `rejected` are final: asked again, they differ only in `dup`."""

    id: str
    status: Literal["applied", "rejected", "retry"]
    dup: bool
    data: NotRequired[dict[str, Any]]
    code: NotRequired[str]
    message: NotRequired[str]
    fix: NotRequired[str]
    params: NotRequired[dict[str, Any]]


class FeedRow(TypedDict):
    """A row of scope `s`, entity `e`; `d` is null when it is gone."""

    s: str
    e: str
    id: str
    d: (
        PersonRow
        | RoleRow
        | EnrolmentRow
        | CompletionRow
        | CohortRow
        | CourseRow
        | RosterRow
        | InstitutionRow
        | SchoolCohortRow
        | ConsentRow
        | SchoolMentorRow
        | InvitationRow
        | MentorRow
        | AttemptRow
        | PlanRow
        | AnnouncementRow
        | SessionRow
        | MarkRow
        | AttendanceRow
        | RuleSetRow
        | ManufactoryRow
        | SchoolManufactoryRow
        | MemberRow
        | TeamMentorRow
        | GateRow
        | ProductRow
        | EntryRow
        | TeamSessionRow
        | None
    )  # fmt: skip - one line an entity would hide that it is one list


class Page(TypedDict):
    """A page of changes. `drop`: scopes to forget; `reset`: scopes that start again from here, "*" for all."""

    cursor: str
    more: bool
    drop: list[str]
    reset: list[str]
    rows: list[FeedRow]


class Hints(TypedDict):
    """How the phone should pace itself."""

    next_min_s: int
    spread_s: int
    max_ops: int


class Answer(TypedDict):
    """What a phone gets back."""

    epoch: str
    now: str
    verdicts: list[Verdict]
    pull: Page | None
    hints: Hints
    missing: NotRequired[list[str]]
    """Those of `Delivery.proof` that are unknown here: a backup was put back in silence, the phone sends all again."""
    closed: NotRequired[list[str]]
    """Others who have used this phone and closed their account since: what it keeps of them is to go."""
