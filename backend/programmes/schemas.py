from datetime import date
from typing import Annotated, Literal, TypedDict

from msgspec import Meta, Struct

from backend.core.fields import Language, Line, Texts
from backend.core.ids import Id
from backend.people.schemas import NewAccount, Purpose, Typed


class NewProgramme(Struct, frozen=True, forbid_unknown_fields=True):
    """A programme."""

    name: Texts
    summary: Texts


class InviteManager(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody is to be manager of a programme; `label` is what the operator calls the invitation."""

    programme: Id
    label: Line


class NewCohort(Struct, frozen=True, forbid_unknown_fields=True):
    """A cohort with the courses it goes through, in order."""

    programme: Id
    institution: Id
    name: Texts
    starts: date
    ends: date
    seats: Annotated[int, Meta(ge=1, le=10_000)]
    courses: list[Id]

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError("a cohort ends after it starts")


class Apply(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody asks for a seat in the cohort of this code; `born` when their birth date is not known yet."""

    code: Typed
    born: date | None = None


class JoinCode(Struct, frozen=True, forbid_unknown_fields=True):
    """A code as it was scanned or typed."""

    code: Typed


class Join(NewAccount, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody new opens an account and asks for a seat in the cohort of a code."""

    code: Typed
    born: date


RefusalReason = Literal["no_seats", "wrong_group", "not_known", "not_eligible", "other"]
LeavingReason = Literal["work", "moved", "health", "lost_interest", "school_decision", "no_connection", "other"]


class Accept(Struct, frozen=True, forbid_unknown_fields=True):
    """A request is granted a seat."""

    enrolment: Id


class Refuse(Struct, frozen=True, forbid_unknown_fields=True):
    """A request is turned down; the applicant is told why."""

    enrolment: Id
    reason: RefusalReason


class Withdraw(Struct, frozen=True, forbid_unknown_fields=True):
    """A person leaves a cohort, or takes the request back."""

    enrolment: Id
    reason: LeavingReason


class RecordConsent(Struct, frozen=True, forbid_unknown_fields=True):
    """What a minor's guardian signed on paper, purpose by purpose, as the coordinator read it."""

    enrolment: Id
    guardian: Line
    signed_on: date
    answers: dict[Purpose, bool]
    text: Line
    language: Language


class AssignMentor(Struct, frozen=True, forbid_unknown_fields=True):
    """A cleared mentor is given a cohort."""

    cohort: Id
    person: Id


class DismissMentor(Struct, frozen=True, forbid_unknown_fields=True):
    """A mentor is taken off a cohort."""

    cohort: Id
    person: Id


class EnrolmentRow(TypedDict):
    """An enrolment as the learner's or applicant's phone holds it."""

    person: str
    cohort: str
    status: str
    name: str
    since: str
    reason: str | None
    """Why it was refused or ended."""
    cohort_name: Texts
    institution: Texts
    """The host's short name."""
    minor: bool
    """Below the age at which one consents for oneself, today."""
    due: list[str]
    """Purposes whose consent is missing before it becomes active."""


class CohortRow(TypedDict):
    """A cohort as its people's phones hold it; dates are YYYY-MM-DD."""

    name: Texts
    programme: Texts
    institution: Texts
    starts: str
    ends: str
    seats: int


class BundleRef(TypedDict):
    """Where a bundle is and how many bytes fetching it costs."""

    hash: str
    size: int


class PartRef(TypedDict):
    """A module of a course: its lessons and quizzes in a bundle of their own, by language."""

    module: str
    bundles: dict[str, BundleRef]


class CourseRow(TypedDict):
    """A course of a cohort with its current release. `bundles` by language hold the outline, `parts` the lessons."""

    cohort: str
    course: str
    position: int
    title: Texts
    summary: Texts
    hours: int
    lessons: int
    release: str
    bundles: dict[str, BundleRef]
    parts: list[PartRef]


class RosterRow(TypedDict):
    """A participant or applicant as the cohort's staff see them."""

    enrolment: str
    cohort: str
    person: str
    name: str
    status: str
    since: str
    reason: str | None
    institution: str | None
    """The school that sent them: its coordinator may give a code for a new password."""
    minor: bool
    consents: list[str]
    """Purposes with a consent in force."""
    due: list[str]
    seen_at: str | None
    """When one of their phones was last heard of, to the hour; of who only asks or has left nothing is told."""
    unsent: int | None
    """Acts that waited on their phones then."""


class MentorRow(TypedDict):
    """A mentor of a cohort, for everyone in it."""

    cohort: str
    person: str
    name: str


class SchoolCohortRow(TypedDict):
    """A cohort in the list of its host."""

    institution: str
    cohort: str
    name: Texts
    programme: Texts
    starts: str
    ends: str
    seats: int
    code: str
    """What one types or scans to ask for a seat."""


class CohortDoor(TypedDict):
    """Where a code leads; dates are YYYY-MM-DD, ages in years."""

    cohort: str
    name: Texts
    programme: Texts
    institution: Texts
    emblem: str | None
    """The institution's picture."""
    starts: str
    ends: str
    minimum_age: int
    guardian_age: int


class Applied(TypedDict):
    """The id of the enrolment that was asked for."""

    enrolment: str


class CohortCode(TypedDict):
    """The code that leads to a cohort from now on."""

    code: str
