"""One audit line for each act of a batch that was carried out."""

from collections.abc import Sequence

from backend.audit.tables import Line
from backend.core.ids import new_id
from backend.core.work import Act, Work


async def write(work: Work, acts: Sequence[Act]) -> None:
    """Add the lines of what was done in this batch; replays, refusals and bookkeeping leave none."""
    for act in acts:
        if act.succeeded and act.audited:
            kind, about = act.about or (None, None)
            work.add(
                Line,
                id=new_id(),
                act=act.name,
                person=None if act.actor.is_system else act.actor.id,
                operator=act.actor.operator,
                acted_as=_acted_as(act),
                device=act.actor.device,
                reason=act.actor.reason,
                about_kind=kind,
                about=about,
                details=act.details,
                happened_at=act.op.happened,
                arrived_at=act.op.arrived,
            )
    work.keep()
    await work.flush()


async def forget(work: Work, about: Sequence[str]) -> None:
    """Take what the lines about these rows quote of them; that it was done, when and by whom stays."""
    await work.rows("UPDATE audit_line SET details = NULL WHERE about = ANY($1) AND details IS NOT NULL", [*about])


def _acted_as(act: Act) -> str:
    if act.actor.operator is not None:
        return "operator"
    if act.actor.is_system:
        return "system"
    return " ".join(sorted(act.actor.grounds))
