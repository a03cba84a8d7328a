from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.manufactories.workshop import act, do, gate, retried
from tests.mentoring.meetings import held, refused
from tests.phone import Phone
from tests.sync.peek import count

WHY = {"reason": "Звіту ще немає"}


@pytest.fixture
async def passed(roman: Phone, team: str) -> str:
    """A gate that was passed."""
    one = await gate(roman, "Report")
    await do(roman, "pass_gate", team, gate=one, evidence="Звіт")
    return one


async def test_it_works(roman: Phone, solomiia: Phone, team: str, passed: str) -> None:
    await solomiia.pull()
    assert await do(roman, "undo_gate", team, gate=passed, **WHY) == {"gate": passed}
    steps = (await held(solomiia, "gate"))[passed]["steps"]
    assert [(step["act"], step["said"], step["day"]) for step in steps] == [
        ("passed", "Звіт", "2026-11-16"),
        ("undone", WHY["reason"], "2026-11-16"),
    ]


async def test_one_that_is_open_stays_so(roman: Phone, team: str, passed: str, door: Door) -> None:
    for _ in range(2):
        await do(roman, "undo_gate", team, gate=passed, **WHY)
    await do(roman, "undo_gate", team, gate=await gate(roman, "Business plan"), **WHY)
    assert await count(door.database, "gate_step") == 2


async def test_what_follows_from_the_books_is_not_undone(roman: Phone, team: str) -> None:
    one = await gate(roman, "First sale")
    assert await refused(roman, act(roman, "undo_gate", team, gate=one, **WHY)) == ["computed_gate"]


async def test_nor_one_that_was_dropped(roman: Phone, team: str, passed: str) -> None:
    await do(roman, "drop_gate", team, gate=passed)
    assert await refused(roman, act(roman, "undo_gate", team, gate=passed, **WHY)) == ["gate_dropped"]


async def test_a_stranger_undoes_none(strangers: list[Phone], team: str, passed: str, door: Door) -> None:
    for who in strangers:
        wishes = [act(who, "undo_gate", place, gate=passed, **WHY) for place in (team, new_id())]
        assert await refused(who, *wishes) == ["not_found", "not_found"]
    assert await count(door.database, "gate_step") == 1


async def test_nor_do_members_and_the_coordinator(solomiia: Phone, olena: Phone, team: str, passed: str) -> None:
    for who in (solomiia, olena):
        assert await refused(who, act(who, "undo_gate", team, gate=passed, **WHY)) == ["not_found"]


async def test_one_that_has_not_arrived_waits(roman: Phone, team: str) -> None:
    assert await retried(roman, act(roman, "undo_gate", team, gate=new_id(), **WHY)) == ["not_yet"]


@pytest.mark.parametrize("changed", [{"reason": ""}, {"reason": " "}, {"reason": None}, {"gate": None}])
async def test_no_shape_breaks_it(roman: Phone, team: str, passed: str, changed: dict[str, Any]) -> None:
    assert await refused(roman, act(roman, "undo_gate", team, **({"gate": passed} | WHY | changed))) == ["malformed"]
