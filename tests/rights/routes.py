"""The routes as Litestar registered them: which ids they take, and a request to one."""

import re
from collections.abc import Mapping
from typing import Any

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute
from msgspec import Struct, inspect

from backend.people.consents import CURRENT
from tests.rights.matrix import Ids
from tests.rights.shapes import Maker, places


class Registered(Struct):
    """One method of one address; `body` is what it takes as JSON."""

    method: str
    path: str
    parameters: list[str]
    body: type[Struct] | None

    @property
    def ids(self) -> set[str]:
        """The places at which it takes ids."""
        found = set(places(inspect.type_info(self.body))) if self.body else set[str]()
        return found | ({*self.parameters} - {"path"})

    def address(self, ids: Ids) -> str:
        """Where it is with these ids in it."""
        return re.sub(r"{(\w+):\w+}", lambda place: ids.get(place[1], "x"), self.path)

    async def ask(self, http: httpx.AsyncClient, ids: Ids, given: Mapping[str, Any]) -> httpx.Response:
        """The answer when these ids stand in it."""
        carried = {place: id_ for place, id_ in ids.items() if place not in self.parameters}
        body = Maker(carried, given).body(self.body) if self.body else None
        return await http.request(self.method, self.address(ids), json=body)


GIVEN: dict[str, Any] = {"text": CURRENT, "today": "2026-11-16", "now": "2026-11-16T10:00:00Z"}


def registered(app: Litestar) -> dict[str, Registered]:
    """Everything that Litestar answers, by "METHOD path"; its own OPTIONS apart."""
    found: dict[str, Registered] = {}
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path}: no HTTP, and so no line of the table can be about it"
        for handler in route.route_handlers:
            taken = handler.parsed_data_field
            for method in sorted(handler.http_methods - {"OPTIONS"}):
                parameters = [*route.path_parameters]
                one = Registered(str(method), route.path, parameters, taken.annotation if taken else None)
                found[f"{method} {route.path}"] = one
    return found


def told(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    """All that an answer says."""
    return answer.status_code, {n: v for n, v in answer.headers.items() if n != "date"}, answer.content
