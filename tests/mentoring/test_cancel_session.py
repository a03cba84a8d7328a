from functools import partial
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.manufactories.till import statements as asked
from tests.mentoring.meetings import Dismiss, applied, held, plan, refused
from tests.phone import Phone
from tests.sync.peek import count


@pytest.fixture
async def planned(olena: Phone) -> str:
    """A meeting that Ratusha's coordinator planned."""
    operation = plan(olena)
    await applied(olena, operation)
    return operation["id"]


async def test_it_works(nazar: Phone, solomiia: Phone, planned: str) -> None:
    assert not (await held(solomiia, "plan"))[planned]["cancelled"]
    assert await applied(nazar, nazar.operation("mentoring.cancel_session", {"plan": planned})) == [{"plan": planned}]
    row = (await held(solomiia, "plan"))[planned]
    assert (row["cancelled"], row["by"]) == (True, "olena-family Olena")


async def test_the_stranger_learns_nothing(strangers: list[Phone], planned: str, door: Door) -> None:
    for stranger in strangers:
        operations = [stranger.operation("mentoring.cancel_session", {"plan": id_}) for id_ in (planned, new_id())]
        verdicts = await stranger.verdicts(*operations)
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await count(door.database, "plan", "cancelled_at IS NULL") == 1


async def test_what_is_not_theirs_costs_what_nothing_costs(
    strangers: list[Phone], planned: str, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancel(plan: str) -> Any:
        return strangers[0].operation("mentoring.cancel_session", {"plan": plan})

    cost = [await asked(door, monkeypatch, partial(strangers[0].send, cancel(id_))) for id_ in (planned, new_id())]
    assert len(cost[0]) == len(cost[1])


async def test_a_removed_mentor_cancels_nothing(nazar: Phone, planned: str, dismiss: Dismiss) -> None:
    await dismiss(hours=1)
    assert await refused(nazar, nazar.operation("mentoring.cancel_session", {"plan": planned})) == ["not_found"]


async def test_cancelled_twice_is_cancelled_once(nazar: Phone, olena: Phone, planned: str, door: Door) -> None:
    await applied(olena, olena.operation("mentoring.cancel_session", {"plan": planned}))
    versions = await count(door.database, "change", "entity = 'plan'")
    await held(olena, "plan")
    await applied(nazar, nazar.operation("mentoring.cancel_session", {"plan": planned}))
    pages = await olena.pull()
    assert [row for page in pages for row in page["rows"] if row["e"] == "plan"] == []
    assert await count(door.database, "change", "entity = 'plan'") == versions


async def test_planned_and_cancelled_in_one_delivery(nazar: Phone) -> None:
    planned = plan(nazar)
    await applied(nazar, planned, nazar.operation("mentoring.cancel_session", {"plan": planned["id"]}))
    assert (await held(nazar, "plan"))[planned["id"]]["cancelled"]
