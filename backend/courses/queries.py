"""What is known of courses and their releases. Who may read them is asked of `programmes`."""

import json

import msgspec
from msgspec import Struct

from backend.core.database import Reader, Row
from backend.core.work import Work
from backend.courses.schemas import QuestionKey, QuizKey


class Known(Struct, frozen=True):
    """What never changes of a release."""

    id: str
    course: str
    lessons: frozenset[str]
    quizzes: dict[str, QuizKey]


_releases: dict[str, Known] = {}
MOST_KEPT = 512  # a course has a few releases a year; each takes some kilobytes of ids and answers


async def release(work: Work, id: str) -> Known | None:  # noqa: A002 - the column's name
    """A release, remembered by this process once read: it is immutable."""
    if id not in _releases:
        found = await work.rows("SELECT id, course, lessons FROM release WHERE id = $1", id)
        if not found:
            return None
        if len(_releases) >= MOST_KEPT:
            _releases.clear()
        lessons = frozenset(json.loads(found[0]["lessons"]))
        _releases[id] = Known(id, found[0]["course"], lessons, await _quizzes(work, id))
    return _releases[id]


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
