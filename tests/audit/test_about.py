"""Every act that leaves a line says on whom or what it is."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from backend.core.door import Door
from tests.audit.acts import all_acts
from tests.cast import Cast
from tests.sync.peek import peek

NOTHING: dict[str, str] = {
    "media.keep_picture": "a picture is named by its content and nobody's before a row shows it; `details` has it",
    "people.change_operator_password": "of themselves: the line says who",
    "people.sign_in_operator": "of themselves: the line says who",
    "people.sign_out_operator": "of themselves: the line says who",
}
"""Act -> why there is nothing to name."""


@pytest.mark.parametrize("act", sorted(all_acts().keys() - NOTHING.keys()))
def test_every_action_names_what_it_is_about(act: str) -> None:
    assert any("work.about(" in inspect.getsource(one) for one in _within(all_acts()[act], set()))


def _within(function: Any, seen: set[Any]) -> Iterator[Any]:
    """The function and those of ours that it calls, and that they call."""
    seen.add(function)
    yield function
    for name in _names(function.__code__):
        called = function.__globals__.get(name)
        if inspect.isfunction(called) and called.__module__.startswith("backend.") and called not in seen:
            yield from _within(called, seen)


def _names(code: Any) -> Iterator[str]:
    """The names that a piece of code uses, in what is written inside of it too."""
    yield from code.co_names
    for part in code.co_consts:
        if inspect.iscode(part):
            yield from _names(part)


async def test_whatever_the_cast_did_has_a_line_that_says_so(cast: Cast, door: Door) -> None:
    lines = await peek(door.database, "SELECT act, about, about_kind FROM audit_line")
    assert len(lines) > 30
    assert [line for line in lines if line["about"] is None or line["about_kind"] is None] == []
