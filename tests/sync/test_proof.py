"""A phone names some of what was confirmed; a server that does not know it has been put back in silence."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import alter

New = Callable[..., Phone]


@pytest.fixture
async def solomiia(phone: New, cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


async def answered(phone: Phone, proof: list[Any], **given: Any) -> dict[str, Any]:
    """The answer to a delivery that names these operations."""
    answer = await phone.send(proof=proof, **given)
    assert answer.status_code == 200, answer.text
    return answer.json()


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "backend.sync.routes"]


async def test_it_works(solomiia: Phone, caplog: pytest.LogCaptureFixture) -> None:
    operation, unknown = solomiia.lesson(0), new_id()
    await solomiia.verdicts(operation)
    assert (await answered(solomiia, [unknown, operation["id"]]))["missing"] == [unknown]
    assert warnings(caplog) == [
        "1 operations that were confirmed are unknown here: was a backup put in by hand? "
        "Stop the server and run ./verstat restore --accept, so that every phone sends its work again."
    ]


async def test_what_is_known_is_not_spoken_of(solomiia: Phone, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    kept, refused = solomiia.lesson(0), solomiia.lesson(1)
    refused["body"]["lesson"] = cast.other_lesson
    await solomiia.verdicts(kept, refused)
    for proof in ([], [kept["id"]], [kept["id"], refused["id"], kept["id"]]):
        assert "missing" not in await answered(solomiia, proof)
    assert warnings(caplog) == []


async def test_what_the_same_delivery_brings_is_known(solomiia: Phone) -> None:
    operation = solomiia.lesson(0)
    answer = (await solomiia.send(operation, proof=[operation["id"]])).json()
    assert answer["verdicts"][0]["status"] == "applied"
    assert "missing" not in answer


async def test_eight_may_be_named_and_each_is_answered_once(solomiia: Phone) -> None:
    ids = [new_id() for _ in range(4)]
    assert (await answered(solomiia, [*ids, *reversed(ids)]))["missing"] == ids


async def test_nine_are_too_many(solomiia: Phone) -> None:
    answer = await solomiia.send(solomiia.lesson(0), proof=[new_id() for _ in range(9)])
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("proof", ["", None, {}, [None], [""], [7], ["0" * 36], [[]], ["' OR 1 = 1 --"]])
async def test_what_is_no_list_of_ids_is_refused(solomiia: Phone, proof: Any) -> None:
    answer = await solomiia.send(proof=proof)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


async def test_the_stranger_learns_nothing_of_somebody_elses_operation(
    solomiia: Phone, phone: New, cast: Cast, door: Door
) -> None:
    maksym = await signed_in(door, phone, cast.people["maksym"])
    operation, unknown = solomiia.lesson(0), new_id()
    await solomiia.verdicts(operation)
    assert (await answered(maksym, [operation["id"], unknown]))["missing"] == [operation["id"], unknown]


async def test_after_a_restore_that_was_told_nobody_is_alarmed(
    solomiia: Phone, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    before = (await answered(solomiia, []))["epoch"]
    operation = solomiia.lesson(0)
    await solomiia.verdicts(operation)
    await alter(door.database, "DELETE FROM operation WHERE id = $1", operation["id"])
    assert (await answered(solomiia, [operation["id"]], epoch=before))["missing"] == [operation["id"]]
    assert len(warnings(caplog)) == 1
    await alter(door.database, "UPDATE sync_meta SET value = $1 WHERE id = 'epoch'", new_id())
    assert (await answered(solomiia, [operation["id"]], epoch=before))["missing"] == [operation["id"]]
    assert len(warnings(caplog)) == 1


async def test_what_was_missing_and_is_sent_again_is_known(solomiia: Phone, door: Door) -> None:
    operation = solomiia.lesson(0)
    await solomiia.verdicts(operation)
    await alter(door.database, "DELETE FROM operation WHERE id = $1", operation["id"])
    (verdict,) = (await solomiia.send(operation, proof=[operation["id"]])).json()["verdicts"]
    assert verdict["status"] == "applied"
    assert "missing" not in await answered(solomiia, [operation["id"]])
