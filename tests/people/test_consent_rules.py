"""Whose answer counts, and which words were agreed to."""

import hashlib
import json
from datetime import date
from typing import get_args

import pytest

from backend.people.consents import CURRENT, TEXTS
from backend.people.rules import Answer, Majority, age, born_trouble, in_force
from backend.people.schemas import Purpose

BORN = date(2009, 5, 2)
CHILD, ADULT = date(2026, 11, 16), date(2027, 11, 16)


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 11, 16), date(2026, 11, 15), 17),
        (date(2008, 11, 16), date(2026, 11, 16), 18),
        (date(2026, 11, 16), date(2026, 11, 16), 0),
    ],
)
def test_age_in_full_years(born: date, day: date, years: int) -> None:
    assert age(born, day) == years
    assert Majority(18, day).is_minor(born) == (years < 18)


def test_of_an_unknown_birth_date_nobody_is_a_minor() -> None:
    assert not Majority(18, CHILD).is_minor(None)


def guardian(given: bool, day: date = CHILD, purpose: str = "photos") -> Answer:
    return Answer(purpose, given, True, day)


def own(given: bool, day: date = ADULT, purpose: str = "photos") -> Answer:
    return Answer(purpose, given, False, day)


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ([], False),
        ([guardian(True)], True),
        ([guardian(False)], False),
        ([guardian(True), guardian(False)], False),
        ([guardian(False), guardian(True)], True),
        ([own(True, CHILD)], False),  # a child's own answer
        ([guardian(True), own(False, CHILD)], True),
        ([guardian(True), own(False)], False),
        ([guardian(False), own(True)], True),
        ([own(True), guardian(False, ADULT)], True),  # a guardian's answer for an adult
        ([guardian(True, ADULT)], False),
        ([own(True, date(2027, 5, 2))], True),
        ([guardian(True, date(2027, 5, 1))], True),
    ],
)
def test_the_latest_answer_of_who_was_entitled_on_its_day(answers: list[Answer], holds: bool) -> None:
    assert (in_force(answers, BORN, 18) == ["photos"]) is holds


def test_purposes_are_answered_one_by_one() -> None:
    said = [guardian(True), guardian(True, purpose="contact"), guardian(False)]
    assert in_force(said, BORN, 18) == ["contact"]


@pytest.mark.parametrize(
    ("born", "trouble"),
    [
        (date(2026, 11, 17), "born_future"),
        (date(2026, 11, 16), "too_young"),
        (date(2020, 6, 1), "too_young"),
        (date(2014, 11, 17), "too_young"),
        (date(2014, 11, 16), None),
        (date(1905, 11, 17), None),
        (date(1905, 11, 16), "born_odd"),
        (date(1, 1, 1), "born_odd"),
    ],
)
def test_birth_dates_that_cannot_be(born: date, trouble: str | None) -> None:
    assert born_trouble(born, CHILD, 12) == trouble


DIGESTS = {"2026-1": "c2c95efb80c0fee8"}


def test_words_that_somebody_agreed_to_never_change() -> None:
    """A changed word is a new version: add one to TEXTS with its digest here, and leave the old ones alone."""
    made = {
        version: hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:16]
        for version, texts in TEXTS.items()
    }
    assert made == DIGESTS


def test_every_purpose_has_its_words_in_the_current_version() -> None:
    assert set(TEXTS[CURRENT]) == set(get_args(Purpose))
