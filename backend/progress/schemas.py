from typing import TypedDict

from msgspec import Struct

from backend.core.ids import Id


class CompleteLesson(Struct, frozen=True, forbid_unknown_fields=True):
    """A lesson was finished, read in this release."""

    enrolment: Id
    lesson: Id
    release: Id


class Completed(TypedDict):
    """The id of the completion."""

    completion: str


class CompletionRow(TypedDict):
    """A completion as the learner's phone holds it."""

    enrolment: str
    lesson: str
    release: str
    at: str
    flag: str | None
