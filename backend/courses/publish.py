"""From a course as its rows say now to an edition that can be published, or a sentence that says what is missing."""

import asyncio

import msgspec

from backend.core.door import Door
from backend.core.errors import Problem, declare
from backend.core.fields import said
from backend.core.i18n import N_
from backend.courses import queries
from backend.courses.release import edition
from backend.courses.schemas import CourseText, Edition, LessonText

declare("course_empty", 409, N_("This course has no lesson yet. Add one, then publish."), "edit")
declare(
    "course_unnamed",
    409,
    N_("Something in this course has no title in any language. Give it one, then publish."),
    "edit",
)
declare("lesson_empty", 409, N_("The lesson “%(lesson)s” has no text in any language. Write it, then publish."), "edit")
declare(
    "course_unreadable",
    409,
    N_("Something in this course is not written as it must be: %(where)s. Correct it, then publish."),
    "edit",
)


async def edition_now(door: Door, course: str, language: str) -> Edition:
    """The edition of a course as it is written now; what is said of it is said in `language`.

    Raises not_found, course_empty, course_unnamed, lesson_empty and course_unreadable.
    """
    try:
        async with door.database.read() as db:
            text = await queries.course_text(db, course)
    except msgspec.ValidationError as error:
        raise Problem("course_unreadable", where=str(error)) from error
    if text is None:
        raise Problem("not_found")
    _must_be_written(text, language)
    return await asyncio.to_thread(edition, text)  # rendering and packing take too long for the loop


def _must_be_written(text: CourseText, language: str) -> None:
    lessons = [lesson for module in text.modules for lesson in module.lessons]
    if not lessons:
        raise Problem("course_empty")
    if not all(said(one.title, language).strip() for one in (text, *text.modules, *lessons)):
        raise Problem("course_unnamed")
    for lesson in lessons:
        if not _is_written(lesson):
            raise Problem("lesson_empty", lesson=said(lesson.title, language))


def _is_written(lesson: LessonText) -> bool:
    return any(body.strip() for body in lesson.body.values())
