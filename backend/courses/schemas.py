from typing import Annotated

from msgspec import Meta, Struct

from backend.core.fields import Texts
from backend.core.ids import Id

Minutes = Annotated[int, Meta(ge=1, le=600)]


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """A key term of a lesson."""

    term: Texts
    definition: Texts


class LessonText(Struct, frozen=True, forbid_unknown_fields=True):
    """A lesson as written; `body` is Markdown."""

    id: Id
    minutes: Minutes
    title: Texts
    summary: Texts
    body: Texts
    terms: list[Term] = []


class ModuleText(Struct, frozen=True, forbid_unknown_fields=True):
    """A module as written, its lessons in order."""

    id: Id
    title: Texts
    lessons: list[LessonText]


class CourseText(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole course as written, its modules in order."""

    id: Id
    title: Texts
    summary: Texts
    hours: int
    modules: list[ModuleText]


class BundleTerm(Struct, frozen=True):
    """A key term in one language."""

    term: str
    definition: str


class BundleLesson(Struct, frozen=True):
    """A lesson in one language; `html` is clean."""

    id: str
    title: str
    minutes: int
    summary: str
    html: str
    terms: list[BundleTerm]


class BundleModule(Struct, frozen=True):
    """A module in one language."""

    id: str
    title: str
    lessons: list[BundleLesson]


class CourseBundle(Struct, frozen=True):
    """What a phone keeps of a release in one language."""

    course: str
    release: str
    language: str
    title: str
    summary: str
    hours: int
    modules: list[BundleModule]


class Packed(Struct, frozen=True):
    """A bundle ready to be kept: `body` is brotli of JSON, `hash` the SHA-256 of the JSON."""

    language: str
    hash: str
    body: bytes


class Edition(Struct, frozen=True):
    """A release ready to be published."""

    release: str
    course: str
    lessons: list[str]
    bundles: list[Packed]
