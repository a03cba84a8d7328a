"""Versions, taken when everything else of a batch is written."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from backend.core.clock import now
from backend.core.work import Act, Work

TAKE = """
INSERT INTO scope (id, version, floor) SELECT c1, c2, 0 FROM {rows} WHERE true ORDER BY c1
ON CONFLICT (id) DO UPDATE SET version = scope.version + excluded.version RETURNING id, version
"""
RECORD = """
INSERT INTO change (scope, entity, row, version, gone, gone_at) SELECT c1, c2, c3, c4, c5, c6 FROM {rows} WHERE true
ON CONFLICT (scope, entity, row)
DO UPDATE SET version = excluded.version, gone = excluded.gone, gone_at = excluded.gone_at
"""


async def take(work: Work, _acts: Sequence[Act]) -> None:
    """Give every touched row a version of its own in its scope."""
    if not work.touches:
        return
    touches = sorted(work.touches.items())
    counts = Counter(scope for (scope, _, _), _ in touches)
    taken = await work.db.put(TAKE, ("text", "bigint"), sorted(counts.items()))
    latest = {row["id"]: row["version"] - counts[row["id"]] for row in taken}
    changes: list[tuple[str, str, str, int, bool, datetime | None]] = []
    moment = now()
    for (scope, entity, row), gone in touches:
        latest[scope] += 1
        changes.append((scope, entity, row, latest[scope], gone, moment if gone else None))
    await work.db.put(RECORD, ("text", "text", "text", "bigint", "boolean", "timestamptz"), changes)
