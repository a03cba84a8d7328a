"""From a course as written to an edition that phones can keep. Pure: the same text makes the same bytes."""

import hashlib
from functools import partial

import msgspec
import nh3
from markdown_it import MarkdownIt

from backend.core.fields import Texts, said
from backend.core.i18n import LANGUAGES
from backend.core.ids import pair_id
from backend.core.packing import packed
from backend.courses.schemas import (
    BundleLesson,
    BundleQuestion,
    BundleQuiz,
    BundleTerm,
    CourseBundle,
    CourseText,
    Edition,
    Key,
    LessonText,
    Matching,
    ModuleBundle,
    ModuleText,
    Multiple,
    Numeric,
    OutlineLesson,
    OutlineModule,
    OutlineQuiz,
    Packed,
    QuestionKey,
    QuestionText,
    QuizKey,
    QuizText,
    Short,
    Single,
    TrueFalse,
)

# A lesson's own headings start below the screen's: the title is h2.
_SHIFT = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
TAGS = {
    "p",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "code",
    "pre",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
    "hr",
}  # fmt: skip - one tag a line would hide the list

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def html_of(markdown: str) -> str:
    """Clean HTML of a lesson: no links out, no pictures, no attributes, no scripts, headings from h3 down."""
    tokens = _markdown.parse(markdown)
    for token in tokens:
        token.tag = _SHIFT.get(token.tag, token.tag)
        token.attrs = {}
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(html, tags=TAGS, attributes={}, link_rel=None).strip()


def edition(course: CourseText) -> Edition:
    """The edition of `course`.

    Its id is the pair of the course and the digest of all it says in every language and of all that marks its quizzes.
    """
    lessons = [lesson.id for module in course.modules for lesson in module.lessons]
    quizzes = [quiz for module in course.modules for quiz in module.quizzes]
    keys = [_quiz_key(quiz) for quiz in quizzes]
    explanations = {
        quiz.id: {_question_id(quiz, asked): asked.feedback for asked in quiz.questions} for quiz in quizzes
    }
    drafts = [draft for language in LANGUAGES for draft in _drafts(course, language)]
    said_by_it = msgspec.json.encode([drafts, keys, explanations])
    release = pair_id(course.id, hashlib.sha256(said_by_it).hexdigest())
    bundles = [_packed(msgspec.structs.replace(draft, release=release)) for draft in drafts]
    return Edition(release, course.id, lessons, bundles, keys, explanations)


def _packed(bundle: CourseBundle | ModuleBundle) -> Packed:
    plain = msgspec.json.encode(bundle)
    module = bundle.module if isinstance(bundle, ModuleBundle) else None
    return Packed(module, bundle.language, hashlib.sha256(plain).hexdigest(), packed(plain))


def _drafts(course: CourseText, language: str) -> list[CourseBundle | ModuleBundle]:
    """All that phones get of it in a language, but for the release's id, which follows from it."""
    return [_outline(course, language), *(_part(course, module, language) for module in course.modules)]


def _outline(course: CourseText, language: str) -> CourseBundle:
    say = partial(said, language=language)

    def lesson(text: LessonText) -> OutlineLesson:
        return OutlineLesson(text.id, say(text.title), text.minutes, say(text.summary))

    def quiz(text: QuizText) -> OutlineQuiz:
        asked = len(text.questions)
        return OutlineQuiz(text.id, say(text.title), text.graded, text.attempts, text.pass_percent, asked)

    modules = [
        OutlineModule(m.id, say(m.title), [lesson(text) for text in m.lessons], [quiz(text) for text in m.quizzes])
        for m in course.modules
    ]
    title, summary = say(course.title), say(course.summary)
    return CourseBundle(course.id, "", language, title, summary, course.hours, course.counts, modules)


def _part(course: CourseText, module: ModuleText, language: str) -> ModuleBundle:
    lessons = [_lesson(text, language) for text in module.lessons]
    quizzes = [_quiz(text, language) for text in module.quizzes]
    return ModuleBundle(course.id, "", module.id, language, lessons, quizzes)


def _lesson(text: LessonText, language: str) -> BundleLesson:
    say = partial(said, language=language)
    terms = [BundleTerm(say(t.term), say(t.definition)) for t in text.terms]
    return BundleLesson(text.id, say(text.title), text.minutes, say(text.summary), html_of(say(text.body)), terms)


def _quiz(text: QuizText, language: str) -> BundleQuiz:
    questions = [_question(text, asked, language) for asked in text.questions]
    return BundleQuiz(text.id, said(text.title, language), text.graded, text.attempts, text.pass_percent, questions)


def _question(quiz: QuizText, asked: QuestionText, language: str) -> BundleQuestion:
    say = partial(said, language=language)
    options: list[Texts] = []
    rights: list[Texts] = []
    if isinstance(asked, Single | Multiple):
        options = [option.text for option in asked.options]
    elif isinstance(asked, Matching):
        options, rights = [pair.left for pair in asked.pairs], _rights(asked)
    return BundleQuestion(
        id=_question_id(quiz, asked),
        kind=_kind(asked),
        text=say(asked.text),
        options=[say(option) for option in options],
        rights=[say(right) for right in rights],
        key=None if quiz.graded else _key(asked),
        feedback=None if quiz.graded else say(asked.feedback),
    )


def _question_id(quiz: QuizText, asked: QuestionText) -> str:
    return pair_id(quiz.id, asked.key)


def _kind(asked: QuestionText) -> str:
    return str(asked.__struct_config__.tag)


def _rights(asked: Matching) -> list[Texts]:
    """The right sides in an order that follows from what they say and from nothing else.

    Who knows this program can work out any order made of ids or places, and with it the pairs. This one would be the
    same whichever right side belonged to whichever left.
    """

    def shuffled(right: Texts) -> str:
        return hashlib.sha256(msgspec.json.encode([asked.key, right], order="sorted")).hexdigest()

    return sorted((pair.right for pair in asked.pairs), key=shuffled)


def _key(asked: QuestionText) -> Key:
    match asked:
        case Single() | Multiple():
            return Key(options=[place for place, option in enumerate(asked.options) if option.right])
        case TrueFalse():
            return Key(truth=asked.right)
        case Numeric():
            return Key(number=asked.number, tolerance=asked.tolerance)
        case Short():
            return Key(accepted=asked.accepted)
        case Matching():
            rights = _rights(asked)
            return Key(pairs=[rights.index(pair.right) for pair in asked.pairs])


def _quiz_key(quiz: QuizText) -> QuizKey:
    questions = [
        QuestionKey(_question_id(quiz, asked), _kind(asked), _places(asked), _key(asked)) for asked in quiz.questions
    ]
    return QuizKey(quiz.id, quiz.graded, quiz.attempts, quiz.pass_percent, questions)


def _places(asked: QuestionText) -> int:
    if isinstance(asked, Single | Multiple):
        return len(asked.options)
    return len(asked.pairs) if isinstance(asked, Matching) else 0
