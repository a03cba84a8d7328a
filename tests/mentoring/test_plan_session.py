from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.clock import wire
from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.mentoring.meetings import Dismiss, applied, held, plan, refused
from tests.phone import Phone, ago
from tests.sync.peek import count


def ahead(**span: float) -> str:
    """A moment to come, at the wire."""
    return wire(clock.now() + timedelta(**span))


async def test_it_works(nazar: Phone, solomiia: Phone, cast: Cast) -> None:
    planned = plan(nazar)
    (data,) = await applied(nazar, planned)
    assert data == {"plan": planned["id"]}
    row = (await held(solomiia, "plan"))[planned["id"]]
    assert row == planned["body"] | {"cancelled": False, "by": "nazar-family Nazar"}
    assert await held(nazar, "plan") == {planned["id"]: row}


async def test_the_coordinator_of_the_host_may_plan_one_too(olena: Phone, nazar: Phone) -> None:
    await applied(olena, plan(olena))
    assert len(await held(nazar, "plan")) == 1


async def test_the_stranger_learns_nothing(strangers: list[Phone], door: Door) -> None:
    for stranger in strangers:
        verdicts = await stranger.verdicts(plan(stranger), plan(stranger, cohort=new_id(), minutes=0))
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await count(door.database, "plan") == 0


async def test_another_cohort_is_not_told(nazar: Phone, door: Door, phone: Any) -> None:
    await applied(nazar, plan(nazar))
    maksym = await phone().sign_in("maksym")
    assert await held(maksym, "plan") == {}


async def test_a_length_that_cannot_be_is_refused_with_a_sentence(nazar: Phone) -> None:
    wrong = [plan(nazar, minutes=minutes) for minutes in (0, 601, 2_000)]
    assert await refused(nazar, *wrong) == ["session_length"] * 3


async def test_a_time_gone_by_or_far_off_is_refused_with_a_sentence(nazar: Phone) -> None:
    moments = [ago(hours=1), ahead(days=731), "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
    wrong = [plan(nazar, starts_at=moment) for moment in moments]
    assert await refused(nazar, *wrong) == ["session_start"] * 4
    await applied(nazar, plan(nazar, starts_at=ahead(days=729)))


async def test_what_cannot_be_read_is_malformed(nazar: Phone) -> None:
    wrong = [{"starts_at": "2026-12-01T10:00:00"}, {"place": "a\nb"}, {"topic": "я" * 201}, {"minutes": 2**40}]
    assert await refused(nazar, *(plan(nazar, **one) for one in wrong)) == ["malformed"] * 4


async def test_a_plan_made_without_a_network_may_arrive_when_its_time_has_come(nazar: Phone) -> None:
    await applied(nazar, plan(nazar, starts_at=ago(hours=1)) | {"at": ago(hours=5)})


async def test_a_removed_mentor_plans_nothing(nazar: Phone, dismiss: Dismiss) -> None:
    await dismiss(hours=1)
    made_before = plan(nazar) | {"at": ago(hours=5)}
    assert await refused(nazar, made_before) == ["not_found"]


async def test_sent_again_it_is_one_plan(nazar: Phone, door: Door) -> None:
    planned = plan(nazar)
    await applied(nazar, planned, planned)
    await applied(nazar, planned)
    assert await count(door.database, "plan") == 1
