from piccolo.columns import JSON, UUID, Boolean, Bytea, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7


class Course(Table, tablename="course"):
    """A course as its authors write it."""

    id = UUID(primary_key=True, default=uuid7)
    title = JSON()
    """Language -> text, as every JSON column of this room that says nothing else."""
    summary = JSON()
    hours = Integer(default=0)
    counts = Varchar(length=8, default="best")
    """Which attempt at a quiz counts: best or last."""
    release = UUID(null=True, default=None)
    """The current release; null until one is published."""


class Module(Table, tablename="module"):
    """A part of a course."""

    id = UUID(primary_key=True, default=uuid7)
    course = ForeignKey(Course, null=False, on_delete=OnDelete.restrict)
    position = Integer(default=0)
    title = JSON()


class Lesson(Table, tablename="lesson"):
    """A lesson; its id stays the same through all releases."""

    id = UUID(primary_key=True, default=uuid7)
    module = ForeignKey(Module, null=False, on_delete=OnDelete.restrict)
    position = Integer(default=0)
    minutes = Integer(default=0)
    title = JSON()
    summary = JSON()
    body = JSON()
    """Language -> Markdown."""
    terms = JSON()
    """[{term: texts, definition: texts}]"""


class Quiz(Table, tablename="quiz"):
    """A quiz as its authors write it; its id stays the same through all releases."""

    id = UUID(primary_key=True, default=uuid7)
    module = ForeignKey(Module, null=False, on_delete=OnDelete.restrict)
    position = Integer(default=0)
    title = JSON()
    graded = Boolean(default=False)
    attempts = Integer(default=1)
    pass_percent = Integer(default=0)
    questions = JSON()
    """`QuestionText`s in order, right answers and all."""


class Release(Table, tablename="release"):
    """An immutable edition of a course. Its id follows from its content: the same text makes the same edition."""

    id = UUID(primary_key=True, default=uuid7)
    course = ForeignKey(Course, null=False, on_delete=OnDelete.restrict)
    published_at = Timestamptz(default=now)
    lessons = JSON()
    """The ids of its lessons in order."""


class Bundle(Table, tablename="bundle"):
    """What a phone keeps of a release in one language: the outline, or one module."""

    id = Text(primary_key=True)
    """SHA-256 in hex of the JSON that `body` holds: a phone can check what it got."""
    release = ForeignKey(Release, null=False, on_delete=OnDelete.restrict)
    module = ForeignKey(Module, null=True, default=None, on_delete=OnDelete.restrict)
    """Null: the outline."""
    language = Varchar(length=2)
    body = Bytea()
    """JSON, compressed with brotli."""
    size = Integer(default=0)
    """Bytes of `body`: what fetching it costs."""


class ReleaseQuiz(Table, tablename="release_quiz"):
    """What marks a quiz of a release, for ever. Its id is the pair of both. No phone sees it."""

    id = UUID(primary_key=True, default=uuid7)
    release = ForeignKey(Release, null=False, on_delete=OnDelete.restrict)
    quiz = ForeignKey(Quiz, null=False, on_delete=OnDelete.restrict)
    graded = Boolean(default=False)
    attempts = Integer(default=1)
    """How many count."""
    pass_percent = Integer(default=0)
    questions = JSON()
    """`QuestionKey`s in order."""
    explanations = JSON()
    """Question -> texts."""
