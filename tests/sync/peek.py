"""A look behind the door, for what no phone is told: how often something was kept."""

from typing import Any

from backend.core.database import Database, Db, Row

EVERYTHING = ("operation", "completion", "change", "audit_line")


async def peek(database: Database, sql: str, *args: Any) -> list[Row]:
    """Rows as they are committed."""
    async with database.read() as db:
        return await db.rows(sql, *args)


async def count(database: Database, table: str, where: str = "1 = 1", *args: Any) -> int:
    """How many rows a table has."""
    return (await peek(database, f"SELECT count(*) AS n FROM {table} WHERE {where}", *args))[0]["n"]


async def counts(database: Database) -> dict[str, int]:
    """How many rows the tables have that operations write to."""
    return {table: await count(database, table) for table in EVERYTHING}


async def alter(database: Database, sql: str, *args: Any) -> None:
    """Let time or an operator have done something that no action does yet."""

    async def batch(db: Db) -> None:
        await db.rows(sql, *args)

    await database.write(batch)
