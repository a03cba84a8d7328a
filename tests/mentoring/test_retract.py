from functools import partial
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.manufactories.till import statements as asked
from tests.mentoring.meetings import Dismiss, New, announcement, applied, held, mentor, refused
from tests.phone import Phone
from tests.sync.peek import count


@pytest.fixture
async def said(nazar: Phone) -> str:
    """An announcement of a mentor of Ratusha's cohort."""
    operation = announcement(nazar)
    await applied(nazar, operation)
    return operation["id"]


def retract(phone: Phone, said: str) -> dict[str, Any]:
    return phone.operation("mentoring.retract", {"announcement": said})


async def test_it_works(nazar: Phone, solomiia: Phone, said: str, door: Door) -> None:
    assert set(await held(solomiia, "announcement")) == {said}
    assert await applied(nazar, retract(nazar, said)) == [{"announcement": said}]
    assert await held(solomiia, "announcement") == {}
    assert await count(door.database, "announcement", "retracted_at IS NOT NULL AND text <> ''") == 1


async def test_a_phone_that_never_saw_it_does_not_see_it_now(nazar: Phone, solomiia: Phone, said: str) -> None:
    await applied(nazar, retract(nazar, said))
    pages = await solomiia.pull()
    assert not [row for page in pages for row in page["rows"] if row["id"] == said and row["d"]]


async def test_a_coordinator_of_the_host_may_take_it_back(olena: Phone, solomiia: Phone, said: str) -> None:
    await applied(olena, retract(olena, said))
    assert await held(solomiia, "announcement") == {}


async def test_the_stranger_learns_nothing(strangers: list[Phone], said: str, door: Door) -> None:
    for stranger in strangers:
        verdicts = await stranger.verdicts(retract(stranger, said), retract(stranger, new_id()))
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await count(door.database, "announcement", "retracted_at IS NULL") == 1


async def test_what_is_not_theirs_costs_what_nothing_costs(
    strangers: list[Phone], said: str, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [partial(strangers[0].send, retract(strangers[0], id_)) for id_ in (said, new_id())]
    cost = [await asked(door, monkeypatch, send) for send in sent]
    assert len(cost[0]) == len(cost[1])


async def test_another_mentor_of_the_group_may_not(said: str, door: Door, phone: New, cast: Cast) -> None:
    iryna = await mentor(door, phone, cast, "iryna")
    assert set(await held(iryna, "announcement")) == {said}
    assert await refused(iryna, retract(iryna, said)) == ["not_found"]


async def test_a_mentor_may_not_take_back_what_the_coordinator_said(nazar: Phone, olena: Phone) -> None:
    said = announcement(olena)
    await applied(olena, said)
    assert await refused(nazar, retract(nazar, said["id"])) == ["not_found"]


async def test_a_removed_mentor_takes_nothing_back(nazar: Phone, said: str, dismiss: Dismiss) -> None:
    await dismiss(hours=1)
    assert await refused(nazar, retract(nazar, said)) == ["not_found"]


async def test_taken_back_twice_is_taken_back_once(nazar: Phone, olena: Phone, solomiia: Phone, said: str) -> None:
    await applied(olena, retract(olena, said))
    await solomiia.pull()
    await applied(nazar, retract(nazar, said))
    assert [row for page in await solomiia.pull() for row in page["rows"]] == []
