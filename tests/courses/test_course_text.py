"""A course read back from its rows is the course that was written, to the last byte of its edition."""

from typing import Any

import pytest

from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import new_id
from backend.courses.actions import publish_release, write_course
from backend.courses.publish import edition_now
from backend.courses.queries import course_text
from backend.courses.release import edition
from backend.demo.town import town
from tests.cast import SYSTEM, Cast
from tests.cast import course_text as written
from tests.sync.peek import alter


@pytest.mark.parametrize("key", sorted(town().courses))
async def test_it_works(door: Door, key: str) -> None:
    course = town().courses[key]
    await door.writer.perform(write_course, SYSTEM, course)
    async with door.database.read() as db:
        assert await course_text(db, course.id) == course
    assert await edition_now(door, course.id, "uk") == edition(course)


async def test_of_the_cast(door: Door, cast: Cast) -> None:
    assert (await edition_now(door, cast.course, "uk")).release == cast.release == edition(written(cast)).release
    assert not await door.writer.perform(publish_release, SYSTEM, await edition_now(door, cast.course, "uk"))


async def test_another_word_makes_another_release(door: Door, cast: Cast) -> None:
    await alter(door.database, "UPDATE lesson SET body = $2 WHERE id = $1", cast.lessons[0], '{"uk": "Інше"}')
    changed = await edition_now(door, cast.course, "uk")
    assert changed.release != cast.release
    assert await door.writer.perform(publish_release, SYSTEM, changed)


async def test_what_is_not_there_has_no_edition(door: Door) -> None:
    async with door.database.read() as db:
        assert await course_text(db, new_id()) is None
    with pytest.raises(Problem, match="not_found"):
        await edition_now(door, new_id(), "uk")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("body", '{"uk": " "}', "lesson_empty"),
        ("body", "{}", "lesson_empty"),
        ("title", "{}", "course_unnamed"),
        ("title", '"words"', "course_unreadable"),
        ("title", '{"uk": 1}', "course_unreadable"),
        ("terms", '[{"term": 1}]', "course_unreadable"),
        ("terms", '"x"', "course_unreadable"),
        ("minutes", 0, "course_unreadable"),
        ("minutes", 601, "course_unreadable"),
    ],
)
async def test_what_is_not_written_is_said(door: Door, cast: Cast, column: str, value: Any, code: str) -> None:
    await alter(door.database, f"UPDATE lesson SET {column} = $2 WHERE id = $1", cast.lessons[1], value)
    with pytest.raises(Problem) as refused:
        await edition_now(door, cast.course, "uk")
    assert refused.value.kind.code == code
    assert "%" not in refused.value.sentence("uk")


async def test_a_row_as_the_console_makes_it_has_no_terms_yet(door: Door, cast: Cast) -> None:
    await alter(door.database, "UPDATE lesson SET terms = '{}' WHERE id = $1", cast.lessons[0])
    assert (await edition_now(door, cast.course, "uk")).release == cast.release


async def test_a_course_without_lessons_is_empty(door: Door, cast: Cast) -> None:
    await alter(door.database, "DELETE FROM lesson WHERE id = $1", cast.other_lesson)
    with pytest.raises(Problem, match="course_empty"):
        await edition_now(door, cast.other_course, "uk")
