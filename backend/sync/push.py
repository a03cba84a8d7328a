"""Operations in: from what a phone delivered to a verdict for each."""

import hashlib
from datetime import datetime
from typing import Any

import msgspec

from backend.core.actor import Actor
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.work import Act, Op
from backend.core.writer import Writer
from backend.sync import rules, salvage
from backend.sync.operations import OPERATIONS
from backend.sync.receipts import Receipt, is_final
from backend.sync.salvage import UNREADABLE
from backend.sync.schemas import Delivery, Operation, Verdict

declare(
    "newer",
    503,
    N_("The server does not know this kind of work yet. It stays on this phone and is sent again later."),
    "update_app",
    retry=True,
)  # fmt: skip - a sentence a line

Prepared = tuple[str, Act | Problem]
LARGEST_BODY = 98_304  # bytes of one operation's body: a roll of 500 with a long note, not a book


async def push(writer: Writer, actor: Actor, delivery: Delivery, arrived: datetime) -> list[Verdict]:
    """Carry out what was delivered; a verdict for each, in order, once all is durable.

    Raises malformed, with nothing applied, when something in it is no operation at all.
    """
    prepared = [_prepare(raw, actor, delivery.now, arrived) for raw in delivery.ops]
    if any(not id_ for id_, _ in prepared):
        prepared = await _named(prepared, delivery.ops)
    acts = [act for _, act in prepared if isinstance(act, Act)]
    writer.unread += len(prepared) - len(acts)
    if acts:
        await writer.submit(acts)
    return [_verdict(id_, act, actor.language) for id_, act in prepared]


def _prepare(raw: msgspec.Raw, actor: Actor, phone_now: datetime, arrived: datetime) -> Prepared:
    """The id is empty when it cannot be read here."""
    try:
        operation = msgspec.json.decode(raw, type=Operation)
    except UNREADABLE:
        return "", Problem("malformed")
    kind = OPERATIONS.get(operation.type)
    if operation.actor != actor.id or len(bytes(operation.body)) > LARGEST_BODY:
        return operation.id, Problem("malformed")
    if kind is None or operation.v > kind.v or operation.deps or operation.blobs:
        return operation.id, Problem("newer")
    try:
        body = msgspec.json.decode(operation.body, type=kind.body)
    except UNREADABLE:
        return operation.id, Problem("malformed")
    anchor = operation.anchor
    happened, off = rules.happened(
        operation.at, phone_now, arrived, anchor.srv if anchor else None, anchor.since_ms if anchor else None
    )
    receipt = Receipt(operation.id, operation.type, operation.v, _digest(operation), rules.near(operation.at, arrived))
    return operation.id, Act(kind.action, actor, Op(operation.id, happened, arrived, off), body, receipt=receipt)


def _digest(operation: Operation) -> str:
    """The content, however it is written and whatever a newer server reads in it beside."""
    body = msgspec.json.encode(msgspec.json.decode(operation.body), order="sorted")
    return hashlib.sha256(f"{operation.type}\n{operation.v}\n".encode() + body).hexdigest()


async def _named(prepared: list[Prepared], operations: list[msgspec.Raw]) -> list[Prepared]:
    """With the ids of those that could not be read."""
    try:
        found = iter(await salvage.names(raw for (id_, _), raw in zip(prepared, operations, strict=True) if not id_))
    except msgspec.MsgspecError:
        raise Problem("malformed") from None
    return [(id_ or next(found), act) for id_, act in prepared]


def _verdict(id_: str, act: Act | Problem, language: str) -> Verdict:
    outcome: Any = act.outcome if isinstance(act, Act) else act
    dup = isinstance(act, Act) and act.receipt.dup
    if not isinstance(outcome, BaseException):
        return {"id": id_, "status": "applied", "dup": dup, "data": outcome}
    problem = outcome if isinstance(outcome, Problem) else Problem("broken")
    return {
        "id": id_,
        "status": "rejected" if is_final(outcome) else "retry",
        "dup": dup,
        "code": problem.kind.code,
        "message": problem.sentence(language),
        "fix": problem.kind.fix,
        "params": problem.data,
    }
