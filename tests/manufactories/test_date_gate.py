import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.manufactories.workshop import act, do, gate, retried, second_team
from tests.mentoring.meetings import held, refused
from tests.people.mentors import day
from tests.phone import Phone
from tests.sync.peek import peek


@pytest.mark.parametrize("name", ["Business plan", "First sale"])
async def test_it_works(roman: Phone, solomiia: Phone, team: str, name: str) -> None:
    one = await gate(roman, name)
    await solomiia.pull()
    assert await do(roman, "date_gate", team, gate=one, due="2026-12-24") == {"gate": one}
    assert (await held(solomiia, "gate"))[one]["due"] == "2026-12-24"


async def test_a_stranger_dates_none(strangers: list[Phone], roman: Phone, team: str) -> None:
    one = await gate(roman, "Report")
    for who in strangers:
        wishes = [act(who, "date_gate", place, gate=one, due=day()) for place in (team, new_id())]
        assert await refused(who, *wishes) == ["not_found", "not_found"]
    assert (await held(roman, "gate"))[one]["due"] == "2027-01-22"


async def test_nor_do_members_and_the_coordinator(roman: Phone, solomiia: Phone, olena: Phone, team: str) -> None:
    one = await gate(roman, "Report")
    for who in (solomiia, olena):
        assert await refused(who, act(who, "date_gate", team, gate=one, due=day())) == ["not_found"]


async def test_it_is_due_within_three_years(roman: Phone, team: str) -> None:
    one = await gate(roman, "Report")
    days = (day(days=1_200), day(days=-1_200), "0001-01-01", "9999-12-31")
    assert await refused(roman, *(act(roman, "date_gate", team, gate=one, due=due) for due in days)) == ["gate_due"] * 4


async def test_one_that_was_dropped_has_no_day(roman: Phone, team: str) -> None:
    one = await gate(roman, "Report")
    await do(roman, "drop_gate", team, gate=one)
    assert await refused(roman, act(roman, "date_gate", team, gate=one, due=day())) == ["gate_dropped"]


async def test_one_that_has_not_arrived_waits_and_so_does_another_teams(
    roman: Phone, olena: Phone, team: str, door: Door, cast: Cast
) -> None:
    theirs = await second_team(olena, door, cast)
    one_of = "SELECT id, due FROM gate WHERE manufactory = $1 AND kind = 'break_even'"
    (row,) = await peek(door.database, one_of, theirs)
    wishes = [act(roman, "date_gate", team, gate=one, due=day()) for one in (new_id(), row["id"])]
    assert await retried(roman, *wishes) == ["not_yet", "not_yet"]
    assert await peek(door.database, one_of, theirs) == [row]
