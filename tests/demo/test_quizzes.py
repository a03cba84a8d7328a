"""Twelve quizzes in the three courses, and who took them."""

from collections.abc import Iterator

import pytest

from backend.core.clock import instant
from backend.core.door import Door
from backend.core.i18n import LANGUAGES
from backend.core.ids import pair_id
from backend.courses.schemas import QuizText
from backend.demo.town import town
from tests.demo.start import file, rows

PLAIN = town()


def every() -> Iterator[tuple[str, QuizText]]:
    for key, course in PLAIN.courses.items():
        for module in course.modules:
            for quiz in module.quizzes:
                yield key, quiz


def test_it_works() -> None:
    assert [len([quiz for key, quiz in every() if key == course]) for course in PLAIN.courses] == [4, 4, 4]
    for key, course in PLAIN.courses.items():
        written = file(f"quizzes/{key}.yaml")["quizzes"]
        quizzes = [quiz for module in course.modules for quiz in module.quizzes]
        assert [quiz.id for quiz in quizzes] == [pair_id("demo", quiz["key"]) for quiz in written]
        assert [len(quiz.questions) for quiz in quizzes] == [len(quiz["questions"]) for quiz in written]
        assert [quiz.graded for quiz in quizzes] == [False, False, False, True]


def test_every_quiz_is_there_in_every_language() -> None:
    for _, quiz in every():
        for texts in (quiz.title, *[asked.text for asked in quiz.questions], *[one.feedback for one in quiz.questions]):
            assert all(texts[language].strip() for language in LANGUAGES)


ATTEMPTS = """
SELECT a.enrolment, a.quiz, a.score, a.passed, a.flag, a.device, a.started_at, a.happened_at, q.graded,
       (SELECT max(k.happened_at) FROM completion k JOIN lesson l ON l.id = k.lesson JOIN quiz z ON z.module = l.module
           WHERE k.enrolment = a.enrolment AND z.id = a.quiz) AS after
FROM attempt a JOIN release_quiz q ON q.release = a.release AND q.quiz = a.quiz
"""


async def test_all_that_the_file_says_was_taken(town_door: Door) -> None:
    taken = await rows(town_door, ATTEMPTS)
    tries = [numbers for students in PLAIN.attempts.values() for one in students.values() for numbers in one.values()]
    assert len(taken) == sum(map(len, tries)) > 40
    assert {row["flag"] for row in taken} == {None}
    assert {bool(row["graded"]) for row in taken} == {bool(row["passed"]) for row in taken} == {False, True}


async def test_it_was_taken_after_the_lessons_by_the_students_themselves(town_door: Door) -> None:
    for row in await rows(town_door, ATTEMPTS):
        assert row["device"] is not None
        assert instant(row["after"]) < instant(row["started_at"]) < instant(row["happened_at"])


@pytest.mark.parametrize(("right", "score"), [(6, 100), (5, 83), (3, 50)])
async def test_so_many_are_right_as_the_file_says(town_door: Door, right: int, score: int) -> None:
    tries = [n for students in PLAIN.attempts.values() for one in students.values() for ns in one.values() for n in ns]
    scores = [row["score"] for row in await rows(town_door, ATTEMPTS)]
    assert scores.count(score) == tries.count(right) > 0
