from datetime import datetime
from typing import Annotated, TypedDict

from msgspec import Meta, Struct

from backend.core.fields import Texts
from backend.core.ids import Id


class CompleteLesson(Struct, frozen=True, forbid_unknown_fields=True):
    """A lesson was finished, read in this release."""

    enrolment: Id
    lesson: Id
    release: Id


Answer = (
    bool
    | Annotated[int, Meta(ge=0, le=1_000)]
    | Annotated[str, Meta(max_length=1_000)]
    | Annotated[list[Annotated[int, Meta(ge=-1, le=1_000)]], Meta(max_length=100)]
    | None
)
"""As it was given: single: an option's place; multiple: places; truefalse: a bool; numeric, short: what was typed;
matching: for each left side the place of its right side, -1 for none. None: not answered."""


class SubmitQuiz(Struct, frozen=True, forbid_unknown_fields=True):
    """An attempt at a quiz, made with this release; the id of the act is the id of the attempt."""

    enrolment: Id
    quiz: Id
    release: Id
    started_at: Annotated[datetime, Meta(tz=True)]
    answers: Annotated[dict[Id, Answer], Meta(max_length=200)]
    """By question."""


class Explanation(TypedDict):
    """Why an answer is right."""

    question: str
    text: Texts


class AttemptRow(TypedDict):
    """An attempt as the learner's phone holds it; `score` in percent, `results` by question likewise.

    Of a graded quiz `results` and `explanations` stay null until the last attempt is used up; of a practice quiz the
    phone has the explanations already, so they are null.
    """

    enrolment: str
    quiz: str
    release: str
    answers: dict[str, bool | int | str | list[int] | None]
    score: int
    passed: bool
    graded: bool
    results: dict[str, int] | None
    explanations: list[Explanation] | None
    started_at: str
    at: str
    flag: str | None


class Completed(TypedDict):
    """The id of the completion."""

    completion: str


class Attempted(TypedDict):
    """The id of the attempt and what it is worth."""

    attempt: str
    score: int
    passed: bool


class CompletionRow(TypedDict):
    """A completion as the learner's phone holds it."""

    enrolment: str
    lesson: str
    release: str
    at: str
    flag: str | None
