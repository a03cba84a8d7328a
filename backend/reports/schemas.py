from typing import TypedDict

from backend.core.fields import Texts


class CourseDone(TypedDict):
    """Lessons of a course's current release that a learner finished."""

    id: str
    done: int
    total: int


class Learner(TypedDict):
    """A participant with all that a school looks at. `unsent`: acts waiting on their phones when last heard of."""

    enrolment: str
    cohort: str
    name: str
    status: str
    done: int
    total: int
    courses: list[CourseDone]
    last_seen_at: str | None
    unsent: int | None
    behind: bool
    silent: bool


class DeskCohort(TypedDict):
    """A cohort on the Desk; lessons are summed over its learners that the reader may see."""

    id: str
    name: Texts
    starts: str
    ends: str
    seats: int
    learners: int
    lessons_done: int
    lessons_total: int


class Desk(TypedDict):
    """What needs somebody today, as of `as_of`."""

    as_of: str
    cohorts: list[DeskCohort]
    behind: list[Learner]
    silent: list[Learner]


class CohortCourseHead(TypedDict):
    """A course of a cohort and how many lessons its current release has."""

    id: str
    title: Texts
    lessons: int


class CohortReport(TypedDict):
    """A cohort with the progress of each learner that the reader may see, by name."""

    as_of: str
    id: str
    name: Texts
    programme: Texts
    institution: Texts
    starts: str
    ends: str
    seats: int
    courses: list[CohortCourseHead]
    learners: list[Learner]
