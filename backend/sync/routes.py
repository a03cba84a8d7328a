import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.exceptions import InternalServerException

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem, declare
from backend.core.http import PATIENCE, Encoded
from backend.core.i18n import N_
from backend.core.packing import accepts, packed_at_once
from backend.people.actions import note_contact
from backend.people.close_account import closed_on
from backend.people.queries import Session, with_roles_now
from backend.people.schemas import Contact
from backend.people.session import PHONE
from backend.people.sign_in import digest
from backend.sync import salvage
from backend.sync.pull import epoch, idle, pull
from backend.sync.push import push
from backend.sync.receipts import missing
from backend.sync.schemas import Answer, Delivery, Page, Verdict
from backend.sync.slots import SMALL, Slots

log = logging.getLogger(__name__)

declare(
    "wrong_actor",
    403,
    N_("Somebody else is signed in on this phone now. Sign in again to send; everything is kept."),
    "sign_in",
)

PROTOCOL = 1
CONTACT_EVERY = timedelta(minutes=5)  # a row a visit is enough to tell the silent from the others
ONE_PACKET = 1_200  # bytes: what fits into one is not sent sooner when it is smaller
REST = 30  # seconds between two deliveries of a phone that has nothing to send


class Sync(Controller):
    """The offline door."""

    path = "/api/sync"
    tags = ("sync",)

    @post("/", status_code=200)
    async def sync(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], actor: NamedDependency[Actor]
    ) -> Response[Answer]:
        """Operations in, changes out, in one round trip. The body is a `Delivery`."""
        session: Session = request.scope["state"]["session"]
        slots: Slots = request.app.state.slots
        async with slots.turn(_size(request)):
            delivery = await _read(await _body(request), door, actor)
            arrived = clock.now()
            verdicts = await _bring(door, actor, session, delivery, arrived)
        taken = await _nothing_new(door, actor, session, delivery) or await _take(request, slots, door, actor, delivery)
        answer: Answer = {
            "epoch": taken.epoch,
            "now": clock.wire(arrived),
            "verdicts": verdicts,
            "pull": taken.page,
            "hints": {
                "next_min_s": PATIENCE if delivery.pull and taken.page is None else REST,
                "spread_s": door.settings.spread_seconds,
                "max_ops": door.settings.sync_operations,
            },
        }
        if taken.missing:
            answer["missing"] = taken.missing
            _warn(len(taken.missing), delivery.epoch, taken.epoch)
        if taken.closed:
            answer["closed"] = taken.closed
        body, headers = msgspec.json.encode(answer), {"vary": "accept-encoding"}
        if len(body) > ONE_PACKET and accepts(request.headers.get("accept-encoding", ""), "br"):
            body, headers["content-encoding"] = packed_at_once(body), "br"
        return Encoded(body, headers)


class Taken(NamedTuple):
    """What a phone takes away with the verdicts. `page` is None when it asked for none, or no place was free."""

    epoch: str
    page: Page | None = None
    missing: list[str] | None = None
    closed: list[str] | None = None


async def _bring(door: Door, actor: Actor, session: Session, delivery: Delivery, arrived: datetime) -> list[Verdict]:
    """The verdicts; and remember that the phone was heard of, when that is news."""
    before, unsent = session.contact, session.contact.unsent
    if delivery.diag:
        unsent = max(0, delivery.diag.outbox - len(delivery.ops))
    pushing = push(door.writer, actor, delivery, arrived)
    if arrived - before.seen_at <= CONTACT_EVERY and unsent == before.unsent:
        return await pushing
    contact = door.writer.perform(note_contact, actor, Contact(arrived, unsent), session.heard_at, audited=False)
    verdicts, _ = await asyncio.gather(pushing, contact)  # at once, so that one commit keeps both
    return verdicts


async def _nothing_new(door: Door, actor: Actor, session: Session, delivery: Delivery) -> Taken | None:
    """The answer of most deliveries, without a place in the queue and without a snapshot; None when there is more."""
    if delivery.proof or session.left_behind:
        return None
    if delivery.pull is None:
        return Taken(await epoch(door.database))
    if delivery.ops:  # of which the phone takes the rows
        return None
    found = await idle(actor, door.database, delivery.pull, clock.now(), door.settings)
    return Taken(*found) if found else None


async def _take(request: Request[Any, Any, Any], slots: Slots, door: Door, actor: Actor, delivery: Delivery) -> Taken:
    """What there is, all of one snapshot. Raises busy when nothing was brought either and no place is free."""
    async with slots.place(delivery.pull) as free:
        if delivery.pull and not free and not delivery.ops:
            raise Problem("busy")
        async with door.database.read() as db:
            current = await epoch(db)
            closed = await closed_on(db, digest(request.cookies.get(PHONE, "")))
            unknown = await missing(db, actor.id, delivery.proof) if delivery.proof else None
            page = None
            if delivery.pull and free:  # by the roles of this very snapshot: what was pushed may have changed them
                reader = await with_roles_now(actor, db)
                page = await pull(reader, db, delivery.pull, current, clock.now(), door.settings)
    return Taken(current, page, unknown, closed)


def _size(request: Request[Any, Any, Any]) -> int:
    """Bytes of a delivery as it announces itself; one that does not say is taken for a large one."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isdecimal() else SMALL + 1


async def _body(request: Request[Any, Any, Any]) -> bytes:
    try:
        return await request.body()
    except InternalServerException:  # the phone hung up while it waited: nobody hears this, and nothing broke
        raise Problem("busy") from None


async def _read(body: bytes, door: Door, actor: Actor) -> Delivery:
    try:
        delivery = await salvage.delivery(body)
    except msgspec.MsgspecError:
        raise Problem("malformed") from None
    if delivery.actor != actor.id:
        raise Problem("wrong_actor")
    if len(delivery.ops) > door.settings.sync_operations:
        raise Problem("too_much")
    if delivery.protocol > PROTOCOL:
        raise Problem("newer")
    return delivery


def _warn(count: int, told: str | None, current: str) -> None:
    if told in (None, current):  # else the phone has not heard yet of a restore that was told
        log.warning(
            "%s operations that were confirmed are unknown here: was a backup put in by hand? "
            "Stop the server and run ./verstat restore --accept, so that every phone sends its work again.",
            count,
        )
