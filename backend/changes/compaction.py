"""What has been gone for long is let go of; a phone that was away for longer starts the scope again.

The floor of a scope rises with what is let go, in one transaction: whoever stands below it cannot know what is missing.
"""

from datetime import datetime, timedelta

from backend.core.clock import now
from backend.core.database import Db
from backend.core.door import Door

KEPT_FOR = timedelta(days=180)  # a session that was silent for as long is over, too
PIECE = 500  # changes of one transaction: it holds up the writer of acts for a few milliseconds

OLDEST = "SELECT id, scope, version FROM change WHERE gone_at < $1 ORDER BY gone_at LIMIT $2"
RAISE = """
INSERT INTO scope (id, version, floor) SELECT c1, c2, c2 FROM {rows} WHERE true ORDER BY c1
ON CONFLICT (id) DO UPDATE SET floor = excluded.floor WHERE scope.floor < excluded.floor
"""
LET_GO = "DELETE FROM change WHERE id = ANY($1) AND gone_at < $2"


async def compact(door: Door) -> None:
    """Let go of all that has been gone for long, piece by piece. May be cut off, and run twice at once."""
    before = now() - KEPT_FOR
    while await door.database.write(lambda db: _piece(db, before)) == PIECE:
        pass


async def _piece(db: Db, before: datetime) -> int:
    """Scopes are locked first and in order, as `versions.take` locks them. What an act of another process has brought
    back before that is spared by `LET_GO`; its scope's floor may stand higher than it must, which only costs a reset.
    """
    oldest = await db.rows(OLDEST, before, PIECE)
    if not oldest:
        return 0
    floors: dict[str, int] = {}
    for row in oldest:
        floors[row["scope"]] = max(row["version"], floors.get(row["scope"], 0))
    await db.put(RAISE, ("text", "bigint"), sorted(floors.items()))
    await db.rows(LET_GO, [row["id"] for row in oldest], before)
    return len(oldest)
