from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from backend.app import build_app
from backend.core.door import Door
from backend.people.tables import Operator
from tests.cast import Cast
from tests.console.desk import HASHED, NAME, Console
from tests.phone import Phone


@pytest.fixture
def given() -> dict[str, Any]:
    return {"console": True, "hosts": "verstat.example,test.local,верстат.укр"}


@pytest.fixture
async def app(door: Door) -> Any:
    """The installation with its console and one operator."""
    await Operator(username=NAME, password=HASHED, email=NAME, active=True, admin=True, superuser=True).save()
    return build_app(door)


@pytest.fixture
def browser(app: Any) -> Callable[..., Console]:
    """A browser that nobody has used."""
    return partial(Console, app)


@pytest.fixture
async def console(browser: Callable[..., Console]) -> Console:
    """The operator, signed in."""
    found = await browser().open()
    assert (await found.sign_in()).status_code == 200
    return found


@pytest.fixture
def phone(app: Any, cast: Cast) -> Callable[..., Phone]:
    return partial(Phone, app, cast)
