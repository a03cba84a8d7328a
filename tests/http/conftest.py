import pytest

from backend.app import assemble, build_app
from backend.core.door import Door
from tests import databases
from tests.http.wire import App


@pytest.fixture
def app(door: Door) -> App:
    """The app as a server calls it."""
    return App(build_app(door))


@pytest.fixture(scope="session")
def doorstep(tmp_path_factory: pytest.TempPathFactory) -> App:
    """The app of an installation that is not open: for what is answered before anybody asks the database."""
    return App(build_app(assemble(databases.settings_for("sqlite", tmp_path_factory.mktemp("closed"), "closed"))))
