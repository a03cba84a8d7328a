from collections.abc import Callable

import httpx
import pytest

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.media.actions import keep_picture
from backend.media.pictures import drawn
from tests.cast import Cast, actor
from tests.media.files import opened, picture
from tests.phone import Phone
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]
ANNA = Actor.at_console("anna", "uk")


async def kept(door: Door, cast: Cast | None = None) -> str:
    """A picture that an operator brought in; it is Ratusha's emblem when there is a cast."""
    id_ = await door.writer.perform(keep_picture, ANNA, drawn(picture()))
    if cast:
        await alter(door.database, "UPDATE institution SET emblem = $2 WHERE id = $1", cast.schools["ratusha"], id_)
    return id_


async def get(phone: New, id_: str, **headers: str) -> httpx.Response:
    return await phone().http.get(f"/api/media/{id_}", headers=headers)


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    answer = await get(phone, await kept(door, cast))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert opened(answer.content).size == (40, 20)


async def test_who_has_it_fetches_nothing(door: Door, phone: New, cast: Cast) -> None:
    id_ = await kept(door, cast)
    answer = await get(phone, id_, **{"if-none-match": f'"{id_}"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_what_no_school_shows_is_not_there(door: Door, phone: New) -> None:
    id_ = await kept(door)
    for path in (id_, "0" * 64, id_.upper(), id_[:-1], f"{id_}0", "..%2f..%2fetc%2fpasswd", "%00", "x" * 5_000):
        answer = await get(phone, path, **{"if-none-match": f'"{id_}"'})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


async def test_twice_is_one(door: Door, cast: Cast) -> None:
    assert await kept(door) == await kept(door)
    assert await count(door.database, "picture") == 1


@pytest.mark.parametrize("name", ["olena", "sofiia", "solomiia"])
async def test_people_keep_none(door: Door, cast: Cast, name: str) -> None:
    with pytest.raises(Problem, match="not_found"):
        await door.writer.perform(keep_picture, await actor(door, cast.people[name]), drawn(picture()))
    assert await count(door.database, "picture") == 0


async def test_it_is_audited(door: Door) -> None:
    id_ = await kept(door)
    (line,) = await peek(door.database, "SELECT operator, details FROM audit_line WHERE act = 'media.keep_picture'")
    assert line["operator"] == "anna"
    assert id_ in str(line["details"])
