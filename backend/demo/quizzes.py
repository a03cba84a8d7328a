"""The demonstration's quizzes: as their files write them, and as its students took them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from backend.core.ids import pair_id
from backend.courses.schemas import Edition, Option, QuestionKey, QuestionText, QuizText
from backend.progress.schemas import Answer

READING, TAKING = timedelta(minutes=12), timedelta(minutes=8)
"""Between the last lesson of a module and its quiz; for the quiz itself."""


def quizzes(written: list[Any], new_id: Callable[[str], str]) -> dict[str, list[QuizText]]:
    """A file's quizzes by module; the last of a course is graded."""
    found: dict[str, list[QuizText]] = {}
    for quiz in written:
        text = QuizText(
            id=new_id(quiz["key"]),
            title=quiz["title"],
            pass_percent=quiz["pass_percent"],
            attempts=quiz["attempts"],
            questions=[_question(question) for question in quiz["questions"]],
            graded=quiz is written[-1],
        )
        found.setdefault(quiz["module"], []).append(text)
    return found


def _question(written: dict[str, Any]) -> QuestionText:
    said = {name: written[name] for name in ("key", "text", "feedback")}
    match written["type"]:
        case "single" | "multiple":
            said["options"] = [_option(option) for option in written["options"]]
        case "truefalse":
            said["right"] = written["correct"]
        case "numeric":
            said |= {"number": written["answer"], "tolerance": written["tolerance"]}
        case "short":
            said["accepted"] = written["accepted"]
        case _:
            said["pairs"] = written["pairs"]
    return msgspec.convert(said | {"kind": written["type"]}, QuestionText)


def _option(written: dict[str, Any]) -> Any:
    texts = {language: text for language, text in written.items() if language != "correct"}
    return msgspec.to_builtins(Option(texts, written.get("correct", False)))


class Taken(NamedTuple):
    """A quiz that somebody took."""

    quiz: str
    release: str
    began: datetime
    at: datetime
    answers: dict[str, Answer]


def taken(
    who: str,
    tries: dict[str, list[int]],
    editions: list[Edition],
    finished: dict[str, datetime],
    last_lessons: dict[str, str],
) -> Iterator[Taken]:
    """What a student took. `tries`: of each quiz, how many questions each attempt got right; `finished`: when lessons
    were done; `last_lessons`: after which lesson a quiz comes."""
    for edition in editions:
        for key in edition.keys:
            for number, right in enumerate(tries.get(key.quiz, [])):
                began = finished[last_lessons[key.quiz]] + READING + number * 2 * TAKING
                order = sorted(key.questions, key=lambda asked: pair_id(f"{who} {number}", asked.id))
                answers = {asked.id: _right(asked) for asked in order[:right]}
                answers |= {asked.id: _wrong(asked) for asked in order[right:]}
                yield Taken(key.quiz, edition.release, began, began + TAKING, answers)


def _right(asked: QuestionKey) -> Answer:
    key = asked.key
    if asked.kind == "single":
        return (key.options or [0])[0]
    accepted = key.accepted[0] if key.accepted else None
    return next(one for one in (key.options, key.truth, key.number, accepted, key.pairs) if one is not None)


def _wrong(asked: QuestionKey) -> Answer:
    key = asked.key
    wrong = [place for place in range(asked.places) if place not in (key.options or [])]
    match asked.kind:
        case "single":
            return wrong[0]
        case "multiple":
            return wrong[:1]
        case "truefalse":
            return not key.truth
        case "numeric":
            return str(Decimal(key.number or "0") + Decimal(key.tolerance or "0") + 10)
        case "matching":
            pairs = key.pairs or []
            return [*pairs[1:], *pairs[:1]]
        case _:
            return "не знаю"
