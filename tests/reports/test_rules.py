from datetime import UTC, date, datetime, timedelta

import pytest

from backend.reports import rules

STARTS, ENDS = date(2026, 9, 1), date(2026, 12, 10)  # a hundred days
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "lessons"),
    [(-10, 0.0), (0, 0.0), (1, 0.2), (50, 10.0), (100, 20.0), (200, 20.0)],
)
def test_an_even_pace(day: int, lessons: float) -> None:
    assert rules.expected(20, STARTS, ENDS, STARTS + timedelta(days=day)) == pytest.approx(lessons)


def test_a_cohort_of_one_day_divides_by_nothing() -> None:
    assert rules.expected(20, STARTS, STARTS, STARTS) == 0
    assert rules.expected(20, STARTS, STARTS, STARTS + timedelta(days=1)) == 20


@pytest.mark.parametrize(
    ("done", "total", "day", "behind"),
    [
        (0, 20, 0, False),
        (0, 20, 10, False),  # two lessons behind is not yet behind
        (0, 20, 11, True),
        (8, 20, 50, False),
        (7, 20, 50, True),
        (20, 20, 100, False),
        (17, 20, 100, True),
        (18, 20, 100, False),
        (0, 2, 100, False),  # of so short a course nobody can be behind
        (0, 0, 50, False),
    ],
)
def test_behind_is_more_than_two_lessons(done: int, total: int, day: int, behind: bool) -> None:
    assert rules.behind(done, total, STARTS, ENDS, STARTS + timedelta(days=day)) is behind


@pytest.mark.parametrize(
    ("ago", "silent"),
    [
        (timedelta(), False),
        (timedelta(days=7), False),
        (timedelta(days=7, seconds=1), True),
        (timedelta(days=-1), False),  # the server's clock was set back
        (None, True),
    ],
)
def test_silent_is_longer_than_the_days(ago: timedelta | None, silent: bool) -> None:
    assert rules.silent(None if ago is None else NOW - ago, NOW, 7) is silent
