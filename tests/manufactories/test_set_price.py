from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.manufactories.workshop import CANDLE, New, act, do, retried, second_team
from tests.mentoring.meetings import applied, held, refused
from tests.phone import Phone, ago
from tests.sync.crowd import signed_in
from tests.sync.peek import count


@pytest.fixture
async def candle(solomiia: Phone, team: str) -> str:
    """A product that has cost 220 hryvnias for a month."""
    made = (await do(solomiia, "add_product", team, **CANDLE))["product"]
    clock.set_to(clock.now() + timedelta(days=30))
    return made


async def prices(phone: Phone, product: str) -> list[int]:
    """The prices of a product, the latest last."""
    return [price["kopecks"] for price in (await held(phone, "product"))[product]["prices"]]


async def test_it_works(solomiia: Phone, ostap: Phone, team: str, candle: str) -> None:
    await ostap.pull()
    wish = act(solomiia, "set_price", team, product=candle, kopecks=25_000)
    assert await applied(solomiia, wish) == [{"product": candle}]
    assert await prices(ostap, candle) == [22_000, 25_000]
    assert ostap.held("product")[candle]["prices"][-1]["since"][:10] == "2026-12-16"


async def test_it_holds_from_the_moment_at_which_it_was_set(
    solomiia: Phone, ostap: Phone, team: str, candle: str
) -> None:
    """Whichever phone finds the network first."""
    await do(solomiia, "set_price", team, product=candle, kopecks=25_000)
    earlier = act(ostap, "set_price", team, product=candle, kopecks=24_000) | {"at": ago(days=3)}
    await applied(ostap, earlier)
    assert await prices(solomiia, candle) == [22_000, 24_000, 25_000]


async def test_a_price_that_another_phone_changed_before_holds_too(
    solomiia: Phone, ostap: Phone, team: str, candle: str
) -> None:
    """The later word is that it costs what it cost, whichever phone finds the network first."""
    await do(solomiia, "set_price", team, product=candle, kopecks=22_000)
    earlier = act(ostap, "set_price", team, product=candle, kopecks=24_000) | {"at": ago(days=3)}
    await applied(ostap, earlier)
    assert await prices(solomiia, candle) == [22_000, 24_000, 22_000]


async def test_the_price_that_held_changes_nothing(solomiia: Phone, team: str, candle: str) -> None:
    await do(solomiia, "set_price", team, product=candle, kopecks=22_000)
    assert await prices(solomiia, candle) == [22_000]


async def test_a_price_comes_back(roman: Phone, team: str, candle: str) -> None:
    for kopecks in (25_000, 22_000):
        await do(roman, "set_price", team, product=candle, kopecks=kopecks)
    assert await prices(roman, candle) == [22_000, 25_000, 22_000]


@pytest.mark.parametrize("kopecks", [0, -1, 1_000_000_001])
async def test_a_price_is_a_sum(solomiia: Phone, team: str, candle: str, kopecks: int) -> None:
    (verdict,) = await solomiia.verdicts(act(solomiia, "set_price", team, product=candle, kopecks=kopecks))
    assert (verdict["code"], verdict["fix"]) == ("price_sum", "edit")


async def test_one_that_has_not_arrived_waits_and_so_does_another_teams(
    olena: Phone, team: str, candle: str, door: Door, phone: New, cast: Cast
) -> None:
    theirs = await second_team(olena, door, cast)
    zoriana = await signed_in(door, phone, cast.people["zoriana"])
    wishes = [act(zoriana, "set_price", theirs, product=one, kopecks=1) for one in (new_id(), candle)]
    assert await retried(zoriana, *wishes) == ["not_yet", "not_yet"]
    assert await count(door.database, "price") == 1


async def test_a_product_and_its_price_of_one_batch_meet(solomiia: Phone, team: str) -> None:
    made = act(solomiia, "add_product", team, **CANDLE) | {"at": ago(hours=1)}
    await applied(solomiia, made, act(solomiia, "set_price", team, product=made["id"], kopecks=30_000))
    assert await prices(solomiia, made["id"]) == [22_000, 30_000]


async def test_a_stranger_sets_none(strangers: list[Phone], team: str, candle: str, door: Door) -> None:
    for one in strangers:
        wishes = [act(one, "set_price", place, product=candle, kopecks=1) for place in (team, new_id())]
        assert await refused(one, *wishes) == ["not_found", "not_found"]
    assert await count(door.database, "price") == 1


async def test_nor_does_the_coordinator(olena: Phone, team: str, candle: str) -> None:
    assert await refused(olena, act(olena, "set_price", team, product=candle, kopecks=1)) == ["not_found"]


@pytest.mark.parametrize("kopecks", [12.5, "12,50", "1 234,50 ₴", "１２", 1e9, 2**60, None])
async def test_no_shape_breaks_it(solomiia: Phone, team: str, candle: str, kopecks: Any) -> None:
    assert await refused(solomiia, act(solomiia, "set_price", team, product=candle, kopecks=kopecks)) == ["malformed"]
