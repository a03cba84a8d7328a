"""What holds for every address there is, also for one that is added tomorrow: asked of the routes themselves."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.settings import Settings
from tests.cast import Cast
from tests.http.wire import App, scope_of
from tests.phone import Phone
from tests.sync.peek import peek

New = Callable[..., Phone]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW", "get")
FOR_EVER = "private, max-age=31536000, immutable"


def routes(app: Litestar) -> Iterator[tuple[str, str, bool]]:
    """(method, path, whether it needs to know who asks) of every route."""
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            for method in handler.http_methods:
                yield str(method), route.path, "actor" in handler.parsed_fn_signature.parameters


ROUTES = sorted(routes(build_app(assemble(Settings()))))


def at(path: str, ids: dict[str, str]) -> str:
    """An address of a route: what stands in braces by `ids`, or an id that nothing has."""
    return re.sub(r"{(\w+):\w+}", lambda found: ids.get(found[1]) or new_id(), path)


async def known(door: Door, cast: Cast) -> dict[str, str]:
    """Something that is there, for each parameter that the cast can fill."""
    (bundle,) = await peek(door.database, "SELECT id AS hash FROM bundle WHERE release = $1 LIMIT 1", cast.release)
    return {"cohort": cast.cohorts["ratusha"], "hash_": bundle["hash"], "path": "learn"}


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    """What is about somebody is kept nowhere on its way, whatever the answer is."""
    ids = await known(door, cast)
    olena, seen = await phone().sign_in("olena"), dict[int, int]()
    for method, path, personal in ROUTES:
        if personal and path != "/api/people/sign-out":
            for who in (olena, phone()):
                for given in (ids, {}):
                    answer = await who.http.request(method, at(path, given), json={} if method == "POST" else None)
                    seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
                    bundle = path.startswith("/api/courses/bundles") and answer.status_code == 200
                    assert answer.headers.get_list("cache-control") == [FOR_EVER if bundle else "no-store"], path
    assert {200, 400, 401, 404} <= set(seen), "each kind of answer was among them"
    kept = {"if-none-match": f'"{ids["hash_"]}"'}
    answer = await olena.http.get(at("/api/courses/bundles/{hash_:str}", ids), headers=kept)
    assert (answer.status_code, answer.headers["cache-control"]) == (304, FOR_EVER)
    assert (await olena.http.post("/api/people/sign-out")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", sorted({path for _, path, _ in ROUTES}))
async def test_no_method_is_a_mistake_of_ours(doorstep: App, path: str) -> None:
    right = {method for method, one, _ in ROUTES if one == path}
    for method in METHODS:
        answer = await doorstep.send(scope_of(at(path, {}), method, [(b"host", b"test.local")]))
        assert answer.status < 500 or path == "/api/health"
        if method not in right and answer.status != 404:
            assert (answer.status, answer.json()["code"]) == (405, "wrong_method")
            assert "TRACE" not in answer.headers.get("allow", "")


def cookies(answer: Any) -> list[str]:
    return answer.headers.get_list("set-cookie")


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_no_script_and_no_other_website_has_a_cookie(phone: New, scheme: str) -> None:
    solomiia = phone()
    solomiia.http.base_url = f"{scheme}://test.local"
    given = cookies(await solomiia.try_to_sign_in("solomiia"))
    taken = cookies(await solomiia.http.post("/api/people/sign-out"))
    names = [cookie.split("=")[0] for cookie in (*given, *taken)]
    assert names == ["verstat_session", "verstat_phone", "verstat_session"]
    for cookie in (*given, *taken):
        marks = {mark.strip().lower() for mark in cookie.split(";")[1:]}
        assert {"httponly", "samesite=strict", "path=/"} <= marks
        assert ("secure" in marks) == (scheme == "https")
        assert not [mark for mark in marks if mark.startswith("domain")]
