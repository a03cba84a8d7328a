from datetime import date

import pytest

from backend.programmes import rules

STATES = [None, *rules.OPEN, "completed", "refused", "withdrawn", "transferred", "alumni"]


@pytest.mark.parametrize(
    ("act", "leads"),
    [
        ("apply", {None: "applied", "refused": "applied", "withdrawn": "applied"}),
        ("accept", {"applied": "accepted", "refused": "accepted", "withdrawn": "accepted"}),
        ("refuse", {"applied": "refused"}),
        ("activate", {"accepted": "active"}),
        ("withdraw", {"applied": "withdrawn", "accepted": "withdrawn", "active": "withdrawn"}),
    ],
)
def test_an_act_leads_from_these_states_and_no_others(act: rules.Act, leads: dict[str | None, str]) -> None:
    moved = {state: after for state in STATES if (after := rules.step(act, state)) not in (None, state)}
    assert moved == leads


@pytest.mark.parametrize(
    ("act", "states"),
    [
        ("apply", {"applied", "accepted", "active"}),
        ("accept", {"accepted", "active"}),
        ("refuse", {"refused"}),
        ("activate", {"active"}),
        ("withdraw", {"withdrawn"}),
    ],
)
def test_done_again_it_changes_nothing(act: rules.Act, states: set[str]) -> None:
    assert {state for state in STATES if state is not None and rules.step(act, state) == state} == states


def test_nothing_is_due_once_taking_part_is_consented_to() -> None:
    assert rules.due([]) == rules.due(["photos"]) == ["taking_part"]
    assert rules.due(["photos", "taking_part"]) == []


@pytest.mark.parametrize(("waiting", "seats", "full"), [(0, 1, False), (2, 1, False), (3, 1, True), (47, 16, False)])
def test_three_may_wait_for_each_seat(waiting: int, seats: int, full: bool) -> None:
    assert rules.is_queue_full(waiting, seats) is full


def test_a_cohort_is_over_after_its_last_day() -> None:
    assert not rules.is_over(date(2026, 11, 16), date(2026, 11, 16))
    assert rules.is_over(date(2026, 11, 16), date(2026, 11, 17))


def test_no_letter_of_a_code_looks_like_another_or_makes_words() -> None:
    assert not set("01IOL2Z5S8B6") & set(rules.ALPHABET)
    assert not set("AEIOU") & set(rules.ALPHABET)
    assert len(set(rules.ALPHABET)) == len(rules.ALPHABET)
