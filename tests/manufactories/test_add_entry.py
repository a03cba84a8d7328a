"""Entries as they come to the books, the odd ones and those that cannot be."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.core import clock
from backend.core.clock import instant
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.manufactories.rules import MOST
from tests.cast import Cast
from tests.manufactories.till import BOX, CANDLE, Shop, count, entry, item, leave, product, sale, statements
from tests.manufactories.workshop import LIMIT, act
from tests.mentoring.meetings import New, applied, held, refused, today
from tests.phone import Phone, ago
from tests.sync import peek
from tests.sync.crowd import signed_in

CASES: Any = json.loads((Path(__file__).parent / "books.json").read_text())["entries"]


async def flags(phone: Phone, *entries: dict[str, Any]) -> list[list[str]]:
    """What each of these entries asks a person to look at, as the phone holds them."""
    rows = await held(phone, "entry")
    return [rows[one["id"]]["flags"] for one in entries]


def dearer(phone: Phone, shop: Shop, **since: float) -> dict[str, Any]:
    """Candles cost 250 since a while ago."""
    return act(phone, "set_price", shop.id, product=shop.candle, kopecks=25_000) | {"at": ago(**since)}


LOOKS = {name: value for name, value in product().items() if name != "kopecks"}


async def kept(door: Door) -> tuple[int, int]:
    """How many entries and lines there are."""
    return await peek.count(door.database, "entry"), await peek.count(door.database, "entry_line")


async def test_it_works(solomiia: Phone, ostap: Phone, roman: Phone, shop: Shop, door: Door) -> None:
    made = ago(hours=3)
    sold = sale(solomiia, shop.id, item(shop.candle, 2, CANDLE), at=made, note="Ярмарок")
    (data,) = await applied(solomiia, sold)
    assert data == {"entry": sold["id"]}
    row = (await held(ostap, "entry"))[sold["id"]]
    (receipt,) = await peek.peek(door.database, "SELECT device FROM operation WHERE id = $1", sold["id"])
    assert row == {
        "manufactory": shop.id,
        "kind": "sale",
        "money": "cash",
        "kopecks": 2 * CANDLE,
        "counted": None,
        "book": None,
        "day": today(hours=3),
        "note": "Ярмарок",
        "lines": [
            {"account": "cash", "kopecks": 2 * CANDLE, "product": None, "quantity": None, "price": None},
            {"account": "revenue", "kopecks": -2 * CANDLE, "product": shop.candle, "quantity": 2, "price": CANDLE},
        ],
        "reverses": None,
        "held": False,
        "waits": False,
        "approved_by": None,
        "person": solomiia.person,
        "by": "solomiia-family Solomiia",
        "device": receipt["device"],
        "at": row["at"],
        "arrived": row["arrived"],
        "flags": [],
    }
    assert row["device"]
    assert abs(instant(row["at"]) - instant(made)) < timedelta(minutes=1)
    assert abs(instant(row["arrived"]) - clock.now()) < timedelta(minutes=1)
    assert (await held(solomiia, "entry")) == (await held(roman, "entry")) == {sold["id"]: row}


async def test_every_kind_has_the_accounts_that_the_phone_gives_it(solomiia: Phone, shop: Shop) -> None:
    products = {"A": shop.candle, "B": shop.box, None: None}

    def named(things: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [thing | {"product": products[thing["product"]]} for thing in things]

    made = {
        case["name"]: solomiia.operation(
            "manufactories.add_entry",
            {"manufactory": shop.id, **case["entry"], "items": named(case["entry"]["items"])},
        )
        for case in CASES
    }
    await applied(solomiia, *made.values())
    rows = await held(solomiia, "entry")
    assert {name: rows[one["id"]]["lines"] for name, one in made.items()} == {
        case["name"]: named(case["lines"]) for case in CASES
    }


async def test_a_sale_of_nothing_of_minus_two_or_of_heaps_is_refused_with_a_sentence(
    solomiia: Phone, shop: Shop, door: Door
) -> None:
    wrong = [sale(solomiia, shop.id), sale(solomiia, shop.id, kopecks=CANDLE)]
    wrong += [sale(solomiia, shop.id, item(shop.candle, many, CANDLE)) for many in (0, -2, 100_001)]
    wrong += [sale(solomiia, shop.id, item(shop.candle, 3, CANDLE), item(shop.box, -2, 6_500))]
    verdicts = await solomiia.verdicts(*wrong)
    assert {(v["status"], v["code"], v["fix"]) for v in verdicts} == {("rejected", "sale_quantity", "edit")}
    assert all(verdict["message"] for verdict in verdicts)
    assert await kept(door) == (0, 0)


async def test_a_sum_that_cannot_be_is_refused_with_a_sentence(solomiia: Phone, shop: Shop, door: Door) -> None:
    sums = (0, -1, -(2**53), MOST + 1, 10**11, 2**53)
    wrong = [entry(solomiia, shop.id, "expense", kopecks) for kopecks in sums]
    wrong += [sale(solomiia, shop.id, item(shop.candle, 1, price)) for price in (0, -5, MOST + 1)]
    wrong += [sale(solomiia, shop.id, item(shop.candle, 2, MOST))]
    wrong += [count(solomiia, shop.id, counted, 0, note="?") for counted in (-1, MOST + 1)]
    wrong += [count(solomiia, shop.id, 0, book, note="?") for book in (-MOST - 1, MOST + 1)]
    verdicts = await solomiia.verdicts(*wrong)
    assert {(v["status"], v["code"], v["fix"]) for v in verdicts} == {("rejected", "entry_sum", "edit")}
    assert all(verdict["message"] for verdict in verdicts)
    assert await kept(door) == (0, 0)


async def test_a_sum_at_the_edge_is_kept(solomiia: Phone, shop: Shop) -> None:
    await applied(
        solomiia,
        entry(solomiia, shop.id, "grant", 1),
        entry(solomiia, shop.id, "grant", MOST, money="card"),
        sale(solomiia, shop.id, item(None, 100_000, 10_000)),
        sale(solomiia, shop.id, *[item(shop.candle, 1, 1)] * 50, kopecks=0),
    )


async def test_a_sum_too_large_for_a_phone_or_no_number_of_kopecks_is_malformed(solomiia: Phone, shop: Shop) -> None:
    sums: list[Any] = [2**53 + 1, 10**30, 12.5, 1e300, "1250", "１２", None, True]
    wrong = [entry(solomiia, shop.id, "expense") for _ in sums]
    for one, kopecks in zip(wrong, sums, strict=True):
        one["body"]["kopecks"] = kopecks
    assert await refused(solomiia, *wrong) == ["malformed"] * len(wrong)


async def test_what_was_taken_is_what_was_sold_but_for_coins_that_are_out_of_use(solomiia: Phone, shop: Shop) -> None:
    sold = item(shop.candle, 1, CANDLE)
    right = [sale(solomiia, shop.id, sold, kopecks=CANDLE + off) for off in (-99, -50, 50, 99)]
    await applied(solomiia, *right, sale(solomiia, shop.id, sold, money="card"))
    wrong = [sale(solomiia, shop.id, sold, kopecks=CANDLE + off) for off in (-100, 100)]
    wrong += [sale(solomiia, shop.id, sold, kopecks=CANDLE + off, money="card") for off in (-1, 1)]
    assert await refused(solomiia, *wrong) == ["sale_sum"] * 4


async def test_a_difference_is_booked_with_an_explanation_only(solomiia: Phone, shop: Shop, door: Door) -> None:
    wrong = [count(solomiia, shop.id, 900, 1_000, note=note) for note in ("", "  ")]
    verdicts = await solomiia.verdicts(*wrong)
    assert {(v["status"], v["code"], v["fix"]) for v in verdicts} == {("rejected", "difference_unexplained", "edit")}
    assert all(verdict["message"] for verdict in verdicts)
    explained = count(solomiia, shop.id, 900, 1_000, note="Здача")
    await applied(solomiia, explained, count(solomiia, shop.id, 900, 900))
    row = (await held(solomiia, "entry"))[explained["id"]]
    assert (row["counted"], row["book"], row["kopecks"]) == (900, 1_000, -100)
    assert await kept(door) == (2, 2)


async def test_a_day_to_come_or_long_ago_is_refused_with_a_sentence(solomiia: Phone, shop: Shop, door: Door) -> None:
    wrong = [entry(solomiia, shop.id, "grant", 100, day=today(days=days)) for days in (-1, -400, 366)]
    verdicts = await solomiia.verdicts(*wrong)
    assert {(v["status"], v["code"], v["fix"]) for v in verdicts} == {("rejected", "entry_day", "edit")}
    assert all(verdict["message"] for verdict in verdicts)
    assert await kept(door) == (0, 0)


async def test_an_entry_is_of_the_day_that_it_names_or_else_of_the_one_on_which_it_was_made(
    solomiia: Phone, shop: Shop
) -> None:
    late = "2026-11-27T22:30:00Z"  # half past midnight in Lviv
    made = [
        entry(solomiia, shop.id, "grant", 1, at=late),
        entry(solomiia, shop.id, "grant", 1, at=late, day="2026-11-27"),
        entry(solomiia, shop.id, "grant", 1, day=today(days=365)),
        entry(solomiia, shop.id, "grant", 1, day=today()),
    ]
    await applied(solomiia, *made)
    rows = await held(solomiia, "entry")
    assert [rows[one["id"]]["day"] for one in made] == ["2026-11-28", "2026-11-27", "2025-11-30", "2026-11-30"]


async def test_a_sale_of_a_product_off_the_list_is_kept_and_flagged(solomiia: Phone, ostap: Phone, shop: Shop) -> None:
    before = sale(solomiia, shop.id, item(shop.candle, 1, CANDLE))
    after = sale(solomiia, shop.id, item(shop.box, 1, 6_500), item(shop.candle, 1, CANDLE))
    await applied(
        solomiia, before, act(solomiia, "change_product", shop.id, product=shop.candle, active=False, **LOOKS), after
    )
    assert await flags(ostap, before, after) == [[], ["retired"]]


async def test_a_sale_at_an_old_price_is_kept_at_the_price_that_was_shown_and_flagged(
    solomiia: Phone, ostap: Phone, shop: Shop
) -> None:
    change = dearer(ostap, shop, hours=2)
    earlier = sale(solomiia, shop.id, item(shop.candle, 1, CANDLE), at=ago(hours=3))
    later = sale(solomiia, shop.id, item(shop.candle, 2, CANDLE), at=ago(hours=1))
    right = sale(solomiia, shop.id, item(shop.candle, 1, 25_000), at=ago(hours=1))
    await applied(ostap, change)
    await applied(solomiia, earlier, later, right)
    assert await flags(ostap, earlier, later, right) == [[], ["other_price"], []]
    assert ostap.held("entry")[later["id"]]["lines"][1] | {"account": ""} == {
        "account": "",
        "kopecks": -2 * CANDLE,
        "product": shop.candle,
        "quantity": 2,
        "price": CANDLE,
    }  # fmt: skip - a line, read across


async def test_one_odd_thing_flags_the_whole_sale_wherever_it_stands(solomiia: Phone, ostap: Phone, shop: Shop) -> None:
    await applied(solomiia, act(solomiia, "change_product", shop.id, product=shop.candle, active=False, **LOOKS))
    odd = sale(solomiia, shop.id, item(shop.candle, 1, 1), item(shop.box, 1, BOX))
    await applied(solomiia, odd)
    assert await flags(ostap, odd) == [["other_price", "retired"]]


async def test_a_price_that_changes_within_one_delivery_is_the_one_that_held_at_each_sale(
    solomiia: Phone, shop: Shop
) -> None:
    sales = [sale(solomiia, shop.id, item(shop.candle, 1, price), at=ago(hours=h)) for h, price in SALES_BY_HOUR]
    change = dearer(solomiia, shop, hours=4)
    await applied(solomiia, *sales[:2], change, *sales[2:])
    assert await flags(solomiia, *sales) == [[], ["other_price"], [], ["other_price"]]


SALES_BY_HOUR = [(6, CANDLE), (5, 25_000), (3, 25_000), (2, CANDLE)]


async def test_a_product_that_has_not_arrived_is_waited_for(solomiia: Phone, shop: Shop, door: Door) -> None:
    new = new_id()
    sold = sale(solomiia, shop.id, item(shop.candle, 1, CANDLE), item(new, 1, CANDLE))
    (verdict,) = await solomiia.verdicts(sold)
    assert (verdict["status"], verdict["code"], verdict["fix"]) == ("retry", "not_yet", "retry")
    assert await kept(door) == (0, 0)
    await applied(solomiia, act(solomiia, "add_product", shop.id, **product()) | {"id": new, "at": ago(hours=1)}, sold)
    assert await kept(door) == (1, 3)
    assert await flags(solomiia, sold) == [[]]


async def test_a_product_of_another_manufactory_is_none_of_this_one(
    solomiia: Phone, shop: Shop, other_shop: Shop, door: Door
) -> None:
    theirs, nobodys = (sale(solomiia, shop.id, item(one, 1, CANDLE)) for one in (other_shop.candle, new_id()))
    verdicts = await solomiia.verdicts(theirs, nobodys)
    assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
    assert (verdicts[0]["status"], verdicts[0]["code"]) == ("retry", "not_yet")
    assert await kept(door) == (0, 0)


async def test_the_stranger_learns_nothing(strangers: list[Phone], shop: Shop, door: Door) -> None:
    for stranger in strangers:
        theirs = entry(stranger, shop.id, "grant", 100)
        wrong = sale(stranger, shop.id, item(shop.candle, -2, CANDLE))
        nobodys = entry(stranger, new_id(), "grant", 100)
        verdicts = await stranger.verdicts(theirs, wrong, nobodys)
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""} == verdicts[2] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await kept(door) == (0, 0)


async def test_who_looks_after_a_team_writes_nothing_into_its_books(roman: Phone, olena: Phone, shop: Shop) -> None:
    assert await refused(roman, entry(roman, shop.id, "grant", 100)) == ["not_found"]
    assert await refused(olena, entry(olena, shop.id, "grant", 100)) == ["not_found"]


async def test_by_somebody_who_has_left_it_is_kept_and_flagged(
    ostap: Phone, solomiia: Phone, olena: Phone, shop: Shop
) -> None:
    before = entry(ostap, shop.id, "expense", 100, at=ago(days=2))
    await leave(olena, shop.id, "ostap", days=1)
    after = entry(ostap, shop.id, "expense", 100)
    await applied(ostap, before, after)
    assert await flags(solomiia, before, after) == [[], ["after_end"]]


async def test_by_somebody_who_left_long_ago_it_is_refused_with_a_sentence(
    ostap: Phone, phone: New, shop: Shop, cast: Cast, olena: Phone, door: Door
) -> None:
    await leave(olena, shop.id, "ostap")
    clock.set_to(clock.now() + timedelta(days=31))
    again = await signed_in(door, phone, cast.people["ostap"])
    assert await refused(again, entry(again, shop.id, "expense", 100)) == ["too_late"]
    assert await kept(door) == (0, 0)


async def test_what_takes_more_than_the_limit_waits_for_a_second_person(solomiia: Phone, shop: Shop) -> None:
    over = [entry(solomiia, shop.id, kind, LIMIT + 1) for kind in ("purchase", "expense", "owner_out")]
    over += [count(solomiia, shop.id, 0, LIMIT + 1, note="Крадіжка")]
    free = [entry(solomiia, shop.id, kind, LIMIT) for kind in ("purchase", "expense", "owner_out")]
    free += [entry(solomiia, shop.id, kind, LIMIT + 1) for kind in ("grant", "owner_in")]
    free += [sale(solomiia, shop.id, item(shop.candle, 10, CANDLE))]
    free += [count(solomiia, shop.id, *sums, note="?") for sums in ((0, LIMIT), (LIMIT + 1, 0))]
    await applied(solomiia, *over, *free)
    rows = await held(solomiia, "entry")
    assert {(rows[one["id"]]["held"], rows[one["id"]]["waits"]) for one in over} == {(True, True)}
    assert {(rows[one["id"]]["held"], rows[one["id"]]["waits"]) for one in free} == {(False, False)}


async def test_sent_twice_it_is_one_entry(solomiia: Phone, ostap: Phone, shop: Shop, door: Door) -> None:
    sold = sale(solomiia, shop.id, item(shop.candle, 1, CANDLE))
    first, again = await solomiia.verdicts(sold, sold)
    assert again == first | {"dup": True}
    await applied(solomiia, sold)
    other = sold | {"body": sold["body"] | {"note": "Інше"}}
    (verdict,) = await solomiia.verdicts(other)
    assert verdict["code"] == "id_reused"
    assert await refused(ostap, sold | {"actor": ostap.person}) == ["malformed"]
    assert await kept(door) == (1, 2)


async def test_nobody_takes_the_place_of_a_reversal(solomiia: Phone, shop: Shop, door: Door) -> None:
    sold = sale(solomiia, shop.id, item(shop.candle, 1, CANDLE))
    squatter = entry(solomiia, shop.id, "grant", 1, id=pair_id(sold["id"], "reversal"))
    assert await refused(solomiia, squatter) == ["malformed"]
    assert await kept(door) == (0, 0)


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "grant", "money": "own"},
        {"kind": "owner_in", "money": "own"},
        {"kind": "purchase", "items": [item(None, 1, 100)]},
        {"kind": "expense", "counted": 100},
        {"kind": "expense", "book": 100},
        {"kind": "sale", "money": "own", "items": [item(None, 1, 100)]},
        {"kind": "sale", "counted": 0, "items": [item(None, 1, 100)]},
        {"kind": "count"},
        {"kind": "count", "kopecks": 0, "counted": 100},
        {"kind": "count", "kopecks": 0, "book": 100},
        {"kind": "count", "kopecks": 0, "counted": 1, "book": 1, "money": "card"},
        {"kind": "gift"},
        {"money": "gold"},
        {"items": [item(None, 1, 1)] * 51, "kind": "sale"},
        {"items": [{"quantity": 1}], "kind": "sale"},
        {"note": "я" * 201},
        {"note": "a\nb"},
        {"day": "2026-02-30"},
        {"day": "tomorrow"},
        {"more": 1},
    ],
    ids=str,
)
async def test_what_cannot_be_an_entry_is_malformed(solomiia: Phone, shop: Shop, odd: dict[str, Any]) -> None:
    made = entry(solomiia, shop.id, "expense", 100)
    assert await refused(solomiia, made | {"body": made["body"] | odd}) == ["malformed"]


async def test_a_clock_that_cannot_be_believed_is_flagged(solomiia: Phone, shop: Shop) -> None:
    made = entry(solomiia, shop.id, "expense", 100, at="2099-01-01T00:00:00Z")
    await applied(solomiia, made)
    assert await flags(solomiia, made) == [["clock"]]
    assert solomiia.held("entry")[made["id"]]["day"] == today()


async def test_it_is_written_down_whose_books_it_was(solomiia: Phone, shop: Shop, door: Door) -> None:
    await applied(solomiia, entry(solomiia, shop.id, "expense", 100))
    sql = "SELECT person, about_kind, about FROM audit_line WHERE act = 'manufactories.add_entry'"
    (line,) = await peek.peek(door.database, sql)
    assert (line["person"], line["about_kind"], line["about"]) == (solomiia.person, "manufactory", shop.id)


async def test_fifty_sales_ask_no_more_of_the_database_than_one(
    solomiia: Phone, shop: Shop, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sales(many: int) -> list[dict[str, Any]]:
        return [sale(solomiia, shop.id, item(shop.candle, 1, price)) for price in (CANDLE, 1) * many][:many]

    await applied(solomiia, *sales(1))  # the phone is heard of, once in a while
    one = await statements(door, monkeypatch, lambda: applied(solomiia, *sales(1)))
    many = await statements(door, monkeypatch, lambda: applied(solomiia, *sales(50)))
    assert many == one
