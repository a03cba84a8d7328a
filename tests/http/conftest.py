import pytest

from backend.app import build_app
from backend.core.door import Door
from tests.http.wire import App


@pytest.fixture
def app(door: Door) -> App:
    """The app as a server calls it."""
    return App(build_app(door))
