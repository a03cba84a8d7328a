"""One HTTP app for all the installations that tests open: building one takes longer than most tests do."""

from dataclasses import fields, replace
from functools import cache
from pathlib import Path

from litestar import Litestar

from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.settings import Settings
from backend.sync.slots import slots_for


@cache
def _app(settings: Settings) -> tuple[Door, Litestar]:
    door = assemble(settings)
    return door, build_app(door)


def app_over(door: Door) -> Litestar:
    """The app over `door`, and no longer over the one before it of the same settings."""
    leads_to, app = _app(replace(door.settings, data=Path(), database=""))
    for field in fields(Door):
        object.__setattr__(leads_to, field.name, getattr(door, field.name))
    app.state.slots = slots_for(door.settings)  # a test has a loop of its own
    return app
