from collections.abc import Iterator
from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.door import Door
from tests.cast import Cast
from tests.mentoring.meetings import NOON, Dismiss, New, at, mentor
from tests.people import mentors
from tests.phone import Phone
from tests.sync.crowd import signed_in


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """The day is known: what these tests send depends on it."""
    clock.set_to(NOON)
    yield
    clock.set_to(None)


@pytest.fixture
async def nazar(door: Door, phone: New, cast: Cast) -> Phone:
    """A mentor of Ratusha's cohort."""
    return await mentor(door, phone, cast, "nazar")


@pytest.fixture
def dismiss(door: Door, phone: New, cast: Cast) -> Dismiss:
    """Takes Nazar off the cohort; `dismiss(days=1)`: so long ago."""

    async def dismissed(**ago: float) -> None:
        with at(clock.now() - timedelta(**ago)):
            coordinator = await signed_in(door, phone, cast.people["olena"])
            assert await mentors.dismiss(coordinator, cast.cohorts["ratusha"], cast.people["nazar"]) == "applied"

    return dismissed


@pytest.fixture
async def olena(door: Door, phone: New, cast: Cast) -> Phone:
    """Ratusha's coordinator."""
    return await signed_in(door, phone, cast.people["olena"])


@pytest.fixture
async def solomiia(door: Door, phone: New, cast: Cast) -> Phone:
    """A student of the group."""
    return await signed_in(door, phone, cast.people["solomiia"])


@pytest.fixture
async def strangers(door: Door, phone: New, cast: Cast) -> list[Phone]:
    """Who has no say in Ratusha's cohort: a student of it, one of another school, the other school's coordinator, the
    programme's manager, and a mentor of the other school's cohort."""
    phones = [await signed_in(door, phone, cast.people[name]) for name in ("solomiia", "maksym", "vasyl", "sofiia")]
    return [*phones, await mentor(door, phone, cast, "iryna", "sykhiv")]
