"""What of a group a mentor's phone holds."""

from datetime import timedelta

from backend.core import clock
from backend.core.door import Door
from tests.cast import Cast
from tests.mentoring.meetings import Dismiss, New, applied, held, log, mark, mentor, today
from tests.phone import Phone


def scopes(phone: Phone) -> set[str]:
    """The scopes of which the phone holds a row."""
    return {scope for (scope, _, _), row in phone.rows.items() if row is not None}


async def test_a_mentor_holds_the_group_its_staff_room_and_everybodys_progress(
    nazar: Phone, solomiia: Phone, cast: Cast
) -> None:
    await applied(solomiia, solomiia.lesson(0))
    await nazar.pull()
    cohort = cast.cohorts["ratusha"]
    learners = {f"enrolment:{cast.enrolment(name)}" for name in ("solomiia", "ostap", "zoriana")}
    assert scopes(nazar) == {f"person:{nazar.person}", f"cohort:{cohort}", f"staff:{cohort}", *learners}
    assert len(nazar.held("completion")) == 1
    assert set(nazar.held("roster")) == {cast.enrolment(name) for name in ("solomiia", "ostap", "zoriana")}


async def test_who_left_is_not_followed(nazar: Phone, olena: Phone, cast: Cast) -> None:
    await nazar.pull()
    left = olena.operation("programmes.withdraw", {"enrolment": cast.enrolment("ostap"), "reason": "moved"})
    await applied(olena, left)
    (page,) = await nazar.pull()
    assert page["drop"] == [f"enrolment:{cast.enrolment('ostap')}"]
    assert page["drop"][0] not in scopes(nazar)


async def test_a_mentor_who_was_removed_holds_nothing_of_the_group(nazar: Phone, cast: Cast, dismiss: Dismiss) -> None:
    await applied(nazar, log(nazar, mark(cast, "solomiia")))
    await nazar.pull()
    await dismiss(hours=1)
    await nazar.pull()
    assert scopes(nazar) == {f"person:{nazar.person}"}


async def test_a_clearance_that_ran_out_takes_the_group_away_by_itself(phone: New, cast: Cast, door: Door) -> None:
    iryna = await mentor(door, phone, cast, "iryna", expires_on=today())
    await iryna.pull()
    assert len(iryna.held("cohort")) == 1
    clock.set_to(clock.now() + timedelta(days=1))
    await iryna.pull()
    assert scopes(iryna) == {f"person:{iryna.person}"}


async def test_the_coordinator_sees_the_meetings_and_no_ones_progress(olena: Phone, nazar: Phone, cast: Cast) -> None:
    await applied(nazar, log(nazar, mark(cast, "solomiia")))
    assert len(await held(olena, "session")) == 1
    assert len(olena.held("mark")) == 1
    assert olena.held("attendance") == {}
