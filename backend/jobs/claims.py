"""Who does what is due: a claim is one short transaction, and runs out when its process was killed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from backend.core.database import Database, Db, Reader

CLAIMED_FOR = timedelta(minutes=10)  # no job lasts longer; until then nobody takes the place of a killed process
FIRST_PAUSE = timedelta(minutes=1)  # after a mistake; then twice as long each time


class Claim(Struct, frozen=True):
    """This process alone does this kind of work now; `until` makes the claim itself and no other."""

    kind: str
    until: datetime
    tries: int


WAITING = "SELECT id FROM job WHERE due > $1 OR claimed_until > $1"


async def due(db: Reader, kinds: Iterable[str], now: datetime) -> list[str]:
    """The kinds that are due and that nobody does; one that was never done is due."""
    waiting = {row["id"] for row in await db.rows(WAITING, now)}
    return [kind for kind in kinds if kind not in waiting]


TAKE = """
INSERT INTO job (id, due, claimed_until, tries) VALUES ($1, $2, $3, 0)
ON CONFLICT (id) DO UPDATE SET claimed_until = excluded.claimed_until
WHERE job.due <= $2 AND (job.claimed_until IS NULL OR job.claimed_until <= $2) RETURNING tries
"""


async def claim(database: Database, kind: str, now: datetime) -> Claim | None:
    """A claim to what is due; None when another process was first."""
    until = now + CLAIMED_FOR

    async def take(db: Db) -> Claim | None:
        found = await db.rows(TAKE, kind, now, until)
        return Claim(kind, until, found[0]["tries"]) if found else None

    return await database.write(take)


END = """
UPDATE job SET claimed_until = NULL, due = $3, tries = $4, trouble = $5 WHERE id = $1 AND claimed_until = $2
"""


async def done(database: Database, mine: Claim, again: datetime) -> None:
    """It went well, and is due again at that moment."""
    await _end(database, mine, again, 0, None)


async def failed(database: Database, mine: Claim, now: datetime, every: timedelta, trouble: str) -> None:
    """It went wrong: it is tried again, soon at first and then as often as it is done anyway."""
    pause = min(every, FIRST_PAUSE * 2 ** min(mine.tries, 20))
    await _end(database, mine, now + pause, mine.tries + 1, trouble[:200])


async def _end(database: Database, mine: Claim, due: datetime, tries: int, trouble: str | None) -> None:
    async def end(db: Db) -> None:
        await db.rows(END, mine.kind, mine.until, due, tries, trouble)  # nothing, when the claim ran out meanwhile

    await database.write(end)
