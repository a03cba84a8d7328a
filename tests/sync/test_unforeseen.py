"""What goes wrong inside an act stays inside it: the others are applied, and it leaves nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.core.door import Door
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import count, counts, peek

New = Callable[..., Phone]

pytestmark = pytest.mark.usefixtures("made_up")


@pytest.fixture
async def solomiia(phone: New, cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


async def left(door: Door, person: str) -> dict[str, Any]:
    """Whatever the made-up acts could have left."""
    language = await peek(door.database, "SELECT language FROM person WHERE id = $1", person)
    things = await count(door.database, "institution", "kind = 'thing'")
    changes = await count(door.database, "change", "entity = 'thing'")
    return {"language": language, "things": things, "changes": changes}


async def among_others(phone: Phone, door: Door, act: str) -> dict[str, Any]:
    """The verdict of an act between two good ones, of which alone something may be left."""
    before, nothing = await counts(door.database), await left(door, phone.person)
    first, verdict, last = await phone.verdicts(phone.lesson(0), phone.operation(act, {}), phone.lesson(1))
    assert (first["status"], last["status"]) == ("applied", "applied")
    assert await left(door, phone.person) == nothing
    after = await counts(door.database)
    assert {n - before[table] for table, n in after.items() if table != "operation"} == {2}
    return verdict


async def receipt(door: Door, verdict: dict[str, Any]) -> list[Any]:
    """The code on the receipt, if there is one."""
    return [row["code"] for row in await peek(door.database, "SELECT code FROM operation WHERE id = $1", verdict["id"])]


@pytest.mark.parametrize("act", ["tests.spoil", "tests.point_nowhere"])
async def test_a_row_that_the_database_refuses_is_refused_alone(solomiia: Phone, door: Door, act: str) -> None:
    verdict = await among_others(solomiia, door, act)
    assert (verdict["status"], verdict["code"]) == ("rejected", "malformed")
    assert await receipt(door, verdict) == ["malformed"]


async def test_a_refusal_after_rows_were_written_leaves_nothing(solomiia: Phone, door: Door) -> None:
    verdict = await among_others(solomiia, door, "tests.refuse_late")
    assert (verdict["status"], verdict["code"]) == ("rejected", "login_taken")
    assert await receipt(door, verdict) == ["login_taken"]


async def test_a_refusal_with_a_day_in_it_is_replayed_alike(solomiia: Phone, door: Door) -> None:
    operation = solomiia.operation("tests.refuse_with_a_day", {})
    (first,), (again,) = await solomiia.verdicts(operation), await solomiia.verdicts(operation)
    assert first["params"] == {"login": "2026-09-14"}
    assert again == first | {"dup": True}


@pytest.mark.parametrize("act", ["tests.break_down", "tests.answer_oddly"])
async def test_a_mistake_of_ours_is_tried_again_later(
    solomiia: Phone, door: Door, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    verdict = await among_others(solomiia, door, act)
    assert (verdict["status"], verdict["code"], verdict["dup"]) == ("retry", "broken", False)
    assert "unforeseen" not in str(verdict)
    assert await receipt(door, verdict) == []
    assert [record.levelname for record in caplog.records if record.name == "backend.core.writer"] == ["ERROR"]


async def test_everything_bad_at_once_stops_nothing_good(solomiia: Phone, door: Door) -> None:
    bad = ["spoil", "refuse_late", "break_down", "answer_oddly", "point_nowhere", "bring"]
    pairs = [(solomiia.operation(f"tests.{act}", {}), solomiia.lesson(n)) for n, act in enumerate(bad)]
    verdicts = await solomiia.verdicts(*(operation for pair in pairs for operation in pair))
    assert [v["status"] for v in verdicts[::2]] == ["rejected", "rejected", "retry", "retry", "rejected", "applied"]
    assert {v["status"] for v in verdicts[1::2]} == {"applied"}
    assert (await left(door, solomiia.person))["things"] == 1
    assert await count(door.database, "completion") == 6
