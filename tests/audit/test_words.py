"""Every act is told in words, and so are the capacity of who acted and what an edit changed."""

from typing import Any, get_args

import pytest

from backend.audit import words
from backend.core.database.inserts import column_name, columns
from backend.people.tables import Institution
from backend.programmes.tables import Cohort
from tests.audit.acts import all_acts


def test_it_works() -> None:
    assert words.sentence("progress.complete_lesson", "en") == "Lesson completed"
    assert words.capacity("coordinator mentor", "en") == "as a coordinator, as a mentor"


def test_every_act_has_its_sentence() -> None:
    acts = all_acts()
    assert len(acts) > 50  # the search itself found them
    assert sorted(acts.keys() - words.WORDS.keys()) == []


def test_no_two_acts_are_told_alike() -> None:
    sentences = [word.sentence for word in words.WORDS.values()]
    assert len(sentences) == len(set(sentences))


def test_every_act_is_found_under_one_field() -> None:
    found = [act for field in get_args(words.Field) for act in words.acts_of(field)]
    assert sorted(found) == sorted(words.WORDS)


def test_an_act_that_is_gone_or_still_to_come_is_told_all_the_same() -> None:
    assert "no words" in words.sentence("barter.swap", "en")


def test_nothing_is_said_of_a_capacity_that_the_name_says_already() -> None:
    assert [words.capacity(acted_as, "en") for acted_as in ("", "operator", "system")] == ["", "", ""]


def test_what_an_operator_can_change_of_a_school_and_its_cohorts_has_a_label() -> None:
    for table in (Institution, Cohort):
        assert {column_name(column) for column in columns(table)} - {"id"} <= words.COLUMNS.keys()


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"seats": [16, 20]}, ["Number of seats: 16 → 20"]),
        ({"ends": ["2027-01-29", "2027-02-05"]}, ["Last day: 29.01.2027 → 05.02.2027"]),
        ({"patronymic": [None, "Іванівна"]}, ["Patronymic: – → Іванівна"]),
        ({"name": [{"uk": "Один", "en": "One"}, {"uk": "Один", "en": "First"}]}, ["Name: One → First"]),
        ({"name": ['{"uk": "Один", "en": "One"}', '{"uk": "Перший", "en": "One"}']}, ["Name: Один → Перший"]),
        ({"name": [{"uk": "Один"}, {"uk": "Один", "en": "One"}]}, ["Name: – → One"]),
        ({"emblem": [None, "0f3e"], "kind": ["a", "b"]}, ["Emblem: changed", "Kind of school: changed"]),
        ({"password": ["a", "b"]}, ["Another detail: changed"]),
        ({"name": ["{", "}"]}, ["Name: { → }"]),
        ({"kind": "coordinator", "seats": []}, []),
        ({}, []),
    ],
)
def test_an_edit_is_told_column_by_column(details: dict[str, Any], said: list[str]) -> None:
    assert words.changes(details, "en") == said
