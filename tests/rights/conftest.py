import asyncio
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest

from backend import migrations
from backend.app import assemble
from backend.core import clock
from backend.core.door import Door
from backend.core.settings import Settings
from tests import databases
from tests.cast import Cast
from tests.mentoring.meetings import NOON
from tests.rights.world import World


@pytest.fixture(scope="session")
def peopled(kind: str, folder: Path, template: tuple[str, Cast]) -> Iterator[tuple[str, Cast, str]]:
    """A database with the world in it, made once: its name, who is in it, a session at its console."""
    with databases.database(kind, folder, template[0]) as name:
        yield name, *asyncio.run(_built(databases.settings_for(kind, folder, name), template[1]))


async def _built(settings: Settings, template: Cast) -> tuple[Cast, str]:
    door, cast = assemble(settings), deepcopy(template)
    await door.open()
    migrations.bind(door.database)
    clock.set_to(NOON)
    try:
        world = World(door, cast)
        await world.build()
        return cast, world.console
    finally:
        clock.set_to(None)
        await door.close()


@pytest.fixture
async def door(kind: str, folder: Path, peopled: tuple[str, Cast, str]) -> AsyncIterator[Door]:
    """The world's own database, not a copy: what is refused leaves nothing in it, and what is not is undone."""
    clock.set_to(NOON + timedelta(hours=1))  # later than all that was done there
    opened = assemble(databases.settings_for(kind, folder, peopled[0]))
    await opened.open()
    yield opened
    await opened.close()
    clock.set_to(None)


@pytest.fixture
def cast(peopled: tuple[str, Cast, str]) -> Cast:
    return peopled[1]


@pytest.fixture
def console(peopled: tuple[str, Cast, str]) -> str:
    """The token of an operator's session at the console."""
    return peopled[2]
