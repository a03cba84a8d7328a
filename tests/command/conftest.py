import asyncio
import shutil
from copy import deepcopy
from pathlib import Path

import pytest

from backend.core.door import Door
from backend.core.settings import Settings
from tests import databases
from tests.cast import Cast, assemble_cast
from tests.command.school import School


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A data folder in which the cast lives, made once."""
    casts: list[Cast] = []

    async def people_it(door: Door) -> None:
        casts.append(await assemble_cast(door))

    settings = Settings(data=tmp_path_factory.mktemp("school") / "data", hosts="test.local")
    asyncio.run(databases.fill(settings, people_it))
    return settings.data, casts[0]


@pytest.fixture
def school(filled: tuple[Path, Cast], tmp_path: Path) -> School:
    """An installation on SQLite, of this test's own."""
    return School(Path(shutil.copytree(filled[0], tmp_path / "data")), deepcopy(filled[1]))
