"""The largest delivery, of little but brackets: it is judged, and meanwhile others are served."""

import asyncio
import time
from collections.abc import Callable

import pytest

from backend.core.clock import now, wire
from backend.core.door import Door
from tests.cast import Cast
from tests.people.test_passwords import longest_gap
from tests.phone import Phone
from tests.sync.crowd import signed_in

NEST = b"[" * 120_000 + b"]" * 120_000
BEGIN = b'{"protocol":1,"actor":"%s","now":"%s","ops":['
ODD = b'{"id":"odd","a":[' + b"[]," * 1_500 + b'[]],"b":"\xff"}'
BODIES = {
    "nothing else": (b'{"ops":[' + NEST + b"]}", 400),
    "an operation": (BEGIN + NEST + b"]}", 400),
    "operations": (BEGIN + b",".join([ODD] * 50) + b"]}", 200),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
async def test_brackets_do_not_hold_up_the_loop(
    body: bytes, status: int, door: Door, cast: Cast, phone: Callable[..., Phone]
) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    if b"%s" in body:
        body %= (solomiia.person.encode(), wire(now()).encode())
    await solomiia.http.post("/api/sync", content=b"{")  # what is done once and kept
    before = time.process_time()
    asked = asyncio.ensure_future(solomiia.http.post("/api/sync", content=body))
    gap = await longest_gap(asked)
    whole = time.process_time() - before
    assert (await asked).status_code == status
    assert gap < whole / 3
