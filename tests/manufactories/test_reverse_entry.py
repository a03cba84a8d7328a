"""Taking back, which is the only correction."""

import asyncio
from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.clock import instant
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.manufactories.queries import booked
from backend.manufactories.rules import figures
from tests.cast import Cast
from tests.manufactories.till import CANDLE, Shop, count, entry, item, leave, reversal, sale
from tests.manufactories.workshop import LIMIT
from tests.mentoring.meetings import New, applied, held, refused, today
from tests.phone import Phone, ago
from tests.sync import peek
from tests.sync.crowd import signed_in


async def sold(phone: Phone, shop: Shop, **given: Any) -> str:
    """The id of a sale of two candles that has arrived."""
    (data,) = await applied(phone, sale(phone, shop.id, item(shop.candle, 2, CANDLE), **given))
    return data["entry"]


def of(entry_id: str) -> str:
    """The id of the one reversal that an entry may have."""
    return pair_id(entry_id, "reversal")


async def reversals(door: Door) -> int:
    return await peek.count(door.database, "entry", "kind = 'reversal'")


async def test_it_works(solomiia: Phone, ostap: Phone, shop: Shop, door: Door) -> None:
    made = sale(solomiia, shop.id, item(shop.candle, 2, CANDLE), kopecks=2 * CANDLE - 50, at=ago(days=3))
    await applied(solomiia, made)
    back = reversal(ostap, shop.id, made["id"], "Повернули", at=ago(hours=1))
    assert await applied(ostap, back) == [{"entry": of(made["id"])}]
    row = (await held(solomiia, "entry"))[of(made["id"])]
    (receipt,) = await peek.peek(door.database, "SELECT device FROM operation WHERE id = $1", back["id"])
    assert row == {
        "manufactory": shop.id,
        "kind": "reversal",
        "money": "cash",
        "kopecks": 2 * CANDLE - 50,
        "counted": None,
        "book": None,
        "day": today(days=3),
        "note": "Повернули",
        "lines": [
            {"account": "cash", "kopecks": 50 - 2 * CANDLE, "product": None, "quantity": None, "price": None},
            {"account": "revenue", "kopecks": 2 * CANDLE, "product": shop.candle, "quantity": -2, "price": CANDLE},
            {"account": "rounding", "kopecks": -50, "product": None, "quantity": None, "price": None},
        ],
        "reverses": made["id"],
        "held": False,
        "waits": False,
        "approved_by": None,
        "person": ostap.person,
        "by": "ostap-family Ostap",
        "device": receipt["device"],
        "at": row["at"],
        "arrived": row["arrived"],
        "flags": [],
    }
    assert abs(clock.now() - timedelta(hours=1) - instant(row["at"])) < timedelta(minutes=1)
    assert row["device"] != solomiia.held("entry")[made["id"]]["device"]


async def test_with_its_reversal_every_kind_of_entry_leaves_nothing_in_the_books(
    solomiia: Phone, shop: Shop, door: Door
) -> None:
    made = [entry(solomiia, shop.id, kind, 900) for kind in ("grant", "purchase", "expense", "owner_in", "owner_out")]
    made += [entry(solomiia, shop.id, "expense", 900, money="own"), count(solomiia, shop.id, 5, 9, note="?")]
    made += [sale(solomiia, shop.id, item(shop.candle, 2, CANDLE), item(None, 1, 5), money="card")]
    made += [count(solomiia, shop.id, 9, 9)]
    await applied(solomiia, *made, *(reversal(solomiia, shop.id, one["id"]) for one in made))
    async with door.database.read() as db:
        assert figures((await booked(db, [shop.id]))[shop.id]) == figures([])
    assert await reversals(door) == len(made)


async def test_a_sale_and_its_undoing_come_in_one_delivery(solomiia: Phone, shop: Shop, door: Door) -> None:
    made = sale(solomiia, shop.id, item(shop.candle, 2, CANDLE))
    await applied(solomiia, made, reversal(solomiia, shop.id, made["id"]))
    assert set(await held(solomiia, "entry")) == {made["id"], of(made["id"])}


async def test_taken_back_on_two_phones_it_is_one_reversal(
    solomiia: Phone, ostap: Phone, shop: Shop, door: Door
) -> None:
    made = await sold(solomiia, shop)
    first, second = reversal(solomiia, shop.id, made, "Перша"), reversal(ostap, shop.id, made, "Друга")
    answers = await asyncio.gather(solomiia.verdicts(first), ostap.verdicts(second))
    assert [verdict["status"] for verdicts in answers for verdict in verdicts] == ["applied"] * 2
    assert answers[0][0]["data"] == answers[1][0]["data"] == {"entry": of(made)}
    before = (await held(ostap, "entry"))[of(made)]
    await applied(solomiia, reversal(solomiia, shop.id, made, "Третя"), first)
    assert (await held(ostap, "entry"))[of(made)] == before
    assert await reversals(door) == 1
    assert await peek.count(door.database, "entry_line", "entry = $1", of(made)) == 2


async def test_a_reversal_is_not_taken_back(solomiia: Phone, shop: Shop, door: Door) -> None:
    made = await sold(solomiia, shop)
    await applied(solomiia, reversal(solomiia, shop.id, made))
    (verdict,) = await solomiia.verdicts(reversal(solomiia, shop.id, of(made)))
    assert (verdict["status"], verdict["code"], verdict["fix"]) == ("rejected", "reversal_stays", "none")
    assert verdict["message"]
    assert await reversals(door) == 1


async def test_an_entry_that_has_not_arrived_is_waited_for(solomiia: Phone, ostap: Phone, shop: Shop) -> None:
    made = sale(solomiia, shop.id, item(shop.candle, 2, CANDLE))
    back = reversal(ostap, shop.id, made["id"])
    (verdict,) = await ostap.verdicts(back)
    assert (verdict["status"], verdict["code"], verdict["fix"]) == ("retry", "not_yet", "retry")
    await applied(solomiia, made)
    await applied(ostap, back)


async def test_an_entry_of_another_manufactory_is_none_of_this_one(
    solomiia: Phone, shop: Shop, other_shop: Shop, door: Door, phone: New, cast: Cast
) -> None:
    zoriana = await signed_in(door, phone, cast.people["zoriana"])
    theirs = await sold(zoriana, other_shop)
    verdicts = await solomiia.verdicts(*(reversal(solomiia, shop.id, one) for one in (theirs, new_id())))
    assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
    assert (verdicts[0]["status"], verdicts[0]["code"]) == ("retry", "not_yet")
    assert await reversals(door) == 0


async def test_the_stranger_learns_nothing(strangers: list[Phone], solomiia: Phone, shop: Shop, door: Door) -> None:
    made = await sold(solomiia, shop)
    for stranger in strangers:
        theirs, nobodys = (reversal(stranger, one, made) for one in (shop.id, new_id()))
        verdicts = await stranger.verdicts(theirs, nobodys)
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await reversals(door) == 0


async def test_who_looks_after_the_team_may_take_back_too(
    solomiia: Phone, roman: Phone, olena: Phone, shop: Shop
) -> None:
    for who, name in ((roman, "roman-family Roman"), (olena, "olena-family Olena")):
        made = await sold(solomiia, shop)
        await applied(who, reversal(who, shop.id, made))
        assert (await held(solomiia, "entry"))[of(made)]["by"] == name


async def test_what_waits_for_a_second_person_waits_with_its_reversal(solomiia: Phone, shop: Shop, door: Door) -> None:
    made = entry(solomiia, shop.id, "purchase", LIMIT + 1)
    await applied(solomiia, made, reversal(solomiia, shop.id, made["id"]))
    rows = await held(solomiia, "entry")
    assert [(rows[one]["held"], rows[one]["waits"]) for one in (made["id"], of(made["id"]))] == [(True, True)] * 2
    async with door.database.read() as db:
        assert await booked(db, [shop.id]) == {}


async def test_by_somebody_who_has_left_it_is_kept_and_flagged(
    ostap: Phone, solomiia: Phone, olena: Phone, shop: Shop
) -> None:
    made = await sold(solomiia, shop)
    await leave(olena, shop.id, "ostap", days=1)
    await applied(ostap, reversal(ostap, shop.id, made))
    assert (await held(solomiia, "entry"))[of(made)]["flags"] == ["after_end"]


async def test_by_somebody_who_left_long_ago_it_is_refused_with_a_sentence(
    ostap: Phone, solomiia: Phone, olena: Phone, shop: Shop, phone: New, cast: Cast, door: Door
) -> None:
    made = await sold(solomiia, shop)
    await leave(olena, shop.id, "ostap")
    clock.set_to(clock.now() + timedelta(days=31))
    again = await signed_in(door, phone, cast.people["ostap"])
    assert await refused(again, reversal(again, shop.id, made)) == ["too_late"]
    assert await reversals(door) == 0


async def test_it_says_why(solomiia: Phone, shop: Shop) -> None:
    made = await sold(solomiia, shop)
    wrong = [reversal(solomiia, shop.id, made, reason) for reason in ("", " ", "я" * 201, "a\nb")]
    assert await refused(solomiia, *wrong) == ["malformed"] * 4


async def test_it_is_written_down_whose_books_it_was(solomiia: Phone, shop: Shop, door: Door) -> None:
    made = await sold(solomiia, shop)
    await applied(solomiia, reversal(solomiia, shop.id, made))
    sql = "SELECT person, about_kind, about FROM audit_line WHERE act = 'manufactories.reverse_entry'"
    (line,) = await peek.peek(door.database, sql)
    assert (line["person"], line["about_kind"], line["about"]) == (solomiia.person, "manufactory", shop.id)
