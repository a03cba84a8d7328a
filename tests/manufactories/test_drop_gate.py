from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.manufactories.workshop import act, do, gate, retried, second_team
from tests.mentoring.meetings import held, refused
from tests.phone import Phone
from tests.sync.peek import count, peek


async def test_it_works(roman: Phone, solomiia: Phone, team: str) -> None:
    await solomiia.pull()
    for name in ("Business plan", "Break-even"):
        one = await gate(roman, name)
        assert await do(roman, "drop_gate", team, gate=one) == {"gate": one}
    names = sorted(row["name"]["en"] for row in (await held(solomiia, "gate")).values())
    assert names == ["First sale", "Report"]


async def test_twice_is_the_same_as_once(roman: Phone, team: str, door: Door) -> None:
    one = await gate(roman, "Report")
    await do(roman, "drop_gate", team, gate=one)
    first = await peek(door.database, "SELECT dropped_at FROM gate ORDER BY id")
    await do(roman, "drop_gate", team, gate=one)
    assert await peek(door.database, "SELECT dropped_at FROM gate ORDER BY id") == first


async def test_a_stranger_drops_none(strangers: list[Phone], roman: Phone, team: str, door: Door) -> None:
    one = await gate(roman, "Report")
    for who in strangers:
        wishes = [act(who, "drop_gate", place, gate=which) for place in (team, new_id()) for which in (one, new_id())]
        assert await refused(who, *wishes) == ["not_found"] * 4
    assert await count(door.database, "gate", "dropped_at IS NOT NULL") == 0


async def test_nor_do_members_and_the_coordinator(roman: Phone, solomiia: Phone, olena: Phone, team: str) -> None:
    one = await gate(roman, "Report")
    for who in (solomiia, olena):
        assert await refused(who, act(who, "drop_gate", team, gate=one)) == ["not_found"]


async def test_one_that_has_not_arrived_waits_and_so_does_another_teams(
    roman: Phone, olena: Phone, team: str, door: Door, cast: Cast
) -> None:
    theirs = await second_team(olena, door, cast)
    (row,) = await peek(door.database, "SELECT id FROM gate WHERE manufactory = $1 AND kind = 'first_sale'", theirs)
    wishes = [act(roman, "drop_gate", team, gate=one) for one in (new_id(), row["id"])]
    assert await retried(roman, *wishes) == ["not_yet", "not_yet"]
    assert await count(door.database, "gate", "dropped_at IS NOT NULL") == 0
