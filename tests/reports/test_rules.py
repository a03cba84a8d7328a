from datetime import date, timedelta

import pytest

from backend.reports import rules
from backend.reports.schemas import GateReport, GateStep


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
