"""From a course as written to an edition that phones can keep. Pure: the same text makes the same bytes."""

import hashlib

import msgspec
import nh3
from markdown_it import MarkdownIt

from backend.core.fields import Texts
from backend.core.i18n import LANGUAGES
from backend.core.ids import pair_id
from backend.core.packing import packed
from backend.courses.schemas import (
    BundleLesson,
    BundleModule,
    BundleTerm,
    CourseBundle,
    CourseText,
    Edition,
    LessonText,
    Packed,
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
    """The edition of `course`. Its id is the pair of the course and the digest of all it says in every language."""
    lessons = [lesson.id for module in course.modules for lesson in module.lessons]
    drafts = [_bundle(course, "", language) for language in LANGUAGES]
    release = pair_id(course.id, hashlib.sha256(msgspec.json.encode(drafts)).hexdigest())
    bundles = [_packed(_bundle(course, release, language)) for language in LANGUAGES]
    return Edition(release, course.id, lessons, bundles)


def _packed(bundle: CourseBundle) -> Packed:
    plain = msgspec.json.encode(bundle)
    return Packed(bundle.language, hashlib.sha256(plain).hexdigest(), packed(plain))


def _bundle(course: CourseText, release: str, language: str) -> CourseBundle:
    def say(texts: Texts) -> str:
        """A text not translated yet is shown in the language in which it was written."""
        return texts.get(language) or next(filter(None, texts.values()), "")

    def lesson(text: LessonText) -> BundleLesson:
        terms = [BundleTerm(say(t.term), say(t.definition)) for t in text.terms]
        return BundleLesson(text.id, say(text.title), text.minutes, say(text.summary), html_of(say(text.body)), terms)

    modules = [BundleModule(m.id, say(m.title), [lesson(text) for text in m.lessons]) for m in course.modules]
    return CourseBundle(course.id, release, language, say(course.title), say(course.summary), course.hours, modules)
