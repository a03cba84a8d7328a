import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, time

import pytest

from backend import migrations
from backend.app import assemble
from backend.core import clock
from backend.core.door import Door
from backend.core.settings import Settings
from backend.demo.load import Loader
from backend.demo.town import town
from tests import databases
from tests.demo.start import start


@pytest.fixture(scope="session")
def loaded(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Loader]]:
    """A town, loaded once for all tests of one kind of database; they only look at it."""
    folder = tmp_path_factory.mktemp("town")
    with databases.database(kind, folder) as name:
        settings = databases.settings_for(kind, folder, name)
        settings.data.mkdir(exist_ok=True)
        loader = asyncio.run(start(settings))
        assert loader is not None
        yield settings, loader


@pytest.fixture
async def town_door(loaded: tuple[Settings, Loader]) -> AsyncIterator[Door]:
    """The town, open, at noon of its anchor."""
    door = assemble(loaded[0])
    await door.open()
    migrations.bind(door.database)
    clock.set_to(datetime.combine(town().anchor, time(12), UTC))
    yield door
    clock.set_to(None)
    await door.close()
