"""What is true of sessions and rolls."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from msgspec import Struct

from backend.mentoring.schemas import MarkBody

LENGTH = range(1, 601)
"""Minutes that a session may last, and that somebody may be late by."""
YEAR = timedelta(days=365)
BEFORE_START = timedelta(days=90)
"""A group may meet so long before it starts: open days, interviews."""
IN_GROUP = frozenset({"accepted", "active", "paused", "completed", "alumni"})
LEFT = frozenset({"withdrawn", "transferred"})


class Seen(Protocol):
    """One mark, of all those of one participant on one roll."""

    @property
    def id(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def at(self) -> str: ...


class Standing(Struct, frozen=True):
    """Which mark counts; None when there is none. `disputed`: two people's latest marks differ in status."""

    counts: str | None
    disputed: bool


def standing(marks: Sequence[Seen]) -> Standing:
    """What all marks of one participant on one roll come to, in whatever order they arrived.

    The latest counts, by the moment in its wire form and then by id; of each person the latest is their word.
    The phone has the same rule (pwa/src/rooms/mentoring/marks.ts); tests/mentoring/marks.json holds both to it.
    """
    ordered = sorted(marks, key=lambda mark: (mark.at, mark.id))
    words = {mark.person: mark.status for mark in ordered}
    return Standing(ordered[-1].id if ordered else None, len(set(words.values())) > 1)


def is_day(held_on: date, today: date, starts: date) -> bool:
    """Whether a session may have been on that day, told `today`, of a group that starts on `starts`."""
    return max(today - YEAR, starts - BEFORE_START) <= held_on <= today


def is_start(starts_at: datetime, now: datetime) -> bool:
    """Whether a session may be planned for that moment."""
    return now <= starts_at <= now + 2 * YEAR


def is_late(mark: MarkBody) -> bool:
    """Whether a mark's minutes can be; it may leave open how late somebody was."""
    return mark.status != "late" or mark.late_minutes is None or mark.late_minutes in LENGTH


def are_distinct(marks: Sequence[MarkBody]) -> bool:
    """Whether nobody is marked twice."""
    return len({mark.enrolment for mark in marks}) == len(marks)


def came(mark: MarkBody) -> bool:
    """Whether the participant was there."""
    return mark.status in ("present", "late")


def mark_flag(fact_flag: str | None, status: str) -> str | None:
    """What a person should look at: what is odd about the act itself, or that the participant had "left" by then or
    was "not_accepted" yet."""
    if fact_flag or status in IN_GROUP:
        return fact_flag
    return "left" if status in LEFT else "not_accepted"


def session_flags(fact_flag: str | None, *, minor_came: bool, adult: str | None, gate_open: bool) -> list[str]:
    """What a person should look at: a minor was there and nothing is known that kept the session in view; a gate that
    was said to be passed could not be."""
    found = {fact_flag: True, "no_second_adult": minor_came and adult is None, "gate_open": gate_open}
    return [flag for flag, raised in found.items() if flag and raised]
