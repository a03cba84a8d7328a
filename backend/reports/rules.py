"""What a school is warned of, and what is drawn of a manufactory."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from backend.reports.schemas import GateReport, GateStep

QUIET_DAYS = 14
"""Teams meet every week or two: whoever enters nothing for longer has missed a meeting and let the books be."""


def quiet(last: date, today: date) -> bool:
    """Whether nothing was heard from a manufactory for `QUIET_DAYS`; `last`: of its last entry, session or founding."""
    return (today - last).days > QUIET_DAYS


def weeks(flows: Iterable[tuple[date, int, int]]) -> list[tuple[date, int, int]]:
    """What came and went day by day as weeks in a row: the Monday, what came, what went.

    From the first to the last in which any money moved; the phone has the same rule
    (pwa/src/rooms/manufactories/weeks.ts), and shows the latest ones.
    """
    sums: dict[date, tuple[int, int]] = {}
    for day, came, went in flows:
        if came or went:
            monday = day - timedelta(days=day.weekday())
            before = sums.get(monday, (0, 0))
            sums[monday] = before[0] + came, before[1] + went
    if not sums:
        return []
    first, last = min(sums), max(sums)
    every = (first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))
    return [(monday, *sums.get(monday, (0, 0))) for monday in every]


def passed_on(kind: str, steps: Sequence[GateStep], first_sale: str | None, break_even: str | None) -> str | None:
    """The day on which a gate was passed: by its last step, or by what the books say; None while it is open."""
    if kind == "first_sale":
        return first_sale
    if kind == "break_even":
        return break_even
    return steps[-1]["day"] if steps and steps[-1]["act"] == "passed" else None


def following(gates: Sequence[GateReport]) -> GateReport | None:
    """The first that is not passed of gates in the order of their days."""
    return next((one for one in gates if one["passed_on"] is None), None)
