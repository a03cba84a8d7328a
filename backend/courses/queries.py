"""What is known of courses and their releases. Who may read them is asked of `programmes`."""

import msgspec
from msgspec import Struct

from backend.core.database import Reader, Row
from backend.core.work import Work
from backend.courses.schemas import CourseText, QuestionKey, QuizKey


class Known(Struct, frozen=True):
    """What never changes of a release."""

    id: str
    course: str
    lessons: frozenset[str]
    quizzes: dict[str, QuizKey]


_releases: dict[str, Known] = {}
MOST_KEPT = 512  # a course has a few releases a year; each takes some kilobytes of ids and answers


async def release(work: Work, id: str) -> Known | None:  # noqa: A002 - the column's name
    """A release, remembered by this process once read: it is immutable. One that this very batch publishes is read
    again, for the batch may still be undone."""
    if id in _releases:
        return _releases[id]
    known = await _read(work, id)
    if known and ("published", id) not in work.memo:
        if len(_releases) >= MOST_KEPT:
            _releases.clear()
        _releases[id] = known
    return known


async def _read(work: Work, id: str) -> Known | None:  # noqa: A002 - the column's name
    found = await work.rows("SELECT id, course, lessons FROM release WHERE id = $1", id)
    if not found:
        return None
    return Known(id, found[0]["course"], frozenset(msgspec.json.decode(found[0]["lessons"])), await _quizzes(work, id))


async def _quizzes(work: Work, release: str) -> dict[str, QuizKey]:
    sql = "SELECT quiz, graded, attempts, pass_percent, questions FROM release_quiz WHERE release = $1"
    return {
        row["quiz"]: QuizKey(
            row["quiz"],
            bool(row["graded"]),
            row["attempts"],
            row["pass_percent"],
            msgspec.json.decode(row["questions"], type=list[QuestionKey]),
        )
        for row in await work.rows(sql, release)
    }


async def course_text(db: Reader, course: str) -> CourseText | None:
    """A course as its rows say now, for an edition of it; None when there is none of this id.

    Raises msgspec.ValidationError for rows that say what no course may.
    """
    head = await db.rows("SELECT id, title, summary, hours, counts FROM course WHERE id = $1", course)
    if not head:
        return None
    modules = await db.rows("SELECT id, title FROM module WHERE course = $1 ORDER BY position, id", course)
    ids = [row["id"] for row in modules]
    lessons, quizzes = await _in_modules(db, LESSONS, ids), await _in_modules(db, QUIZZES, ids)
    written = [
        _told(row) | {"lessons": lessons.get(row["id"], []), "quizzes": quizzes.get(row["id"], [])} for row in modules
    ]
    return msgspec.convert(_told(head[0]) | {"modules": written}, CourseText)


LESSONS = """
SELECT module, id, minutes, title, summary, body, terms FROM lesson WHERE module = ANY($1) ORDER BY position, id
"""
QUIZZES = """
SELECT module, id, title, pass_percent, attempts, questions, graded FROM quiz
WHERE module = ANY($1) ORDER BY position, id
"""
JSON = {"title", "summary", "body", "terms", "questions"}


async def _in_modules(db: Reader, sql: str, modules: list[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in await db.rows(sql, modules):
        found.setdefault(row.pop("module"), []).append(_told(row))
    return found


def _told(row: Row) -> Row:
    """What a row keeps as JSON text, decoded; a yes or no as such, which SQLite keeps as a number."""
    told = {key: msgspec.json.decode(value or "{}") if key in JSON else value for key, value in row.items()}
    told |= {key: told[key] or [] for key in ("terms", "questions") if key in told}  # a new row's JSON is {}
    return told | {"graded": bool(told["graded"])} if "graded" in told else told


CURRENT = """
SELECT c.id AS course, c.release, r.lessons, c.title, c.summary, c.hours, b.module, b.language, b.id AS hash, b.size
FROM course c JOIN release r ON r.id = c.release JOIN bundle b ON b.release = r.id LEFT JOIN module m ON m.id = b.module
WHERE c.id = ANY($1) ORDER BY m.position, m.id, b.language
"""


async def current_releases(db: Reader, courses: list[str]) -> dict[str, list[Row]]:
    """For each course that has one, its current release: a row for each bundle, modules in order."""
    found: dict[str, list[Row]] = {}
    for row in await db.rows(CURRENT, courses):
        found.setdefault(row["course"], []).append(row)
    return found
