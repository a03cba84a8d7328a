from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from backend.core import clock

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_ninth_week() -> Iterator[None]:
    """Both cohorts of the cast are in their ninth week of nineteen."""
    clock.set_to(NOW)
    yield
    clock.set_to(None)
