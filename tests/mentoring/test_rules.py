import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from backend.core.clock import day_of
from backend.core.ids import new_id
from backend.mentoring import rules
from backend.mentoring.schemas import MarkBody
from backend.people.rules import Majority


class Seen(Struct):
    """A mark of the table."""

    id: str
    person: str
    status: str
    at: str


CASES = json.loads((Path(__file__).parent / "marks.json").read_text("utf-8"))


def test_there_are_enough_cases_and_no_two_are_called_alike() -> None:
    assert len({case["why"] for case in CASES}) == len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_which_mark_counts(case: Any) -> None:
    marks = [Seen(mark["id"], mark["person"], mark["status"], mark["at"]) for mark in case["marks"]]
    wanted = rules.Standing(case["counts"], case["disputed"])
    assert rules.standing(marks) == wanted
    assert rules.standing(marks[::-1]) == wanted


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 16, 21, 59, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 16, 22, 0, tzinfo=UTC), date(2026, 11, 17)),
        (datetime(2026, 7, 1, 20, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 21, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_the_day_is_the_schools(moment: datetime, day: date) -> None:
    assert day_of(moment, "Europe/Kyiv") == day


TODAY, LONG_AGO, STARTS = date(2026, 11, 16), date(2024, 9, 1), date(2026, 9, 14)


@pytest.mark.parametrize(
    ("held_on", "starts", "possible"),
    [
        (TODAY, STARTS, True),
        (TODAY + timedelta(days=1), STARTS, False),
        (STARTS - timedelta(days=90), STARTS, True),
        (STARTS - timedelta(days=91), STARTS, False),
        (TODAY - timedelta(days=365), LONG_AGO, True),
        (TODAY - timedelta(days=366), LONG_AGO, False),
        (date(1999, 12, 31), LONG_AGO, False),
        (date.min, LONG_AGO, False),
        (date.max, LONG_AGO, False),
    ],
)
def test_on_which_days_a_meeting_may_have_been(held_on: date, starts: date, possible: bool) -> None:
    assert rules.is_day(held_on, TODAY, starts) is possible


@pytest.mark.parametrize(
    ("born", "minor"),
    [
        (date(2008, 11, 16), False),
        (date(2008, 11, 17), True),
        (date(2012, 1, 1), True),
        (date(1980, 1, 1), False),
        (None, False),
    ],
)
def test_who_is_a_minor(born: date | None, minor: bool) -> None:
    assert Majority(18, TODAY).is_minor(born) is minor


def test_a_leap_days_child_comes_of_age_in_march() -> None:
    born = date(2008, 2, 29)
    assert [Majority(18, day).is_minor(born) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [True, False]


@pytest.mark.parametrize(
    ("status", "minutes", "possible"),
    [
        ("late", None, True),
        ("late", 1, True),
        ("late", 600, True),
        ("late", 0, False),
        ("late", 601, False),
        ("late", -5, False),
        ("present", 0, True),
    ],
)
def test_how_late_one_can_be(status: Any, minutes: int | None, possible: bool) -> None:
    assert rules.is_late(MarkBody(new_id(), status, minutes)) is possible


@pytest.mark.parametrize("status", sorted(rules.IN_GROUP))
def test_a_mark_of_somebody_in_the_group_is_not_flagged(status: str) -> None:
    assert rules.mark_flag(None, status) is None


@pytest.mark.parametrize(
    ("act", "status", "flag"),
    [
        (None, "withdrawn", "left"),
        (None, "applied", "not_accepted"),
        (None, "refused", "not_accepted"),
        ("clock", "withdrawn", "clock"),
        ("after_end", "active", "after_end"),
    ],
)
def test_what_is_odd_about_the_act_is_told_first(act: str | None, status: str, flag: str) -> None:
    assert rules.mark_flag(act, status) == flag
