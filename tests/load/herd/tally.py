"""What all simulated phones together have seen."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Of one run. Times are in seconds."""

    trips: list[float] = field(default_factory=list[float])
    """Seconds from a delivery to its whole answer, with the connection where a new one was needed."""
    delivered: list[float] = field(default_factory=list[float])
    """When each phone was through: every verdict final and pulled to the end; by time.monotonic."""
    statuses: Counter[int] = field(default_factory=Counter[int])
    bundles: list[float] = field(default_factory=list[float])
    started: int = 0
    acknowledged: dict[str, bool] = field(default_factory=dict[str, bool])
    """Operations with a final verdict: whether it was applied."""
    refused: Counter[str] = field(default_factory=Counter[str])
    """Codes of what was refused, and of what has to be sent again."""
    dup: int = 0
    lost: int = 0
    """Answers lost on purpose."""
    silent: int = 0
    """Other questions without an answer: no connection, cut off, or none within half a minute."""
    no_page: int = 0
    """Answers that left out the page that was asked for, so that the phone waits as well."""
    up: int = 0
    down: int = 0
