"""The only reader of the clock. Time is UTC and aware; a phone's own time is evidence, never order."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_offset = timedelta()


def now() -> datetime:
    """This moment in UTC, shifted by what `set_to` asked for."""
    return datetime.now(UTC) + _offset


def set_to(moment: datetime | None) -> None:
    """Make `now()` start at `moment` and run on from there; None returns to the true time.

    For the demonstration's loader and for tests: no setting of the product reaches this.
    """
    global _offset
    _offset = timedelta() if moment is None else moment - datetime.now(UTC)


def instant(value: datetime | str) -> datetime:
    """A moment as either database hands it out (SQLite keeps text), aware and in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


KEPT = len("2026-11-27 02:50:00.000000+00:00")  # a moment as SQLite keeps it: a page has many, and they are only cut


def wire(value: datetime | str) -> str:
    """RFC 3339 with Z and milliseconds, the one form in which a moment leaves the server."""
    if isinstance(value, str) and len(value) == KEPT and value.endswith("+00:00"):
        return f"{value[:10]}T{value[11:23]}Z"
    return instant(value).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day_of(moment: datetime, timezone: str) -> date:
    """The day that it is for a school at this moment."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def end_of(day: date, timezone: str) -> datetime:
    """The first moment after `day` for a school."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone)).astimezone(UTC)
