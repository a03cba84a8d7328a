"""What is known of codes for a new password, of either kind."""

from datetime import datetime

from backend.core.actor import Actor
from backend.core.clock import wire
from backend.core.database import Reader, Row
from backend.core.i18n import N_, gettext
from backend.people import rules
from backend.people.schemas import ResetSeen

OPEN_CODES = """
SELECT id, code, made_at, 'reset_code' AS kept FROM reset_code WHERE person = $1 AND used_at IS NULL AND until > $2
UNION ALL SELECT id, code, made_at, 'staff_code' FROM staff_code WHERE person = $1 AND used_at IS NULL AND until > $2
ORDER BY made_at DESC, id
"""


async def open_codes(db: Reader, person: str, now: datetime) -> list[Row]:
    """The codes for a new password that work now, the latest first: id, hash, and which table keeps it."""
    return await db.rows(OPEN_CODES, person, now)


UNTOLD = """
SELECT r.id, r.made_at, p.family, p.given, NULL AS operator FROM reset_code r JOIN person p ON p.id = r.made_by
WHERE r.person = $1 AND (
    r.told_at IS NULL OR EXISTS (SELECT 1 FROM device d WHERE d.id = $2 AND d.seen_at < r.used_at))
UNION ALL
SELECT s.id, s.made_at, NULL, NULL, s.operator FROM staff_code s
WHERE s.person = $1 AND (
    s.told_at IS NULL OR EXISTS (SELECT 1 FROM device d WHERE d.id = $2 AND d.seen_at < s.used_at))
ORDER BY made_at, id
"""


async def untold_resets(db: Reader, actor: Actor, device: str) -> dict[str, ResetSeen]:
    """Codes for a new password, by id, of which the actor was not told yet, on a phone that is signing in.

    A phone that was theirs before a code was used is told of it whoever was told elsewhere: that may have been who
    took the account with it.
    """
    return {
        row["id"]: {"at": wire(row["made_at"]), "by": _maker(row, actor.language)}
        for row in await db.rows(UNTOLD, actor.id, device)
    }


def _maker(row: Row, language: str) -> str:
    if row["operator"] is None:
        return rules.full_name(row["family"], row["given"])
    return gettext(language, N_("%(name)s, who runs this installation"), name=row["operator"])
