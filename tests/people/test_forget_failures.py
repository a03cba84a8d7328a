"""Wrong passwords are forgotten once no guard counts them, whether or not somebody fails again."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from backend import scheduler
from backend.core import clock
from backend.core.door import Door
from tests.phone import Phone
from tests.sync.peek import count

New = Callable[..., Phone]


@pytest.fixture(autouse=True)
def _true_time() -> Iterator[None]:
    yield
    clock.set_to(None)


async def test_it_works(phone: New, door: Door) -> None:
    begun = clock.now()
    await scheduler.tick(door)
    await phone("10.0.0.2").try_to_sign_in("solomiia", "wrong")
    clock.set_to(begun + timedelta(hours=1, minutes=59))
    await phone("10.0.0.3").try_to_sign_in("olena", "wrong")
    await scheduler.tick(door)
    assert await count(door.database, "sign_in_failure") == 4, "an account and an address for each"
    clock.set_to(begun + timedelta(hours=3))
    await scheduler.tick(door)
    assert await count(door.database, "sign_in_failure") == 2
    clock.set_to(begun + timedelta(hours=5))
    await scheduler.tick(door)
    assert await count(door.database, "sign_in_failure") == 0
