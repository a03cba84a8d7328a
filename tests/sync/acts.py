"""Offline acts made up for tests: what a room of tomorrow may do, and what it may do wrong."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.database import Reader
from backend.core.errors import Problem
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.people.actions import person_scope
from backend.people.tables import Institution, Person, Role, SignInFailure
from backend.sync.operations import Kind


class Bring(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows of a class list."""

    count: int = 1


class BringMore(Struct, frozen=True, forbid_unknown_fields=True):
    """The same act as a newer server reads it."""

    count: int = 1
    sorted: bool = False


async def bring(work: Work, actor: Actor, op: Op, wish: Bring | BringMore) -> dict[str, Any]:
    """Brings in rows, as an import does."""
    for n in range(wish.count):
        _thing(work, actor, pair_id(op.id, str(n)), n)
    return {"day": date(2026, 9, 14)}


async def refuse_late(work: Work, actor: Actor, op: Op, wish: Bring) -> dict[str, Any]:
    """Refuses after its rows are in the database."""
    _thing(work, actor, op.id, 0)
    work.change(Person, actor.id, language="en")
    await work.rows("SELECT 1 AS one")
    raise Problem("login_taken", login="late")


async def refuse_with_a_day(work: Work, actor: Actor, op: Op, wish: Bring) -> dict[str, Any]:
    """Refuses, with data that is no JSON by itself."""
    raise Problem("login_taken", login=date(2026, 9, 14))


async def spoil(work: Work, actor: Actor, op: Op, wish: Bring) -> dict[str, Any]:
    """Adds a row that no database takes, after a good one."""
    _thing(work, actor, op.id, 0)
    work.change(Person, actor.id, language="en")
    work.add(SignInFailure, id=op.id, failures=2**70)
    return {}


async def point_nowhere(work: Work, actor: Actor, op: Op, wish: Bring) -> dict[str, Any]:
    """Adds a row whose foreign key leads nowhere."""
    _thing(work, actor, op.id, 0)
    work.add(Person, id=op.id, login=op.id, family="", given="", sort_key="", search_key="", institution=actor.id)
    return {}


async def break_down(work: Work, actor: Actor, op: Op, wish: Bring) -> dict[str, Any]:
    """Has a mistake of ours in it."""
    _thing(work, actor, op.id, 0)
    raise LookupError("unforeseen")


async def answer_oddly(work: Work, actor: Actor, op: Op, wish: Bring) -> dict[str, Any]:
    """Ends well, with an answer that cannot be written down."""
    _thing(work, actor, op.id, 0)
    return {"answer": object()}


async def leave(work: Work, actor: Actor, op: Op, wish: Bring) -> dict[str, Any]:
    """Ends all roles of who asks."""
    for row in await work.rows("SELECT id FROM role WHERE person = $1", actor.id):
        work.change(Role, row["id"], until=op.arrived)
    return {}


def _thing(work: Work, actor: Actor, id_: str, number: int) -> None:
    work.add(Institution, id=id_, kind="thing", name={"number": number}, short_name={})
    work.touch(person_scope(actor.id), "thing", id_)


async def thing_rows(db: Reader, ids: list[str]) -> Mapping[str, Any]:
    """What was brought, as phones hold it."""
    found = await db.rows("SELECT id, kind FROM institution WHERE kind = 'thing' AND id = ANY($1)", ids)
    return {row["id"]: {"kind": row["kind"]} for row in found}


ACTS = {
    f"tests.{act.__name__}": Kind(Bring, act)
    for act in (bring, refuse_late, refuse_with_a_day, spoil, point_nowhere, break_down, answer_oddly, leave)
}
