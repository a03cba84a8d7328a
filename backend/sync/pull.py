"""Changes out: pages cut between versions, from a cursor that only the server reads."""

import base64
from datetime import datetime
from typing import Annotated, Any

import msgspec

from backend.core.actor import Actor
from backend.core.clock import day_of
from backend.core.database import Reader, Row
from backend.core.settings import Settings
from backend.people.rules import Majority
from backend.sync import feeds
from backend.sync.schemas import FeedRow, Page, Pull

Version = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Place = tuple[Version, Version]
"""(version that the phone has reached, floor of the scope when it last started from 0)."""

EVERYTHING = "*"
"""In place of a scope to reset: all rows, of scopes that the person may not see any more too."""


class Cursor(msgspec.Struct):
    """Where a phone stands. Never trusted for rights: those are asked anew each time."""

    epoch: str
    person: str
    scopes: dict[str, Place]
    feeds: int = 0
    """What the program knew that wrote it; see `feeds.edition`."""


async def epoch(db: Reader) -> str:
    """The epoch of this database."""
    return (await db.rows("SELECT value FROM sync_meta WHERE id = 'epoch'"))[0]["value"]


STAND = """
SELECT id, version, NULL AS epoch FROM scope WHERE id = ANY($1)
UNION ALL SELECT id, 0, value FROM sync_meta WHERE id = 'epoch'
"""


async def idle(actor: Actor, db: Reader, wish: Pull, now: datetime, settings: Settings) -> tuple[str, Page] | None:
    """The epoch, and the page of a phone that has everything: most pulls bring nothing, and one indexed read tells.

    None when there may be more to say. The roles of the actor may be of a moment ago: an empty page shows nobody
    anything.
    """
    cursor = _read(wish.cursor)
    if cursor is None or (cursor.person, cursor.feeds) != (actor.id, feeds.edition()):
        return None
    visible = (await feeds.scopes(actor, db, now))[: settings.sync_scopes]
    if cursor.scopes.keys() != set(visible):
        return None
    for row in await db.rows(STAND, visible):
        known = row["version"] <= cursor.scopes[row["id"]][0] if row["epoch"] is None else row["epoch"] == cursor.epoch
        if not known:
            return None
    return cursor.epoch, {"cursor": wish.cursor or "", "more": False, "drop": [], "reset": [], "rows": []}


async def pull(actor: Actor, db: Reader, wish: Pull, current: str, now: datetime, settings: Settings) -> Page:
    """The next page. All of it is of one moment: `db` must be a snapshot."""
    visible = (await feeds.scopes(actor, db, now))[: settings.sync_scopes]
    cursor, edition = _read(wish.cursor), feeds.edition()
    held = cursor.scopes if cursor and cursor.person == actor.id else {}
    known = held if cursor and (cursor.epoch, cursor.feeds) == (current, edition) else {}
    state = {
        row["id"]: row for row in await db.rows("SELECT id, version, floor FROM scope WHERE id = ANY($1)", visible)
    }
    places, reset = _places(visible, known, state)
    if wish.cursor and not known:
        # Without a cursor that can be read nobody knows what the phone holds, nor what to drop of it.
        reset = list(visible) if held else [EVERYTHING]
    changes, more = await _changes(db, visible, places, state, min(wish.max_rows, settings.sync_rows))
    for change in changes:
        places[change["scope"]] = (change["version"], places[change["scope"]][1])
    if not more:  # also past what was let go of at the end of a scope: else it would be looked for each time
        places = {scope: (_head(state, scope, version), base) for scope, (version, base) in places.items()}
    return {
        "cursor": _write(Cursor(current, actor.id, places, edition)),
        "more": more,
        "drop": [scope for scope in held if scope not in places],
        "reset": reset,
        "rows": await _rows(db, changes, Majority(settings.guardian_age, day_of(now, settings.timezone))),
    }


def _places(visible: list[str], known: dict[str, Place], state: dict[str, Row]) -> tuple[dict[str, Place], list[str]]:
    """Where each scope is read from, and which start again because tombstones below their floor are gone.

    A scope started below its floor keeps that floor as its base; testing the version alone would reset it for ever
    as soon as it needs two pages.
    """
    places: dict[str, Place] = {}
    reset: list[str] = []
    for scope in visible:
        floor = state[scope]["floor"] if scope in state else 0
        version, base = known.get(scope, (0, floor))
        if version < floor and base < floor:
            reset.append(scope)
            version, base = 0, floor
        places[scope] = (version, base)
    return places, reset


def _head(state: dict[str, Row], scope: str, version: int) -> int:
    return max(version, state[scope]["version"]) if scope in state else version


PAGE = (
    "SELECT scope, version, entity, row, gone FROM change WHERE scope = $1 AND version > $2 ORDER BY version LIMIT $3"
)


async def _changes(
    db: Reader, visible: list[str], places: dict[str, Place], state: dict[str, Row], most: int
) -> tuple[list[Row], bool]:
    """At most `most` changes; whether there are more."""
    found: list[Row] = []
    for scope in visible:
        if scope not in state or state[scope]["version"] <= places[scope][0]:
            continue
        found += await db.rows(PAGE, scope, places[scope][0], most + 1 - len(found))
        if len(found) > most:
            return found[:most], True
    return found, False


async def _rows(db: Reader, changes: list[Row], majority: Majority) -> list[FeedRow]:
    changes = [change for change in changes if feeds.knows(change["entity"])]
    wanted: dict[str, set[str]] = {}
    for change in changes:
        if not change["gone"]:
            wanted.setdefault(change["entity"], set()).add(change["row"])
    loaded = {entity: await feeds.rows(db, entity, sorted(ids), majority) for entity, ids in wanted.items()}
    rows: list[Any] = [
        {"s": c["scope"], "e": c["entity"], "id": c["row"], "d": loaded.get(c["entity"], {}).get(c["row"])}
        for c in changes
    ]
    return rows


def _read(text: str | None) -> Cursor | None:
    """The cursor a phone sent; one that cannot be read is none, and the phone starts again."""
    if text is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text), type=Cursor)
    except (ValueError, msgspec.MsgspecError):
        return None


def _write(cursor: Cursor) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode()
