"""The stranger matrix of the routes: every route, by everybody, of every kind of row there is."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from litestar import Litestar

from backend.app import build_app
from backend.core import clock
from backend.core.door import Door
from backend.people.session import SESSION
from tests.cast import Cast
from tests.phone import Phone
from tests.rights import table
from tests.rights.asker import PARTS
from tests.rights.matrix import Ids, Rows, bare, contents, made_up, watched
from tests.rights.routes import GIVEN, Registered, registered, told
from tests.rights.world import ASKERS, OF, SECRET
from tests.sync.crowd import signed_in
from tests.sync.peek import alter

NAMED = {name: line for name, line in table.ROUTES.items() if line.door == "rows"}
GUARDED = {name: line for name, line in table.ROUTES.items() if line.door not in ("open", "shown")}
LISTS = {name: line for name, line in table.ROUTES.items() if line.lists}


@pytest.fixture
def app(door: Door) -> Litestar:
    return build_app(door)


@pytest.fixture
async def rows(door: Door, cast: Cast) -> Rows:
    return await Rows.read(door, list(cast.people.values()))


async def _answer(door: Door, phone: Phone, route: Registered, ids: Ids) -> tuple[Any, list[str]]:
    """What is answered, and what it cost; undone again."""
    asked: list[str] = []
    with watched(door, asked):
        return told(await route.ask(phone.http, ids, GIVEN)), [*map(bare, asked)]


def _cases(rows: Rows, person: str, line: table.Line, turn: int) -> Iterator[tuple[Ids, bool]]:
    """Ids to ask for, and whether the table lets this person: every route names one row."""
    ((place, row),) = line.items()
    for id_ in rows.nameable(person, row)[:2]:
        yield {place: id_}, True
    strange = rows.strange(person, row)
    others = [
        ids[0] for name, ids in rows.ids.items() if ids and name != row.table and not rows.may(person, row, ids[0])
    ]
    for id_ in (*strange[:2], *strange[2:][-2:], *others[turn % len(ASKERS) :: len(ASKERS)]):
        yield {place: id_}, False


@pytest.mark.parametrize("role", ASKERS)
async def test_it_works(role: str, door: Door, app: Litestar, cast: Cast, rows: Rows) -> None:
    """Answered where the table says so; elsewhere the same as for what is not there, at the same cost."""
    phone = await signed_in(door, partial(Phone, app, cast), cast.people[ASKERS[role]])
    before, routes = await contents(door), registered(app)
    for name, line in NAMED.items():
        route, references = routes[name], dict[str, tuple[Any, list[str]]]()
        for ids, mine in _cases(rows, phone.person, line.line, list(ASKERS).index(role)):
            nothing = {place: made_up(id_) for place, id_ in ids.items()}
            found, cost = await _answer(door, phone, route, ids)
            if str(nothing) not in references:
                references[str(nothing)] = await _answer(door, phone, route, nothing)
            reference, least = references[str(nothing)]
            assert reference[0] in (400, 404), f"{name} {nothing}: {reference}"
            if mine:
                assert found[0] != reference[0], f"{name} {ids} is theirs, and yet as if it were not there"
            else:
                assert found == reference, f"{name} {ids} should be nothing to them"
                assert cost == least, f"{name} {ids} should cost no more than what is not there"
    assert await contents(door) == before


async def _nobody(new: Callable[[], Phone], **cookies: str) -> Phone:
    phone = new()
    for name, value in cookies.items():
        phone.http.cookies.set(name, value)
    return phone


@pytest.fixture
async def outside(door: Door, app: Litestar, cast: Cast, console: str) -> dict[str, Phone]:
    """Who is nobody here, whatever they are or were elsewhere."""
    new = partial(Phone, app, cast)
    revoked, closed = [await signed_in(door, new, cast.people[name]) for name in ("olena", "closed")]
    phones = (await revoked.http.get("/api/people/devices")).json()["devices"]
    (this,) = [phone["id"] for phone in phones if phone["current"]]
    assert (await revoked.http.post(f"/api/people/devices/{this}/revoke")).status_code == 204
    await alter(door.database, "UPDATE device SET token = NULL WHERE person = $1", closed.person)
    await alter(door.database, "UPDATE person SET closed_at = $2 WHERE id = $1", closed.person, clock.now())
    operator = await _nobody(new, id=console, **{SESSION: console})
    return {"nobody": await _nobody(new), "operator": operator, "revoked": revoked, "closed": closed}


async def test_nobody_is_told_to_sign_in_whatever_they_ask_for(
    outside: dict[str, Phone], door: Door, app: Litestar, rows: Rows
) -> None:
    before = await contents(door)
    for name, line in GUARDED.items():
        route = registered(app)[name]
        ids = {
            place: made_up("") if row.table not in rows.ids else rows.ids[row.table][0]
            for place, row in line.line.items()
        }
        nothing = {place: made_up(id_) for place, id_ in ids.items()}
        reference, _ = await _answer(door, outside["nobody"], route, nothing)
        assert reference[0] == 401, name
        for who, phone in outside.items():
            assert (await _answer(door, phone, route, ids))[0] == reference, f"{name} by {who}"
    assert await contents(door) == before


@pytest.mark.parametrize("role", ASKERS)
async def test_a_list_holds_what_is_theirs(role: str, door: Door, app: Litestar, cast: Cast, rows: Rows) -> None:
    name = ASKERS[role]
    phone = await signed_in(door, partial(Phone, app, cast), cast.people[name])
    for route, line in LISTS.items():
        text = (await registered(app)[route].ask(phone.http, {}, GIVEN)).text
        assert _strange_words(name, text) == [], route
        for listed in line.lists.values():
            found = {id_ for id_ in rows.ids[listed.table] if id_ in text}
            mine = {id_ for id_ in rows.ids[listed.table] if rows.may(phone.person, listed, id_)}
            assert found <= mine, f"{route} lists a {listed.table} that is not theirs"
            assert found == mine or not listed.told, f"{route} does not list every {listed.table} that is theirs"


@pytest.mark.parametrize("role", ASKERS)
async def test_a_phone_holds_no_word_of_another_school(role: str, door: Door, app: Litestar, cast: Cast) -> None:
    phone = await signed_in(door, partial(Phone, app, cast), cast.people[ASKERS[role]])
    await phone.pull()
    assert _strange_words(ASKERS[role], str(phone.rows)) == []


def _strange_words(name: str, text: str) -> list[str]:
    """What people wrote and are called in schools with which this person has nothing to do."""
    if name in ("zoriana", "sofiia"):  # of both
        return []
    strange = [school for school, names in OF.items() if name not in names]
    words = [word for school in strange for word in (SECRET[school], *(f"{one}-family" for one in OF[school]))]
    return [word for word in words if word in text]


PROPOSES = "POST /api/people/login-name"
"""Answers everybody, and at random."""
OPEN = sorted(name for name, line in table.ROUTES.items() if line.door == "open" and name.startswith("POST"))


@pytest.mark.parametrize("name", [name for name in OPEN if name != PROPOSES])
async def test_no_id_opens_anything(name: str, door: Door, app: Litestar, cast: Cast, rows: Rows) -> None:
    """Login names, codes and tokens are no ids, and nobody learns by them which ids there are."""
    route, phone = registered(app)[name], Phone(app, cast)
    before = await contents(door)
    for id_ in [ids[0] for ids in rows.ids.values() if ids][:: 2 * PARTS]:
        given = GIVEN | dict.fromkeys(("login", "code", "token", "family", "given"), id_)
        nothing = GIVEN | dict.fromkeys(("login", "code", "token", "family", "given"), made_up(id_))
        with watched(door, []):
            found = await route.ask(phone.http, {}, given)
            reference = await route.ask(phone.http, {}, nothing)
        assert told(found) == told(reference), f"{name} {id_}"
    assert await contents(door) == before
