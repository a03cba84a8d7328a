"""What a school is warned of."""

from datetime import date, datetime, timedelta

BEHIND_BY = 2  # lessons: less is a week's illness, not a trouble


def expected(total: int, starts: date, ends: date, today: date) -> float:
    """Lessons that an even pace from the first to the last day of the cohort would have brought by `today`."""
    days = (ends - starts).days or 1
    return total * min(max((today - starts).days / days, 0), 1)


def behind(done: int, total: int, starts: date, ends: date, today: date) -> bool:
    """Whether a learner is more than `BEHIND_BY` lessons behind the even pace."""
    return expected(total, starts, ends, today) - done > BEHIND_BY


def silent(seen: datetime | None, now: datetime, days: int) -> bool:
    """Whether none of a person's phones was heard of for `days`."""
    return seen is None or now - seen > timedelta(days=days)
