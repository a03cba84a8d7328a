"""What is known of courses and their releases. Who may read them is asked of `programmes`."""

import json

from msgspec import Struct

from backend.core.database import Reader, Row
from backend.core.work import Work


class Known(Struct, frozen=True):
    """What never changes of a release."""

    id: str
    course: str
    lessons: frozenset[str]


_releases: dict[str, Known] = {}
MOST_KEPT = 512  # a course has a few releases a year; each takes about as much memory as its lessons' ids


async def release(work: Work, id: str) -> Known | None:  # noqa: A002 - the column's name
    """A release, remembered by this process once read: it is immutable."""
    if id not in _releases:
        found = await work.rows("SELECT id, course, lessons FROM release WHERE id = $1", id)
        if not found:
            return None
        if len(_releases) >= MOST_KEPT:
            _releases.clear()
        _releases[id] = Known(found[0]["id"], found[0]["course"], frozenset(json.loads(found[0]["lessons"])))
    return _releases[id]


CURRENT = """
SELECT c.id AS course, c.release, r.lessons, c.title, c.summary, c.hours, b.language, b.id AS hash, b.size
FROM course c JOIN release r ON r.id = c.release JOIN bundle b ON b.release = r.id WHERE c.id = ANY($1)
"""


async def current_releases(db: Reader, courses: list[str]) -> dict[str, list[Row]]:
    """For each course that has one, its current release: a row for each language's bundle."""
    found: dict[str, list[Row]] = {}
    for row in await db.rows(CURRENT, courses):
        found.setdefault(row["course"], []).append(row)
    return found
