"""The gates on a manufactory's way, as its mentors set and pass them."""

from datetime import date

from backend.core.actor import Actor
from backend.core.clock import day_of
from backend.core.database import Row
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.manufactories import rules
from backend.manufactories.actions import ground, manufactory_scope
from backend.manufactories.schemas import AddGate, DateGate, DropGate, PassGate, UndoGate
from backend.manufactories.tables import Gate, GateStep

declare(
    "computed_gate",
    409,
    N_("This gate follows from the books: nobody passes it or takes that back by hand. Nothing was changed."),
)
declare(
    "gate_dropped",
    409,
    N_("This gate is no longer on the team's way. What you wrote is kept; leave it out, or add the gate again."),
    "edit",
)
declare(
    "gate_day",
    422,
    N_(
        "A gate was passed today or earlier, three months before the group began at the earliest. What you wrote is "
        "kept; change the day and send it again."
    ),
    "edit",
)
declare(
    "gate_due",
    422,
    N_("A gate is due at most three years from today. What you wrote is kept; change the day and send it again."),
    "edit",
)


async def add_gate(work: Work, actor: Actor, op: Op, new: AddGate) -> dict[str, str]:
    """One gate more. For mentors of the manufactory. Raises not_found and gate_due."""
    await _guided(work, actor, op, new.manufactory)
    if not rules.are_said(new.name):
        raise Problem("malformed")
    _must_be_due(work, op, new.due)
    work.add(Gate, id=op.id, manufactory=new.manufactory, kind="plain", name=new.name, due=new.due)
    work.touch(manufactory_scope(new.manufactory), "gate", op.id)
    return {"gate": op.id}


async def drop_gate(work: Work, actor: Actor, op: Op, wish: DropGate) -> dict[str, str]:
    """Take a gate off the way; again changes nothing. For mentors of the manufactory. Raises not_found, not_yet."""
    await _guided(work, actor, op, wish.manufactory)
    if (await _gate(work, wish.manufactory, wish.gate))["dropped_at"] is None:
        work.change(Gate, wish.gate, dropped_at=op.happened)
        work.touch(manufactory_scope(wish.manufactory), "gate", wish.gate, gone=True)
    return {"gate": wish.gate}


async def date_gate(work: Work, actor: Actor, op: Op, wish: DateGate) -> dict[str, str]:
    """Another day by which a gate is due. For mentors of the manufactory.

    Raises not_found, not_yet, gate_dropped, gate_due.
    """
    await _guided(work, actor, op, wish.manufactory)
    _must_be_due(work, op, wish.due)
    if (await _gate(work, wish.manufactory, wish.gate))["dropped_at"] is not None:
        raise Problem("gate_dropped")
    work.change(Gate, wish.gate, due=wish.due)
    work.touch(manufactory_scope(wish.manufactory), "gate", wish.gate)
    return {"gate": wish.gate}


async def pass_gate(work: Work, actor: Actor, op: Op, wish: PassGate) -> dict[str, str]:
    """A gate is passed; one that is passed stays as it is. For mentors of the manufactory.

    Raises not_found, not_yet, gate_dropped, computed_gate, gate_day.
    """
    if trouble := await try_to_pass(work, actor, op, wish):
        raise Problem(trouble)
    work.about("manufactory", wish.manufactory)
    return {"gate": wish.gate}


async def try_to_pass(work: Work, actor: Actor, op: Op, wish: PassGate) -> str | None:
    """`pass_gate` for acts that are kept without the gate: the code with which it would refuse, None when it is passed.

    One act may pass several gates.
    """
    here = await ground(work, wish.manufactory)
    if not actor.may("mentor", wish.manufactory, op.arrived):
        return "not_found"
    if not wish.evidence.strip():
        return "malformed"
    today = day_of(op.happened, work.settings.timezone)
    day = wish.passed_on or today
    if not rules.is_gate_day(day, today, here.starts):
        return "gate_day"
    return await _step(work, actor, op, wish, "passed", wish.evidence, day)


async def undo_gate(work: Work, actor: Actor, op: Op, wish: UndoGate) -> dict[str, str]:
    """A gate that was passed is open again; one that is open stays so. For mentors of the manufactory.

    Raises not_found, not_yet, gate_dropped, computed_gate.
    """
    await _guided(work, actor, op, wish.manufactory)
    if not wish.reason.strip():
        raise Problem("malformed")
    day = day_of(op.happened, work.settings.timezone)
    if trouble := await _step(work, actor, op, wish, "undone", wish.reason, day):
        raise Problem(trouble)
    return {"gate": wish.gate}


async def _step(
    work: Work, actor: Actor, op: Op, wish: PassGate | UndoGate, act: str, said: str, day: date
) -> str | None:  # fmt: skip - two lines read better than three
    """Keep a step, unless the gate stands so already; why it takes none by hand, as a code."""
    gates = await work.rows(FIND, wish.gate, wish.manufactory)
    if not gates:
        return "not_yet"
    if gates[0]["dropped_at"] is not None:
        return "gate_dropped"
    if gates[0]["kind"] != "plain":
        return "computed_gate"
    taken = [row["act"] for row in await work.rows(STEPS, wish.gate)]
    if rules.is_passed(taken) != (act == "passed"):
        work.add(
            GateStep,
            id=pair_id(op.id, wish.gate),
            gate=wish.gate,
            number=len(taken) + 1,
            act=act,
            said=said,
            day=day,
            person=actor.id,
            device=actor.device,
            happened_at=op.happened,
            arrived_at=op.arrived,
        )
        work.touch(manufactory_scope(wish.manufactory), "gate", wish.gate)
    return None


def _must_be_due(work: Work, op: Op, due: date) -> None:
    if not rules.is_due(due, day_of(op.happened, work.settings.timezone)):
        raise Problem("gate_due")


async def _guided(work: Work, actor: Actor, op: Op, manufactory: str) -> None:
    """Raises not_found for who is not a mentor of the manufactory now."""
    await ground(work, manufactory)
    if not actor.may("mentor", manufactory, op.arrived):
        raise Problem("not_found")
    work.about("manufactory", manufactory)


# Writing a row what it holds already takes its lock: the steps of a gate are counted one after the other.
FIND = "UPDATE gate SET due = due WHERE id = $1 AND manufactory = $2 RETURNING kind, dropped_at"
STEPS = "SELECT act FROM gate_step WHERE gate = $1 ORDER BY number"


async def _gate(work: Work, manufactory: str, gate: str) -> Row:
    found = await work.rows(FIND, gate, manufactory)
    if not found:
        raise Problem("not_yet")
    return found[0]
