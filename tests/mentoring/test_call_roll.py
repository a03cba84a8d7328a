import asyncio
from datetime import timedelta

from msgspec import Struct

from backend.core import clock
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.mentoring.rules import Standing, standing
from tests.cast import SYSTEM, Cast
from tests.mentoring.meetings import Dismiss, New, applied, fill, held, mark, mentor, plan, refused, roll, today
from tests.phone import Phone, ago
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count


async def test_it_works(nazar: Phone, cast: Cast) -> None:
    called = roll(nazar, mark(cast, "solomiia"), mark(cast, "ostap", "late", 20))
    (data,) = await applied(nazar, called)
    assert data == {"roll": pair_id(cast.cohorts["ratusha"], today())}
    marks = await held(nazar, "mark")
    assert marks[pair_id(called["id"], cast.enrolment("ostap"))] == {
        "cohort": cast.cohorts["ratusha"],
        "manufactory": None,
        "enrolment": cast.enrolment("ostap"),
        "roll": data["roll"],
        "held_on": today(),
        "status": "late",
        "late_minutes": 20,
        "person": nazar.person,
        "by": "nazar-family Nazar",
        "at": marks[pair_id(called["id"], cast.enrolment("solomiia"))]["at"],
        "flag": None,
    }
    assert len(marks) == 2


async def test_the_coordinator_of_the_host_may_call_it_too(olena: Phone, cast: Cast) -> None:
    await applied(olena, roll(olena, mark(cast, "solomiia", "absent")))
    (kept,) = (await held(olena, "mark")).values()
    assert (kept["status"], kept["by"]) == ("absent", "olena-family Olena")


async def test_the_stranger_learns_nothing(strangers: list[Phone], cast: Cast, door: Door) -> None:
    for stranger in strangers:
        theirs, nobodys = roll(stranger, mark(cast, "solomiia")), roll(stranger, cohort=new_id())
        verdicts = await stranger.verdicts(theirs, nobodys)
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await count(door.database, "mark") == 0


async def test_the_learner_is_told_the_mark_and_not_who_made_it(nazar: Phone, solomiia: Phone, cast: Cast) -> None:
    called = roll(nazar, mark(cast, "solomiia", "late", 5), mark(cast, "ostap"))
    await applied(nazar, called)
    ((id_, row),) = (await held(solomiia, "attendance")).items()
    assert id_ == pair_id(called["id"], cast.enrolment("solomiia"))
    assert set(row) == {"enrolment", "roll", "held_on", "status", "late_minutes", "at"}
    assert (row["status"], row["late_minutes"]) == ("late", 5)
    assert (solomiia.held("mark"), solomiia.held("roster")) == ({}, {})


async def test_a_planned_session_names_its_roll(nazar: Phone, cast: Cast) -> None:
    planned = plan(nazar)
    (_, data) = await applied(nazar, planned, roll(nazar, mark(cast, "solomiia"), plan=planned["id"]))
    assert data == {"roll": planned["id"]}


async def test_a_plan_of_another_cohort_or_of_nobody_is_not_there(
    nazar: Phone, olena: Phone, cast: Cast, door: Door
) -> None:
    planned = plan(olena)
    await applied(olena, planned)
    await alter(door.database, "UPDATE plan SET cohort = $1", cast.cohorts["sykhiv"])
    wrong = [roll(nazar, mark(cast, "solomiia"), plan=id_) for id_ in (planned["id"], new_id())]
    assert await refused(nazar, *wrong) == ["not_found", "not_found"]


class Seen(Struct):
    """A mark as the phone holds it."""

    id: str
    person: str
    status: str
    at: str


async def truth(phone: Phone) -> dict[tuple[str, str], Standing]:
    """What the marks on the phone come to, by roll and participant."""
    found: dict[tuple[str, str], list[Seen]] = {}
    for id_, row in (await held(phone, "mark")).items():
        seen = Seen(id_, row["person"], row["status"], row["at"])
        found.setdefault((row["roll"], row["enrolment"]), []).append(seen)
    return {key: standing(marks) for key, marks in found.items()}


async def test_two_people_marking_one_roll_at_once_end_in_one_truth(
    nazar: Phone, olena: Phone, cast: Cast, door: Door
) -> None:
    for n in range(20):
        day = today(days=n)
        hers = roll(olena, mark(cast, "solomiia", "absent"), mark(cast, "ostap"), held_on=day)
        his = roll(nazar, mark(cast, "solomiia"), mark(cast, "ostap"), held_on=day)
        for verdicts in await asyncio.gather(nazar.verdicts(his), olena.verdicts(hers), nazar.verdicts(his)):
            assert verdicts[0]["status"] == "applied"
    assert await count(door.database, "mark") == 80
    seen = await truth(nazar)
    assert seen == await truth(olena)
    assert len(seen) == 40
    disputed = [enrolment for (_, enrolment), one in seen.items() if one.disputed]
    assert disputed == [cast.enrolment("solomiia")] * 20


async def test_sent_again_it_makes_no_second_mark(nazar: Phone, cast: Cast, door: Door) -> None:
    called = roll(nazar, mark(cast, "solomiia"), mark(cast, "ostap"))
    for _ in range(3):
        await applied(nazar, called, called)
    assert await count(door.database, "mark") == 2
    assert await count(door.database, "audit_line", "act = $1", "mentoring.call_roll") == 1


async def test_a_correction_is_a_new_mark_and_counts_in_whatever_order_they_arrive(nazar: Phone, cast: Cast) -> None:
    first = roll(nazar, mark(cast, "solomiia", "absent")) | {"at": ago(hours=2)}
    correction = roll(nazar, mark(cast, "solomiia", "late", 30)) | {"at": ago(hours=1)}
    await applied(nazar, correction)
    await applied(nazar, first)
    (one,) = (await truth(nazar)).values()
    assert one == Standing(pair_id(correction["id"], cast.enrolment("solomiia")), disputed=False)
    assert len(nazar.held("mark")) == 2


async def test_a_group_of_five_hundred_is_called_at_once(nazar: Phone, cast: Cast, door: Door) -> None:
    enrolments = await door.writer.perform(fill, SYSTEM, cast.cohorts["ratusha"], 500)
    marks = [{"enrolment": enrolment, "status": "excused", "late_minutes": None} for enrolment in enrolments]
    await applied(nazar, roll(nazar, *marks))
    assert await count(door.database, "mark") == 500
    assert await refused(nazar, roll(nazar, *marks, mark(cast, "solomiia"))) == ["malformed"]
    assert len(await held(nazar, "mark")) == 500


async def test_nobody_is_marked_twice_in_one_act(nazar: Phone, cast: Cast) -> None:
    assert await refused(nazar, roll(nazar, mark(cast, "solomiia"), mark(cast, "solomiia", "absent"))) == ["malformed"]


async def test_who_was_never_in_the_group_is_refused_with_a_sentence(nazar: Phone, cast: Cast, door: Door) -> None:
    of_sykhiv = {"enrolment": cast.enrolment("maksym", "sykhiv"), "status": "present", "late_minutes": None}
    nobody = {"enrolment": new_id(), "status": "present", "late_minutes": None}
    wrong = [roll(nazar, mark(cast, "solomiia"), one) for one in (of_sykhiv, nobody)]
    assert await refused(nazar, *wrong) == ["not_in_group", "not_in_group"]
    assert await count(door.database, "mark") == 0


async def test_who_left_is_kept_and_flagged(nazar: Phone, olena: Phone, cast: Cast) -> None:
    left = olena.operation("programmes.withdraw", {"enrolment": cast.enrolment("ostap"), "reason": "moved"})
    await applied(olena, left)
    await applied(nazar, roll(nazar, mark(cast, "solomiia"), mark(cast, "ostap")))
    flags = {row["enrolment"]: row["flag"] for row in (await held(nazar, "mark")).values()}
    assert flags == {cast.enrolment("solomiia"): None, cast.enrolment("ostap"): "left"}


async def test_nobody_is_late_by_nothing_or_by_a_day(nazar: Phone, cast: Cast) -> None:
    wrong = [roll(nazar, mark(cast, "solomiia", "late", minutes)) for minutes in (0, 601, -1)]
    assert await refused(nazar, *wrong) == ["late_length"] * 3


async def test_minutes_of_somebody_who_was_not_late_are_dropped(nazar: Phone, cast: Cast) -> None:
    await applied(nazar, roll(nazar, mark(cast, "solomiia", "present", 10)))
    (row,) = (await held(nazar, "mark")).values()
    assert row["late_minutes"] is None


async def test_a_day_that_cannot_be_is_refused_with_a_sentence(nazar: Phone, cast: Cast) -> None:
    days = ["1999-12-31", "2026-11-17", "2026-06-15", "0001-01-01", "9999-12-31"]
    wrong = [roll(nazar, mark(cast, "solomiia"), held_on=day) for day in days]
    assert await refused(nazar, *wrong) == ["session_day"] * len(days)


async def test_the_day_is_judged_by_when_the_roll_was_called(nazar: Phone, cast: Cast) -> None:
    same_day = roll(nazar, mark(cast, "solomiia"), held_on=today(days=3)) | {"at": ago(days=3)}
    next_day = roll(nazar, mark(cast, "solomiia"), held_on=today(days=2)) | {"at": ago(days=3)}
    await applied(nazar, same_day)
    assert await refused(nazar, next_day) == ["session_day"]


async def test_after_midnight_in_lviv_it_is_the_next_day(nazar: Phone, cast: Cast) -> None:
    clock.set_to(clock.now().replace(hour=21, minute=30))
    assert await refused(nazar, roll(nazar, mark(cast, "solomiia"), held_on="2026-11-17")) == ["session_day"]
    clock.set_to(clock.now() + timedelta(hours=1))
    await applied(nazar, roll(nazar, mark(cast, "solomiia"), held_on="2026-11-17"))


async def test_a_mentor_removed_yesterday_is_kept_and_flagged(
    nazar: Phone, olena: Phone, cast: Cast, dismiss: Dismiss
) -> None:
    await dismiss(days=1)
    await applied(nazar, roll(nazar, mark(cast, "solomiia")))
    (row,) = (await held(olena, "mark")).values()
    assert row["flag"] == "after_end"
    assert await held(nazar, "mark") == {}


async def test_a_mentor_removed_last_year_is_refused_with_a_sentence(
    nazar: Phone, phone: New, cast: Cast, door: Door, dismiss: Dismiss
) -> None:
    await dismiss()
    clock.set_to(clock.now() + timedelta(days=340))
    again = await signed_in(door, phone, nazar.person)
    assert await refused(again, roll(again, mark(cast, "solomiia"))) == ["too_late"]
    assert await count(door.database, "mark") == 0


async def test_what_was_called_before_the_removal_is_kept_without_a_flag(
    nazar: Phone, olena: Phone, cast: Cast, dismiss: Dismiss
) -> None:
    await dismiss(days=40)
    called = roll(nazar, mark(cast, "solomiia"), held_on=today(days=41)) | {"at": ago(days=41)}
    await applied(nazar, called)
    (row,) = (await held(olena, "mark")).values()
    assert row["flag"] is None


async def test_a_clearance_that_expires_counts_until_then_and_the_grace_follows(
    phone: New, olena: Phone, cast: Cast, door: Door
) -> None:
    iryna = await mentor(door, phone, cast, "iryna", expires_on=today())
    await applied(iryna, roll(iryna, mark(cast, "solomiia")))
    assert [role["kind"] for role in (await held(iryna, "role")).values()] == ["mentor"]
    clock.set_to(clock.now() + timedelta(days=1))
    await applied(iryna, roll(iryna, mark(cast, "solomiia", "absent")))
    flags = {row["status"]: row["flag"] for row in (await held(olena, "mark")).values()}
    assert flags == {"present": None, "absent": "after_end"}
    clock.set_to(clock.now() + timedelta(days=30))
    assert await refused(iryna, roll(iryna, mark(cast, "solomiia"))) == ["too_late"]


async def test_a_clock_that_cannot_be_believed_is_flagged(nazar: Phone, cast: Cast) -> None:
    await applied(nazar, roll(nazar, mark(cast, "solomiia")) | {"at": "2099-01-01T00:00:00Z"})
    (row,) = (await held(nazar, "mark")).values()
    assert row["flag"] == "clock"
