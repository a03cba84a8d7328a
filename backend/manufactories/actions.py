"""What all acts in a manufactory stand on: its scopes, its ground and the limits of its programme."""

from collections.abc import Collection
from functools import partial

from backend.core.actor import Actor
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.manufactories import queries
from backend.manufactories.queries import Ground, Offer
from backend.manufactories.schemas import SetRules
from backend.manufactories.tables import GateTemplate, RuleSet
from backend.programmes.actions import CohortOpened, cohort_scope

declare(
    "not_yet",
    409,
    N_("What this belongs to has not reached the server yet. It stays on this phone and is sent again by itself."),
    "retry",
    retry=True,
)


def manufactory_scope(manufactory: str) -> str:
    """The scope of what the members of a manufactory and its mentors hold."""
    return f"manufactory:{manufactory}"


def team_staff_scope(manufactory: str) -> str:
    """The scope of what only the mentors of a manufactory hold."""
    return f"staff:{manufactory}"


async def ground(work: Work, manufactory: str) -> Ground:
    """What judges an act in a manufactory. Raises not_found; not_yet for who became its mentor in this batch."""
    if work.act is not None and work.act.actor.id in work.memo.get(("new mentors", manufactory), ()):
        raise Problem("not_yet")
    found = await work.once(("manufactory", manufactory), partial(queries.ground, manufactory=manufactory))
    if found is None:
        del work.memo["manufactory", manufactory]  # it may be founded by a later act of this batch
        raise Problem("not_found")
    return found


def rights_to_come(work: Work, manufactory: str, mentors: Collection[str]) -> None:
    """What an actor may was read before this batch: what else the new mentors do in it has to be sent again."""
    work.memo["new mentors", manufactory] = mentors


async def offers(work: Work, manufactory: str) -> dict[str, Offer]:
    """The products of a manufactory, read once for all sales of a batch."""
    return await work.once(("offers", manufactory), partial(queries.offers, manufactory=manufactory))


def offers_change(work: Work, manufactory: str) -> None:
    """For acts that change products or prices: sales that follow in this batch read them again."""
    work.memo.pop(("offers", manufactory), None)


async def must_lead(work: Work, actor: Actor, op: Op, manufactory: str) -> Ground:
    """For commands of those who look after a manufactory now: its mentors and its school's coordinators.

    Raises not_found for everybody else.
    """
    here = await ground(work, manufactory)
    if not actor.may("mentor", manufactory, op.arrived) and not actor.may(
        "coordinator", here.institution, op.arrived
    ):  # fmt: skip - one condition
        raise Problem("not_found")
    work.about("manufactory", manufactory)
    return here


async def set_rules(work: Work, actor: Actor, op: Op, new: SetRules) -> None:
    """Set the limits of a programme's manufactories and the gates that new ones begin with. For its managers.

    Manufactories that are there keep their gates; limits hold for them from now on.
    """
    there = await work.rows("SELECT id FROM programme WHERE id = $1", new.programme)  # who has every right may miss it
    if not there or not actor.may("manager", new.programme, op.arrived):
        raise Problem("not_found")
    limits = {
        "team_min": new.team_min,
        "team_max": new.team_max,
        "spending_limit": new.spending_limit,
        "cash_rounding": new.cash_rounding,
    }
    work.add(RuleSet, once=True, id=new.programme, **limits)
    work.change(RuleSet, new.programme, **limits)
    await work.rows("DELETE FROM gate_template WHERE programme = $1", new.programme)
    for position, gate in enumerate(new.gates):
        work.add(
            GateTemplate,
            id=pair_id(op.id, str(position)),
            programme=new.programme,
            position=position,
            kind=gate.kind,
            name=gate.name,
            days=gate.days,
        )
    await limits_changed(work, new.programme)
    work.about("programme", new.programme)


async def limits_changed(work: Work, programme: str) -> None:
    """Phones of every cohort and manufactory of a programme learn of its limits, for acts that set them."""
    for row in await work.rows("SELECT id FROM cohort WHERE programme = $1", programme):
        work.touch(cohort_scope(row["id"]), "rule_set", row["id"])
    for row in await work.rows("SELECT id FROM manufactory WHERE programme = $1", programme):
        work.touch(manufactory_scope(row["id"]), "manufactory", row["id"])
        work.memo.pop(("manufactory", row["id"]), None)


async def follow_opening(work: Work, event: CohortOpened) -> None:
    """Phones of a new cohort learn of the limits of its programme, if it founds manufactories."""
    if await work.rows("SELECT id FROM rule_set WHERE id = $1", event.programme):
        work.touch(cohort_scope(event.cohort), "rule_set", event.cohort)
