"""What a phone holds after each sync is what the oracle says, whatever happened to memberships meanwhile.

Longer: `pytest tests/sync/test_oracle.py --hypothesis-profile=long --hypothesis-seed=7`.
"""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from backend.core import clock
from backend.core.clock import day_of
from backend.core.door import Door
from tests.cast import Cast
from tests.mentoring.meetings import NOON
from tests.phone import Phone
from tests.sync import oracle
from tests.sync.walk import Walk

STEPS = 9  # for each example of the profile
SYNCS = 0.5  # for each step
AT_THE_HOUR = ("seen_at", "unsent")
"""What is told of phones once an hour, however often they are heard of."""


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    clock.set_to(NOON)
    yield
    clock.set_to(None)


async def holds_what_it_should(door: Door, phone: Phone) -> list[str]:
    """What is wrong with what the phone holds after a sync."""
    await phone.pull()
    now = clock.now()
    async with door.database.read() as db:
        wanted = await oracle.held(db, phone.person, now, day_of(now, door.settings.timezone))
    held = {key: row for key, row in phone.rows.items() if row is not None}
    faults = [f"{key} is held and should not be" for key in held if key not in wanted]
    faults += [f"{key} is not held: {row}" for key, row in wanted.items() if key not in held]
    both = [(key, row, held[key]) for key, row in wanted.items() if key in held]
    faults += [f"{key} says {found}, the row {row}" for key, row, found in both if oracle.differs(row, found)]
    fresh = await afresh(phone)
    return faults + [f"{key} is stale: {row}, not {fresh[key]}" for key, row in told(held).items() if row != fresh[key]]


async def afresh(phone: Phone) -> dict[Any, Any]:
    """The same rows, all of them taken now."""
    rows, cursor = phone.rows, phone.cursor
    phone.rows, phone.cursor = {}, None
    await phone.pull()
    fresh, phone.rows, phone.cursor = phone.rows, rows, cursor
    return told(fresh)


def told(rows: dict[Any, Any]) -> dict[Any, Any]:
    return {k: row and {n: v for n, v in row.items() if n not in AT_THE_HOUR} for k, row in rows.items()}


async def test_it_works(door: Door, cast: Cast, request: pytest.FixtureRequest) -> None:
    seed = int(request.config.getoption("--hypothesis-seed") or 5)
    walk = Walk(door, cast, seed)
    await walk.begin()
    for step in range(int(STEPS * hypothesis.settings().max_examples)):
        await walk.step()
        if walk.random.random() < SYNCS:
            owner, phone = walk.heard()
            faults = await holds_what_it_should(door, phone)
            lately = "\n    ".join(walk.told[-25:])
            assert faults == [], "\n".join([f"seed {seed}, step {step}, {owner}", *faults[:5], "lately:", lately])
    for owner, phone in walk.phones:
        assert await holds_what_it_should(door, phone) == [], f"seed {seed}, at the end, {owner}"
