import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from msgspec import structs

from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.core.settings import Settings
from backend.courses.actions import publish_release
from backend.courses.release import edition
from backend.courses.schemas import QuizText
from tests.cast import SYSTEM, Cast, course_text
from tests.mentoring.meetings import applied, mentor
from tests.phone import Phone, ago
from tests.quizzes import GRADED, KINDS, PRACTICE, SECRET, graded, practice, question, right
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count, peek

New = Callable[[], Phone]
NOBODY = "00000000-0000-4000-8000-000000000000"
RIGHT = {PRACTICE: right(practice()), GRADED: right(graded())}
EXPLAINED = {question(GRADED, kind): {"uk": f"Бо {SECRET}", "en": f"{SECRET} is why"} for kind in KINDS}


@pytest.fixture
async def solomiia(phone: New, cast: Cast, door: Door) -> Phone:
    return await signed_in(door, phone, cast.people["solomiia"])


def attempt(phone: Phone, quiz: str = GRADED, answers: Any = None, **given: Any) -> dict[str, Any]:
    """Solomiia takes a quiz of her course; all is right unless `answers` says otherwise."""
    body = {
        "enrolment": phone.cast.enrolment("solomiia"),
        "quiz": quiz,
        "release": phone.cast.release,
        "started_at": given.pop("started_at", ago(minutes=7)),
        "answers": RIGHT[quiz] if answers is None else answers,
    }
    return phone.operation("progress.submit_quiz", body, **given)


def some_right(number: int, quiz: str = GRADED) -> dict[str, Any]:
    """Answers of which so many are right, the others missing."""
    return dict(list(RIGHT[quiz].items())[:number])


async def rows(phone: Phone) -> dict[str, Any]:
    """The attempts that the phone holds after a pull."""
    await phone.pull()
    return phone.held("attempt")


async def publish(door: Door, cast: Cast, quiz: QuizText | None) -> str:
    """Publish the course with another graded quiz, or none, and return the release."""
    text = course_text(cast)
    text.modules[1].quizzes[:] = [quiz] if quiz else []
    await door.writer.perform(publish_release, SYSTEM, edition(text))
    return edition(text).release


async def ended(door: Door, cast: Cast, **span: float) -> None:
    """Solomiia left the cohort so long ago."""
    sql = "UPDATE role SET until = $2 WHERE source = $1"
    await alter(door.database, sql, cast.enrolment("solomiia"), datetime.fromisoformat(ago(**span)))


async def test_it_works(solomiia: Phone, cast: Cast) -> None:
    sent = attempt(solomiia, PRACTICE, some_right(4, PRACTICE))
    (verdict,) = await solomiia.verdicts(sent)
    assert (verdict["status"], verdict["dup"]) == ("applied", False)
    assert verdict["data"] == {"attempt": sent["id"], "score": 66, "passed": True}
    row = (await rows(solomiia))[sent["id"]]
    assert datetime.fromisoformat(row.pop("at")) - datetime.fromisoformat(row["started_at"]) > timedelta(minutes=6)
    assert row == {
        "enrolment": cast.enrolment("solomiia"),
        "quiz": PRACTICE,
        "release": cast.release,
        "answers": some_right(4, PRACTICE),
        "score": 66,
        "passed": True,
        "graded": False,
        "results": {question(PRACTICE, kind): 100 if place < 4 else 0 for place, kind in enumerate(KINDS)},
        "explanations": None,
        "started_at": sent["body"]["started_at"],
        "flag": None,
    }


async def test_the_stranger_learns_nothing(phone: New, cast: Cast, door: Door) -> None:
    maksym = await signed_in(door, phone, cast.people["maksym"])
    theirs, nobodys = attempt(maksym), attempt(maksym)
    nobodys["body"] |= {"enrolment": NOBODY}
    verdicts = await maksym.verdicts(theirs, nobodys)
    assert [verdict["code"] for verdict in verdicts] == ["not_found", "not_found"]
    assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
    assert verdicts[0]["params"] == {}


@pytest.mark.parametrize("name", ["ostap", "zoriana", "olena", "sofiia"])
async def test_nobody_else_may_do_it_for_her(phone: New, cast: Cast, door: Door, name: str) -> None:
    other = await signed_in(door, phone, cast.people[name])
    (verdict,) = await other.verdicts(attempt(other))
    assert verdict["code"] == "not_found"
    assert await count(door.database, "attempt") == 0


async def test_nobody_else_sees_it(solomiia: Phone, phone: New, cast: Cast, door: Door) -> None:
    await solomiia.verdicts(attempt(solomiia))
    for name in ("ostap", "olena", "maksym"):
        assert await rows(await signed_in(door, phone, cast.people[name])) == {}


async def test_a_quiz_of_another_course_is_refused_with_a_sentence(solomiia: Phone, cast: Cast, door: Door) -> None:
    wrong = [
        {"release": cast.other_release},
        {"release": new_id()},
        {"quiz": new_id()},
        {"quiz": cast.lessons[0]},
    ]
    operations = [attempt(solomiia) for _ in wrong]
    for operation, mistake in zip(operations, wrong, strict=True):
        operation["body"] |= mistake
    verdicts = await solomiia.verdicts(*operations)
    assert {(v["status"], v["code"], v["fix"]) for v in verdicts} == {("rejected", "not_your_quiz", "ask_mentor")}
    assert all(verdict["message"] for verdict in verdicts)
    assert await count(door.database, "attempt") == 0


async def test_answers_stay_hidden_until_the_last_attempt_is_used_up(solomiia: Phone) -> None:
    first, second = attempt(solomiia, answers=some_right(3)), attempt(solomiia)
    (verdict,) = await solomiia.verdicts(first)
    assert verdict["data"] == {"attempt": first["id"], "score": 50, "passed": False}
    (row,) = (await rows(solomiia)).values()
    assert (row["graded"], row["score"], row["passed"]) == (True, 50, False)
    assert (row["results"], row["explanations"]) == (None, None)
    await solomiia.verdicts(second)
    (page,) = await solomiia.pull()
    assert {one["id"] for one in page["rows"]} == {first["id"], second["id"]}
    held = solomiia.held("attempt")
    assert held[first["id"]]["results"] == {question(GRADED, kind): 100 * (n < 3) for n, kind in enumerate(KINDS)}
    assert held[second["id"]]["results"] == dict.fromkeys(EXPLAINED, 100)
    for row in held.values():
        assert {one["question"]: one["text"] for one in row["explanations"]} == EXPLAINED


async def test_a_mentor_is_told_nothing_of_one_because_another_has_used_it_up(
    solomiia: Phone, phone: New, cast: Cast, door: Door
) -> None:
    ostap, nazar = await signed_in(door, phone, cast.people["ostap"]), await mentor(door, phone, cast, "nazar")
    first = attempt(ostap)
    first["body"]["enrolment"] = cast.enrolment("ostap")
    await applied(ostap, first)
    await applied(solomiia, attempt(solomiia), attempt(solomiia))
    held = await rows(nazar)
    assert len(held) == 3
    assert {id_ for id_, row in held.items() if row["results"] or row["explanations"]} == {*held} - {first["id"]}


async def test_nothing_that_reaches_a_phone_before_gives_them_away(solomiia: Phone) -> None:
    await solomiia.verdicts(attempt(solomiia, answers={}))
    held = json.dumps(await rows(solomiia), ensure_ascii=False)
    (course,) = solomiia.held("course").values()
    hashes = [ref["hash"] for bundles in (course, *course["parts"]) for ref in bundles["bundles"].values()]
    bodies = [(await solomiia.http.get(f"/api/courses/bundles/{hash_}")).content for hash_ in hashes]
    assert len(bodies) == 6
    for plain in (held.encode(), *bodies):
        assert SECRET.encode() not in plain
        assert b"77777" not in plain


async def test_a_practice_quiz_explains_itself_on_the_phone(solomiia: Phone) -> None:
    await solomiia.verdicts(*[attempt(solomiia, PRACTICE) for _ in range(4)])
    found = (await rows(solomiia)).values()
    assert {one["explanations"] for one in found} == {None}
    assert all(one["results"] == dict.fromkeys(RIGHT[PRACTICE], 100) for one in found)


async def test_one_too_many_is_kept_and_does_not_count(solomiia: Phone) -> None:
    sent = [attempt(solomiia, answers=some_right(number)) for number in (3, 4, 6)]
    for operation in sent:
        (verdict,) = await solomiia.verdicts(operation)
        assert verdict["status"] == "applied"
    held = await rows(solomiia)
    assert [held[one["id"]]["flag"] for one in sent] == [None, None, "extra"]
    assert [held[one["id"]]["score"] for one in sent] == [50, 66, 100]


async def test_of_many_at_once_only_the_first_count(solomiia: Phone, phone: New, cast: Cast, door: Door) -> None:
    other = await signed_in(door, phone, cast.people["solomiia"])
    await solomiia.verdicts(*[attempt(solomiia) for _ in range(4)])
    await other.verdicts(attempt(other), attempt(other))
    flags = [row["flag"] for row in (await rows(other)).values()]
    assert sorted(map(str, flags)) == ["None", "None", "extra", "extra", "extra", "extra"]


async def test_two_processes_count_together(solomiia: Phone, settings: Settings, cast: Cast, door: Door) -> None:
    beside = assemble(settings)
    await beside.open()
    other = await signed_in(door, partial(Phone, build_app(beside), cast), cast.people["solomiia"])
    await asyncio.gather(*[one.verdicts(attempt(one), attempt(one)) for one in (solomiia, other) for _ in range(3)])
    await beside.close()
    assert await count(door.database, "attempt") == 12
    assert await count(door.database, "attempt", "flag IS NULL") == 2


async def test_attempts_at_one_quiz_leave_those_at_another(solomiia: Phone) -> None:
    await solomiia.verdicts(*[attempt(solomiia, PRACTICE) for _ in range(3)], attempt(solomiia))
    assert {row["flag"] for row in (await rows(solomiia)).values()} == {None}


async def test_an_older_release_marks_by_its_own_answers(solomiia: Phone, cast: Cast, door: Door) -> None:
    newer = await publish(door, cast, graded(number="5"))
    old, new = attempt(solomiia), attempt(solomiia)
    new["body"] |= {"release": newer}
    verdicts = await solomiia.verdicts(old, new)
    assert [verdict["data"]["score"] for verdict in verdicts] == [100, 83]


async def test_a_quiz_that_is_in_the_course_no_more_is_marked_all_the_same(
    solomiia: Phone, cast: Cast, door: Door
) -> None:
    await publish(door, cast, None)
    verdicts = await solomiia.verdicts(attempt(solomiia), attempt(solomiia), attempt(solomiia))
    assert [verdict["data"]["score"] for verdict in verdicts] == [100, 100, 100]
    assert sorted(str(row["flag"]) for row in (await rows(solomiia)).values()) == ["None", "None", "extra"]


async def test_whoever_may_try_more_often_now_is_told_the_answers_later(
    solomiia: Phone, cast: Cast, door: Door
) -> None:
    """Also who still has the older release, which would have allowed fewer attempts."""
    await publish(door, cast, graded(attempts=3))
    await solomiia.verdicts(attempt(solomiia), attempt(solomiia))
    assert {row["results"] for row in (await rows(solomiia)).values()} == {None}
    await solomiia.verdicts(attempt(solomiia))
    held = await rows(solomiia)
    assert [row["flag"] for row in held.values()] == [None, None, None]
    assert all(row["results"] and row["explanations"] for row in held.values())


async def test_who_was_told_what_is_right_has_no_attempt_left_at_an_older_release(
    solomiia: Phone, cast: Cast, door: Door
) -> None:
    """The older one allows two; with the only one of the newer the key came to the phone."""
    newer = attempt(solomiia, answers=some_right(1))
    newer["body"]["release"] = await publish(door, cast, structs.replace(graded(), attempts=1))
    await solomiia.verdicts(newer)
    (row,) = (await rows(solomiia)).values()
    assert row["results"]
    older = attempt(solomiia)
    await solomiia.verdicts(older)
    assert (await rows(solomiia))[older["id"]]["flag"] == "extra"


async def test_sent_again_it_is_one_attempt(solomiia: Phone, door: Door) -> None:
    sent = attempt(solomiia, answers=some_right(5))
    first, twin = await solomiia.verdicts(sent, sent)
    (again,) = await solomiia.verdicts(sent)
    assert [first["dup"], twin["dup"], again["dup"]] == [False, True, True]
    assert first["data"] == twin["data"] == again["data"] == {"attempt": sent["id"], "score": 83, "passed": True}
    assert await count(door.database, "attempt") == 1


async def test_marks_stand_as_they_were_given(solomiia: Phone, door: Door) -> None:
    """Nothing is marked again when a phone pulls, whatever has become of the answers."""
    await solomiia.verdicts(attempt(solomiia, PRACTICE))
    await alter(door.database, "UPDATE release_quiz SET questions = '[]'")
    (row,) = (await rows(solomiia)).values()
    assert (row["score"], row["results"]) == (100, dict.fromkeys(RIGHT[PRACTICE], 100))


@pytest.mark.parametrize(
    "odd",
    [
        {NOBODY: 1},
        {question(PRACTICE, "single"): 2},
        {question(GRADED, "single"): "2"},
        {question(GRADED, "multiple"): [0, 0, 1, 3]},
        {question(GRADED, "matching"): [0]},
        {question(GRADED, "truefalse"): 0},
    ],
)
async def test_an_answer_that_fits_no_question_is_kept_and_flagged(solomiia: Phone, odd: dict[str, Any]) -> None:
    answers = RIGHT[GRADED] | odd
    (verdict,) = await solomiia.verdicts(attempt(solomiia, answers=answers))
    assert verdict["status"] == "applied"
    (row,) = (await rows(solomiia)).values()
    assert (row["flag"], row["answers"]) == ("odd", answers)
    assert row["score"] >= 83


async def test_whatever_can_be_typed_is_kept_as_it_was(solomiia: Phone) -> None:
    answers = {question(GRADED, "short"): "\x00\u2028' \"\\ 🧵 ´", question(GRADED, "numeric"): "1" * 1_000}
    await solomiia.verdicts(attempt(solomiia, answers=answers))
    (row,) = (await rows(solomiia)).values()
    assert (row["answers"], row["score"], row["flag"]) == (answers, 0, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"answers": {question(GRADED, "single"): 1.5}},
        {"answers": {question(GRADED, "short"): "а" * 1_001}},
        {"answers": {question(GRADED, "short"): {"text": "а"}}},
        {"answers": {"single": 1}},
        {"answers": {pair_id("odd", str(n)): None for n in range(201)}},
        {"started_at": "yesterday"},
        {"score": 100},
    ],
)
async def test_what_no_app_sends_is_malformed(solomiia: Phone, wrong: dict[str, Any], door: Door) -> None:
    operation = attempt(solomiia)
    operation["body"] |= wrong
    (verdict,) = await solomiia.verdicts(operation)
    assert verdict["code"] == "malformed"
    assert await count(door.database, "attempt") == 0


@pytest.mark.parametrize(("left", "made", "flag"), [(60, 61, None), (10, 2, "after_end"), (60, 31, "after_end")])
async def test_it_is_kept_however_late_and_flagged_after_the_end(
    solomiia: Phone, cast: Cast, door: Door, left: int, made: int, flag: str | None
) -> None:
    await ended(door, cast, days=left)
    (verdict,) = await solomiia.verdicts(attempt(solomiia, at=ago(days=made)))
    assert verdict["status"] == "applied"
    (kept,) = await peek(door.database, "SELECT flag FROM attempt")
    assert kept["flag"] == flag


async def test_after_the_grace_it_is_refused_with_a_sentence(solomiia: Phone, cast: Cast, door: Door) -> None:
    await ended(door, cast, days=40)
    (verdict,) = await solomiia.verdicts(attempt(solomiia, at=ago(days=9)))
    assert (verdict["status"], verdict["code"], verdict["fix"]) == ("rejected", "too_late", "ask_mentor")
    assert await count(door.database, "attempt") == 0


async def test_a_clock_that_cannot_be_believed_is_flagged(solomiia: Phone) -> None:
    await solomiia.verdicts(attempt(solomiia, at="2099-01-01T00:00:00Z", started_at="2098-12-31T23:50:00Z"))
    (row,) = (await rows(solomiia)).values()
    assert row["flag"] == "clock"
    assert row["started_at"] == row["at"]


@pytest.mark.parametrize("started", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
async def test_an_impossible_beginning_stops_nothing(solomiia: Phone, started: str) -> None:
    (verdict,) = await solomiia.verdicts(attempt(solomiia, started_at=started))
    assert verdict["status"] == "applied"
    (row,) = (await rows(solomiia)).values()
    assert timedelta() <= datetime.fromisoformat(row["at"]) - datetime.fromisoformat(row["started_at"])


async def test_it_is_written_down_once(solomiia: Phone, cast: Cast, door: Door) -> None:
    operation, refused = attempt(solomiia), attempt(solomiia)
    refused["body"] |= {"quiz": new_id()}
    for _ in range(3):
        await solomiia.verdicts(operation, refused)
    sql = "SELECT person, about_kind, about, device FROM audit_line WHERE act = 'progress.submit_quiz'"
    (line,) = await peek(door.database, sql)
    assert line["person"] == solomiia.person
    assert (line["about_kind"], line["about"]) == ("enrolment", cast.enrolment("solomiia"))
    (kept,) = await peek(door.database, "SELECT device FROM attempt")
    assert kept["device"] == line["device"] is not None
