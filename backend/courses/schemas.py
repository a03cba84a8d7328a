from typing import Annotated, Literal

from msgspec import Meta, Struct

from backend.core.fields import PRINTABLE, Texts, said
from backend.core.i18n import LANGUAGES
from backend.core.ids import Id

Minutes = Annotated[int, Meta(ge=1, le=600)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Decimal = Annotated[str, Meta(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,18})?\Z")]
Accepted = Annotated[str, Meta(min_length=1, max_length=100, pattern=PRINTABLE)]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,32}\Z")]
Counts = Literal["best", "last"]
"""Which attempt at a quiz counts."""


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


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """What may be chosen."""

    text: Texts
    right: bool = False


class Pair(Struct, frozen=True, forbid_unknown_fields=True):
    """What belongs together."""

    left: Texts
    right: Texts


Options = Annotated[list[Option], Meta(min_length=2, max_length=20)]


class Asked(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    """A question as written; `key` is unique in its quiz and stays, `feedback` says why the right answer is right."""

    key: Slug
    text: Texts
    feedback: Texts

    def __post_init__(self) -> None:
        _must(_told(self.text) and _told(self.feedback), "a question has a text and a feedback")


class Single(Asked, frozen=True, tag="single"):
    """One option is right."""

    options: Options

    def __post_init__(self) -> None:
        super().__post_init__()
        _must(_differ([option.text for option in self.options]), "options differ in every language")
        _must(sum(option.right for option in self.options) == 1, "exactly one option is right")


class Multiple(Asked, frozen=True, tag="multiple"):
    """One or more options are right."""

    options: Options

    def __post_init__(self) -> None:
        super().__post_init__()
        _must(_differ([option.text for option in self.options]), "options differ in every language")
        _must(any(option.right for option in self.options), "at least one option is right")


class TrueFalse(Asked, frozen=True, tag="truefalse"):
    """A statement that is right or not."""

    right: bool


class Numeric(Asked, frozen=True, tag="numeric"):
    """A number, right within `tolerance`, edges included."""

    number: Decimal
    tolerance: Decimal = "0"

    def __post_init__(self) -> None:
        super().__post_init__()
        _must(not self.tolerance.startswith("-"), "a tolerance is not negative")


class Short(Asked, frozen=True, tag="short"):
    """A word or two; `accepted` holds the right ones in all languages."""

    accepted: Annotated[list[Accepted], Meta(min_length=1, max_length=50)]

    def __post_init__(self) -> None:
        super().__post_init__()
        _must(all(any(map(str.isalnum, one)) for one in self.accepted), "an accepted answer has a letter or a digit")


class Matching(Asked, frozen=True, tag="matching"):
    """Each left side has its right side."""

    pairs: Annotated[list[Pair], Meta(min_length=2, max_length=20)]

    def __post_init__(self) -> None:
        super().__post_init__()
        _must(_differ([pair.left for pair in self.pairs]), "left sides differ in every language")
        _must(_differ([pair.right for pair in self.pairs]), "right sides differ in every language")


QuestionText = Single | Multiple | TrueFalse | Numeric | Short | Matching


class QuizText(Struct, frozen=True, forbid_unknown_fields=True):
    """A quiz as written; a graded one is marked by the server alone, and phones never see its answers."""

    id: Id
    title: Texts
    pass_percent: Percent
    attempts: Annotated[int, Meta(ge=1, le=100)]
    questions: Annotated[list[QuestionText], Meta(min_length=1, max_length=50)]
    graded: bool = False

    def __post_init__(self) -> None:
        _must(_told(self.title), "a quiz has a title")
        _must(_once([question.key for question in self.questions]), "each question has a key of its own")


class ModuleText(Struct, frozen=True, forbid_unknown_fields=True):
    """A module as written, its lessons and quizzes in order."""

    id: Id
    title: Texts
    lessons: list[LessonText]
    quizzes: list[QuizText] = []


class CourseText(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole course as written, its modules in order."""

    id: Id
    title: Texts
    summary: Texts
    hours: int
    modules: list[ModuleText]
    counts: Counts = "best"

    def __post_init__(self) -> None:
        lessons = [lesson.id for module in self.modules for lesson in module.lessons]
        quizzes = [quiz.id for module in self.modules for quiz in module.quizzes]
        for ids in ([module.id for module in self.modules], lessons, quizzes):
            _must(_once(ids), "each module, lesson and quiz has an id of its own")


def _must(holds: bool, rule: str) -> None:
    if not holds:
        raise ValueError(rule)


def _once(names: list[str]) -> bool:
    return len(set(names)) == len(names)


def _told(texts: Texts) -> bool:
    return any(text.strip() for text in texts.values())


def _differ(several: list[Texts]) -> bool:
    """Whether all say something, and nobody takes one for another, whichever language is read."""
    return all(map(_told, several)) and all(_once([said(one, language) for one in several]) for language in LANGUAGES)


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


class Key(Struct, frozen=True, omit_defaults=True):
    """What is right, for a quiz that the phone marks by itself; one member, by the kind of question."""

    options: list[int] | None = None
    """single, multiple: places of the right options."""
    truth: bool | None = None
    number: str | None = None
    """numeric: a decimal with a point; right within `tolerance`, edges included."""
    tolerance: str | None = None
    accepted: list[str] | None = None
    """short: every accepted answer, in all languages."""
    pairs: list[int] | None = None
    """matching: for each of `options` the place of its partner in `rights`."""


class BundleQuestion(Struct, frozen=True):
    """A question in one language; `key` and `feedback` are null in a graded quiz."""

    id: str
    kind: str
    """single, multiple, truefalse, numeric, short or matching."""
    text: str
    options: list[str]
    """What may be chosen, or the left side of a matching."""
    rights: list[str]
    """The right side of a matching, in an order that says nothing."""
    key: Key | None
    feedback: str | None


class BundleQuiz(Struct, frozen=True):
    """A quiz in one language. Graded: marked by the server alone."""

    id: str
    title: str
    graded: bool
    attempts: int
    """How many count."""
    pass_percent: int
    questions: list[BundleQuestion]


class OutlineLesson(Struct, frozen=True):
    """What the course says of a lesson before its module is on the phone."""

    id: str
    title: str
    minutes: int
    summary: str


class OutlineQuiz(Struct, frozen=True):
    """What the course says of a quiz."""

    id: str
    title: str
    graded: bool
    attempts: int
    pass_percent: int
    questions: int


class OutlineModule(Struct, frozen=True):
    """A module in one language: lessons, then quizzes."""

    id: str
    title: str
    lessons: list[OutlineLesson]
    quizzes: list[OutlineQuiz]


class CourseBundle(Struct, frozen=True):
    """The outline of a release in one language. `counts`: which attempt at a quiz counts."""

    course: str
    release: str
    language: str
    title: str
    summary: str
    hours: int
    counts: Counts
    modules: list[OutlineModule]


class ModuleBundle(Struct, frozen=True):
    """The lessons and quizzes of one module of a release in one language."""

    course: str
    release: str
    module: str
    language: str
    lessons: list[BundleLesson]
    quizzes: list[BundleQuiz]


class QuestionKey(Struct, frozen=True):
    """What marks a question; `places`: how many options or pairs there are to choose from."""

    id: str
    kind: str
    places: int
    key: Key


class QuizKey(Struct, frozen=True):
    """What marks a quiz of a release, graded or not."""

    quiz: str
    graded: bool
    attempts: int
    pass_percent: int
    questions: list[QuestionKey]


class Packed(Struct, frozen=True):
    """A bundle ready to be kept: `body` is brotli of JSON, `hash` the SHA-256 of the JSON; no module: the outline."""

    module: str | None
    language: str
    hash: str
    body: bytes


class Edition(Struct, frozen=True):
    """A release ready to be published. `keys` and `explanations` (by quiz and question) are for the server alone."""

    release: str
    course: str
    lessons: list[str]
    bundles: list[Packed]
    keys: list[QuizKey]
    explanations: dict[str, dict[str, Texts]]
