"""Who looks after a cohort sees when its people's phones were heard of, once an hour."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.door import Door
from tests.cast import Cast, ask
from tests.phone import Phone
from tests.programmes.seats import done
from tests.sync.crowd import signed_in

New = Callable[..., Phone]


@pytest.fixture(autouse=True)
def quarter_past() -> Iterator[None]:
    clock.set_to(datetime(2026, 11, 16, 12, 15, tzinfo=UTC))
    yield
    clock.set_to(None)


def later(**span: float) -> None:
    clock.set_to(clock.now() + timedelta(**span))


@pytest.fixture
async def olena(door: Door, phone: New, cast: Cast) -> Phone:
    return await signed_in(door, phone, cast.people["olena"])


@pytest.fixture
async def solomiia(door: Door, phone: New, cast: Cast) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


async def news(olena: Phone) -> list[tuple[Any, Any]]:
    """(seen_at, unsent) of the roster rows that are new to the coordinator."""
    rows = [row for page in await olena.pull() for row in page["rows"]]
    assert {row["e"] for row in rows} <= {"roster"}
    return [(row["d"]["seen_at"], row["d"]["unsent"]) for row in rows]


async def test_it_works(olena: Phone, cast: Cast, door: Door, phone: New) -> None:
    await olena.pull()
    assert olena.held("roster")[cast.enrolment("solomiia")]["seen_at"] is None
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    assert await news(olena) == [("2026-11-16T12:00:00.000Z", None)]
    later(hours=1)
    await solomiia.send(diag={"outbox": 4})
    assert await news(olena) == [("2026-11-16T13:00:00.000Z", 4)]


async def test_within_the_hour_it_is_no_news(olena: Phone, solomiia: Phone) -> None:
    await olena.pull()
    for outbox in (3, 2, 1):
        later(minutes=10)
        await solomiia.send(diag={"outbox": outbox})
    assert await news(olena) == []
    later(minutes=20)
    await solomiia.send(diag={"outbox": 0})
    assert await news(olena) == [("2026-11-16T13:00:00.000Z", 0)]


async def test_two_phones_of_one_person_are_one_person(
    olena: Phone, solomiia: Phone, cast: Cast, door: Door, phone: New
) -> None:
    other = await signed_in(door, phone, cast.people["solomiia"])
    await olena.pull()
    later(hours=1)
    await solomiia.send(diag={"outbox": 2})
    assert await news(olena) == [("2026-11-16T13:00:00.000Z", 2)]
    later(minutes=6)
    await other.send(diag={"outbox": 5})
    assert await news(olena) == []
    later(hours=1)
    await other.send(diag={"outbox": 5})
    assert await news(olena) == [("2026-11-16T14:00:00.000Z", 7)]


async def test_strangers_and_the_others_of_the_cohort_see_nothing_of_it(
    solomiia: Phone, cast: Cast, door: Door, phone: New
) -> None:
    others = [await signed_in(door, phone, cast.people[name]) for name in ("vasyl", "ostap", "maksym", "sofiia")]
    for other in others:
        await other.pull()
    later(hours=2)
    await solomiia.send(diag={"outbox": 2})
    assert [[page["rows"] for page in await other.pull()] for other in others] == [[[]]] * 4


async def test_who_has_left_is_not_watched(olena: Phone, solomiia: Phone, cast: Cast) -> None:
    await done(solomiia, "programmes.withdraw", enrolment=cast.enrolment("solomiia"), reason="moved")
    await olena.pull()
    later(hours=2)
    await solomiia.send(diag={"outbox": 2})
    assert await news(olena) == []
    answer = {"answers": {"contact": False}, "text": "2026-1", "language": "uk"}
    await done(solomiia, "people.give_consent", **answer)
    assert await news(olena) == [(None, None)]


async def test_nor_is_who_only_asks(olena: Phone, door: Door, phone: New, cast: Cast) -> None:
    maksym = await signed_in(door, phone, cast.people["maksym"])
    await maksym.send(diag={"outbox": 2})
    await olena.pull()
    await ask(door, cast, "maksym", "ratusha")
    assert await news(olena) == [(None, None)]


@pytest.mark.parametrize("hours", [1, 24 * 150])
async def test_on_the_first_contact_of_age_everybody_learns_it(
    olena: Phone, door: Door, phone: New, cast: Cast, hours: int
) -> None:
    """Ostap turns eighteen on 2 May 2027: from then on his phone must let him answer for himself."""
    clock.set_to(datetime(2027, 5, 1, 20, 30, tzinfo=UTC))  # half an hour before midnight in Kyiv
    ostap, enrolment = await signed_in(door, phone, cast.people["ostap"]), cast.enrolment("ostap")
    for one in (ostap, olena):
        await one.pull()
    assert ostap.held("enrolment")[enrolment]["minor"]
    assert olena.held("roster")[enrolment]["minor"]
    later(hours=hours)
    again = ostap if hours == 1 else await signed_in(door, phone, cast.people["ostap"])
    again.cursor, again.rows = ostap.cursor, ostap.rows
    await again.send()
    for one in (again, olena):
        await one.pull()
    assert not again.held("enrolment")[enrolment]["minor"]
    assert not olena.held("roster")[enrolment]["minor"]
    later(hours=1)
    await again.send()
    assert {row["e"] for page in await again.pull() for row in page["rows"]} == set()
