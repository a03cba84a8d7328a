"""Whatever stands in an operation: it gets a verdict, nothing breaks, and the good one beside it counts (I4)."""

import asyncio
import json
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from jsonschema_rs import validator_for
from msgspec import inspect

from backend.app import assemble, build_app
from backend.core import clock
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.sync.operations import OPERATIONS
from tests import databases
from tests.cast import Cast
from tests.manufactories.workshop import set_limits
from tests.mentoring.meetings import NOON, mentor
from tests.phone import Phone
from tests.rights.shapes import bare, is_id
from tests.sync.crowd import signed_in
from tests.sync.peek import peek

NAMES = ["solomiia", "olena", "nazar"]
EXAMPLES = 12  # of each operation, several operations in each
TABLES = ("person", "institution", "cohort", "enrolment", "lesson", "release", "quiz", "school_mentor", "role")
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def body_of(kind: inspect.Type, ids: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Bodies of this type, with `ids` for ids, and values at and beyond the ends of what is allowed."""
    if is_id(kind):
        return ids
    inner = bare(kind)
    if isinstance(inner, inspect.StructType):
        needed = {f.encode_name: body_of(f.type, ids) for f in inner.fields if f.required}
        other = {f.encode_name: body_of(f.type, ids) for f in inner.fields if not f.required}
        return st.fixed_dictionaries(needed, optional=other)
    if isinstance(inner, inspect.ListType):
        return st.lists(body_of(inner.item_type, ids), max_size=3)
    if isinstance(inner, inspect.DictType):
        return st.dictionaries(body_of(inner.key_type, ids), body_of(inner.value_type, ids), max_size=3)
    if isinstance(inner, inspect.UnionType):
        return st.one_of([body_of(one, ids) for one in inner.types])
    return _plain(inner)


def _plain(kind: inspect.Type) -> st.SearchStrategy[Any]:
    if isinstance(kind, inspect.LiteralType):
        return st.sampled_from([*kind.values])
    if isinstance(kind, inspect.IntType):
        return st.sampled_from([0, 1, -1, 7, 90, 50_001, 2**31, -(2**31), 2**53, 2**63]) | st.integers(-500, 500)
    if isinstance(kind, inspect.StrType):
        return st.text(max_size=12) | st.sampled_from(["2026-1", "", " ", "\x00", "’", "x" * 5_000, "\u202e"])
    simple: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
        inspect.BoolType: st.booleans(),
        inspect.NoneType: st.none(),
        inspect.DateType: st.dates().map(str) | st.sampled_from(["2026-11-16", "2026-11-10", "0001-01-01"]),
        inspect.DateTimeType: st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    }
    return simple[type(kind)]


class Running:
    """The app over a database of its own, driven from tests that are no coroutines."""

    def __init__(self, settings: Settings, cast: Cast) -> None:
        self.runner = asyncio.Runner()
        self.door, self.cast = assemble(settings), cast
        self.runner.run(self.door.open())
        app = build_app(self.door)
        described = app.openapi_schema.to_schema()
        answer = {"$ref": "#/components/schemas/Answer", "components": described["components"]}
        self.check = validator_for(answer)
        self.new = partial(Phone, app, cast)
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        await set_limits(self.door, self.cast, team_min=1)
        await mentor(self.door, self.new, self.cast, "nazar")
        people = self.cast.people
        self.phones = {name: await signed_in(self.door, self.new, people[name]) for name in NAMES}
        self.ids = [r["id"] for t in TABLES for r in await peek(self.door.database, f"SELECT id FROM {t} ORDER BY id")]

    def close(self) -> None:
        self.runner.run(self.door.close())
        self.runner.close()

    def deliver(self, who: str, type_: str, bodies: list[Any]) -> None:
        """Each gets its verdict, in order; the good one at the end is carried out."""
        phone = self.phones[who]
        good = phone.operation("people.choose_language", {"language": "uk"})
        sent = [phone.operation(type_, body) | {"id": new_id()} for body in bodies] + [good]
        answer = self.runner.run(phone.send(*sent, pull={"cursor": None, "max_rows": 50}))
        assert answer.status_code == 200, answer.text
        told = json.loads(answer.content)
        self.check.validate(told)
        assert [verdict["id"] for verdict in told["verdicts"]] == [operation["id"] for operation in sent]
        for verdict, body in zip(told["verdicts"], [*bodies, good["body"]], strict=True):
            assert verdict["status"] in ("applied", "rejected", "retry")
            assert verdict.get("code") != "broken", (type_, body)
        assert told["verdicts"][-1]["status"] == "applied"


@pytest.fixture(scope="module")
def running(kind: str, folder: Path, template: tuple[str, Cast]) -> Iterator[Running]:
    clock.set_to(NOON)
    with databases.database(kind, folder, template[0]) as name:
        running = Running(databases.settings_for(kind, folder, name), deepcopy(template[1]))
        yield running
        running.close()
    clock.set_to(None)


@pytest.mark.parametrize("type_", sorted(OPERATIONS))
def test_it_works(running: Running, type_: str) -> None:
    ids = st.sampled_from(running.ids) | st.uuids(version=4).map(str)
    body = body_of(inspect.type_info(OPERATIONS[type_].body), ids)

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(st.sampled_from(NAMES), st.lists(body | body | body | ANYTHING, min_size=3, max_size=8))
    def run(who: str, bodies: list[Any]) -> None:
        running.deliver(who, type_, bodies)

    run()
