"""Changes out: every row once, none skipped, and a way back from whatever the phone or the server forgot."""

import base64
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from backend.core import clock
from backend.core.clock import wire
from backend.core.door import Door
from backend.core.ids import new_id
from backend.people.actions import person_scope
from backend.programmes.actions import cohort_scope, enrolment_scope
from backend.sync import feeds
from backend.sync.pull import Cursor
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, peek

New = Callable[..., Phone]


@pytest.fixture
async def solomiia(phone: New, cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


def opened(page: dict[str, Any]) -> Cursor:
    """A cursor as only the server reads it."""
    return msgspec.json.decode(base64.urlsafe_b64decode(page["cursor"]), type=Cursor)


async def test_it_works(solomiia: Phone, cast: Cast) -> None:
    (page,) = await solomiia.pull()
    assert (page["more"], page["drop"], page["reset"]) == (False, [], [])
    assert solomiia.held("person")[solomiia.person]["given"] == "Solomiia"
    assert set(solomiia.held("enrolment")) == {cast.enrolment("solomiia")}
    assert set(solomiia.held("cohort")) == {cast.cohorts["ratusha"]}
    assert [course["course"] for course in solomiia.held("course").values()] == [cast.course]


async def test_an_idle_phone_gets_nothing(solomiia: Phone) -> None:
    (first,) = await solomiia.pull()
    (idle,) = await solomiia.pull()
    assert idle == first | {"rows": []}


async def test_what_was_sent_comes_back_in_the_same_answer(solomiia: Phone) -> None:
    answer = (await solomiia.send(solomiia.lesson(0), pull={"cursor": None})).json()
    rows = [row["id"] for row in answer["pull"]["rows"] if row["e"] == "completion"]
    assert rows == [answer["verdicts"][0]["data"]["completion"]]


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize("size", [500, 37])
async def test_one_operation_that_changes_700_rows_is_pulled_whole(solomiia: Phone, door: Door, size: int) -> None:
    await solomiia.pull()
    scope = person_scope(solomiia.person)
    (before,) = await peek(door.database, "SELECT version FROM scope WHERE id = $1", scope)
    await solomiia.verdicts(solomiia.operation("tests.bring", {"count": 700}))
    pages = await solomiia.pull(size)
    assert [len(page["rows"]) for page in pages] == [size] * (700 // size) + [700 % size]
    assert [page["more"] for page in pages] == [True] * (len(pages) - 1) + [False]
    ids = [row["id"] for page in pages for row in page["rows"]]
    assert len(ids) == len(set(ids)) == 700
    assert {row["s"] for page in pages for row in page["rows"]} == {scope}
    versions = [opened(page).scopes[scope][0] for page in pages]
    assert versions == [min(before["version"] + size * (n + 1), before["version"] + 700) for n in range(len(pages))]
    kept = await peek(door.database, "SELECT version FROM change WHERE scope = $1 AND entity = 'thing'", scope)
    assert sorted(row["version"] for row in kept) == [*range(before["version"] + 1, before["version"] + 701)]


async def test_a_page_that_ends_where_the_rows_end_says_so(solomiia: Phone) -> None:
    (page,) = await solomiia.pull()
    solomiia.cursor = None
    pages = await solomiia.pull(len(page["rows"]))
    assert [page["more"] for page in pages] == [False]
    solomiia.cursor = None
    assert [len(page["rows"]) for page in await solomiia.pull(1)] == [1] * len(page["rows"])


async def test_an_ended_role_takes_its_rows_along(solomiia: Phone, cast: Cast, door: Door) -> None:
    await solomiia.verdicts(solomiia.lesson(0))
    await solomiia.pull()
    enrolment = cast.enrolment("solomiia")
    assert solomiia.held("completion")
    await alter(door.database, "UPDATE role SET until = $2 WHERE source = $1", enrolment, clock.now())
    (page,) = await solomiia.pull()
    assert set(page["drop"]) == {enrolment_scope(enrolment), cohort_scope(cast.cohorts["ratusha"])}
    assert {key[0] for key in solomiia.rows} == {person_scope(solomiia.person)}
    assert (await solomiia.pull())[0]["drop"] == []


@pytest.mark.usefixtures("made_up")
async def test_a_role_that_what_was_sent_has_ended_gives_no_rows_in_the_same_answer(solomiia: Phone) -> None:
    answer = await solomiia.send(
        solomiia.lesson(0), solomiia.operation("tests.leave", {}), pull={"cursor": None, "max_rows": 500}
    )
    assert [verdict["status"] for verdict in answer.json()["verdicts"]] == ["applied"] * 2
    assert {row["s"] for row in answer.json()["pull"]["rows"]} == {person_scope(solomiia.person)}


async def test_a_page_gone_lost_is_given_again(solomiia: Phone) -> None:
    await solomiia.pull()
    before = solomiia.cursor
    await solomiia.verdicts(*(solomiia.lesson(n) for n in range(3)))
    first = await solomiia.pull()
    solomiia.cursor = before
    assert await solomiia.pull() == first


async def begun_again(phone: Phone, cursor: str | None) -> None:
    """A pull with this cursor starts every scope from 0 and ends in what the phone held before."""
    await phone.verdicts(*(phone.lesson(n) for n in range(3)))
    await phone.pull()
    held, phone.cursor = dict(phone.rows), cursor
    pages = await phone.pull(2)
    assert set(pages[0]["reset"]) in ({scope for scope, _, _ in held}, {"*"})
    assert all(page["reset"] == [] for page in pages[1:])
    assert phone.rows == held
    assert sum(len(page["rows"]) for page in pages) == len(held)


async def test_a_cursor_of_another_epoch_starts_again(solomiia: Phone, cast: Cast, door: Door) -> None:
    (page,) = await solomiia.pull()
    await alter(door.database, "UPDATE sync_meta SET value = $1 WHERE id = 'epoch'", new_id())
    await begun_again(solomiia, page["cursor"])


async def test_an_ended_role_is_dropped_over_a_new_epoch_too(solomiia: Phone, cast: Cast, door: Door) -> None:
    await solomiia.pull()
    await alter(door.database, "UPDATE sync_meta SET value = $1 WHERE id = 'epoch'", new_id())
    await alter(door.database, "UPDATE role SET until = $2 WHERE source = $1", cast.enrolment("solomiia"), clock.now())
    (page,) = await solomiia.pull()
    assert page["reset"] == [person_scope(solomiia.person)]
    assert len(page["drop"]) == 2


async def test_a_cursor_of_another_person_starts_again(solomiia: Phone, phone: New, cast: Cast, door: Door) -> None:
    ostap = await signed_in(door, phone, cast.people["ostap"])
    (page,) = await ostap.pull()
    await begun_again(solomiia, page["cursor"])


async def test_rows_of_a_newer_program_are_passed_over_and_come_with_it(
    solomiia: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await solomiia.verdicts(solomiia.lesson(0))
    await solomiia.pull()
    whole = dict(solomiia.rows)
    with monkeypatch.context() as older:
        older.delitem(feeds.FEEDS, "completion")
        first, *_ = await solomiia.pull()
        assert set(first["reset"]) == {scope for scope, _, _ in whole}
        assert solomiia.rows == {key: row for key, row in whole.items() if key[1] != "completion"}
        (idle,) = await solomiia.pull()
        assert (idle["reset"], idle["rows"]) == ([], [])
    await solomiia.pull()
    assert solomiia.rows == whole


GARBAGE = ["?", "e30=", "bnVsbA==", "щось", "A" * 100_000]


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_a_cursor_that_is_garbage_starts_again(solomiia: Phone, garbage: str) -> None:
    await begun_again(solomiia, garbage)


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_an_ended_role_takes_its_rows_along_whatever_became_of_the_cursor(
    solomiia: Phone, cast: Cast, door: Door, garbage: str
) -> None:
    await solomiia.pull()
    await alter(door.database, "UPDATE role SET until = $2 WHERE source = $1", cast.enrolment("solomiia"), clock.now())
    solomiia.cursor = garbage
    await solomiia.pull()
    assert {scope for scope, _, _ in solomiia.rows} == {person_scope(solomiia.person)}


@pytest.mark.parametrize("version", [-1, -(2**70), 2**63, 2**70])
async def test_a_cursor_with_a_place_that_cannot_be_starts_again(solomiia: Phone, version: int) -> None:
    (page,) = await solomiia.pull()
    cursor = opened(page)
    for place in ((version, 0), (0, version)):
        forged = msgspec.structs.replace(cursor, scopes=dict.fromkeys(cursor.scopes, place))
        await begun_again(solomiia, base64.urlsafe_b64encode(msgspec.json.encode(forged)).decode())


async def test_a_cursor_gives_no_rights(solomiia: Phone, cast: Cast) -> None:
    (page,) = await solomiia.pull()
    cursor = opened(page)
    foreign = {cohort_scope(cast.cohorts["sykhiv"]): (0, 0), person_scope(cast.people["maksym"]): (0, 0)}
    forged = msgspec.structs.replace(cursor, scopes=cursor.scopes | foreign)
    solomiia.cursor = base64.urlsafe_b64encode(msgspec.json.encode(forged)).decode()
    (page,) = await solomiia.pull()
    assert page["rows"] == []
    assert set(page["drop"]) == set(foreign)


@pytest.mark.usefixtures("made_up")
async def test_a_phone_below_the_floor_starts_the_scope_again_once(solomiia: Phone, door: Door) -> None:
    await solomiia.pull()
    await solomiia.verdicts(solomiia.operation("tests.bring", {"count": 50}))
    scope = person_scope(solomiia.person)
    await alter(door.database, "UPDATE scope SET floor = version - 5 WHERE id = $1", scope)
    pages = await solomiia.pull(7)
    assert [page["reset"] for page in pages] == [[scope]] + [[]] * (len(pages) - 1)
    assert len(pages) == (50 + 3) // 7 + 1
    assert len(solomiia.held("thing")) == 50
    assert (await solomiia.pull(7))[0]["reset"] == []
    await solomiia.verdicts(solomiia.operation("tests.bring", {}))
    assert [page["reset"] for page in await solomiia.pull()] == [[]]


@pytest.mark.usefixtures("made_up")
async def test_a_new_phone_takes_a_scope_with_a_floor_without_a_reset(solomiia: Phone, door: Door) -> None:
    await solomiia.verdicts(solomiia.operation("tests.bring", {"count": 20}))
    await alter(door.database, "UPDATE scope SET floor = version WHERE id = $1", person_scope(solomiia.person))
    pages = await solomiia.pull(3)
    assert {len(page["reset"]) for page in pages} == {0}
    assert len(solomiia.held("thing")) == 20


async def test_a_row_that_is_gone_is_said_to_be_gone(solomiia: Phone, cast: Cast, door: Door) -> None:
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0))
    await solomiia.pull()
    await alter(door.database, "UPDATE change SET gone = true WHERE entity = 'completion'")
    solomiia.cursor = None
    await solomiia.pull()
    key = enrolment_scope(cast.enrolment("solomiia")), "completion", verdict["data"]["completion"]
    assert solomiia.rows[key] is None


async def test_the_answer_says_the_servers_time_and_epoch(solomiia: Phone, door: Door) -> None:
    before = wire(clock.now())
    answer = (await solomiia.send(pull={"cursor": None})).json()
    assert before <= answer["now"] <= wire(clock.now())
    (meta,) = await peek(door.database, "SELECT value FROM sync_meta WHERE id = 'epoch'")
    assert answer["epoch"] == meta["value"]


async def test_a_large_page_comes_packed_to_whoever_can_unpack_it(solomiia: Phone) -> None:
    every = [solomiia.lesson(number) for number in range(6)]
    await solomiia.verdicts(*every)
    wish = {"pull": {"cursor": None, "max_rows": 500}}
    packed = await solomiia.send(**wish)
    solomiia.http.headers["accept-encoding"] = "gzip"
    plain = await solomiia.send(**wish)
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("br", None)
    assert packed.json()["pull"]["rows"] == plain.json()["pull"]["rows"]
    assert packed.num_bytes_downloaded < plain.num_bytes_downloaded / 2
