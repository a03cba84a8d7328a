"""Days are those of a school, whatever the hour in UTC and the season."""

from datetime import UTC, date, datetime

import pytest

from backend.core.clock import day_of, end_of

KYIV = "Europe/Kyiv"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 16, 21, 59, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 16, 22, 0, tzinfo=UTC), date(2026, 11, 17)),
        (datetime(2026, 7, 16, 20, 59, tzinfo=UTC), date(2026, 7, 16)),
        (datetime(2026, 7, 16, 21, 0, tzinfo=UTC), date(2026, 7, 17)),
    ],
)
def test_it_works(moment: datetime, day: date) -> None:
    assert day_of(moment, KYIV) == day


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 16), datetime(2026, 11, 16, 22, tzinfo=UTC)),
        (date(2026, 7, 16), datetime(2026, 7, 16, 21, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 21, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, tzinfo=UTC)),  # 25 hours long
        (date(2026, 12, 31), datetime(2026, 12, 31, 22, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_the_next_begins(day: date, end: datetime) -> None:
    assert end_of(day, KYIV) == end
    assert day_of(end, KYIV) > day
