from datetime import date, timedelta
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.manufactories.workshop import act, do
from tests.mentoring.meetings import held, refused
from tests.people.mentors import day
from tests.phone import Phone
from tests.sync.peek import count

FAIR = {"name": {"uk": "Ярмарок", "en": "Fair"}, "due": "2026-12-05"}


async def test_it_works(roman: Phone, solomiia: Phone, team: str) -> None:
    await solomiia.pull()
    gate = (await do(roman, "add_gate", team, **FAIR))["gate"]
    row: dict[str, Any] = FAIR | {"manufactory": team, "kind": "plain", "steps": []}
    assert (await held(solomiia, "gate"))[gate] == row
    assert (await held(roman, "gate"))[gate] == row


async def test_only_this_team_has_it(roman: Phone, maksym: Phone, team: str, door: Door) -> None:
    await do(roman, "add_gate", team, **FAIR)
    assert await held(maksym, "gate") == {}
    assert await count(door.database, "gate") == 5


async def test_a_stranger_adds_none(strangers: list[Phone], team: str, door: Door) -> None:
    for one in strangers:
        wishes = [act(one, "add_gate", place, **FAIR) for place in (team, new_id())]
        assert await refused(one, *wishes) == ["not_found", "not_found"]
    assert await count(door.database, "gate") == 4


async def test_nor_do_members_and_the_coordinator(solomiia: Phone, olena: Phone, team: str) -> None:
    for one in (solomiia, olena):
        assert await refused(one, act(one, "add_gate", team, **FAIR)) == ["not_found"]


async def test_nor_does_a_mentor_who_was_dismissed(olena: Phone, roman: Phone, team: str) -> None:
    await do(olena, "dismiss_mentor", team, person=roman.person)
    assert await refused(roman, act(roman, "add_gate", team, **FAIR)) == ["not_found"]


@pytest.mark.parametrize(("years", "code"), [(3.01, "gate_due"), (2.9, None), (-2.9, None), (-3.01, "gate_due")])
async def test_it_is_due_within_three_years(roman: Phone, team: str, years: float, code: str | None) -> None:
    due = day(days=round(365 * years))
    (verdict,) = await roman.verdicts(act(roman, "add_gate", team, **(FAIR | {"due": due})))
    assert (verdict.get("code"), verdict.get("fix")) == (code, code and "edit")


@pytest.mark.parametrize("due", [date.min, date.max, date(2026, 11, 16) + timedelta(days=365 * 40)])
async def test_no_day_breaks_it(roman: Phone, team: str, due: date) -> None:
    assert await refused(roman, act(roman, "add_gate", team, **(FAIR | {"due": due.isoformat()}))) == ["gate_due"]


@pytest.mark.parametrize(
    "changed", [{"name": {}}, {"name": {"uk": " "}}, {"due": "2026-02-30"}, {"due": None}, {"kind": "first_sale"}]
)
async def test_no_shape_breaks_it(roman: Phone, team: str, changed: dict[str, Any]) -> None:
    assert await refused(roman, act(roman, "add_gate", team, **(FAIR | changed))) == ["malformed"]
