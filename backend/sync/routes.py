import asyncio
import logging
from datetime import timedelta
from typing import Any

import msgspec
from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem, declare
from backend.core.http import PATIENCE
from backend.core.i18n import N_
from backend.core.packing import accepts, packed_at_once
from backend.people.actions import note_contact
from backend.people.close_account import closed_on
from backend.people.queries import with_roles_now
from backend.people.schemas import Contact
from backend.people.session import PHONE
from backend.people.sign_in import digest
from backend.sync import salvage
from backend.sync.pull import epoch, pull
from backend.sync.push import push
from backend.sync.receipts import missing
from backend.sync.schemas import Answer, Delivery
from backend.sync.slots import Slots

log = logging.getLogger(__name__)

declare(
    "wrong_actor",
    403,
    N_("Somebody else is signed in on this phone now. Sign in again to send; everything is kept."),
    "sign_in",
)

PROTOCOL = 1
MOST_WAITING = 10_000  # acts; beyond that a phone is told to come back, which costs less than its timeout
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
        delivery = _read(await request.body(), door, actor)
        arrived = clock.now()
        verdicts, _ = await asyncio.gather(
            push(door.writer, actor, delivery, arrived),
            _contact(door, actor, request, delivery),
        )
        slots: Slots = request.app.state.slots
        async with slots.place(delivery.pull) as free:
            if delivery.pull and not free and not delivery.ops:
                raise Problem("busy")
            async with door.database.read() as db:
                current = await epoch(db)
                closed = await closed_on(db, digest(request.cookies.get(PHONE, "")))
                unknown = await missing(db, actor.id, delivery.proof) if delivery.proof else []
                page = None
                if delivery.pull and free:  # by the roles of this very snapshot: what was pushed may have changed them
                    reader = await with_roles_now(actor, db)
                    page = await pull(reader, db, delivery.pull, current, clock.now(), door.settings)
        answer: Answer = {
            "epoch": current,
            "now": clock.wire(arrived),
            "verdicts": verdicts,
            "pull": page,
            "hints": {
                "next_min_s": PATIENCE if delivery.pull and page is None else REST,
                "spread_s": door.settings.spread_seconds,
                "max_ops": door.settings.sync_operations,
            },
        }
        if unknown:
            answer["missing"] = unknown
            _warn(len(unknown), delivery.epoch, current)
        if closed:
            answer["closed"] = closed
        body, headers = msgspec.json.encode(answer), {"vary": "accept-encoding"}
        if len(body) > ONE_PACKET and accepts(request.headers.get("accept-encoding", ""), "br"):
            body, headers["content-encoding"] = packed_at_once(body), "br"
        return Response(body, media_type="application/json", headers=headers)  # type: ignore[return-value] - encoded here, once


def _read(body: bytes, door: Door, actor: Actor) -> Delivery:
    try:
        delivery = salvage.delivery(body)
    except msgspec.MsgspecError:
        raise Problem("malformed") from None
    if delivery.actor != actor.id:
        raise Problem("wrong_actor")
    if len(delivery.ops) > door.settings.sync_operations:
        raise Problem("too_much")
    if delivery.protocol > PROTOCOL:
        raise Problem("newer")
    if door.writer.backlog > MOST_WAITING:
        raise Problem("busy")
    return delivery


def _warn(count: int, told: str | None, current: str) -> None:
    if told in (None, current):  # else the phone has not heard yet of a restore that was told
        log.warning(
            "%s operations that were confirmed are unknown here: was a backup put in by hand? "
            "Stop the server and run ./verstat restore --accept, so that every phone sends its work again.",
            count,
        )


async def _contact(door: Door, actor: Actor, request: Request[Any, Any, Any], delivery: Delivery) -> None:
    """Remember that the phone was heard of, when that is news."""
    before: Contact = request.state.contact
    now, unsent = clock.now(), before.unsent
    if delivery.diag:
        unsent = max(0, delivery.diag.outbox - len(delivery.ops))
    if now - before.seen_at > CONTACT_EVERY or unsent != before.unsent:
        heard = request.state.heard_at
        await door.writer.perform(note_contact, actor, Contact(now, unsent), heard, audited=False)
