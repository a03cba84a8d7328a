"""Back-pressure: many who take stand in the way neither of who brings nor of who signs in."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import msgspec
import pytest

from backend.app import build_app
from backend.core.database import Reader
from backend.core.door import Door
from backend.people.queries import person_rows
from backend.sync import slots
from backend.sync.feeds import FEEDS
from backend.sync.schemas import Pull
from backend.sync.slots import Slots
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import count

FIRST, NEXT = {"cursor": None}, {"cursor": "e30="}
WISHES = {"first syncs": FIRST, "pulls": NEXT}


@pytest.fixture
def app(door: Door) -> Any:
    return build_app(door)


@pytest.fixture
def phone(app: Any, cast: Cast) -> Callable[..., Phone]:
    return lambda: Phone(app, cast)


@pytest.fixture
async def solomiia(phone: Callable[..., Phone], cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody stands in the queue."""
    monkeypatch.setattr(slots, "WAIT", 0)


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has a turn, however busy this machine is."""
    monkeypatch.setattr(slots, "WAIT", 60)


def _of(app: Any, wish: Mapping[str, Any]) -> asyncio.Semaphore:
    kept: Slots = app.state.slots
    return kept._first if wish["cursor"] is None else kept._pulls  # type: ignore[reportPrivateUsage] - nothing else shows it


@asynccontextmanager
async def taken(app: Any, *wishes: Mapping[str, Any]) -> AsyncGenerator[None]:
    """Every place for such pulls is taken."""
    async with AsyncExitStack() as stack:
        for wish in wishes:
            while not _of(app, wish).locked():
                assert await stack.enter_async_context(app.state.slots.place(Pull(cursor=wish["cursor"])))
        yield


@asynccontextmanager
async def turns(app: Any, work: list[Any]) -> AsyncGenerator[None]:
    """It is nobody's turn who brings so much."""
    kept: Slots = app.state.slots
    async with AsyncExitStack() as stack:
        for _ in range(slots.LIGHT if len(msgspec.json.encode(work)) <= slots.SMALL else slots.HEAVY):
            await stack.enter_async_context(kept.turn(len(msgspec.json.encode(work))))
        yield


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
async def test_it_works(solomiia: Phone, app: Any, wish: dict[str, Any]) -> None:
    async with taken(app, FIRST, NEXT):
        answer = await solomiia.send(solomiia.lesson(0), pull=wish)
        assert answer.status_code == 200
        assert [verdict["status"] for verdict in answer.json()["verdicts"]] == ["applied"]
        assert (answer.json()["pull"], answer.json()["hints"]["next_min_s"]) == (None, 5)
        refused = await solomiia.send(pull=wish)
        assert (refused.status_code, refused.json()["code"], refused.json()["retry"]) == (503, "busy", True)
        assert refused.headers["retry-after"] == "5"
        bare = (await solomiia.send()).json()
        assert (bare["pull"], bare["hints"]["next_min_s"]) == (None, 30), "who wants nothing is told nothing of it"
    answer = (await solomiia.send(solomiia.lesson(1), pull=wish)).json()
    assert (len(answer["pull"]["rows"]) > 0, answer["hints"]["next_min_s"]) == (True, 30)


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(("full", "other"), [(FIRST, NEXT), (NEXT, FIRST)], ids=WISHES)
async def test_neither_takes_the_places_of_the_other(
    solomiia: Phone, app: Any, full: dict[str, Any], other: dict[str, Any]
) -> None:
    async with taken(app, full):
        assert (await solomiia.send(pull=full)).status_code == 503
        assert (await solomiia.send(pull=other)).json()["pull"]["rows"]


async def queued(app: Any, wish: Mapping[str, Any], count: int) -> None:
    """Until so many stand in the queue."""
    async with asyncio.timeout(20):
        while len(_of(app, wish)._waiters or ()) < count:
            await asyncio.sleep(0)


@pytest.mark.usefixtures("_patient")
async def test_who_waits_has_the_next_place(solomiia: Phone, app: Any) -> None:
    async with taken(app, NEXT):
        waiting = [asyncio.create_task(solomiia.send(pull=NEXT)) for _ in range(20)]
        waiting.append(asyncio.create_task(solomiia.send(solomiia.lesson(0), pull=NEXT)))
        await queued(app, NEXT, 21)
        assert not any(task.done() for task in waiting)
    for answer in await asyncio.gather(*waiting):
        assert answer.json()["pull"]["rows"]


@pytest.mark.usefixtures("_patient")
@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
async def test_places_are_given_back_whatever_happens(
    solomiia: Phone, app: Any, monkeypatch: pytest.MonkeyPatch, wish: dict[str, Any]
) -> None:
    every = _of(app, wish)._value

    async def fall(_db: Reader, _ids: list[str]) -> Mapping[str, Any]:
        raise LookupError("unforeseen")

    with monkeypatch.context() as broken:
        broken.setitem(FEEDS, "person", fall)
        for _ in range(8):
            assert (await solomiia.send(pull=wish)).status_code == 500
    for turns in range(12):  # the request is cut off where it stands after so many turns of the loop
        tasks = [asyncio.create_task(solomiia.send(pull=wish)) for _ in range(6)]
        for _ in range(turns):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    async with taken(app, wish):
        tasks = [asyncio.create_task(solomiia.send(pull=wish)) for _ in range(6)]
        await queued(app, wish, 6)
        for task in tasks[::2]:
            task.cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert [one.status_code for one in done[1::2] if not isinstance(one, BaseException)] == [200] * 3
    assert _of(app, wish)._value == every
    assert (await solomiia.send(pull=wish)).json()["pull"]["rows"]


@pytest.mark.usefixtures("_patient")
async def test_a_pull_is_not_behind_all_first_syncs(solomiia: Phone) -> None:
    await solomiia.pull()
    ended: list[str] = []

    async def send(what: str, **given: Any) -> None:
        answer = await solomiia.send(**given)
        assert answer.status_code == 200
        ended.append(what)

    storm = [send("first sync", pull=FIRST) for _ in range(50)]
    await asyncio.gather(*storm, send("pull", pull={"cursor": solomiia.cursor}))
    assert ended.index("pull") < 25


async def test_first_syncs_leave_connections_to_everybody_else(
    solomiia: Phone, phone: Callable[..., Phone], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of a storm is stuck in the database for as long as the others need."""
    if kind == "sqlite":  # nothing is stuck there: a page is read in one go, by the one connection of the loop
        return
    await solomiia.pull()
    go_on, stuck = asyncio.Event(), asyncio.Event()

    async def slow(db: Reader, ids: list[str]) -> Mapping[str, Any]:
        stuck.set()
        await go_on.wait()
        return await person_rows(db, ids)

    monkeypatch.setitem(FEEDS, "person", slow)
    storm = [asyncio.create_task(solomiia.send(solomiia.lesson(0), pull=FIRST)) for _ in range(30)]
    await stuck.wait()
    async with asyncio.timeout(20):
        answer = await solomiia.send(solomiia.lesson(1), pull={"cursor": solomiia.cursor})
        assert answer.json()["pull"]["rows"]
        assert (await phone().try_to_sign_in("ostap")).status_code == 200
    go_on.set()
    for answer in await asyncio.gather(*storm):
        assert answer.json()["verdicts"][0]["status"] == "applied"


SIZES = {"little": 1, "much": 40}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_delivery_whose_turn_does_not_come_is_told_when_to_come_back(
    solomiia: Phone, app: Any, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    work = [solomiia.lesson(n % 6) for n in range(size)]
    with monkeypatch.context() as full:
        full.setattr(slots, "TURN", 0)
        async with turns(app, work):
            refused = await solomiia.send(*work, pull=FIRST)
    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert refused.headers["retry-after"] == "5"
    verdicts = await solomiia.verdicts(*work)
    assert {(verdict["status"], verdict["dup"]) for verdict in verdicts} == {("applied", False)}


async def test_who_finds_the_queue_full_is_told_at_once_and_who_stands_in_it_comes_to_his_turn(
    solomiia: Phone, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "QUEUE", 2)
    monkeypatch.setattr(slots, "TURN", 60)
    much = [[solomiia.lesson(n % 6) for n in range(40)] for _ in range(3)]
    async with turns(app, much[0]):
        waiting = [asyncio.create_task(solomiia.send(*work)) for work in much[:2]]
        while len(app.state.slots._heavy._waiters or ()) < 2:
            await asyncio.sleep(0)
        assert (await solomiia.send(*much[2])).status_code == 503
        assert (await solomiia.send(solomiia.lesson(0))).status_code == 200, "the other queue is empty"
    assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [200, 200]
    assert (await solomiia.send(*much[2])).status_code == 200, "and is empty again"


async def test_who_brings_little_does_not_wait_behind_who_brings_much(
    solomiia: Phone, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "TURN", 0)
    much = [solomiia.lesson(n % 6) for n in range(40)]
    async with turns(app, much):
        assert (await solomiia.send(*much)).status_code == 503
        (verdict,) = await solomiia.verdicts(solomiia.lesson(0))
    assert verdict["status"] == "applied"


async def test_what_waits_is_not_read_and_who_hung_up_meanwhile_is_not_worked_for(
    solomiia: Phone, app: Any, door: Door
) -> None:
    work = [solomiia.lesson(n % 6) for n in range(40)]
    request = solomiia.http.build_request("POST", "/api/sync", json={"ops": work})
    told = [(name.lower().encode(), value.encode()) for name, value in request.headers.items()]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http"}
    scope |= {"path": "/api/sync", "raw_path": b"/api/sync", "query_string": b"", "root_path": "", "headers": told}
    asked: list[str] = []

    async def receive() -> dict[str, str]:
        asked.append("body")
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        asked.append(message["type"])

    async with turns(app, work):
        waiting = asyncio.create_task(app(scope | {"client": ("10.0.0.1", 1), "server": ("test", 80)}, receive, send))
        while not app.state.slots._heavy._waiters:
            assert not waiting.done()
            await asyncio.sleep(0)
        assert asked == []
    await waiting
    assert asked[0] == "body"
    assert await count(door.database, "operation") == 0
