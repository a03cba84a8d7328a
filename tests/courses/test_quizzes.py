"""Quizzes: what is refused at the door, what phones get of them, what they never get."""

import json
from itertools import permutations
from typing import Any

import msgspec
import pytest

from backend.core.packing import unpacked
from backend.courses.release import edition
from backend.courses.schemas import CourseText, Matching, Pair, QuizText
from tests.cast import Cast, course_text
from tests.quizzes import GRADED, KINDS, PRACTICE, SECRET, around, both, graded, practice, question, questions

TEXT = both("Питання", "Question")
TWO: list[Any] = [{"text": both("А", "A"), "right": True}, {"text": both("Б", "B")}]
PAIRS: list[Any] = [
    {"left": both("1", "1"), "right": both("А", "A")},
    {"left": both("2", "2"), "right": both("Б", "B")},
]
RIGHT: dict[str, dict[str, Any]] = {
    "single": {"options": TWO},
    "multiple": {"options": TWO},
    "truefalse": {"right": True},
    "numeric": {"number": "1.5", "tolerance": "0"},
    "short": {"accepted": ["так"]},
    "matching": {"pairs": PAIRS},
}


def quiz(kind: str = "truefalse", **wrong: Any) -> Any:
    """A quiz of one question, as JSON says it."""
    asked = {"kind": kind, "key": "q1", "text": TEXT, "feedback": TEXT} | RIGHT[kind] | wrong
    return {"id": PRACTICE, "title": TEXT, "pass_percent": 60, "attempts": 3, "questions": [asked]}


def read(written: Any) -> QuizText:
    return msgspec.convert(written, QuizText)


@pytest.mark.parametrize("form", KINDS)
def test_it_works(form: str) -> None:
    assert read(quiz(form)).questions[0].key == "q1"


def same(texts: dict[str, str]) -> list[Any]:
    return [{"text": texts, "right": True}, {"text": texts | {"uk": "Інше"}}]


@pytest.mark.parametrize(
    ("form", "wrong", "rule"),
    [
        ("single", {"options": TWO[:1]}, "length >= 2"),
        ("single", {"options": TWO * 11}, "length <= 20"),
        ("single", {"options": [*TWO[1:], {"text": TEXT}]}, "exactly one option is right"),
        ("single", {"options": [*TWO, {"text": TEXT, "right": True}]}, "exactly one option is right"),
        ("single", {"options": same(both("А", "A"))}, "differ in every language"),
        ("single", {"options": same({"en": "A"})}, "differ in every language"),
        ("single", {"options": [TWO[0], {"text": both("", " ")}]}, "differ in every language"),
        ("multiple", {"options": [*TWO[1:], {"text": TEXT}]}, "at least one option is right"),
        ("multiple", {"options": same(both("А", "A"))}, "differ in every language"),
        ("truefalse", {"right": "yes"}, "Expected `bool`"),
        ("numeric", {"number": "1,5"}, "regex"),
        ("numeric", {"number": "1e3"}, "regex"),
        ("numeric", {"number": ""}, "regex"),
        ("numeric", {"number": "1" * 19}, "regex"),
        ("numeric", {"number": "1\n"}, "regex"),
        ("numeric", {"tolerance": "small"}, "regex"),
        ("numeric", {"tolerance": "-1"}, "not negative"),
        ("short", {"accepted": []}, "length >= 1"),
        ("short", {"accepted": ["так", ""]}, "length >= 1"),
        ("short", {"accepted": ["так", "…!"]}, "a letter or a digit"),
        ("short", {"accepted": ["а" * 101]}, "length <= 100"),
        ("matching", {"pairs": PAIRS[:1]}, "length >= 2"),
        ("matching", {"pairs": [PAIRS[0], PAIRS[1] | {"left": PAIRS[0]["left"]}]}, "left sides differ"),
        ("matching", {"pairs": [PAIRS[0], PAIRS[1] | {"right": PAIRS[0]["right"]}]}, "right sides differ"),
        ("matching", {"pairs": [PAIRS[0], PAIRS[1] | {"right": {"uk": " "}}]}, "right sides differ"),
        ("truefalse", {"text": {"uk": " "}}, "has a text and a feedback"),
        ("truefalse", {"feedback": {}}, "has a text and a feedback"),
        ("truefalse", {"key": "Q 1"}, "regex"),
        ("truefalse", {"options": TWO}, "unknown field"),
    ],
)
def test_a_question_with_a_mistake_is_refused(form: str, wrong: Any, rule: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=rule):
        read(quiz(form, **wrong))


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"title": {}}, "has a title"),
        ({"pass_percent": 101}, "<= 100"),
        ({"pass_percent": -1}, ">= 0"),
        ({"attempts": 0}, ">= 1"),
        ({"questions": []}, "length >= 1"),
        ({"questions": quiz()["questions"] * 2}, "a key of its own"),
        ({"questions": [{"kind": "essay", "key": "q1"}]}, "essay"),
        ({"graded": "yes"}, "Expected `bool`"),
    ],
)
def test_a_quiz_with_a_mistake_is_refused(wrong: Any, rule: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=rule):
        read(quiz() | wrong)


def test_two_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="an id of its own"):
        around(practice(), practice())


def bundles(text: CourseText) -> list[bytes]:
    """All that phones get of a release, unpacked."""
    return [unpacked(bundle.body) for bundle in edition(text).bundles]


def asked(text: CourseText, language: str = "uk") -> list[Any]:
    """The questions of the first quiz of a course, as a phone gets them."""
    (part,) = [json.loads(unpacked(b.body)) for b in edition(text).bundles if b.module and b.language == language]
    return part["quizzes"][0]["questions"]


def test_a_phone_gets_what_marks_a_practice_quiz() -> None:
    found = {one["kind"]: one for one in asked(around(practice()), "en")}
    assert tuple(found) == KINDS
    assert [one["id"] for one in found.values()] == [question(PRACTICE, kind) for kind in KINDS]
    assert found["single"]["options"] == [f"Option {letter}" for letter in "abcd"]
    assert found["single"]["key"] == {"options": [2]}
    assert found["multiple"]["key"] == {"options": [0, 1, 3]}
    assert found["truefalse"]["key"] == {"truth": False}
    assert found["numeric"]["key"] == {"number": "41.5", "tolerance": "0.5"}
    assert found["short"]["key"] == {"accepted": ["тут", "the тут"]}
    assert {one["feedback"] for one in found.values()} == {"тут is why"}
    matching = found["matching"]
    paired = [matching["rights"][place] for place in matching["key"]["pairs"]]
    assert (matching["options"], paired) == ([f"Left {n}" for n in range(4)], [f"Right {n}" for n in range(4)])


def test_the_outline_says_how_long_a_quiz_is() -> None:
    outline = json.loads(bundles(around(practice(), graded()))[0])
    assert outline["counts"] == "best"
    assert outline["modules"][0]["quizzes"] == [
        {"id": PRACTICE, "title": "Вправа", "graded": False, "attempts": 3, "pass_percent": 60, "questions": 6},
        {"id": GRADED, "title": "Іспит", "graded": True, "attempts": 2, "pass_percent": 60, "questions": 6},
    ]


def test_no_byte_of_a_release_gives_away_a_graded_quiz(cast: Cast) -> None:
    for text in (course_text(cast), around(graded())):
        for plain in bundles(text):
            assert SECRET.encode() not in plain
            assert b"77777" not in plain
    for one in asked(around(graded())):
        assert (one["key"], one["feedback"]) == (None, None)


def test_a_graded_quiz_differs_from_a_practice_quiz_in_nothing_but_what_is_hidden() -> None:
    hidden = practice()
    shown = asked(around(hidden))
    secret = asked(around(msgspec.structs.replace(hidden, graded=True)))
    assert secret == [one | {"key": None, "feedback": None} for one in shown]


def paired(order: tuple[int, ...]) -> CourseText:
    lefts, rights = (
        [both(f"Ліве {n}", f"Left {n}") for n in range(4)],
        [both(f"Праве {n}", f"Right {n}") for n in range(4)],
    )
    pairs = [Pair(left, rights[place]) for left, place in zip(lefts, order, strict=True)]
    matching = Matching(key="m", text=TEXT, feedback=TEXT, pairs=pairs)
    return around(QuizText(GRADED, TEXT, 60, 2, [matching], graded=True))


def test_the_order_of_the_right_sides_says_nothing_of_the_pairs() -> None:
    """Whatever belongs together, a phone gets the same bytes, but for the id of the release."""
    seen: set[bytes] = set()
    for order in permutations(range(4)):
        text = paired(order)
        seen.add(b"".join(bundles(text)).replace(edition(text).release.encode(), b""))
    assert len(seen) == 1


def test_the_right_sides_stand_in_one_order_in_every_language() -> None:
    (uk,), (en,) = asked(paired((2, 0, 3, 1)), "uk"), asked(paired((2, 0, 3, 1)), "en")
    assert [right[-1] for right in uk["rights"]] == [right[-1] for right in en["rights"]]


def changed(**of: Any) -> CourseText:
    quiz = graded()
    return around(msgspec.structs.replace(quiz, **of))


@pytest.mark.parametrize(
    "other",
    [
        around(graded(number="5")),
        around(graded(attempts=3)),
        changed(pass_percent=61),
        changed(graded=False),
        changed(questions=questions("Інше", "77777.125")),
        msgspec.structs.replace(around(graded()), counts="last"),
    ],
)
def test_whatever_changes_how_a_quiz_is_marked_makes_another_release(other: CourseText) -> None:
    assert edition(other).release != edition(around(graded())).release
