"""Reads a course back from its rows, as its author wrote it."""

import json

import msgspec

from backend.core.database import Reader, Row
from backend.courses.schemas import CourseText

COURSE = "SELECT id, title, summary, hours, counts FROM course WHERE id = $1"
MODULES = "SELECT id, title FROM module WHERE course = $1 ORDER BY position, id"
LESSONS = """
SELECT l.id, l.module, l.minutes, l.title, l.summary, l.body, l.terms
FROM lesson l JOIN module m ON m.id = l.module WHERE m.course = $1 ORDER BY m.position, l.position, l.id
"""
QUIZZES = """
SELECT q.id, q.module, q.title, q.graded, q.attempts, q.pass_percent, q.questions
FROM quiz q JOIN module m ON m.id = q.module WHERE m.course = $1 ORDER BY m.position, q.position, q.id
"""


async def written(db: Reader, course: str) -> CourseText | None:
    """The course as its rows say it."""
    heads = await db.rows(COURSE, course)
    if not heads:
        return None
    lessons: dict[str, list[Row]] = {}
    for row in await db.rows(LESSONS, course):
        lessons.setdefault(row.pop("module"), []).append(_opened(row, "title", "summary", "body", "terms"))
    quizzes: dict[str, list[Row]] = {}
    for row in await db.rows(QUIZZES, course):
        row["graded"] = bool(row["graded"])
        quizzes.setdefault(row.pop("module"), []).append(_opened(row, "title", "questions"))
    modules = [
        {**_opened(row, "title"), "lessons": lessons.get(row["id"], []), "quizzes": quizzes.get(row["id"], [])}
        for row in await db.rows(MODULES, course)
    ]
    return msgspec.convert({**_opened(heads[0], "title", "summary"), "modules": modules}, CourseText)


def _opened(row: Row, *names: str) -> Row:
    return row | {name: json.loads(row[name]) for name in names}
