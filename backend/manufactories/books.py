"""What is written down in the books of a manufactory. Nothing there is ever changed: a correction is a reversal.

An entry reads the manufactory and its prices once for a whole batch; what it is about says itself.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from backend.core.actor import Actor, Standing
from backend.core.clock import day_of
from backend.core.database import Row
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import is_pair, new_id, pair_id
from backend.core.work import Op, Work
from backend.manufactories import rules
from backend.manufactories.actions import ground, manufactory_scope, offers
from backend.manufactories.queries import Ground
from backend.manufactories.rules import Line
from backend.manufactories.schemas import AddEntry, ApproveEntry, ReverseEntry
from backend.manufactories.tables import Approval, Entry, EntryLine
from backend.people.queries import as_date

declare(
    "entry_sum",
    422,
    N_("A sum is from 0.01 to 10,000,000.00. What you wrote is kept on this phone; change the sum and send it again."),
    "edit",
)
declare(
    "sale_quantity",
    422,
    N_(
        "A sale has at least one thing in it, and of each from 1 to 100,000. It is kept on this phone; "
        "change how many and send it again."
    ),
    "edit",
)
declare(
    "sale_sum",
    422,
    N_("What was taken is not what the things come to. The sale is kept on this phone; take it down once more."),
)
declare(
    "difference_unexplained",
    422,
    N_(
        "What was counted is not what the books say. The count is kept on this phone; "
        "say how the difference came about and send it again."
    ),
    "edit",
)
declare(
    "entry_day",
    422,
    N_(
        "An entry is of today or of a day within the last year. What you wrote is kept on this phone; "
        "change the day and send it again."
    ),
    "edit",
)
declare(
    "own_entry",
    403,
    N_("This is your own entry, so a second person has to approve it. Until then it does not count."),
)
declare(
    "left_team",
    403,
    N_(
        "You were no longer with this team when you approved this, so it does not count. "
        "Somebody of the team or its mentor approves it."
    ),
)
declare(
    "reversal_stays",
    409,
    N_("What was taken back stays so. If the entry was right after all, write it down again."),
)

LEADS = ("mentor", "coordinator")
KEPT = "SELECT kind, money, kopecks, day, held, person FROM entry WHERE id = $1 AND manufactory = $2"
LINES = "SELECT account, kopecks, product, quantity, price FROM entry_line WHERE entry = $1 ORDER BY place"


def reversal_id(entry: str) -> str:
    """The one reversal that an entry may have; the phone has the same rule."""
    return pair_id(entry, "reversal")


async def add_entry(work: Work, actor: Actor, op: Op, entry: AddEntry) -> dict[str, str]:
    """Write an entry down. For members, judged by the time at which it was made.

    Refused only as not_found, too_late, malformed, not_yet (a product that has not arrived), entry_day and what
    `rules.entry_trouble` says; what else looks odd is kept and flagged. A sale counts at the price that was shown.
    """
    here, standing = await _judge(work, actor, op, entry.manufactory, "member")
    if is_pair(op.id):  # the id of a reversal, say, which would then never come
        raise Problem("malformed")
    if trouble := rules.entry_trouble(entry):
        raise Problem(trouble)
    today = day_of(op.happened, work.settings.timezone)
    if entry.day is not None and not rules.is_day(entry.day, today):
        raise Problem("entry_day")
    flags = await _flags(work, op, entry, standing)
    _write(
        work,
        actor,
        op,
        op.id,
        rules.lines(entry),
        manufactory=entry.manufactory,
        kind=entry.kind,
        money=entry.money,
        kopecks=rules.amount(entry),
        counted=entry.counted,
        book=entry.book,
        day=entry.day or today,
        note=entry.note,
        held=rules.needs_second(entry, here.spending_limit),
        flags=flags,
    )
    return {"entry": op.id}


async def reverse_entry(work: Work, actor: Actor, op: Op, wish: ReverseEntry) -> dict[str, str]:
    """Take an entry back, in the books of its own day; again changes nothing. For members, mentors and the school's
    coordinators, judged by the time at which it was made.

    Refused only as not_found, too_late, malformed, not_yet (the entry has not arrived) and reversal_stays.
    """
    _, standing = await _judge(work, actor, op, wish.manufactory, "member", *LEADS)
    reason = wish.reason.strip()
    if not reason:
        raise Problem("malformed")
    taken_back = await _kept(work, wish.manufactory, wish.entry)
    if taken_back["kind"] == "reversal":
        raise Problem("reversal_stays")
    lines = [Line(**line) for line in await work.rows(LINES, wish.entry)]
    _write(
        work,
        actor,
        op,
        reversal_id(wish.entry),
        rules.reversal(lines),
        once=True,  # taken back on two phones at once
        manufactory=wish.manufactory,
        kind="reversal",
        money=taken_back["money"],
        kopecks=taken_back["kopecks"],
        day=as_date(taken_back["day"]),
        note=reason,
        reverses=wish.entry,
        held=bool(taken_back["held"]),
        flags=rules.entry_flags(op.flag(standing), other_price=False, retired=False),
    )
    return {"entry": reversal_id(wish.entry)}


async def approve_entry(work: Work, actor: Actor, op: Op, wish: ApproveEntry) -> dict[str, str]:
    """Let an entry over the limit count; one that needs nobody stays as it is. For members, mentors and the school's
    coordinators but who wrote it, judged by the time at which it was approved: a right, and gone with the role.

    Refused only as not_found, too_late, left_team, not_yet (the entry has not arrived) and own_entry.
    """
    _, standing = await _judge(work, actor, op, wish.manufactory, "member", *LEADS)
    if standing == "after_end":
        raise Problem("left_team")
    entry = await _kept(work, wish.manufactory, wish.entry)
    if not entry["held"] or entry["kind"] == "reversal":
        return {"entry": wish.entry}
    if entry["person"] == actor.id:
        raise Problem("own_entry")
    work.add(
        Approval,
        once=True,
        id=pair_id(wish.entry, actor.id),
        entry=wish.entry,
        person=actor.id,
        device=actor.device,
        happened_at=op.happened,
        arrived_at=op.arrived,
    )
    # Its reversal too, without a look whether there is one: another process may be writing it at this moment.
    for touched in (wish.entry, reversal_id(wish.entry)):
        work.touch(manufactory_scope(wish.manufactory), "entry", touched)
    return {"entry": wish.entry}


async def _judge(work: Work, actor: Actor, op: Op, manufactory: str, *kinds: str) -> tuple[Ground, Standing]:
    """How a fact in a manufactory stands, made by who has a role of one of these kinds there.

    Raises not_found and too_late.
    """
    here = await ground(work, manufactory)
    places = [(kind, here.institution if kind == "coordinator" else manufactory) for kind in kinds]
    standing = actor.standing_in(places, op.happened, op.arrived, timedelta(days=work.settings.grace_days))
    if standing is None:
        raise Problem("too_late")
    work.about("manufactory", manufactory)
    return here, standing


async def _flags(work: Work, op: Op, entry: AddEntry, standing: Standing) -> list[str]:
    """What a person should look at. Raises not_yet for a product that is not there."""
    other_price = retired = False
    for item in entry.items:
        if item.product is None:
            continue
        offer = (await offers(work, entry.manufactory)).get(item.product)
        if offer is None:
            raise Problem("not_yet")
        other_price = other_price or item.price != rules.price_at(offer.prices, op.happened)
        retired = retired or not offer.active
    return rules.entry_flags(op.flag(standing), other_price=other_price, retired=retired)


async def _kept(work: Work, manufactory: str, entry: str) -> Row:
    """An entry of this manufactory that is in the books. Raises not_yet."""
    found = await work.rows(KEPT, entry, manufactory)
    if not found:
        raise Problem("not_yet")
    return found[0]


def _write(
    work: Work, actor: Actor, op: Op, id_: str, lines: Iterable[Line], *, once: bool = False, **values: Any
) -> None:
    """Collect an entry with its lines."""
    work.add(
        Entry,
        once=once,
        id=id_,
        person=actor.id,
        device=actor.device,
        happened_at=op.happened,
        arrived_at=op.arrived,
        **values,
    )
    for place, line in enumerate(lines):
        work.add(
            EntryLine,
            once=once,
            id=new_id(),
            entry=id_,
            place=place,
            account=line.account,
            kopecks=line.kopecks,
            product=line.product,
            quantity=line.quantity,
            price=line.price,
        )
    work.touch(manufactory_scope(values["manufactory"]), "entry", id_)
