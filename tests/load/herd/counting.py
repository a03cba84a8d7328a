"""Was anything lost or doubled? An independent count: SQL of its own over the tables, by a connection of its own.

Each acknowledged operation must have left exactly one receipt, one row in its own table, with the lines that belong to
it, and one change from which phones learn of it; nothing may be there that no operation made.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import asyncpg

from tests.load.herd.deliveries import Made

SALE, LESSON = "manufactories.add_entry", "progress.complete_lesson"
RECEIPTS = "SELECT id, type FROM operation WHERE code IS NULL"
SALES = """
SELECT e.id, count(l.id), coalesce(sum(l.kopecks), 0)
FROM entry e LEFT JOIN entry_line l ON l.entry = e.id GROUP BY e.id
"""
LESSONS = "SELECT enrolment, lesson, id FROM completion"
CHANGES = "SELECT entity, row FROM change WHERE entity IN ('entry', 'completion')"
TOLD = f"SELECT act, count(*) FROM audit_line WHERE act IN ('{SALE}', '{LESSON}') GROUP BY act"
LINES = 2
"""Of a sale of one product: what came into the box and what was earned."""
Place = Path | str
"""A file of SQLite, or the URL of a PostgreSQL database."""


@dataclass
class Count:
    """What was found. `lost` and `doubled` are to be 0."""

    lost: int
    doubled: int
    receipts: int
    sales: int
    lessons: int


async def count(place: Place, made: Made, acknowledged: Collection[str]) -> Count:
    """Compare the database with what the phones made and what was acknowledged to them as applied."""
    receipts = [(str(id_), type_) for id_, type_ in await rows(place, RECEIPTS)]
    sales = {str(id_): (lines, total) for id_, lines, total in await rows(place, SALES)}
    finished = [((str(enrolment), str(lesson)), str(id_)) for enrolment, lesson, id_ in await rows(place, LESSONS)]
    changes = Counter((entity, row) for entity, row in await rows(place, CHANGES))
    told = dict(await rows(place, TOLD))

    known, acked = {id_ for id_, _ in receipts}, set(acknowledged)
    lost = acked - known
    lost |= {id_ for id_ in made.sales & acked if sales.get(id_) != (LINES, 0) or not changes["entry", id_]}
    announced = {pair for pair, id_ in finished if changes["completion", id_]}
    lost |= {id_ for pair, id_ in made.lessons.items() if id_ in acked and pair not in announced}
    lessons = Counter(pair for pair, _ in finished)
    ours = made.sales | set(made.lessons.values()) | made.others
    doubled = len(receipts) - len(known & ours)
    doubled += len(sales.keys() - made.sales) + sum(lines > LINES for lines, _ in sales.values())
    doubled += sum(times - (pair in made.lessons) for pair, times in lessons.items())
    doubled += sum(times - 1 for times in changes.values())
    for act, times in Counter(type_ for _, type_ in receipts if type_ in (SALE, LESSON)).items():
        doubled += max(0, told.get(act, 0) - times)
    return Count(len(lost), doubled, len(receipts), len(sales), len(finished))


async def rows(place: Place, sql: str) -> list[tuple[Any, ...]]:
    """What the database answers."""
    if isinstance(place, Path):
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as cx:
            return cx.execute(sql).fetchall()
    connection = cast("Any", await asyncpg.connect(place))
    try:
        return [tuple(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()
