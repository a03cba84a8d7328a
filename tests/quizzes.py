"""The quizzes of the cast's course: one that phones mark, one that the server marks. Every kind of question in each."""

from typing import Any

from backend.core.ids import pair_id
from backend.courses.release import edition
from backend.courses.schemas import (
    CourseText,
    LessonText,
    Matching,
    ModuleText,
    Multiple,
    Numeric,
    Option,
    Pair,
    QuestionText,
    QuizText,
    Short,
    Single,
    TrueFalse,
)

PRACTICE, GRADED = pair_id("cast", "practice quiz"), pair_id("cast", "graded quiz")
KINDS = ("single", "multiple", "truefalse", "numeric", "short", "matching")
SECRET = "Ґаджалаштука"
"""In every accepted answer and every explanation of a graded quiz, and nowhere else."""


def both(uk: str, en: str) -> dict[str, str]:
    return {"uk": uk, "en": en}


def options(right: str) -> list[Option]:
    """Four, of which those named in `right` are right."""
    return [Option(both(f"Варіант {letter}", f"Option {letter}"), letter in right) for letter in "abcd"]


def questions(hidden: str = "тут", number: str = "41.5") -> list[QuestionText]:
    """One of each kind, in the order of `KINDS`."""

    def head(kind: str) -> Any:
        return {
            "key": kind,
            "text": both(f"Питання {kind}", f"Question {kind}"),
            "feedback": both(f"Бо {hidden}", f"{hidden} is why"),
        }

    pairs = [Pair(both(f"Ліве {n}", f"Left {n}"), both(f"Праве {n}", f"Right {n}")) for n in range(4)]
    return [
        Single(**head("single"), options=options("c")),
        Multiple(**head("multiple"), options=options("abd")),
        TrueFalse(**head("truefalse"), right=False),
        Numeric(**head("numeric"), number=number, tolerance="0.5"),
        Short(**head("short"), accepted=[hidden, f"the {hidden}"]),
        Matching(**head("matching"), pairs=pairs),
    ]


def practice() -> QuizText:
    """Marked by the phone."""
    return QuizText(PRACTICE, both("Вправа", "Practice"), 60, 3, questions())


def graded(number: str = "77777.125", attempts: int = 2) -> QuizText:
    """Marked by the server."""
    return QuizText(GRADED, both("Іспит", "Exam"), 60, attempts, questions(SECRET, number), graded=True)


def question(quiz: str, kind: str) -> str:
    """The id of a question."""
    return pair_id(quiz, kind)


def right(quiz: QuizText) -> dict[str, Any]:
    """An answer to every question of a quiz of the cast, all right."""
    (found,) = [key for key in edition(around(quiz)).keys if key.quiz == quiz.id]
    keys = {asked.kind: asked.key for asked in found.questions}
    return {
        question(quiz.id, "single"): 2,
        question(quiz.id, "multiple"): [0, 1, 3],
        question(quiz.id, "truefalse"): False,
        question(quiz.id, "numeric"): keys["numeric"].number,
        question(quiz.id, "short"): (keys["short"].accepted or [])[0].upper(),
        question(quiz.id, "matching"): keys["matching"].pairs,
    }


def around(*quizzes: QuizText) -> CourseText:
    """A course of one lesson and these quizzes."""
    texts = both("Курс", "Course")
    lesson = LessonText(pair_id("quizzes", "lesson"), 20, texts, texts, both("Урок", "Lesson"))
    module = ModuleText(pair_id("quizzes", "module"), texts, [lesson], [*quizzes])
    return CourseText(pair_id("quizzes", "course"), texts, texts, 6, [module])
