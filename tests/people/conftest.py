from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from backend.core import clock


@pytest.fixture
def later() -> Iterator[Callable[..., None]]:
    """`later(minutes=16)`: time goes on by so much; afterwards the true time returns."""

    def go_on(**span: float) -> None:
        clock.set_to(clock.now() + timedelta(**span))

    yield go_on
    clock.set_to(None)
