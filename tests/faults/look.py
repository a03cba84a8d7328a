"""What lies in a database, whole: so that two moments can be compared, and what must never be is seen."""

import hashlib
from typing import Any

from msgspec import Struct

from backend.core.database import Database, Db
from backend.core.database.sqlite import SQLite

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
    "postgres": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
}
NEVER = {
    "an entry whose debit is not its credit": "SELECT entry FROM entry_line GROUP BY entry HAVING sum(kopecks) <> 0",
    "an entry without its lines": "SELECT id FROM entry WHERE id NOT IN (SELECT entry FROM entry_line)",
    "a version that its scope has not reached": "SELECT c.id FROM change c JOIN scope s ON s.id = c.scope "
    "WHERE c.version > s.version",
    "a version that two rows have": "SELECT scope FROM change GROUP BY scope, version HAVING count(*) > 1",
    "a completion without a receipt": "SELECT id FROM completion WHERE (SELECT count(*) FROM operation "
    "WHERE type = 'progress.complete_lesson') < (SELECT count(*) FROM completion)",
}
"""What must never be -> the rows that are so."""


class Look(Struct):
    """`tables`: how many rows each has, and what is in them. `receipts`: the operations. `wrong`: of NEVER."""

    tables: dict[str, tuple[int, str]]
    receipts: list[str]
    wrong: list[str]


async def look(database: Database) -> Look:
    """All of it, as of one moment."""
    async with database.read() as db:
        names = [row["name"] for row in await db.rows(TABLES[_kind(database)])]
        tables = {name: await _content(db, name) for name in names}
        receipts = [row["id"] for row in await db.rows("SELECT id FROM operation ORDER BY id")]
    return Look(tables, receipts, await never(database))


async def never(database: Database) -> list[str]:
    """What is so that must never be."""
    async with database.read() as db:
        wrong = [what for what, sql in NEVER.items() if await db.rows(sql)]
        if _kind(database) == "sqlite":
            said = [row["integrity_check"] for row in await db.rows("PRAGMA integrity_check")]
            wrong += [] if said == ["ok"] else said
    return wrong


def _kind(database: Database) -> str:
    return "sqlite" if isinstance(database, SQLite) else "postgres"


async def _content(db: Db, table: str) -> tuple[int, str]:
    rows: list[str] = sorted(str(_values(row)) for row in await db.rows(f'SELECT * FROM "{table}"'))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]


def _values(row: dict[str, Any]) -> list[Any]:
    return [*row.values()]
