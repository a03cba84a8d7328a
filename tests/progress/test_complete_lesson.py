from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.clock import wire
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.courses.actions import publish_release
from backend.courses.release import edition
from tests.cast import SYSTEM, Cast, course_text
from tests.phone import Phone, ago
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count, peek

New = Callable[[], Phone]
FIVE_YEARS = timedelta(days=5 * 365)


@pytest.fixture
async def solomiia(phone: New, cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


async def completed(phone: Phone) -> dict[str, Any]:
    """The one completion that the phone holds after a pull."""
    await phone.pull()
    (completion,) = phone.held("completion").values()
    return completion


def about(moment: str, **ago_: float) -> bool:
    """Whether a moment of the wire is so long ago, within what a slow machine takes."""
    far = clock.now() - timedelta(**ago_) - datetime.fromisoformat(moment)
    return abs(far) < timedelta(minutes=1)


async def ended(door: Door, cast: Cast, **span: float) -> None:
    """Solomiia left the cohort so long ago."""
    until = clock.now() - timedelta(**span)
    await alter(door.database, "UPDATE role SET until = $2 WHERE source = $1", cast.enrolment("solomiia"), until)


async def test_it_works(phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0))
    assert verdict["status"] == "applied"
    await solomiia.pull()
    completion = solomiia.held("completion")[verdict["data"]["completion"]]
    assert completion["lesson"] == cast.lessons[0]
    assert completion["flag"] is None


async def test_the_stranger_learns_nothing(phone: New) -> None:
    maksym = await phone().sign_in("maksym")
    theirs, nobodys = maksym.lesson(0, "solomiia"), maksym.lesson(0, "solomiia")
    nobodys["body"] |= {"enrolment": "00000000-0000-4000-8000-000000000000"}
    verdicts = await maksym.verdicts(theirs, nobodys)
    assert [v["code"] for v in verdicts] == ["not_found", "not_found"]
    assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
    assert verdicts[0]["params"] == {}


@pytest.mark.parametrize("name", ["ostap", "zoriana", "olena", "sofiia"])
async def test_nobody_else_may_do_it_for_her(phone: New, cast: Cast, door: Door, name: str) -> None:
    other = await signed_in(door, phone, cast.people[name])
    (verdict,) = await other.verdicts(other.lesson(0, "solomiia"))
    assert verdict["code"] == "not_found"
    assert await count(door.database, "completion") == 0


async def test_a_role_that_is_no_learners_leads_to_no_lesson(phone: New, cast: Cast, door: Door) -> None:
    olena = await signed_in(door, phone, cast.people["olena"])
    operation = olena.lesson(0)
    operation["body"]["enrolment"] = cast.schools["ratusha"]
    assert (await olena.verdicts(operation))[0]["code"] == "not_found"


async def test_work_from_before_the_end_is_kept_however_late(solomiia: Phone, cast: Cast, door: Door) -> None:
    await ended(door, cast, days=60)
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0, at=ago(days=61)))
    assert verdict["status"] == "applied"
    (kept,) = await peek(door.database, "SELECT flag FROM completion")
    assert kept["flag"] is None


@pytest.mark.parametrize(("left", "made"), [(10, 2), (60, 31)])
async def test_work_from_the_grace_after_the_end_is_kept_and_flagged(
    solomiia: Phone, cast: Cast, door: Door, left: int, made: int
) -> None:
    await ended(door, cast, days=left)
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0, at=ago(days=made)))
    assert verdict["status"] == "applied"
    (kept,) = await peek(door.database, "SELECT flag FROM completion")
    assert kept["flag"] == "after_end"


async def test_work_from_after_the_grace_is_refused_with_a_sentence(solomiia: Phone, cast: Cast, door: Door) -> None:
    await ended(door, cast, days=40)
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0, at=ago(days=9)))
    assert (verdict["status"], verdict["code"], verdict["fix"]) == ("rejected", "too_late", "ask_mentor")
    assert verdict["message"]
    assert await count(door.database, "completion") == 0


async def test_who_returned_is_a_learner_again_whichever_role_comes_first(
    solomiia: Phone, cast: Cast, door: Door
) -> None:
    await ended(door, cast, days=10)
    again = (
        "INSERT INTO role (id, person, kind, place_kind, place, source, since) "
        "SELECT $2, person, kind, place_kind, place, source, $3 FROM role WHERE source = $1 AND kind = 'learner'"
    )
    await alter(door.database, again, cast.enrolment("solomiia"), new_id(), clock.now() - timedelta(days=1))
    await solomiia.verdicts(solomiia.lesson(0, at=ago(days=5)))
    assert (await completed(solomiia))["flag"] is None


async def test_two_phones_make_one_completion(solomiia: Phone, phone: New, cast: Cast, door: Door) -> None:
    other = await signed_in(door, phone, cast.people["solomiia"])
    (first,) = await solomiia.verdicts(solomiia.lesson(0, at=ago(hours=5)))
    (second,) = await other.verdicts(other.lesson(0, at=ago(hours=2)))
    assert (second["status"], second["dup"], second["data"]) == ("applied", False, first["data"])
    assert first["data"] == {"completion": pair_id(cast.enrolment("solomiia"), cast.lessons[0])}
    assert about((await completed(other))["at"], hours=5)
    assert await count(door.database, "completion") == 1


async def test_an_older_release_still_counts(solomiia: Phone, cast: Cast, door: Door) -> None:
    newer = edition(course_text(cast, "Another text."))
    await door.writer.perform(publish_release, SYSTEM, newer)
    later = solomiia.lesson(1)
    later["body"]["release"] = newer.release
    verdicts = await solomiia.verdicts(solomiia.lesson(0), later)
    assert [verdict["status"] for verdict in verdicts] == ["applied", "applied"]
    await solomiia.pull()
    releases = [completion["release"] for completion in solomiia.held("completion").values()]
    assert sorted(releases) == sorted([cast.release, newer.release])
    (course,) = solomiia.held("course").values()
    assert course["release"] == newer.release


async def test_a_lesson_of_another_course_is_refused_with_a_sentence(solomiia: Phone, cast: Cast, door: Door) -> None:
    wrong = [
        {"lesson": cast.other_lesson, "release": cast.other_release},
        {"lesson": cast.other_lesson},
        {"release": cast.other_release},
        {"release": new_id()},
        {"lesson": new_id()},
    ]
    operations = [solomiia.lesson(0) for _ in wrong]
    for operation, mistake in zip(operations, wrong, strict=True):
        operation["body"] |= mistake
    verdicts = await solomiia.verdicts(*operations)
    assert {(v["status"], v["code"], v["fix"]) for v in verdicts} == {("rejected", "not_your_lesson", "ask_mentor")}
    assert all(verdict["message"] for verdict in verdicts)
    assert await count(door.database, "completion") == 0


async def test_the_verdict_speaks_the_persons_language(solomiia: Phone, cast: Cast) -> None:
    def wrong() -> dict[str, Any]:
        operation = solomiia.lesson(0)
        operation["body"]["lesson"] = cast.other_lesson
        return operation

    (ukrainian,) = await solomiia.verdicts(wrong())
    await solomiia.verdicts(solomiia.operation("people.choose_language", {"language": "en"}))
    (english,) = await solomiia.verdicts(wrong())
    assert english["message"].startswith("This lesson is not in the courses of your group.")
    assert ukrainian["message"] != english["message"]
    assert any("а" <= letter <= "я" for letter in ukrainian["message"])


@pytest.mark.parametrize("off", [FIVE_YEARS, -FIVE_YEARS])
async def test_a_clock_five_years_off_is_set_right_and_flagged(solomiia: Phone, off: timedelta) -> None:
    operation = solomiia.lesson(0, at=wire(clock.now() + off - timedelta(hours=2)))
    answer = await solomiia.send(operation, now=wire(clock.now() + off))
    assert answer.json()["verdicts"][0]["status"] == "applied"
    completion = await completed(solomiia)
    assert completion["flag"] == "clock"
    assert about(completion["at"], hours=2)


async def test_a_clock_set_back_in_between_is_not_believed(solomiia: Phone) -> None:
    await solomiia.verdicts(solomiia.lesson(0, at="2099-01-01T00:00:00Z"))
    completion = await completed(solomiia)
    assert completion["flag"] == "clock"
    assert about(completion["at"], hours=0)


async def test_the_monotonic_clock_counts_when_the_phone_has_one(solomiia: Phone) -> None:
    anchor = {"srv": ago(hours=9), "since_ms": 3 * 3_600_000}
    await solomiia.verdicts(solomiia.lesson(0, at="2020-02-02T02:02:02Z", anchor=anchor))
    completion = await completed(solomiia)
    assert completion["flag"] == "clock"
    assert about(completion["at"], hours=6)


async def test_nothing_happened_before_the_last_contact(solomiia: Phone) -> None:
    await solomiia.verdicts(solomiia.lesson(0, at=ago(days=20), anchor={"srv": ago(days=3)}))
    completion = await completed(solomiia)
    assert completion["flag"] == "clock"
    assert about(completion["at"], days=3)


async def test_a_clock_some_minutes_off_is_believed(solomiia: Phone) -> None:
    operation = solomiia.lesson(0, at=wire(clock.now() + timedelta(minutes=8) - timedelta(hours=2)))
    await solomiia.send(operation, now=wire(clock.now() + timedelta(minutes=8)))
    completion = await completed(solomiia)
    assert completion["flag"] is None
    assert about(completion["at"], hours=2)


async def test_it_is_written_down_once(solomiia: Phone, cast: Cast, door: Door) -> None:
    operation, refused = solomiia.lesson(0, at=ago(hours=3)), solomiia.lesson(1)
    refused["body"]["lesson"] = cast.other_lesson
    for _ in range(3):
        await solomiia.verdicts(operation, refused, operation)
    sql = "SELECT person, about_kind, about, happened_at, device FROM audit_line WHERE act = 'progress.complete_lesson'"
    (line,) = await peek(door.database, sql)
    assert line["person"] == solomiia.person
    assert (line["about_kind"], line["about"]) == ("enrolment", cast.enrolment("solomiia"))
    assert about(wire(line["happened_at"]), hours=3)
    devices = await peek(door.database, "SELECT id FROM device WHERE person = $1", solomiia.person)
    assert line["device"] in [device["id"] for device in devices]
