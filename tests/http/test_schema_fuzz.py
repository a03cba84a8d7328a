"""Whatever is sent to a route: nothing breaks, and every answer is one that the API's own description knows."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis import checks as common
from schemathesis.specs.openapi import checks as openapi

from backend.app import assemble, build_app
from backend.core.ids import UUID_TEXT
from backend.core.settings import Settings
from tests import databases
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import peek

CHECKS: Any = [
    common.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
]
WHO = ["", "solomiia", "olena", "vasyl", "sofiia"]
"""Nobody, a student, two coordinators, the manager."""
ENDS_A_SESSION = ("/sign-out", "/revoke")
TABLES = ("person", "institution", "cohort", "programme", "enrolment", "device", "bundle", "role")
EXAMPLES = 16


class Running:
    """The app over a database of its own, driven from tests that are no coroutines."""

    def __init__(self, settings: Settings, cast: Cast) -> None:
        self.cast, self.runner = cast, asyncio.Runner()
        self.door = assemble(settings)
        self.runner.run(self.door.open())
        self.app = build_app(self.door)
        self.schema = schemathesis.openapi.from_dict(self.app.openapi_schema.to_schema())
        self.ids: list[str] = self.runner.run(self._ids())
        self.phones = {name: self.runner.run(self.phone(name)) for name in WHO}

    async def _ids(self) -> list[str]:
        return [row["id"] for t in TABLES for row in await peek(self.door.database, f"SELECT id FROM {t} ORDER BY id")]

    def new(self) -> Phone:
        return Phone(self.app, self.cast)

    async def phone(self, name: str) -> Phone:
        return await signed_in(self.door, self.new, self.cast.people[name]) if name else self.new()

    def close(self) -> None:
        self.runner.run(self.door.close())
        self.runner.close()

    def ask(self, case: Any, who: str, real: list[str]) -> httpx.Response:
        """Send it as somebody, with ids that there are in place of some that were made up."""
        phone = self.phones[who]
        if case.path.endswith(ENDS_A_SESSION):
            phone = self.runner.run(self.phone(who))
        left = iter(real)
        case.body = _with(case.body, left)
        parts: dict[str, Any] = case.path_parameters or {}
        case.path_parameters = {name: next(left, value) for name, value in parts.items()}
        given = case.as_transport_kwargs(base_url="http://test.local")
        sent = {name: given[name] for name in ("method", "url", "params", "json", "data", "headers") if name in given}
        if isinstance(sent.get("data"), bytes):
            sent["content"] = sent.pop("data")
        return self.runner.run(phone.http.request(**sent))


def _with(value: Any, real: Iterator[str]) -> Any:
    """The same with the next real id in place of each that was made up, while there are some."""
    if isinstance(value, dict):
        return {name: _with(one, real) for name, one in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_with(one, real) for one in cast("list[Any]", value)]
    return next(real, value) if isinstance(value, str) and re.match(UUID_TEXT, value) else value


@pytest.fixture(scope="module")
def running(kind: str, folder: Path, template: tuple[str, Cast]) -> Iterator[Running]:
    with databases.database(kind, folder, template[0]) as name:
        running = Running(databases.settings_for(kind, folder, name), template[1])
        yield running
        running.close()


def _answers(running: Running, operation: Any, mode: GenerationMode) -> set[int]:
    """What a route answered to examples, each answer checked."""
    seen: set[int] = set()

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(
        case=operation.as_strategy(generation_mode=mode),
        who=st.sampled_from(WHO),
        real=st.lists(st.sampled_from(running.ids), max_size=3),
    )
    def run(case: Any, who: str, real: list[str]) -> None:
        answer = running.ask(case, who, real)
        seen.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    run()
    return seen


def _operations(running: Running) -> list[Any]:
    schema: Any = running.schema  # typed in part
    return [one.ok() for one in schema.get_all_operations()]


def test_it_works(running: Running) -> None:
    """What the description asks for."""
    seen = [_answers(running, one, GenerationMode.POSITIVE) for one in _operations(running)]
    assert {200, 204, 401, 404} <= set[int]().union(*seen)


def test_what_the_description_forbids(running: Running) -> None:
    """Of what stands in a body: in a path everything is a text."""
    seen = [_answers(running, one, GenerationMode.NEGATIVE) for one in _operations(running) if one.body]
    assert 400 in set[int]().union(*seen)
