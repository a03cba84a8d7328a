"""Receipts: an operation takes effect once, and every repetition gets the verdict of the first time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from backend.core.database import Reader
from backend.core.errors import KINDS, Problem, declare
from backend.core.i18n import N_
from backend.core.work import Act, Work
from backend.sync.tables import Operation

declare(
    "id_reused",
    409,
    N_("This was sent before with other content. It is kept on this phone; try again."),
    "retry",
)


class Receipt(Struct):
    """What is kept of an operation so that it is known again. `twin` is the same operation earlier in the batch."""

    id: str
    type: str
    v: int
    hash: str
    made: datetime
    dup: bool = False
    twin: Act | None = None


RECALL = "SELECT id, person, hash, code, data FROM operation WHERE id = ANY($1)"


async def recall(work: Work, acts: Sequence[Act]) -> None:
    """Settle what was settled before; a twin within the batch waits for the first of them."""
    delivered = {act.receipt.id: act for act in reversed(acts) if act.receipt}
    if not delivered:
        return
    kept = {row["id"]: row for row in await work.db.rows(RECALL, list(delivered))}
    for act in acts:
        receipt: Receipt | None = act.receipt
        if receipt is None:
            continue
        receipt.dup, receipt.twin, act.audited = False, None, True
        first = delivered[receipt.id]
        if receipt.id in kept:
            row = kept[receipt.id]
            _replay(act, row["person"], row["hash"], _outcome(row["code"], row["data"]))
        elif first is not act:
            receipt.twin = first
            act.audited = False
            act.settle(None)


OWN = "SELECT id FROM operation WHERE id = ANY($1) AND person = $2"


async def missing(db: Reader, person: str, proof: Sequence[str]) -> list[str]:
    """Those of `proof`, once each, for which there is no receipt of this person's; another's counts as none."""
    known = {row["id"] for row in await db.rows(OWN, list(proof), person)}
    return [id_ for id_ in dict.fromkeys(proof) if id_ not in known]


def _outcome(code: str | None, data: str | None) -> Any:
    found: Any = msgspec.json.decode(data or "{}")
    if code is None:
        return found
    return Problem(code, **found) if code in KINDS else Problem("malformed")


def _replay(act: Act, person: str, hash_: str, outcome: Any) -> None:
    act.audited = False
    if person != act.actor.id:
        act.settle(Problem("malformed"))  # somebody else's id: nothing of it is told
    elif hash_ != act.receipt.hash:
        act.settle(Problem("id_reused"))
    else:
        act.receipt.dup = True
        act.settle(outcome)


async def record(work: Work, acts: Sequence[Act]) -> None:
    """Keep the receipts of this batch's final verdicts."""
    for act in acts:
        receipt: Receipt | None = act.receipt
        if receipt is None:
            continue
        if receipt.twin is not None:
            _replay(act, receipt.twin.actor.id, receipt.twin.receipt.hash, receipt.twin.outcome)
        elif act.audited and is_final(act.outcome):
            _keep(work, act, receipt)
    work.keep()
    await work.flush()


def is_final(outcome: Any) -> bool:
    """Whether sending the same operation again could not end otherwise."""
    return not isinstance(outcome, BaseException) or (isinstance(outcome, Problem) and not outcome.kind.retry)


def _keep(work: Work, act: Act, receipt: Receipt) -> None:
    refused = isinstance(act.outcome, Problem)
    work.add(
        Operation,
        id=receipt.id,
        person=act.actor.id,
        device=act.actor.device,
        type=receipt.type,
        v=receipt.v,
        hash=receipt.hash,
        code=act.outcome.kind.code if refused else None,
        data=msgspec.json.encode(act.outcome.data if refused else act.outcome).decode(),
        made_at=receipt.made,
        happened_at=act.op.happened,
        arrived_at=act.op.arrived,
    )
