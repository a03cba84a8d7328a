"""An operation takes effect once, however often it is sent."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import pair_id
from backend.sync.operations import OPERATIONS, Kind
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.acts import BringMore, bring
from tests.sync.crowd import signed_in
from tests.sync.peek import count, counts

New = Callable[..., Phone]


def plain(verdict: dict[str, Any]) -> dict[str, Any]:
    """A verdict without what may differ in a replay."""
    return {name: value for name, value in verdict.items() if name != "dup"}


async def test_it_works(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation = solomiia.lesson(0)
    answer = (await solomiia.send(operation)).json()
    completion = pair_id(cast.enrolment("solomiia"), cast.lessons[0])
    assert answer["verdicts"] == [
        {"id": operation["id"], "status": "applied", "dup": False, "data": {"completion": completion}}
    ]
    assert answer["pull"] is None
    assert answer["hints"]["max_ops"] == 50


async def test_sent_fifty_times_and_twenty_at_once_it_takes_effect_once(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation, before = solomiia.lesson(0), await counts(door.database)
    verdicts: list[dict[str, Any]] = []
    for size in (20, 20, 10):
        for answer in await asyncio.gather(*(solomiia.verdicts(operation) for _ in range(size))):
            verdicts += answer
    assert len(verdicts) == 50
    assert {verdict["status"] for verdict in verdicts} == {"applied"}
    assert sum(not verdict["dup"] for verdict in verdicts) == 1
    assert all(plain(verdict) == plain(verdicts[0]) for verdict in verdicts)
    assert await counts(door.database) == {table: n + 1 for table, n in before.items()}


async def test_a_refusal_is_replayed_word_for_word(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation = solomiia.lesson(0)
    operation["body"]["lesson"] = cast.other_lesson
    first, again = [(await solomiia.verdicts(operation))[0] for _ in range(2)]
    assert first["status"] == "rejected"
    assert (first["dup"], again["dup"]) == (False, True)
    assert plain(first) == plain(again)


async def test_a_twin_in_one_delivery_gets_the_same_verdict(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation, before = solomiia.lesson(0), await counts(door.database)
    first, other, twin = await solomiia.verdicts(operation, solomiia.lesson(1), operation)
    assert (first["dup"], other["dup"], twin["dup"]) == (False, False, True)
    assert plain(first) == plain(twin)
    assert await counts(door.database) == {table: n + 2 for table, n in before.items()}


@pytest.mark.usefixtures("made_up")
async def test_a_twin_in_a_delivery_that_needs_care_gets_the_same_verdict(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation, bad = solomiia.lesson(0), solomiia.operation("tests.spoil", {})
    first, spoilt, twin, spoilt_twin = await solomiia.verdicts(operation, bad, operation, bad)
    assert plain(first) == plain(twin)
    assert plain(spoilt) == plain(spoilt_twin)
    assert await count(door.database, "completion") == 1
    assert await count(door.database, "operation") == 2


async def test_the_same_id_with_other_content_is_refused(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation = solomiia.lesson(0)
    await solomiia.verdicts(operation)
    (verdict,) = await solomiia.verdicts(solomiia.lesson(1, id=operation["id"]))
    assert (verdict["code"], verdict["fix"], verdict["dup"]) == ("id_reused", "retry", False)
    (again,) = await solomiia.verdicts(operation)
    assert (again["status"], again["dup"]) == ("applied", True)
    assert await count(door.database, "completion") == 1


async def test_the_same_id_with_other_content_in_one_delivery_is_refused(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation = solomiia.lesson(0)
    _, verdict = await solomiia.verdicts(operation, solomiia.lesson(1, id=operation["id"]))
    assert verdict["code"] == "id_reused"


async def test_the_stranger_learns_nothing_from_somebody_elses_id(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    maksym = await signed_in(door, phone, cast.people["maksym"])
    operation = solomiia.operation("people.choose_language", {"language": "en"})
    await solomiia.verdicts(operation)
    (verdict,) = await maksym.verdicts(operation | {"actor": maksym.person})
    assert (verdict["code"], verdict["dup"], verdict["params"]) == ("malformed", False, {})
    assert await count(door.database, "operation", "person = $1", maksym.person) == 0


async def test_one_id_from_two_people_at_once_is_the_firsts(phone: New, cast: Cast, door: Door) -> None:
    both = [await signed_in(door, phone, cast.people[name]) for name in ("solomiia", "maksym")]
    operation = both[0].operation("people.choose_language", {"language": "en"})
    answers = await asyncio.gather(*(one.verdicts(operation | {"actor": one.person}) for one in both))
    first, second = sorted((verdict for (verdict,) in answers), key=lambda verdict: verdict["status"])
    assert (first["status"], second["status"]) == ("applied", "rejected")
    assert (second["code"], second["dup"], second["params"]) == ("malformed", False, {})
    assert await count(door.database, "person", "language = 'en'") == 1


async def test_it_is_known_again_however_it_is_written(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation = solomiia.lesson(0)
    await solomiia.verdicts(operation)
    operation["body"] = dict(reversed(operation["body"].items()))
    (again,) = await solomiia.verdicts(operation | {"later": "a newer phone says more"})
    assert (again["status"], again["dup"]) == ("applied", True)


@pytest.mark.usefixtures("made_up")
async def test_it_is_known_again_by_a_newer_server(
    phone: New, cast: Cast, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    operation = solomiia.operation("tests.bring", {"count": 2})
    (first,) = await solomiia.verdicts(operation)
    monkeypatch.setitem(OPERATIONS, "tests.bring", Kind(BringMore, bring))
    (again,) = await solomiia.verdicts(operation)
    assert again["dup"]
    assert plain(first) == plain(again)
    assert first["data"] == {"day": "2026-09-14"}
