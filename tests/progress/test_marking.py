"""Marking, by the table that the phone's own marking is tested with."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.courses.release import edition
from backend.courses.schemas import Key
from backend.progress.rules import began, mark, marks
from backend.progress.schemas import Answer
from tests.quizzes import KINDS, PRACTICE, around, practice, question, right


class Case(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    key: Key
    answer: Answer
    score: int
    note: str


CASES = msgspec.json.decode(Path(__file__).with_name("marking.json").read_bytes(), type=list[Case])
QUIZ = edition(around(practice())).keys[0]
IDS = {kind: question(PRACTICE, kind) for kind in KINDS}
ALL_RIGHT: dict[str, Answer] = right(practice())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.note}")
def test_it_works(case: Case) -> None:
    assert mark(case.kind, case.key, case.answer) == case.score


def test_the_table_has_every_kind_and_no_case_twice() -> None:
    assert {case.kind for case in CASES} == set(KINDS)
    assert len({(case.kind, case.note, msgspec.json.encode(case.answer)) for case in CASES}) == len(CASES) >= 60


def test_all_right_is_a_hundred() -> None:
    found = marks(QUIZ, ALL_RIGHT)
    assert (found.score, found.passed, found.odd) == (100, True, False)
    assert found.results == dict.fromkeys(IDS.values(), 100)


def test_nothing_answered_is_nothing_and_not_odd() -> None:
    for answers in ({}, dict.fromkeys(IDS.values())):
        found = marks(QUIZ, answers)
        assert (found.score, found.passed, found.odd) == (0, False, False)
        assert set(found.results) == set(IDS.values())


@pytest.mark.parametrize(
    ("asked", "answer"),
    [("short", "\N{HORIZONTAL ELLIPSIS}" * 999 + "x"), ("short", " ." * 499 + "x"), ("numeric", "1" * 999 + "x")],
)
def test_no_answer_takes_long_to_mark(asked: str, answer: str) -> None:
    """A delivery carries hundreds of them; everybody else waits meanwhile."""
    key = Key(accepted=["верстат"] * 50, number="1", tolerance="0")
    started = perf_counter()
    for _ in range(10):
        assert mark(asked, key, answer) == 0
    assert perf_counter() - started < 0.2


@pytest.mark.parametrize(("number", "passed"), [(4, True), (3, False)])
def test_the_score_is_rounded_down_before_it_is_measured(number: int, passed: bool) -> None:
    """Four of six are 66, three are 50; 60 is asked."""
    found = marks(QUIZ, dict(list(ALL_RIGHT.items())[:number]))
    assert (found.score, found.passed) == (number * 100 // 6, passed)


def test_exactly_the_pass_mark_passes() -> None:
    quiz = msgspec.structs.replace(QUIZ, pass_percent=50)
    assert marks(quiz, dict(list(ALL_RIGHT.items())[:3])).passed


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        ("single", 4),
        ("single", True),
        ("single", [2]),
        ("single", "2"),
        ("multiple", [0, 0]),
        ("multiple", [4]),
        ("multiple", [-1]),
        ("multiple", 1),
        ("truefalse", 1),
        ("numeric", 41),
        ("short", False),
        ("matching", [0, 1, 2]),
        ("matching", [0, 1, 2, 3, 3]),
        ("matching", [0, 1, 2, 4]),
        ("matching", "0123"),
    ],
)
def test_what_no_screen_could_give_is_odd(form: str, answer: Any) -> None:
    assert marks(QUIZ, ALL_RIGHT | {IDS[form]: answer}).odd


def test_an_answer_to_what_was_not_asked_is_odd_and_worth_nothing() -> None:
    found = marks(QUIZ, {"00000000-0000-4000-8000-000000000000": 2})
    assert (found.score, found.odd) == (0, True)
    assert set(found.results) == set(IDS.values())


@pytest.mark.parametrize(("form", "answer"), [("matching", [-1, 3, 3, 0]), ("multiple", []), ("numeric", "?")])
def test_what_is_only_wrong_is_not_odd(form: str, answer: Any) -> None:
    assert not marks(QUIZ, ALL_RIGHT | {IDS[form]: answer}).odd


ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers(0, 1_000)
    | st.text(max_size=20)
    | st.text("0123456789+-−., \u00a0", max_size=12)
    | st.lists(st.integers(-1, 8), max_size=8)
)


@settings(deadline=None)  # a busy machine is no defect
@given(st.dictionaries(st.sampled_from([*IDS.values(), "else"]), ANYTHING))
def test_whatever_is_answered_has_marks(answers: dict[str, Any]) -> None:
    found = marks(QUIZ, answers)
    assert 0 <= found.score <= 100
    assert all(0 <= result <= 100 for result in found.results.values())


HAPPENED = datetime(2026, 11, 16, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("started", "clock_off", "expected"),
    [
        (HAPPENED - timedelta(minutes=9), False, HAPPENED - timedelta(minutes=9)),
        (HAPPENED + timedelta(minutes=9), False, HAPPENED),
        (datetime(1, 1, 1, tzinfo=UTC), False, HAPPENED - timedelta(days=365)),
        (HAPPENED - timedelta(minutes=9), True, HAPPENED),
    ],
)
def test_when_it_began(started: datetime, clock_off: bool, expected: datetime) -> None:
    assert began(started, HAPPENED, clock_off) == expected
