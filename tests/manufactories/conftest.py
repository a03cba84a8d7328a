from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from functools import partial

import pytest

from backend.app import assemble, build_app
from backend.core import clock
from backend.core.door import Door
from tests.cast import Cast
from tests.manufactories.till import Shop, open_shop
from tests.manufactories.workshop import New, cleared, found, member, set_limits
from tests.mentoring.meetings import NOON, mentor
from tests.phone import Phone
from tests.sync.crowd import signed_in


@pytest.fixture
def at_noon() -> Iterator[None]:
    """The day is known: what these tests send depends on it."""
    clock.set_to(NOON)
    yield
    clock.set_to(None)


@pytest.fixture
async def limits(at_noon: None, door: Door, cast: Cast) -> None:
    """The cast's programme founds manufactories."""
    await set_limits(door, cast)


@pytest.fixture
async def olena(limits: None, door: Door, phone: New, cast: Cast) -> Phone:
    """Ratusha's coordinator."""
    return await signed_in(door, phone, cast.people["olena"])


@pytest.fixture
async def vasyl(limits: None, door: Door, phone: New, cast: Cast) -> Phone:
    """Sykhiv's coordinator: sees Maksym, and Zoriana who is of Sykhiv and takes part in Ratusha's cohort."""
    return await signed_in(door, phone, cast.people["vasyl"])


@pytest.fixture
async def solomiia(limits: None, door: Door, phone: New, cast: Cast) -> Phone:
    """In the team: its lead, who looks after the money too."""
    return await signed_in(door, phone, cast.people["solomiia"])


@pytest.fixture
async def ostap(limits: None, door: Door, phone: New, cast: Cast) -> Phone:
    """In the team."""
    return await signed_in(door, phone, cast.people["ostap"])


@pytest.fixture
async def maksym(limits: None, door: Door, phone: New, cast: Cast) -> Phone:
    """Of Sykhiv, and in Sykhiv's cohort: to Ratusha's team a stranger."""
    return await signed_in(door, phone, cast.people["maksym"])


@pytest.fixture
async def nazar(limits: None, door: Door, phone: New, cast: Cast) -> Phone:
    """A mentor of Ratusha's cohort, and of no team yet."""
    return await mentor(door, phone, cast, "nazar")


@pytest.fixture
async def roman(limits: None, door: Door, phone: New, cast: Cast) -> Phone:
    """Whom Ratusha cleared: the team's mentor once there is a team, and of no cohort."""
    return await cleared(door, phone, cast, "roman")


@pytest.fixture
async def team(olena: Phone, roman: Phone, cast: Cast) -> str:
    """Solomiia's and Ostap's manufactory, with Roman for a mentor."""
    members = (member(cast, "solomiia", "lead", "finance"), member(cast, "ostap", "production"))
    return await found(olena, *members, mentors=[roman.person])


@pytest.fixture
async def strangers(team: str, door: Door, phone: New, cast: Cast) -> list[Phone]:
    """Who has no say in the team: somebody of its cohort, somebody of the other school, that school's coordinator and a
    mentor of its cohort, the programme's manager, a mentor of the team's own cohort."""
    names = ("zoriana", "maksym", "vasyl", "sofiia")
    phones = [await signed_in(door, phone, cast.people[name]) for name in names]
    return [*phones, await mentor(door, phone, cast, "iryna", "sykhiv"), await mentor(door, phone, cast, "taras")]


@pytest.fixture
async def elsewhere(door: Door, cast: Cast) -> AsyncIterator[New]:
    """New phones, which reach another process of the installation."""
    second = assemble(door.settings)
    await second.open()
    yield partial(Phone, build_app(second), cast)
    await second.close()


@pytest.fixture
async def shop(team: str, solomiia: Phone) -> Shop:
    """The same team with two things to sell, two weeks later."""
    shop = await open_shop(solomiia, team)
    clock.set_to(clock.now() + timedelta(days=14))
    return shop


@pytest.fixture
async def other_shop(shop: Shop, vasyl: Phone, door: Door, phone: New, cast: Cast) -> Shop:
    """Zoriana's and Maksym's manufactory at the other school."""
    members = (member(cast, "zoriana"), member(cast, "maksym", cohort="sykhiv"))
    team = await found(vasyl, *members, cohort=cast.cohorts["sykhiv"], institution=cast.schools["sykhiv"])
    return await open_shop(await signed_in(door, phone, cast.people["zoriana"]), team)
