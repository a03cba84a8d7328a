"""Both databases, the cast in each, and phones to reach them with. No network, no sleeping."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from backend import migrations
from backend.app import assemble
from backend.core.door import Door
from backend.core.settings import Settings
from tests import databases
from tests.apps import app_over
from tests.cast import Cast, assemble_cast
from tests.phone import Phone

hypothesis.settings.register_profile("long", max_examples=4_000)
"""For who has the time: `pytest tests/sync/test_oracle.py --hypothesis-profile=long`."""
KINDS = ["sqlite", "postgres"] if databases.postgres_answers() else ["sqlite"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that reaches a database runs on both, but for what only PostgreSQL can do."""
    if "kind" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("postgres")
        metafunc.parametrize("kind", KINDS[1:] if alone else KINDS, scope="session")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="session")
def template(kind: str, folder: Path) -> Iterator[tuple[str, Cast]]:
    """A database with the cast in it, made once."""
    casts: list[Cast] = []

    async def people_it(door: Door) -> None:
        casts.append(await assemble_cast(door))

    with databases.database(kind, folder) as name:
        asyncio.run(databases.fill(databases.settings_for(kind, folder, name), people_it))
        yield name, casts[0]


@pytest.fixture
def cast(template: tuple[str, Cast]) -> Cast:
    return deepcopy(template[1])  # a test may add to it


@pytest.fixture
def given() -> dict[str, Any]:
    """Settings that a test wants otherwise than the default; override it in a module or class."""
    return {}


@pytest.fixture
def settings(kind: str, folder: Path, template: tuple[str, Cast], given: dict[str, Any]) -> Iterator[Settings]:
    """An installation of its own, in which only the cast has acted."""
    with databases.database(kind, folder, template[0]) as name:
        yield databases.settings_for(kind, folder, name, **given)


@pytest.fixture
async def door(settings: Settings) -> AsyncIterator[Door]:
    """The same, open."""
    opened = assemble(settings)
    await opened.open()
    migrations.bind(opened.database)
    yield opened
    await opened.close()


@pytest.fixture
def phone(door: Door, cast: Cast) -> Callable[..., Phone]:
    """A new phone: `phone()`, or `phone("10.0.0.2")` to come from another address."""
    return partial(Phone, app_over(door), cast)
