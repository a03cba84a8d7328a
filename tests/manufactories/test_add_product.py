from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.manufactories.workshop import CANDLE, act, do
from tests.mentoring.meetings import held, refused
from tests.phone import Phone
from tests.sync.peek import count


async def test_it_works(solomiia: Phone, ostap: Phone, team: str) -> None:
    wish = act(solomiia, "add_product", team, **CANDLE)
    (verdict,) = await solomiia.verdicts(wish)
    assert verdict["data"] == {"product": wish["id"]}
    row = (await held(ostap, "product"))[wish["id"]]
    (price,) = row.pop("prices")
    assert row == {
        "manufactory": team,
        "name": CANDLE["name"],
        "unit": "piece",
        "figure": "candle",
        "active": True,
    }
    assert price == {"kopecks": 22_000, "since": price["since"]}


async def test_its_mentor_adds_one_too(roman: Phone, team: str) -> None:
    await do(roman, "add_product", team, **CANDLE)
    assert len(await held(roman, "product")) == 1


@pytest.mark.parametrize(
    ("kopecks", "code"),
    [(1, None), (1_000_000_000, None), (0, "price_sum"), (-22_000, "price_sum"), (1_000_000_001, "price_sum")],
)
async def test_a_price_is_a_sum(solomiia: Phone, team: str, kopecks: int, code: str | None) -> None:
    (verdict,) = await solomiia.verdicts(act(solomiia, "add_product", team, **(CANDLE | {"kopecks": kopecks})))
    assert (verdict.get("code"), verdict.get("fix")) == (code, code and "edit")


async def test_a_stranger_adds_none(strangers: list[Phone], team: str, door: Door) -> None:
    for one in strangers:
        verdicts = await one.verdicts(*(act(one, "add_product", place, **CANDLE) for place in (team, new_id())))
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await count(door.database, "product") == 0


async def test_nor_does_the_coordinator(olena: Phone, team: str) -> None:
    assert await refused(olena, act(olena, "add_product", team, **CANDLE)) == ["not_found"]


async def test_who_left_the_team_adds_none(olena: Phone, ostap: Phone, team: str, cast: Cast) -> None:
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    assert await refused(ostap, act(ostap, "add_product", team, **CANDLE)) == ["not_found"]


@pytest.mark.parametrize(
    "changed",
    [
        {"name": {}},
        {"name": {"uk": " "}},
        {"unit": "dozen"},
        {"figure": "star"},
        {"kopecks": 12.5},
        {"kopecks": "12,50"},
        {"kopecks": "１２"},
        {"kopecks": 1e9},
        {"kopecks": 2**60},
        {"kopecks": None},
        {"active": False},
    ],
)
async def test_no_shape_breaks_it(solomiia: Phone, team: str, changed: dict[str, Any]) -> None:
    assert await refused(solomiia, act(solomiia, "add_product", team, **(CANDLE | changed))) == ["malformed"]
