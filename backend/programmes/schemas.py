from datetime import date
from typing import Annotated, Literal, TypedDict

from msgspec import Meta, Struct

from backend.core.fields import Texts
from backend.core.ids import Id


class NewProgramme(Struct, frozen=True, forbid_unknown_fields=True):
    """A programme."""

    name: Texts
    summary: Texts


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


class Enrol(Struct, frozen=True, forbid_unknown_fields=True):
    """A person to take part in a cohort, as accepted (waiting for a consent) or active: a learner either way."""

    person: Id
    cohort: Id
    status: Literal["accepted", "active"] = "active"


class EnrolmentRow(TypedDict):
    """An enrolment as the learner's phone holds it."""

    person: str
    cohort: str
    status: str
    name: str


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


class CourseRow(TypedDict):
    """A course of a cohort with its current release; `bundles` by language."""

    cohort: str
    course: str
    position: int
    title: Texts
    summary: Texts
    hours: int
    lessons: int
    release: str
    bundles: dict[str, BundleRef]


class RosterRow(TypedDict):
    """A participant as the cohort's staff see them."""

    enrolment: str
    cohort: str
    person: str
    name: str
    status: str


class SchoolCohortRow(TypedDict):
    """A cohort in the list of its host."""

    institution: str
    cohort: str
    name: Texts
    programme: Texts
    starts: str
    ends: str
    seats: int
