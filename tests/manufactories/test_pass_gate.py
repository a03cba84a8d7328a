import asyncio
from datetime import date
from typing import Any

import pytest

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.core.work import Op, Work
from backend.manufactories.gates import pass_gate
from backend.manufactories.schemas import PassGate
from tests.cast import Cast, actor
from tests.manufactories.workshop import New, act, do, gate, retried, second_team
from tests.mentoring.meetings import applied, held, refused
from tests.phone import Phone, ago
from tests.sync.crowd import signed_in
from tests.sync.peek import count, peek

SEEN = {"evidence": "План захищено перед класом"}


async def test_it_works(roman: Phone, solomiia: Phone, team: str) -> None:
    one = await gate(roman, "Business plan")
    await solomiia.pull()
    assert await do(roman, "pass_gate", team, gate=one, **SEEN) == {"gate": one}
    row = (await held(solomiia, "gate"))[one]
    (step,) = row["steps"]
    assert step == {
        "act": "passed",
        "said": SEEN["evidence"],
        "day": "2026-11-16",
        "by": "roman-family Roman",
        "at": step["at"],
    }


async def test_it_may_have_been_days_ago(roman: Phone, team: str) -> None:
    one = await gate(roman, "Business plan")
    await do(roman, "pass_gate", team, gate=one, passed_on="2026-10-12", **SEEN)
    assert (await held(roman, "gate"))[one]["steps"][0]["day"] == "2026-10-12"


async def test_without_a_day_it_is_that_of_the_act(roman: Phone, team: str) -> None:
    one = await gate(roman, "Business plan")
    await applied(roman, act(roman, "pass_gate", team, gate=one, **SEEN) | {"at": ago(days=2)})
    assert (await held(roman, "gate"))[one]["steps"][0]["day"] == "2026-11-14"


async def test_passed_again_it_stays_as_it_was(roman: Phone, team: str) -> None:
    one = await gate(roman, "Business plan")
    await do(roman, "pass_gate", team, gate=one, **SEEN)
    before = (await held(roman, "gate"))[one]
    await do(roman, "pass_gate", team, gate=one, evidence="Ще раз", passed_on="2026-10-01")
    assert (await held(roman, "gate"))[one] == before


async def test_two_who_pass_it_at_once_leave_one_step(roman: Phone, team: str, elsewhere: New, door: Door) -> None:
    one = await gate(roman, "Business plan")
    other = await signed_in(door, elsewhere, roman.person)
    for n in range(6):
        await asyncio.gather(*(do(phone, "pass_gate", team, gate=one, **SEEN) for phone in (roman, other)))
        assert await count(door.database, "gate_step") == 2 * n + 1
        await do(roman, "undo_gate", team, gate=one, reason="Ще ні")


async def test_after_it_was_undone_it_is_passed_by_another_step(roman: Phone, team: str) -> None:
    one = await gate(roman, "Business plan")
    wishes = [
        act(roman, "pass_gate", team, gate=one, **SEEN),
        act(roman, "undo_gate", team, gate=one, reason="Не та"),
        act(roman, "pass_gate", team, gate=one, evidence="Тепер та"),
    ]
    await applied(roman, *wishes)
    steps = (await held(roman, "gate"))[one]["steps"]
    assert [(step["act"], step["said"]) for step in steps] == [
        ("passed", SEEN["evidence"]),
        ("undone", "Не та"),
        ("passed", "Тепер та"),
    ]


@pytest.mark.parametrize("name", ["First sale", "Break-even"])
async def test_what_follows_from_the_books_nobody_passes(roman: Phone, team: str, door: Door, name: str) -> None:
    one = await gate(roman, name)
    assert await refused(roman, act(roman, "pass_gate", team, gate=one, **SEEN)) == ["computed_gate"]
    assert await count(door.database, "gate_step") == 0


@pytest.mark.parametrize(
    ("passed_on", "code"),
    [
        ("2026-11-17", "gate_day"),
        ("2026-11-16", None),
        ("2026-06-16", None),
        ("2026-06-15", "gate_day"),
        ("0001-01-01", "gate_day"),
        ("9999-12-31", "gate_day"),
    ],
)
async def test_it_was_passed_while_there_was_a_team_or_nearly(
    roman: Phone, team: str, passed_on: str, code: str | None
) -> None:
    one = await gate(roman, "Business plan")
    (verdict,) = await roman.verdicts(act(roman, "pass_gate", team, gate=one, passed_on=passed_on, **SEEN))
    assert (verdict.get("code"), verdict.get("fix")) == (code, code and "edit")


async def test_one_that_was_dropped_is_passed_no_more(roman: Phone, team: str) -> None:
    one = await gate(roman, "Business plan")
    await do(roman, "drop_gate", team, gate=one)
    assert await refused(roman, act(roman, "pass_gate", team, gate=one, **SEEN)) == ["gate_dropped"]


async def test_a_stranger_passes_none(strangers: list[Phone], roman: Phone, team: str, door: Door) -> None:
    one = await gate(roman, "Business plan")
    for who in strangers:
        wishes = [act(who, "pass_gate", place, gate=one, **SEEN) for place in (team, new_id())]
        verdicts = await who.verdicts(*wishes)
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await count(door.database, "gate_step") == 0


async def test_nor_do_members_and_the_coordinator(roman: Phone, solomiia: Phone, olena: Phone, team: str) -> None:
    one = await gate(roman, "Business plan")
    for who in (solomiia, olena):
        assert await refused(who, act(who, "pass_gate", team, gate=one, **SEEN)) == ["not_found"]


async def test_one_that_has_not_arrived_waits_and_so_does_another_teams(
    roman: Phone, olena: Phone, team: str, door: Door, cast: Cast
) -> None:
    theirs = await second_team(olena, door, cast)
    (row,) = await peek(
        door.database, "SELECT id FROM gate WHERE manufactory = $1 AND kind = 'plain' ORDER BY due LIMIT 1", theirs
    )
    wishes = [act(roman, "pass_gate", team, gate=one, **SEEN) for one in (new_id(), row["id"])]
    assert await retried(roman, *wishes) == ["not_yet", "not_yet"]
    assert await count(door.database, "gate_step") == 0


async def test_one_act_may_pass_several(roman: Phone, team: str, door: Door) -> None:
    """As the log of a session does."""
    gates = [await gate(roman, name) for name in ("Business plan", "Report", "Business plan")]
    made = []

    async def both(work: Work, who: Actor, op: Op) -> None:
        made.append(op.id)
        for one in gates:
            await pass_gate(work, who, op, PassGate(team, one, "Показано на зустрічі", date(2026, 11, 15)))

    await door.writer.perform(both, await actor(door, roman.person), audited=False)
    rows = await peek(door.database, "SELECT id, gate, number FROM gate_step")
    assert {row["gate"]: (row["id"], row["number"]) for row in rows} == {
        one: (pair_id(made[-1], one), 1) for one in gates
    }
    assert len(rows) == 2


@pytest.mark.parametrize(
    "changed", [{"evidence": ""}, {"evidence": "  "}, {"evidence": None}, {"gate": "x"}, {"passed_on": "учора"}]
)
async def test_no_shape_breaks_it(roman: Phone, team: str, changed: dict[str, Any]) -> None:
    body = {"gate": await gate(roman, "Business plan")} | SEEN | changed
    assert await refused(roman, act(roman, "pass_gate", team, **body)) == ["malformed"]
