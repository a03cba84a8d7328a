from datetime import date, datetime
from typing import Annotated, Literal, TypedDict

from msgspec import Meta, Struct

from backend.core.fields import PRINTABLE, SEVERAL_LINES, Line
from backend.core.ids import Id

Words = Annotated[str, Meta(max_length=4_000, pattern=SEVERAL_LINES)]
"""Several lines a person typed."""
ShortLine = Annotated[str, Meta(max_length=200, pattern=PRINTABLE)]
Status = Literal["present", "absent", "late", "excused"]
Kind = Literal["mentoring", "workshop", "visit", "fair", "online"]
Adult = Literal["second_adult", "observable"]
"""What kept the session in view: another adult, or a place that others see into."""
Any16 = Annotated[int, Meta(ge=-32_768, le=32_767)]
"""A number as typed; what it may be is judged by the action, which can say why."""


class MarkBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether one participant was there; `late_minutes` with late."""

    enrolment: Id
    status: Status
    late_minutes: Any16 | None = None


Marks = Annotated[list[MarkBody], Meta(max_length=500)]


class CallRoll(Struct, frozen=True, forbid_unknown_fields=True):
    """Who was there on a day, as one person saw it. The roll is the planned session's, or the cohort's of that day."""

    cohort: Id
    held_on: date
    marks: Marks
    plan: Id | None = None


class GatePassed(Struct, frozen=True, forbid_unknown_fields=True):
    """A gate that the team passed at the session; `evidence` says by what."""

    gate: Id
    evidence: Line


class LogSession(Struct, frozen=True, forbid_unknown_fields=True):
    """A session that was held, with its roll; with `manufactory` a team's, and `cohort` is the team's home."""

    cohort: Id
    kind: Kind
    held_on: date
    minutes: Any16
    marks: Marks
    adult: Adult | None = None
    note: Words = ""
    next_steps: Words = ""
    plan: Id | None = None
    manufactory: Id | None = None
    gates: Annotated[list[GatePassed], Meta(max_length=30)] = []


class PlanSession(Struct, frozen=True, forbid_unknown_fields=True):
    """A session to come."""

    cohort: Id
    starts_at: Annotated[datetime, Meta(tz=True)]
    minutes: Any16
    place: ShortLine = ""
    topic: ShortLine = ""


class CancelSession(Struct, frozen=True, forbid_unknown_fields=True):
    """A planned session will not take place."""

    plan: Id


class Announce(Struct, frozen=True, forbid_unknown_fields=True):
    """A word to everybody in a cohort."""

    cohort: Id
    text: Annotated[str, Meta(min_length=1, max_length=2_000, pattern=SEVERAL_LINES)]


class Retract(Struct, frozen=True, forbid_unknown_fields=True):
    """An announcement is taken back."""

    announcement: Id


class PlanRow(TypedDict):
    """A planned session, for everyone in the cohort."""

    cohort: str
    starts_at: str
    minutes: int
    place: str
    topic: str
    cancelled: bool
    by: str


class AnnouncementRow(TypedDict):
    """An announcement, for everyone in the cohort; `by` is the author's name."""

    cohort: str
    text: str
    person: str
    by: str
    at: str


class SessionRow(TypedDict):
    """A session that was held, for the staff of the cohort or the team. `flags`: what a person should look at."""

    cohort: str
    manufactory: str | None
    plan: str | None
    roll: str
    kind: str
    held_on: str
    minutes: int
    adult: str | None
    note: str
    next_steps: str
    person: str
    by: str
    at: str
    flags: list[str]


class MarkRow(TypedDict):
    """One mark on one roll, for the staff of the cohort or team. All are kept; `rules.standing` says which counts."""

    cohort: str
    manufactory: str | None
    enrolment: str
    roll: str
    held_on: str
    status: str
    late_minutes: int | None
    person: str
    by: str
    at: str
    flag: str | None


class AttendanceRow(TypedDict):
    """The same mark, for the learner: who made it is not told."""

    enrolment: str
    roll: str
    held_on: str
    status: str
    late_minutes: int | None
    at: str
