"""A school that is small and does everything: who acts in the fault machines, and what they send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from backend.core import clock
from backend.core.clock import wire
from backend.core.door import Door
from backend.people.session import SESSION
from tests.cast import Cast
from tests.manufactories.till import CANDLE, Shop, item, open_shop, sale
from tests.manufactories.workshop import found, member, set_limits
from tests.mentoring.meetings import NOON, mark, mentor, roll
from tests.phone import Phone
from tests.sync.crowd import crowd, signed_in

LEARNERS = 32
SOON = NOON + timedelta(minutes=4)
"""When the machines begin: everybody is there, and nobody was heard of so long ago that it would be noted anew."""

Sending = dict[str, Any]
"""What one phone sends: `session` and `body`."""


@dataclass
class School:
    """The phones of people with an act each to do."""

    solomiia: Phone
    ostap: Phone
    zoriana: Phone
    nazar: Phone
    learners: list[Phone]
    shop: Shop

    def __post_init__(self) -> None:
        self._lessons, self._words = count(), count()

    def lesson(self) -> Sending:
        """Somebody finished a lesson that nobody has finished yet."""
        learner, lesson = divmod(next(self._lessons), 6)
        phone = self.learners[learner]
        return sending(phone, phone.lesson(lesson, f"crowd {learner}"))

    def sale(self) -> Sending:
        """Two candles were sold: an entry with two lines, which come to zero."""
        return sending(self.solomiia, sale(self.solomiia, self.shop.id, item(self.shop.candle, 2, CANDLE)))

    def roll(self) -> Sending:
        """The roll of a dozen was called."""
        marks = [mark(self.nazar.cast, f"crowd {n}") for n in range(12)]
        return sending(self.nazar, roll(self.nazar, *marks))

    def refused(self) -> Sending:
        """An act that is refused when its rows are in the database already, so that it takes a savepoint to undo."""
        return sending(self.ostap, self.ostap.operation("tests.refuse_late", {}))

    def language(self) -> Sending:
        """Somebody wants to be spoken to otherwise."""
        language = ("en", "uk")[next(self._words) % 2]
        return sending(self.zoriana, self.zoriana.operation("people.choose_language", {"language": language}))

    def five(self) -> list[Sending]:
        """Five people at once; the group is committed together, but for the one who is refused."""
        return [self.lesson(), self.sale(), self.refused(), self.roll(), self.language()]


def sending(phone: Phone, *operations: dict[str, Any]) -> Sending:
    """A delivery with its session, as a request carries it."""
    body = {"protocol": 1, "actor": phone.person, "now": wire(clock.now()), "ops": list(operations)}
    return {"session": phone.http.cookies[SESSION], "body": body}


async def furnish(door: Door, new: Callable[..., Phone], cast: Cast) -> School:
    """Everybody is there; the clock stands at noon and goes on."""
    clock.set_to(NOON)
    await set_limits(door, cast)
    olena, solomiia, ostap, zoriana = [
        await signed_in(door, new, cast.people[name]) for name in ("olena", "solomiia", "ostap", "zoriana")
    ]
    team = await found(olena, member(cast, "solomiia", "lead", "finance"), member(cast, "ostap", "production"))
    await mentor(door, new, cast, "nazar")
    nazar = await signed_in(door, new, cast.people["nazar"])  # heard of just now, so that nothing is noted of that
    learners = await crowd(door, cast, new, LEARNERS)
    return School(solomiia, ostap, zoriana, nazar, learners, await open_shop(solomiia, team))
