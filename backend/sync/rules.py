"""When a thing happened, as far as a phone's clock can tell."""

from datetime import datetime, timedelta

BELIEVED = timedelta(minutes=10)  # off by less, a clock is only badly set; days and orders of acts stay true
FAR = timedelta(days=36_500)  # a century: within it every calendar and both databases can count


def happened(
    made: datetime, phone_now: datetime, arrived: datetime, contact: datetime | None, since_ms: int | None
) -> tuple[datetime, bool]:
    """(the moment, whether the phone's clock could not be believed).

    `contact` is the server's time as the phone last heard it before the act and `since_ms` what its monotonic clock
    counted from there; without that the phone's time is shifted by how far its clock is off now. The result is
    clamped between the last contact and the arrival (design/sync.md, "Rights and time").
    """
    told, made = made, near(made, arrived)
    earliest = min(near(contact, arrived), arrived) if contact is not None else arrived - FAR
    if contact is not None and since_ms is not None:
        moment = earliest + timedelta(milliseconds=since_ms)
    else:
        moment = made + (arrived - near(phone_now, arrived))
    moment = min(max(moment, earliest), arrived)
    return moment, abs(told - moment) > BELIEVED


def near(moment: datetime, arrived: datetime) -> datetime:
    """A moment that both databases can keep: no further than a century from the arrival, whatever a phone says."""
    return min(max(moment, arrived - FAR), arrived + FAR)
