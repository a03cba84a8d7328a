"""The rules of a team and its gates, which need no database."""

from datetime import date
from itertools import product
from typing import get_args

import pytest

from backend.manufactories import rules
from backend.manufactories.schemas import Figure, Pigment

MARKS = set(product(get_args(Figure), get_args(Pigment)))


def test_a_free_mark_keeps_the_figure_while_it_can() -> None:
    assert rules.free_mark({("candle", "clay")}, "candle") == ("candle", "blue")
    candles = {mark for mark in MARKS if mark[0] == "candle"}
    assert rules.free_mark(candles, "candle") == ("rings", "clay")


def test_when_all_marks_are_taken_none_is_free() -> None:
    assert rules.free_mark(MARKS - {("book", "ink")}, "sun") == ("book", "ink")
    assert rules.free_mark(MARKS, "sun") is None


@pytest.mark.parametrize(("size", "fits"), [(2, False), (3, True), (8, True), (9, False)])
def test_a_team_has_a_size(size: int, fits: bool) -> None:
    assert rules.is_team(size, 3, 8) is fits


def test_a_text_says_something_in_each_of_its_languages() -> None:
    assert rules.are_said({"uk": "Свічки"}, {"en": "Candles", "uk": "Свічки"})
    assert not rules.are_said({"uk": "Свічки"}, {"en": " ", "uk": "Свічки"})


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2026, 6, 15), False),
        (date(2026, 6, 16), True),
        (date(2026, 11, 16), True),
        (date(2026, 11, 17), False),
    ],
)
def test_a_gate_is_passed_in_the_time_of_the_team(day: date, fits: bool) -> None:
    assert rules.is_gate_day(day, date(2026, 11, 16), date(2026, 9, 14)) is fits
