"""A bad operation never blocks another, and leaves nothing."""

import json
from collections.abc import Callable
from typing import Any

import httpx

from backend.core import clock
from backend.core.clock import wire
from backend.core.door import Door
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import counts

New = Callable[..., Phone]
ID = "019a0000-0000-7000-8000-000000000001"


async def send_raw(phone: Phone, *operations: bytes) -> httpx.Response:
    """Deliver operations byte by byte, as no well-behaved phone writes them."""
    head = json.dumps({"protocol": 1, "actor": phone.person, "now": wire(clock.now())}).encode()
    body = head[:-1] + b', "ops": [' + b", ".join(operations) + b"]}"
    return await phone.http.post("/api/sync", content=body, headers={"content-type": "application/json"})


def written(phone: Phone, **given: Any) -> bytes:
    """A good operation but for what is given."""
    return json.dumps(phone.lesson(1, id=ID) | given).encode()


def body_of(text: bytes) -> Callable[[Phone], bytes]:
    """An operation whose body is just this text."""
    return lambda phone: written(phone, body="HERE").replace(b'"HERE"', text)


BAD: dict[str, tuple[Callable[[Phone], bytes], str, str]] = {
    "unknown type": (lambda p: written(p, type="progress.fly"), "retry", "newer"),
    "newer shape": (lambda p: written(p, v=2, body={"what": "nobody knows"}), "retry", "newer"),
    "waits for another": (lambda p: written(p, deps=[ID]), "retry", "newer"),
    "has photos": (lambda p: written(p, blobs=[{"hash": "x"}]), "retry", "newer"),
    "no body": (lambda p: written(p).replace(b'"body"', b'"bode"'), "rejected", "malformed"),
    "body is null": (body_of(b"null"), "rejected", "malformed"),
    "body is a list": (body_of(b"[1, 2]"), "rejected", "malformed"),
    "wrong types": (body_of(b'{"enrolment": 1, "lesson": {}, "release": []}'), "rejected", "malformed"),
    "unknown member": (lambda p: written(p, body=p.lesson(1)["body"] | {"x": 1}), "rejected", "malformed"),
    "version 0": (lambda p: written(p, v=0), "rejected", "malformed"),
    "no time": (lambda p: written(p, at="yesterday"), "rejected", "malformed"),
    "time without a zone": (lambda p: written(p, at="2026-09-20T10:00:00"), "rejected", "malformed"),
    "day that is none": (lambda p: written(p, at="2026-02-31T10:00:00Z"), "rejected", "malformed"),
    "somebody else's": (lambda p: written(p, actor=ID), "rejected", "malformed"),
    "NUL": (body_of(b'{"enrolment": "\\u0000", "lesson": "", "release": ""}'), "rejected", "malformed"),
    "NUL in the language": (
        lambda p: written(p, type="people.choose_language", body={"language": "uk\0"}),
        "rejected",
        "malformed",
    ),
    "half an emoji": (body_of(b'{"enrolment": "\\ud83d", "lesson": "", "release": ""}'), "rejected", "malformed"),
    "two halves, swapped": (body_of(b'{"enrolment": "\\ude00\\ud83d"}'), "rejected", "malformed"),
    "bytes that are no text": (body_of(b'{"enrolment": "\xff\xfe"}'), "rejected", "malformed"),
    "100,000 characters": (body_of(b'{"enrolment": "' + b"a" * 100_000 + b'"}'), "rejected", "malformed"),
    "100,000 characters of name": (lambda p: written(p, type="x" * 100_000), "rejected", "malformed"),
    "brackets without end": (body_of(b"[" * 5_000 + b"]" * 5_000), "rejected", "malformed"),
    "no JSON inside": (body_of(b"{enrolment}"), "rejected", "malformed"),
    "upper-case id": (lambda p: written(p, id=ID.upper()), "rejected", "malformed"),
}  # fmt: skip - a table


async def test_a_bad_operation_blocks_no_other(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    before, got = await counts(door.database), dict[str, tuple[str, str]]()
    for name, (make, _, _) in BAD.items():
        good, better = solomiia.lesson(0), solomiia.lesson(2)
        answer = await send_raw(solomiia, json.dumps(good).encode(), make(solomiia), json.dumps(better).encode())
        assert answer.status_code == 200, name
        first, bad, last = answer.json()["verdicts"]
        assert (first["status"], last["status"]) == ("applied", "applied"), name
        assert bad["id"].lower() == ID, name
        assert bad["message"], name
        got[name] = (bad["status"], bad["code"])
    assert got == {name: (status, code) for name, (_, status, code) in BAD.items()}
    after = await counts(door.database)
    assert after["operation"] == before["operation"] + 2 * len(BAD)
    assert after["completion"] == 2


UNNAMED = {
    "not an object": b"5",
    "null": b"null",
    "a list": b"[]",
    "an empty object": b"{}",
    "no id": b'{"type": "progress.complete_lesson"}',
    "a number for an id": b'{"id": 5}',
    "an id that is no text": b'{"id": "\xff"}',
    "nothing between commas": b"",
}


async def test_what_has_no_id_spoils_the_delivery_and_nothing_is_applied(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    before = await counts(door.database)
    for name, operation in UNNAMED.items():
        answer = await send_raw(solomiia, json.dumps(solomiia.lesson(0)).encode(), operation)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), name
    assert await counts(door.database) == before


async def test_a_date_in_2099_is_kept_and_flagged(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0, at="2099-01-01T00:00:00Z"))
    assert verdict["status"] == "applied"
    await solomiia.pull()
    (completion,) = solomiia.held("completion").values()
    assert completion["flag"] == "clock"
    assert completion["at"] <= wire(clock.now())


async def test_a_date_that_no_database_can_keep_is_kept_near(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    for at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        lesson = solomiia.lesson(0, at=at, anchor={"srv": at, "since_ms": 5})
        language = solomiia.operation("people.choose_language", {"language": "en"}, at=at, anchor={"srv": at})
        verdicts = await solomiia.verdicts(lesson, language, solomiia.lesson(1, at=at))
        assert [verdict["status"] for verdict in verdicts] == ["applied", "applied", "applied"]
