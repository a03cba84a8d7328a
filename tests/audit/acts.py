"""All acts that there are, out of the code: what phones send, and what the doors hand to the writer."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any

from backend.core.actor import Actor
from backend.core.work import Act, Action, Op
from backend.sync.operations import OPERATIONS
from tests.cast import BEGINNING
from tests.house.tree import ROOT, written_by_hand

HANDED_ON = {
    "backend/core/work.py",  # says what an action is
    "backend/core/writer.py",  # carries out what it is given
    "backend/demo/hands.py",  # act by the methods of the demonstration, which name actions of rooms
    "backend/sync/push.py",  # OPERATIONS
    "admin/asked.py",  # forms of the console name the action
}
"""Files in which an act is a variable: whoever fills it names the action elsewhere."""


def name_of(action: Action) -> str:
    """The name of an act, as its line has it."""
    return Act(action, Actor.system("tests"), Op("", BEGINNING, BEGINNING)).name


@cache
def all_acts() -> dict[str, Action]:
    """Act -> action, of every act that leaves a line."""
    found = {name: kind.action for name, kind in OPERATIONS.items()}
    for path in [*written_by_hand(".py", under="backend"), *written_by_hand(".py", under="admin")]:
        for action in _named(path.relative_to(ROOT).as_posix()):
            found[name_of(action)] = action
    return found


def _named(file: str) -> Iterator[Action]:
    """The actions that a file hands to anything; whatever it hands to the writer must be among them."""
    for call in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
        if not isinstance(call, ast.Call) or any(word.arg == "audited" for word in call.keywords):
            continue
        named = [_value(file, one) for one in call.args if isinstance(one, ast.Name | ast.Attribute)]
        actions = [one for one in named if is_action(one)]
        assert actions or file in HANDED_ON or not _is_door(call.func), f"{file}:{call.lineno}: which act is this?"
        yield from actions


def _is_door(called: ast.expr) -> bool:
    """Whether a call of this makes an act."""
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    return name in ("perform", "Act")


@cache
def _module(file: str) -> dict[str, Any]:
    return vars(importlib.import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")))


def _value(file: str, argument: ast.expr) -> Any:
    """What a name stands for in a module; None for what is known only when the program runs."""
    try:
        return eval(ast.unparse(argument), _module(file))  # noqa: S307 - names of our own code
    except (NameError, AttributeError, SyntaxError):  # the last for an attribute of what is awaited
        return None


def is_action(thing: Any) -> bool:
    """Whether it is `async def verb(work, actor, op, ...)`."""
    if not inspect.iscoroutinefunction(thing):
        return False
    first = [name.strip("_") for name in inspect.signature(thing).parameters][:3]
    return first == ["work", "actor", "op"]
