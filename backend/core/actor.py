"""Who is asking. The first argument everywhere: rights come from here and from nowhere else."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.core.errors import Problem, declare
from backend.core.i18n import N_

declare(
    "too_late",
    403,
    N_(
        "You left this group long before this was done. Your work is kept on this phone; show this to your coordinator."
    ),
    "ask_mentor",
)

Standing = Literal["held", "after_end"]


class Held(msgspec.Struct, frozen=True):
    """A role in a place, from `since` until `until` (None: still)."""

    kind: str
    place_kind: str
    place: str
    source: str
    """The id of the row that granted it: the enrolment, for a learner."""
    since: datetime
    until: datetime | None

    def held_at(self, moment: datetime) -> bool:
        """Whether the role gave rights at `moment`."""
        return self.since <= moment and (self.until is None or moment < self.until)


class Actor(msgspec.Struct, frozen=True):
    """A person on a phone, an operator at the console, or the system itself."""

    id: str
    language: str
    device: str | None = None
    roles: tuple[Held, ...] = ()
    reason: str | None = None
    """Why the system acts; None for people."""
    operator: str | None = None
    """Whose hand it is, at the console."""
    grounds: set[str] = msgspec.field(default_factory=set[str])
    """The kinds of role on which something was allowed so far: `may` and the standings note what they find."""

    def once_more(self) -> "Actor":
        """The same actor for one act: what is found while it acts is noted of that act alone."""
        return msgspec.structs.replace(self, grounds=set(self.grounds))

    @classmethod
    def system(cls, reason: str) -> "Actor":
        """The actor of jobs and of the command line. It has every right, and the audit line says why."""
        return cls(id="00000000-0000-0000-0000-000000000000", language="uk", reason=reason)

    @classmethod
    def at_console(cls, operator: str, language: str) -> "Actor":
        """An operator, by the name of the account. Has every right, as the system has; the audit line names them."""
        return cls(id="00000000-0000-0000-0000-000000000000", language=language, reason="console", operator=operator)

    @property
    def is_system(self) -> bool:
        return self.reason is not None

    def must_be_system(self) -> None:
        """Raises not_found for people: what only jobs, operators and the command line may do is nothing to them."""
        if not self.is_system:
            raise Problem("not_found")

    def holding(self, kind: str, moment: datetime) -> list[Held]:
        """The roles of this kind that give rights at `moment`."""
        return [role for role in self.roles if role.kind == kind and role.held_at(moment)]

    def may(self, kind: str, place: str, moment: datetime) -> bool:
        """Whether a command of this kind of role in `place` is allowed at `moment`."""
        if self.is_system:
            return True
        held = any(role.place == place for role in self.holding(kind, moment))
        if held:
            self.grounds.add(kind)
        return held

    def standing(
        self, kind: str, source: str, happened: datetime, arrived: datetime, grace: timedelta
    ) -> Standing | None:
        """How a fact is judged (design/sync.md, "Rights and time").

        "held": made while the role that `source` granted held, or it holds now; "after_end": made within
        `grace` of its end, to be kept and flagged; None: refused.
        """
        granted = [role for role in self.roles if role.kind == kind and role.source == source]
        return self._judged(granted, happened, arrived, grace)

    def standing_in(
        self, places: Collection[tuple[str, str]], happened: datetime, arrived: datetime, grace: timedelta
    ) -> Standing | None:
        """The same for a fact that any role of some kinds in their places, (kind, place), gives the right to.

        Raises not_found when the actor never had one of them; None: too late.
        """
        granted = [role for role in self.roles if (role.kind, role.place) in places]
        if not granted:
            raise Problem("not_found")
        return self._judged(granted, happened, arrived, grace)

    def _judged(
        self, roles: list[Held], happened: datetime, arrived: datetime, grace: timedelta
    ) -> Standing | None:  # fmt: skip - two lines read better than three
        held = [role.kind for role in roles if role.held_at(happened) or role.held_at(arrived)]
        ended = () if held else [r.kind for r in roles if r.until and r.until <= happened < r.until + grace]
        self.grounds.update(held or ended)
        return "held" if held else "after_end" if ended else None
