"""What is refused as a whole, with nothing applied."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.door import Door
from backend.people.session import SESSION
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import count, counts, peek

New = Callable[..., Phone]


@pytest.fixture
async def solomiia(phone: New, cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem, as every refusal looks."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"/problems/{code}"
    assert problem["detail"]
    return problem


async def test_fifty_operations_are_taken_and_one_more_is_not(solomiia: Phone, door: Door) -> None:
    before = await counts(door.database)
    fifty = [solomiia.operation("people.choose_language", {"language": "en"}) for _ in range(50)]
    problem = refused(await solomiia.send(*fifty, solomiia.lesson(0)), 413, "too_much")
    assert problem["retry"]
    assert await counts(door.database) == before
    assert len(await solomiia.verdicts(*fifty)) == 50


async def test_too_large_a_body_is_refused(solomiia: Phone, door: Door) -> None:
    before = await counts(door.database)
    body = json.dumps({"protocol": 1, "actor": solomiia.person, "ops": [solomiia.lesson(0)]}) + " " * 262_144
    refused(await solomiia.http.post("/api/sync", content=body), 413, "too_much")
    assert await counts(door.database) == before


NO_DELIVERY = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"<html>",
    b'{"protocol": 1}',
    b"\xff",
    b"[" * 100_000,
    b'"' * 100_001,
    b'{"protocol": 1, "ops": [' + b'{"\\"' * 50_000,
]  # fmt: skip - a table


async def test_what_is_no_delivery_is_refused(solomiia: Phone, door: Door) -> None:
    before = await counts(door.database)
    whole = {"protocol": 1, "actor": solomiia.person, "now": solomiia.lesson(0)["at"], "ops": [solomiia.lesson(0)]}
    text = json.dumps(whole).encode()
    for body in (*NO_DELIVERY, text[:-1], text[:-2], text[:-40], text + b"}"):
        refused(await solomiia.http.post("/api/sync", content=body), 400, "malformed")
    assert await counts(door.database) == before


async def test_work_of_another_account_is_not_taken(solomiia: Phone, cast: Cast, door: Door) -> None:
    before = await counts(door.database)
    answer = await solomiia.send(solomiia.lesson(0), actor=cast.people["maksym"], pull={"cursor": None})
    problem = refused(answer, 403, "wrong_actor")
    assert problem["fix"] == "sign_in"
    assert await counts(door.database) == before


async def test_nobody_signed_in_is_asked_to_sign_in(phone: New, cast: Cast) -> None:
    nobody = phone()
    nobody.person = cast.people["solomiia"]
    refused(await nobody.send(nobody.lesson(0)), 401, "sign_in")
    nobody.http.cookies.set(SESSION, "made-up")
    refused(await nobody.send(nobody.lesson(0)), 401, "sign_in")


async def test_a_removed_phone_is_asked_to_sign_in(solomiia: Phone, phone: New, cast: Cast, door: Door) -> None:
    other = await signed_in(door, phone, cast.people["solomiia"])
    devices = (await other.http.get("/api/people/devices")).json()["devices"]
    (lost,) = [device["id"] for device in devices if not device["current"]]
    before = await counts(door.database)
    assert (await other.http.post(f"/api/people/devices/{lost}/revoke")).status_code == 204
    problem = refused(await solomiia.send(solomiia.lesson(0)), 401, "sign_in")
    assert problem["fix"] == "sign_in"
    assert (await counts(door.database))["operation"] == before["operation"]
    (verdict,) = await other.verdicts(other.lesson(0))
    assert verdict["status"] == "applied"


async def test_a_newer_protocol_waits_for_a_newer_server(solomiia: Phone, door: Door) -> None:
    before = await counts(door.database)
    answer = await solomiia.send(solomiia.lesson(0), protocol=2)
    assert refused(answer, 503, "newer")["retry"]
    assert int(answer.headers["retry-after"]) > 0
    assert await counts(door.database) == before


async def test_it_says_what_still_waits_on_the_phone(solomiia: Phone, door: Door) -> None:
    ops = [solomiia.lesson(n) for n in range(3)]
    await solomiia.send(*ops, diag={"outbox": 5})
    assert await unsent(door) == {2}
    await solomiia.send(*ops, diag={"outbox": 0})
    assert await unsent(door) == {0}
    await solomiia.send()
    assert await unsent(door) == {0}
    assert await count(door.database, "audit_line", "act = 'people.note_contact'") == 0


async def unsent(door: Door) -> set[int]:
    """What the phones said of themselves."""
    found = await peek(door.database, "SELECT unsent FROM device WHERE unsent IS NOT NULL")
    return {row["unsent"] for row in found}
