from datetime import date, timedelta
from typing import Any

from backend.core import clock
from backend.core.clock import instant
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from tests.cast import Cast
from tests.mentoring.meetings import Dismiss, New, applied, born, held, log, mark, plan, refused, today
from tests.phone import Phone, ago
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count, peek


async def flags(phone: Phone) -> list[str]:
    """What the one session on the phone asks a person to look at."""
    (row,) = (await held(phone, "session")).values()
    return row["flags"]


async def test_it_works(nazar: Phone, cast: Cast) -> None:
    logged = log(nazar, mark(cast, "solomiia"), mark(cast, "ostap", "absent"))
    (data,) = await applied(nazar, logged)
    assert data == {"session": logged["id"]}
    row = (await held(nazar, "session"))[logged["id"]]
    body = {key: value for key, value in logged["body"].items() if key != "marks"}
    told = {"roll": pair_id(cast.cohorts["ratusha"], today()), "person": nazar.person, "by": "nazar-family Nazar"}
    assert row == body | told | {"manufactory": None, "at": row["at"], "flags": []}
    marks = nazar.held("mark")
    assert {(m["enrolment"], m["status"], m["roll"]) for m in marks.values()} == {
        (cast.enrolment("solomiia"), "present", row["roll"]),
        (cast.enrolment("ostap"), "absent", row["roll"]),
    }


async def test_the_coordinator_of_the_host_may_log_one_too(olena: Phone, nazar: Phone, cast: Cast) -> None:
    await applied(olena, log(olena, mark(cast, "solomiia")))
    (row,) = (await held(nazar, "session")).values()
    assert row["by"] == "olena-family Olena"


async def test_the_stranger_learns_nothing(strangers: list[Phone], cast: Cast, door: Door) -> None:
    for stranger in strangers:
        theirs, nobodys = log(stranger, mark(cast, "solomiia")), log(stranger, minutes=0, cohort=new_id())
        verdicts = await stranger.verdicts(theirs, nobodys)
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert (await count(door.database, "session"), await count(door.database, "mark")) == (0, 0)


async def test_the_group_does_not_read_the_notes(nazar: Phone, solomiia: Phone, cast: Cast) -> None:
    await applied(nazar, log(nazar, mark(cast, "solomiia")))
    assert await held(solomiia, "session") == {}
    assert len(solomiia.held("attendance")) == 1


async def test_a_length_that_cannot_be_is_refused_with_a_sentence(nazar: Phone, cast: Cast, door: Door) -> None:
    wrong = [log(nazar, mark(cast, "solomiia"), minutes=minutes) for minutes in (0, 2_000, 601, -90)]
    verdicts = await nazar.verdicts(*wrong)
    assert {(v["status"], v["code"], v["fix"]) for v in verdicts} == {("rejected", "session_length", "edit")}
    assert all(verdict["message"] for verdict in verdicts)
    assert (await count(door.database, "session"), await count(door.database, "mark")) == (0, 0)


async def test_a_length_at_the_edge_is_kept(nazar: Phone) -> None:
    await applied(nazar, log(nazar, minutes=1), log(nazar, minutes=600))


async def test_a_day_long_ago_or_to_come_is_refused_with_a_sentence(nazar: Phone, cast: Cast) -> None:
    wrong = [log(nazar, mark(cast, "solomiia"), held_on=day) for day in ("1999-05-05", "2026-11-17")]
    assert await refused(nazar, *wrong) == ["session_day"] * 2


async def test_a_bad_mark_refuses_the_whole(nazar: Phone, cast: Cast, door: Door) -> None:
    strange = {"enrolment": cast.enrolment("maksym", "sykhiv"), "status": "present", "late_minutes": None}
    wrong = [
        log(nazar, mark(cast, "solomiia"), strange),
        log(nazar, mark(cast, "solomiia", "late", 700)),
        log(nazar, plan=new_id()),
    ]
    assert await refused(nazar, *wrong) == ["not_in_group", "late_length", "not_found"]
    assert (await count(door.database, "session"), await count(door.database, "mark")) == (0, 0)


async def test_what_cannot_be_read_is_malformed(nazar: Phone) -> None:
    wrong: list[dict[str, Any]] = [
        {"note": "\x00"},
        {"note": "я" * 4_001},
        {"kind": "party"},
        {"adult": "nobody"},
        {"minutes": 1000.5},
        {"held_on": "2026-02-30"},
        {"marks": [{"enrolment": "x", "status": "present"}]},
    ]
    assert await refused(nazar, *(log(nazar, **one) for one in wrong)) == ["malformed"] * len(wrong)


async def test_a_long_note_of_several_lines_is_kept(nazar: Phone) -> None:
    note = "Перший рядок.\n\tДругий.\r\n" + "😀" * 3_900
    await applied(nazar, log(nazar, note=note, next_steps="ї" * 4_000))
    (row,) = (await held(nazar, "session")).values()
    assert row["note"] == note


async def test_a_minor_without_a_second_adult_is_flagged_and_never_refused(
    nazar: Phone, cast: Cast, door: Door
) -> None:
    await born(door, cast, "zoriana", None)
    cases = [
        ("ostap", "present", None, True),
        ("ostap", "late", None, True),
        ("ostap", "absent", None, False),
        ("ostap", "present", "second_adult", False),
        ("ostap", "present", "observable", False),
        ("solomiia", "present", None, False),
        ("zoriana", "present", None, False),  # whose birth date nobody knows
    ]
    logs = {new_id(): case for case in cases}
    await applied(
        nazar,
        *(
            log(nazar, mark(cast, who, status), adult=adult) | {"id": id_}
            for id_, (who, status, adult, _) in logs.items()
        ),
    )
    sessions = await held(nazar, "session")
    assert {id_: row["flags"] for id_, row in sessions.items()} == {
        id_: ["no_second_adult"] if flagged else [] for id_, (*_, flagged) in logs.items()
    }


async def test_who_came_of_age_since_was_a_minor_on_the_day(nazar: Phone, cast: Cast, door: Door) -> None:
    await born(door, cast, "solomiia", date(2008, 11, 10))
    await applied(nazar, log(nazar, mark(cast, "solomiia"), adult=None, held_on="2026-11-09"))
    assert await flags(nazar) == ["no_second_adult"]


async def test_a_mentor_removed_yesterday_is_kept_and_flagged(
    nazar: Phone, olena: Phone, cast: Cast, dismiss: Dismiss
) -> None:
    await dismiss(days=1)
    await applied(nazar, log(nazar, mark(cast, "ostap"), adult=None))
    assert await flags(olena) == ["after_end", "no_second_adult"]
    assert [row["flag"] for row in olena.held("mark").values()] == ["after_end"]


async def test_a_mentor_removed_last_year_is_refused_with_a_sentence(
    nazar: Phone, phone: New, cast: Cast, door: Door, dismiss: Dismiss
) -> None:
    await dismiss()
    clock.set_to(clock.now() + timedelta(days=340))
    again = await signed_in(door, phone, nazar.person)
    assert await refused(again, log(again, mark(cast, "solomiia"))) == ["too_late"]
    assert await count(door.database, "mark") == 0


async def test_a_clock_that_cannot_be_believed_is_flagged(nazar: Phone) -> None:
    await applied(nazar, log(nazar) | {"at": "2099-01-01T00:00:00Z"})
    assert await flags(nazar) == ["clock"]


async def test_a_plan_made_and_held_without_a_network_is_kept_in_whole(nazar: Phone, cast: Cast) -> None:
    planned = plan(nazar, starts_at=ago(days=2)) | {"at": ago(days=3)}
    logged = log(nazar, mark(cast, "solomiia"), plan=planned["id"], held_on=today(days=2)) | {"at": ago(days=2)}
    await applied(nazar, planned, logged)
    row = (await held(nazar, "session"))[logged["id"]]
    assert (row["plan"], row["roll"]) == (planned["id"], planned["id"])


async def test_sent_again_it_is_one_session_with_the_same_marks(nazar: Phone, cast: Cast, door: Door) -> None:
    logged = log(nazar, mark(cast, "solomiia"), mark(cast, "ostap"))
    first, again = await nazar.verdicts(logged, logged)
    assert again == first | {"dup": True}
    await applied(nazar, logged)
    assert (await count(door.database, "session"), await count(door.database, "mark")) == (1, 2)


async def test_it_is_written_down_whose_group_it_was_and_when(nazar: Phone, cast: Cast, door: Door) -> None:
    made = ago(hours=3)
    await applied(nazar, log(nazar, mark(cast, "solomiia")) | {"at": made})
    sql = "SELECT person, about_kind, about FROM audit_line WHERE act = 'mentoring.log_session'"
    (line,) = await peek(door.database, sql)
    assert (line["person"], line["about_kind"], line["about"]) == (nazar.person, "cohort", cast.cohorts["ratusha"])
    (row,) = (await held(nazar, "session")).values()
    assert abs(instant(row["at"]) - instant(made)) < timedelta(minutes=1)


async def test_a_name_that_was_changed_is_told_as_it_is_now(nazar: Phone, olena: Phone, cast: Cast, door: Door) -> None:
    await applied(nazar, log(nazar))
    await alter(door.database, "UPDATE person SET family = 'Гринчук' WHERE id = $1", nazar.person)
    (row,) = (await held(olena, "session")).values()
    assert row["by"] == "Гринчук Nazar"
