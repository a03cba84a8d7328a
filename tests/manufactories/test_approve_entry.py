"""The second person."""

from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.clock import instant
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.manufactories.queries import booked
from backend.manufactories.rules import figures
from tests.cast import Cast
from tests.manufactories.till import Shop, approval, entry, leave, reversal
from tests.manufactories.workshop import LIMIT, do
from tests.mentoring.meetings import New, applied, held, refused
from tests.phone import Phone, ago
from tests.sync import peek
from tests.sync.crowd import signed_in


async def costs(door: Door, shop: Shop) -> int:
    """What purchases and expenses come to in the books."""
    async with door.database.read() as db:
        return figures((await booked(db, [shop.id])).get(shop.id, [])).costs


async def approvals(door: Door) -> int:
    return await peek.count(door.database, "approval")


async def dear(phone: Phone, shop: Shop, **given: Any) -> str:
    """The id of a purchase over the limit that has arrived."""
    (data,) = await applied(phone, entry(phone, shop.id, "purchase", LIMIT + 1, **given))
    return data["entry"]


async def test_it_works(solomiia: Phone, ostap: Phone, shop: Shop, door: Door) -> None:
    made = await dear(solomiia, shop)
    before = (await held(ostap, "entry"))[made]
    assert (before["held"], before["waits"], before["approved_by"]) == (True, True, None)
    assert await costs(door, shop) == 0
    let = approval(ostap, shop.id, made, at=ago(hours=1))
    assert await applied(ostap, let) == [{"entry": made}]
    assert await costs(door, shop) == LIMIT + 1
    after = (await held(solomiia, "entry"))[made]
    assert after == before | {"waits": False, "approved_by": "ostap-family Ostap"}
    (row,) = await peek.peek(door.database, "SELECT * FROM approval")
    (receipt,) = await peek.peek(door.database, "SELECT device FROM operation WHERE id = $1", let["id"])
    assert (row["id"], row["person"], row["device"]) == (pair_id(made, ostap.person), ostap.person, receipt["device"])
    assert abs(clock.now() - timedelta(hours=1) - instant(row["happened_at"])) < timedelta(minutes=1)
    assert abs(clock.now() - instant(row["arrived_at"])) < timedelta(minutes=1)


async def test_nobody_approves_their_own(solomiia: Phone, shop: Shop, door: Door) -> None:
    made = await dear(solomiia, shop)
    (verdict,) = await solomiia.verdicts(approval(solomiia, shop.id, made))
    assert (verdict["status"], verdict["code"]) == ("rejected", "own_entry")
    assert verdict["message"]
    assert await approvals(door) == 0
    assert await costs(door, shop) == 0


async def test_not_from_another_phone_either(solomiia: Phone, shop: Shop, door: Door, phone: New, cast: Cast) -> None:
    made = await dear(solomiia, shop)
    again = await signed_in(door, phone, cast.people["solomiia"])
    assert await refused(again, approval(again, shop.id, made)) == ["own_entry"]


async def test_who_looks_after_the_team_may_approve(
    solomiia: Phone, roman: Phone, olena: Phone, shop: Shop, door: Door
) -> None:
    for n, (who, name) in enumerate(((roman, "roman-family Roman"), (olena, "olena-family Olena"))):
        made = await dear(solomiia, shop)
        await applied(who, approval(who, shop.id, made))
        assert (await held(solomiia, "entry"))[made]["approved_by"] == name
        assert await costs(door, shop) == (n + 1) * (LIMIT + 1)


async def test_the_stranger_learns_nothing(strangers: list[Phone], solomiia: Phone, shop: Shop, door: Door) -> None:
    made = await dear(solomiia, shop)
    for stranger in strangers:
        verdicts = await stranger.verdicts(*(approval(stranger, one, made) for one in (shop.id, new_id())))
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await approvals(door) == 0


async def test_what_needs_nobody_stays_as_it_is(solomiia: Phone, ostap: Phone, shop: Shop, door: Door) -> None:
    (data,) = await applied(solomiia, entry(solomiia, shop.id, "purchase", LIMIT))
    before = await held(ostap, "entry")
    await applied(ostap, approval(ostap, shop.id, data["entry"]))
    await applied(solomiia, approval(solomiia, shop.id, data["entry"]))
    assert await held(ostap, "entry") == before
    assert await approvals(door) == 0


async def test_a_reversal_is_approved_by_its_entry_alone(solomiia: Phone, ostap: Phone, shop: Shop, door: Door) -> None:
    made = await dear(solomiia, shop)
    back = pair_id(made, "reversal")
    await applied(solomiia, reversal(solomiia, shop.id, made))
    await applied(ostap, approval(ostap, shop.id, back))
    assert await approvals(door) == 0
    assert all(row["waits"] for row in (await held(solomiia, "entry")).values())
    await applied(ostap, approval(ostap, shop.id, made))
    rows = await held(solomiia, "entry")
    assert [(rows[one]["waits"], rows[one]["approved_by"]) for one in (made, back)] == [
        (False, "ostap-family Ostap")
    ] * 2
    assert await costs(door, shop) == 0


async def test_a_reversal_that_comes_after_counts_at_once(
    solomiia: Phone, ostap: Phone, shop: Shop, door: Door
) -> None:
    made = await dear(solomiia, shop)
    await applied(ostap, approval(ostap, shop.id, made), reversal(ostap, shop.id, made))
    row = (await held(solomiia, "entry"))[pair_id(made, "reversal")]
    assert (row["held"], row["waits"]) == (True, False)
    assert await costs(door, shop) == 0


async def test_approved_twice_or_by_two_it_counts_once(
    solomiia: Phone, ostap: Phone, roman: Phone, shop: Shop, door: Door
) -> None:
    made = await dear(solomiia, shop)
    let = approval(ostap, shop.id, made)
    await applied(ostap, let, let, approval(ostap, shop.id, made, at=ago(hours=2)))
    await applied(roman, approval(roman, shop.id, made))
    assert await costs(door, shop) == LIMIT + 1
    assert await approvals(door) == 2
    assert (await held(solomiia, "entry"))[made]["approved_by"] == "ostap-family Ostap"


async def test_an_entry_that_has_not_arrived_is_waited_for(
    solomiia: Phone, ostap: Phone, shop: Shop, door: Door
) -> None:
    made = entry(solomiia, shop.id, "purchase", LIMIT + 1)
    let = approval(ostap, shop.id, made["id"])
    (verdict,) = await ostap.verdicts(let)
    assert (verdict["status"], verdict["code"], verdict["fix"]) == ("retry", "not_yet", "retry")
    await applied(solomiia, made)
    await applied(ostap, let)
    assert await costs(door, shop) == LIMIT + 1


async def test_an_entry_of_another_manufactory_is_none_of_this_one(
    solomiia: Phone, shop: Shop, other_shop: Shop, door: Door, phone: New, cast: Cast
) -> None:
    zoriana = await signed_in(door, phone, cast.people["zoriana"])
    theirs = await dear(zoriana, other_shop)
    (verdict,) = await solomiia.verdicts(approval(solomiia, shop.id, theirs))
    assert (verdict["status"], verdict["code"]) == ("retry", "not_yet")
    assert await approvals(door) == 0


async def test_made_before_leaving_it_counts_however_late_it_comes(
    ostap: Phone, solomiia: Phone, olena: Phone, shop: Shop, door: Door
) -> None:
    made = await dear(solomiia, shop, at=ago(days=3))
    await leave(olena, shop.id, "ostap", days=1)
    await applied(ostap, approval(ostap, shop.id, made, at=ago(days=2)))
    assert await costs(door, shop) == LIMIT + 1


async def test_who_has_left_or_was_dismissed_lets_nothing_count(
    ostap: Phone, roman: Phone, solomiia: Phone, olena: Phone, shop: Shop, phone: New, cast: Cast, door: Door
) -> None:
    """An entry was seen to happen, and is kept; this is a right."""
    made = await dear(solomiia, shop)
    await leave(olena, shop.id, "ostap", hours=1)
    await do(olena, "dismiss_mentor", shop.id, person=roman.person)
    clock.set_to(clock.now() + timedelta(hours=1))
    for who in (ostap, roman):
        (verdict,) = await who.verdicts(approval(who, shop.id, made))
        assert (verdict["status"], verdict["code"]) == ("rejected", "left_team")
        assert verdict["message"]
    clock.set_to(clock.now() + timedelta(days=31))
    again = await signed_in(door, phone, cast.people["ostap"])
    assert await refused(again, approval(again, shop.id, made)) == ["too_late"]
    assert await approvals(door) == 0


async def test_it_is_written_down_whose_books_it_was(solomiia: Phone, ostap: Phone, shop: Shop, door: Door) -> None:
    made = await dear(solomiia, shop)
    await applied(ostap, approval(ostap, shop.id, made))
    sql = "SELECT person, about_kind, about FROM audit_line WHERE act = 'manufactories.approve_entry'"
    (line,) = await peek.peek(door.database, sql)
    assert (line["person"], line["about_kind"], line["about"]) == (ostap.person, "manufactory", shop.id)
