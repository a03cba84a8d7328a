from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.manufactories.workshop import CANDLE, New, act, do, retried, second_team
from tests.mentoring.meetings import held, refused
from tests.phone import Phone
from tests.sync.crowd import signed_in

OTHERWISE = {"name": {"uk": "Велика свічка", "en": "Big candle"}, "unit": "set", "figure": "rings", "active": True}


@pytest.fixture
async def candle(solomiia: Phone, team: str) -> str:
    """A product of the team."""
    return (await do(solomiia, "add_product", team, **CANDLE))["product"]


async def test_it_works(solomiia: Phone, ostap: Phone, team: str, candle: str) -> None:
    before = (await held(ostap, "product"))[candle]
    assert await do(solomiia, "change_product", team, product=candle, **OTHERWISE) == {"product": candle}
    assert (await held(ostap, "product"))[candle] == before | OTHERWISE


async def test_off_the_list_it_is_still_there_and_comes_back(roman: Phone, team: str, candle: str) -> None:
    for active in (False, True):
        await do(roman, "change_product", team, product=candle, **(OTHERWISE | {"active": active}))
        assert (await held(roman, "product"))[candle]["active"] is active


async def test_one_that_has_not_arrived_waits_and_so_does_another_teams(
    olena: Phone, solomiia: Phone, team: str, candle: str, door: Door, phone: New, cast: Cast
) -> None:
    theirs = await second_team(olena, door, cast)
    zoriana = await signed_in(door, phone, cast.people["zoriana"])
    wishes = [act(zoriana, "change_product", theirs, product=one, **OTHERWISE) for one in (new_id(), candle)]
    assert await retried(zoriana, *wishes) == ["not_yet", "not_yet"]
    assert (await held(solomiia, "product"))[candle]["figure"] == "candle"


async def test_a_stranger_changes_none(strangers: list[Phone], solomiia: Phone, team: str, candle: str) -> None:
    for one in strangers:
        wishes = [act(one, "change_product", place, product=candle, **OTHERWISE) for place in (team, new_id())]
        assert await refused(one, *wishes) == ["not_found", "not_found"]
    assert (await held(solomiia, "product"))[candle]["figure"] == "candle"


async def test_nor_does_the_coordinator(olena: Phone, team: str, candle: str) -> None:
    assert await refused(olena, act(olena, "change_product", team, product=candle, **OTHERWISE)) == ["not_found"]


@pytest.mark.parametrize("changed", [{"name": {}}, {"name": {"en": " "}}, {"unit": ""}, {"active": None}])
async def test_no_shape_breaks_it(solomiia: Phone, team: str, candle: str, changed: dict[str, Any]) -> None:
    wish = act(solomiia, "change_product", team, product=candle, **(OTHERWISE | changed))
    assert await refused(solomiia, wish) == ["malformed"]
