"""The table is whole: nothing can be asked of the server without a line that says who may."""

import pytest
from msgspec import inspect

from backend.app import build_app
from backend.core.door import Door
from backend.sync.operations import OPERATIONS
from tests.rights import table
from tests.rights.relations import RELATED
from tests.rights.routes import registered
from tests.rights.shapes import places

WRITE = "write its line in tests/rights/table.py: who may name which rows by the ids that it takes"


def test_it_works() -> None:
    assert set(OPERATIONS) == set(table.OPERATIONS), f"An operation without a line, or a line without one: {WRITE}."


async def test_every_route_has_a_line(door: Door) -> None:
    assert set(registered(build_app(door))) == set(table.ROUTES), f"A route without a line, or a line without: {WRITE}."


@pytest.mark.parametrize("type_", sorted(OPERATIONS))
def test_every_id_in_an_operation_is_in_its_line(type_: str) -> None:
    taken = set(places(inspect.type_info(OPERATIONS[type_].body)))
    assert taken == {place for line in table.OPERATIONS[type_] for place in line}, f"Ids of {type_}: {WRITE}."


async def test_every_id_in_a_route_is_in_its_line(door: Door) -> None:
    for name, route in registered(build_app(door)).items():
        assert route.ids == set(table.ROUTES[name].line), f"Ids of {name}: {WRITE}."
        assert (table.ROUTES[name].door in ("rows", "shown")) == bool(route.ids), name


def test_every_relation_that_is_named_is_one() -> None:
    lines = [line for found in table.OPERATIONS.values() for line in found]
    lines += [line for route in table.ROUTES.values() for line in (route.line, route.lists)]
    named = {(row.table, relation) for line in lines for row in line.values() for relation in row.relations}
    unknown = [(name, relation) for name, relation in sorted(named) if name not in RELATED]
    assert unknown == [], "tests/rights/relations.py does not say who is what to these rows"
