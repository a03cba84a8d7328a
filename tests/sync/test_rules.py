"""When a thing happened, as a table of cases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from backend.sync.rules import FAR, happened

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-14))
FIRST, LAST = datetime(1, 1, 1, tzinfo=EAST), datetime(9999, 12, 31, 23, 59, 59, tzinfo=WEST)


def h(hours: float) -> datetime:
    """So many hours from now."""
    return NOW + timedelta(hours=hours)


MS = 3_600_000
YEARS = 5 * 365 * 24.0
CASES = {
    # name: (made, phone's now, last contact, milliseconds since, moment, off)
    "a good clock": (h(-2), NOW, None, None, h(-2), False),
    "just now": (NOW, NOW, None, None, NOW, False),
    "nine minutes fast is believed": (h(-2 + 0.15), h(0.15), None, None, h(-2), False),
    "eleven minutes fast is not": (h(-2 + 0.19), h(0.19), None, None, h(-2), True),
    "five years fast": (h(YEARS - 2), h(YEARS), None, None, h(-2), True),
    "five years slow": (h(-YEARS - 2), h(-YEARS), None, None, h(-2), True),
    "made in the future of the phone": (h(5), NOW, None, None, NOW, True),
    "set right in between": (h(-YEARS), NOW, h(-48), None, h(-48), True),
    "the monotonic clock wins": (h(YEARS), h(YEARS), h(-10), 4 * MS, h(-6), True),
    "the monotonic clock agrees": (h(-6), NOW, h(-10), 4 * MS, h(-6), False),
    "the monotonic clock ran past now": (h(-1), NOW, h(-10), 40 * MS, NOW, True),
    "restarted since the contact": (h(-3), NOW, h(-10), None, h(-3), False),
    "before the last contact": (h(-20), NOW, h(-10), None, h(-10), True),
    "a contact in the future": (h(-3), NOW, h(7), None, NOW, True),
    "a contact in the future, counted": (h(-3), NOW, h(7), MS, NOW, True),
    "made in the year 1": (FIRST, NOW, None, None, NOW - FAR, True),
    "made in the year 9999": (LAST, NOW, None, None, NOW, True),
    "the phone's year is 1": (FIRST, FIRST, None, None, NOW, True),
    "the phone's year is 9999": (LAST, LAST, None, None, NOW, True),
    "from the year 1 to 9999": (FIRST, LAST, None, None, NOW - FAR, True),
    "from the year 9999 to 1": (LAST, FIRST, None, None, NOW, True),
    "a contact in the year 1": (h(-3), NOW, FIRST, None, h(-3), False),
    "a contact in the year 1, counted": (h(-3), NOW, FIRST, 0, NOW - FAR, True),
    "a contact in the year 9999": (h(-3), NOW, LAST, 10**12, NOW, True),
    "everything in the year 1": (FIRST, FIRST, FIRST, 10**12, NOW - FAR + timedelta(milliseconds=10**12), True),
}  # fmt: skip - a table


@pytest.mark.parametrize("name", CASES)
def test_it_works(name: str) -> None:
    made, phone_now, contact, since, moment, off = CASES[name]
    assert happened(made, phone_now, NOW, contact, since) == (moment, off)


@pytest.mark.parametrize("name", CASES)
def test_both_databases_can_keep_the_moment(name: str) -> None:
    made, phone_now, contact, since, _, _ = CASES[name]
    moment, _ = happened(made, phone_now, NOW, contact, since)
    assert NOW - FAR <= moment.astimezone(UTC) <= NOW
