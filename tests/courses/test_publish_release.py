from collections.abc import Callable
from typing import Any

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.work import Act, Op, Work
from backend.core.writer import Writer
from backend.courses.actions import publish_release, write_course
from backend.courses.queries import release
from backend.courses.release import edition
from backend.courses.schemas import CourseText
from tests.cast import SYSTEM, Cast, course_text
from tests.courses.written import written
from tests.phone import Phone
from tests.quizzes import graded, practice

New = Callable[..., Phone]


async def publish(door: Door, text: CourseText) -> bool:
    return await door.writer.perform(publish_release, SYSTEM, edition(text))


async def course_on(phone: Phone) -> dict[str, Any]:
    """The course as the phone holds it after a pull."""
    await phone.pull()
    (row,) = phone.held("course").values()
    return row


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    before = await course_on(solomiia)
    changed = course_text(cast, "Something new.")
    assert await publish(door, changed) is True
    after = await course_on(solomiia)
    assert before["release"] == cast.release
    assert after["release"] == edition(changed).release
    new: dict[str, Any] = {"release": "", "bundles": {}, "parts": []}
    assert after | new == before | new
    packed = {(b.module, b.language): {"hash": b.hash, "size": len(b.body)} for b in edition(changed).bundles}
    told = {(None, language): bundle for language, bundle in after["bundles"].items()}
    for part in after["parts"]:
        told |= {(part["module"], language): bundle for language, bundle in part["bundles"].items()}
    assert told == packed


async def test_a_release_that_was_undone_is_not_known(door: Door, cast: Cast) -> None:
    made = edition(course_text(cast, "Undone."))

    async def look(work: Work, _actor: Actor, _op: Op) -> bool:
        return await release(work, made.release) is not None

    async def fail(_work: Work, _acts: object) -> None:
        raise KeyError

    now = clock.now()
    batch = [Act(publish_release, SYSTEM, Op(new_id(), now, now), made), Act(look, SYSTEM, Op(new_id(), now, now))]
    failing = Writer(door.database, door.settings, commit=[fail])
    await failing.submit(batch)
    assert not batch[0].succeeded
    assert await door.writer.perform(look, SYSTEM) is False


async def test_the_same_text_is_nothing_new(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    assert await publish(door, course_text(cast)) is False
    (page,) = await solomiia.pull()
    assert page["rows"] == []


async def test_an_earlier_text_becomes_current_again(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    await publish(door, course_text(cast, "Something new."))
    await solomiia.pull()
    assert await publish(door, course_text(cast)) is True
    assert (await course_on(solomiia))["release"] == cast.release
    async with door.database.read() as db:
        found = await db.rows("SELECT count(*) AS n FROM release WHERE course = $1", cast.course)
    assert found[0]["n"] == 2


async def test_all_who_see_the_cohort_learn_of_it_and_nobody_else(door: Door, phone: New, cast: Cast) -> None:
    phones = {name: await phone().sign_in(name) for name in ("solomiia", "zoriana", "olena", "maksym", "vasyl")}
    for one in phones.values():
        await one.pull()
    await publish(door, course_text(cast, "Something new."))
    got = {name: len((await one.pull())[0]["rows"]) for name, one in phones.items()}
    assert got == {"solomiia": 1, "zoriana": 1, "olena": 1, "maksym": 0, "vasyl": 0}


async def test_a_lesson_read_in_the_former_release_still_counts(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    await publish(door, course_text(cast, "Something new."))
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0))
    assert verdict["status"] == "applied"


async def test_a_course_that_is_not_there_is_not_published(door: Door, cast: Cast) -> None:
    nowhere = CourseText("00000000-0000-4000-8000-000000000000", {"uk": "…"}, {"uk": "…"}, 1, [])
    assert await publish(door, nowhere) is False


async def test_what_was_written_is_what_is_published(door: Door, cast: Cast) -> None:
    async with door.database.read() as db:
        found = await written(db, cast.course)
    assert found is not None
    assert edition(found) == edition(course_text(cast))


async def test_a_course_without_a_release_is_on_no_phone(door: Door, phone: New, cast: Cast) -> None:
    unpublished = CourseText("00000000-0000-4000-8000-000000000001", {"uk": "…"}, {"uk": "…"}, 1, [])
    await door.writer.perform(write_course, SYSTEM, unpublished)
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    assert [row["course"] for row in solomiia.held("course").values()] == [cast.course]


async def test_writing_a_course_again_adds_what_is_new_and_changes_nothing(door: Door, cast: Cast) -> None:
    text = course_text(cast, "Something new.")
    more = msgspec.structs.replace(practice(), id="00000000-0000-4000-8000-000000000002")
    text.modules[0].quizzes.append(more)
    await door.writer.perform(write_course, SYSTEM, text)
    async with door.database.read() as db:
        found = await written(db, cast.course)
    expected = course_text(cast)
    expected.modules[0].quizzes.append(more)
    assert found == expected


async def test_a_changed_right_answer_of_a_graded_quiz_alone_is_something_new(
    door: Door, phone: New, cast: Cast
) -> None:
    solomiia = await phone().sign_in("solomiia")
    before = await course_on(solomiia)
    text = course_text(cast)
    text.modules[1].quizzes[:] = [graded(number="5")]
    assert await publish(door, text) is True
    assert (await course_on(solomiia))["release"] != before["release"]
