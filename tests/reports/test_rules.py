from datetime import UTC, date, datetime, timedelta

import pytest

from backend.reports import rules
from backend.reports.schemas import GateReport, GateStep

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


@pytest.mark.parametrize(("days", "quiet"), [(-1, False), (0, False), (14, False), (15, True)])
def test_quiet_is_longer_than_two_weeks(days: int, quiet: bool) -> None:
    today = date(2026, 11, 16)
    assert rules.quiet(today - timedelta(days=days), today) is quiet


NOV = {day: date(2026, 11, day) for day in (1, 2, 8, 9, 23, 29, 30)}  # 2, 9, 16, 23 and 30 November are Mondays


@pytest.mark.parametrize(
    ("flows", "weeks"),
    [
        ([], []),
        ([(NOV[2], 100, 0)], [(NOV[2], 100, 0)]),
        ([(NOV[8], 0, 70), (NOV[2], 100, 5)], [(NOV[2], 100, 75)]),  # Monday to Sunday, in any order
        ([(NOV[1], 1, 0), (NOV[2], 2, 0)], [(date(2026, 10, 26), 1, 0), (NOV[2], 2, 0)]),
        (  # a week in which nothing moved stands between the others
            [(NOV[9], 10, 0), (NOV[29], 0, 30)],
            [(NOV[9], 10, 0), (date(2026, 11, 16), 0, 0), (NOV[23], 0, 30)],
        ),
        ([(NOV[9], 10, 0), (NOV[30], 0, 0)], [(NOV[9], 10, 0)]),  # and not at the ends
        ([(date(2026, 12, 31), 1, 1), (date(2027, 1, 1), 2, 2)], [(date(2026, 12, 28), 3, 3)]),
    ],
)
def test_weeks(flows: list[tuple[date, int, int]], weeks: list[tuple[date, int, int]]) -> None:
    assert rules.weeks(flows) == weeks


def step(act: str, day: str) -> GateStep:
    return {"act": act, "said": "", "day": day, "by": "", "at": ""}


def test_a_gate_stands_as_its_last_step_or_the_books_say() -> None:
    passed, undone = step("passed", "2026-10-08"), step("undone", "2026-10-09")
    assert rules.passed_on("plain", [], "2026-10-01", "2026-11-01") is None
    assert rules.passed_on("plain", [passed], None, None) == "2026-10-08"
    assert rules.passed_on("plain", [passed, undone], None, None) is None
    assert rules.passed_on("first_sale", [], "2026-10-01", None) == "2026-10-01"
    assert rules.passed_on("break_even", [], "2026-10-01", None) is None


def test_the_next_gate_is_the_first_that_is_open() -> None:
    def gate(passed_on: str | None) -> GateReport:
        return {"kind": "plain", "name": {}, "due": "", "overdue": False, "passed_on": passed_on, "steps": []}

    open_, passed = gate(None), gate("2026-10-08")
    assert rules.following([passed, open_, passed, gate(None)]) is open_
    assert rules.following([passed]) is None
    assert rules.following([]) is None
