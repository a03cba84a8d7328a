"""Pictures, and which of them anybody may see."""

from backend.core.database import Reader

SHOWN = """
SELECT body FROM picture WHERE id = $1 AND EXISTS (SELECT 1 FROM institution WHERE emblem = picture.id)
"""


async def shown(db: Reader, id: str) -> bytes | None:  # noqa: A002 - the column's name
    """A picture that an institution shows to everybody: its emblem."""
    found = await db.rows(SHOWN, id)
    return bytes(found[0]["body"]) if found else None


async def kept(db: Reader, id: str) -> bytes | None:  # noqa: A002 - the column's name
    """Any picture, for the console."""
    found = await db.rows("SELECT body FROM picture WHERE id = $1", id)
    return bytes(found[0]["body"]) if found else None


async def all_ids(db: Reader) -> list[str]:
    """The ids of all pictures; for the console only."""
    return [row["id"] for row in await db.rows("SELECT id FROM picture ORDER BY id")]
