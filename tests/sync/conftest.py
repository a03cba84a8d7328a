import pytest

from backend.sync.feeds import FEEDS
from backend.sync.operations import OPERATIONS
from tests.sync import acts


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up acts join sync as a room does: a line for each, and their entity."""
    for name, kind in acts.ACTS.items():
        monkeypatch.setitem(OPERATIONS, name, kind)
    monkeypatch.setitem(FEEDS, "thing", acts.thing_rows)
