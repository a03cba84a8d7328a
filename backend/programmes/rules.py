"""What is true of taking part: the states of an enrolment, what is due before it begins, the code of a cohort."""

from collections.abc import Collection
from datetime import date
from typing import Literal, NamedTuple

Act = Literal["apply", "accept", "refuse", "activate", "withdraw"]


class Step(NamedTuple):
    """From where an act leads where; in `done` there is nothing left to do."""

    before: frozenset[str | None]
    after: str
    done: frozenset[str]


STEPS: dict[Act, Step] = {
    "apply": Step(frozenset({None, "refused", "withdrawn"}), "applied", frozenset({"applied", "accepted", "active"})),
    "accept": Step(frozenset({"applied", "refused", "withdrawn"}), "accepted", frozenset({"accepted", "active"})),
    "refuse": Step(frozenset({"applied"}), "refused", frozenset({"refused"})),
    "activate": Step(frozenset({"accepted"}), "active", frozenset({"active"})),
    "withdraw": Step(frozenset({"applied", "accepted", "active"}), "withdrawn", frozenset({"withdrawn"})),
}
SEATED = ("accepted", "active", "paused", "completed")
"""The states that take one of the cohort's seats."""
TOOK_PART = (*SEATED, "alumni")
"""The states in which somebody takes part or has done so to the end."""
OPEN = ("applied", "waitlisted", "accepted", "active", "paused")
"""The states in which something is still to come."""
CLOSED = "closed"
"""The reason of who held a seat when they closed their account: counted like those who hold one."""
REQUIRED = ("taking_part",)
"""The purposes without whose consent nobody is active."""
MOST_WAITING = 3  # requests for each seat: a class that comes twice finds room, a prankster comes to an end


def step(act: Act, before: str | None) -> str | None:
    """The status after an act; `before` itself when there is nothing left to do, None when it cannot be done."""
    rule = STEPS[act]
    if before in rule.done:
        return before
    return rule.after if before in rule.before else None


def due(consents: Collection[str]) -> list[str]:
    """The purposes whose consent is missing."""
    return [purpose for purpose in REQUIRED if purpose not in consents]


def is_queue_full(waiting: int, seats: int) -> bool:
    """Whether no more requests are taken for now."""
    return waiting >= MOST_WAITING * seats


def is_over(ends: date, today: date) -> bool:
    """Whether a cohort has ended: its last day is still part of it."""
    return ends < today


ALPHABET = "CDFGHJKMNPQRTVWXY3479"  # no look-alikes (O 0, I 1 L, S 5, Z 2, B 8, G 6), no vowels: no words by accident
CODE_LENGTH = 8
