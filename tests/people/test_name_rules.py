"""Names, login names and passwords as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.people import rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Коваль ", "Коваль"),
        ("Нечуй – Левицький", "Нечуй - Левицький"),
        ("Нечуй‑Левицький", "Нечуй-Левицький"),
        ("Мар'яна", "Мар’яна"),
        ("Марʼяна", "Мар’яна"),
        ("Мар`яна", "Мар’яна"),
        ("Aнна", "Анна"),
        ("Cоломiя", "Соломія"),
        ("Єпїфанова", "Єпїфанова"),
        ("Йосип", "Йосип"),
        ("Оле\u0301на", "Олена"),
        ("\u200eОлена\u00ad\u200b", "Олена"),
        ("Олена\u00a0\n Марія", "Олена Марія"),
        ("Oscar", "Oscar"),
        ("Żaneta", "Żaneta"),
        ("", ""),
    ],
)  # fmt: skip - a table
def test_it_works(typed: str, kept: str) -> None:
    assert rules.tidy_name(typed) == kept


@given(st.text())
def test_what_is_tidy_stays_as_it_is(typed: str) -> None:
    assert rules.tidy_name(rules.tidy_name(typed)) == rules.tidy_name(typed)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Ян", None),
        ("О’Ніл", None),
        ("Нечуй-Левицький", None),
        ("Анна Марія", None),
        ("Ångström", None),
        ("李明", None),
        ("प्रिया", None),
        ("Я" * 100, None),
        ("Я", "name_short"),
        ("", "name_short"),
        ("-", "name_short"),
        ("Я-", "name_short"),
        ("Я" * 101, "name_long"),
        ("Я" * 2_000, "name_long"),
        ("Solomіia", "name_mixed"),
        ("Анна-Maria", "name_mixed"),
        ("Ковaль Smith", "name_mixed"),
        ("Анна2", "name_letters"),
        ("Анна, Марія", "name_letters"),
        ("<b>Анна</b>", "name_letters"),
        ("Анна😀", "name_letters"),
        ("Анна\x00", "name_letters"),
        ("a@b.example", "name_letters"),
    ],
)  # fmt: skip - a table
def test_what_is_no_name_is_told_why(name: str, fault: str | None) -> None:
    assert rules.name_fault(rules.tidy_name(name)) == fault


@given(st.text())
def test_any_text_is_judged(typed: str) -> None:
    assert rules.name_fault(rules.tidy_name(typed)) in (None, "name_letters", "name_short", "name_long", "name_mixed")


@pytest.mark.parametrize(
    ("login", "good"),
    [
        ("solomiia.koval42", True),
        ("соломія", True),
        ("o.koval@example.org", True),
        ("abc", True),
        ("a" * 64, True),
        ("42абв", True),
        ("ab", False),
        ("a" * 65, False),
        ("a b c", False),
        (".abc", False),
        ("solоmiia", False),  # a Cyrillic о among Latin letters
        ("abc\n", False),
        ("abc\x00", False),
        ("", False),
    ],
)
def test_a_login_name_can_be_typed_again(login: str, good: bool) -> None:
    assert rules.is_login(rules.login_key(login) if login != "abc\n" else login) is good


@pytest.mark.parametrize(
    ("family", "given_name", "base"),
    [
        ("Коваль", "Соломія", "solomiia.koval"),
        ("Нечуй-Левицький", "Іван", "ivan.nechuilevytskyi"),
        ("Знам'янка", "Юрій", "yurii.znamianka"),
        ("Kowalska", "Żaneta", "zaneta.kowalska"),
        ("李", "明", "person"),
        ("", "", "person"),
        ("Ковaль", "Aнна", "anna.koval"),
        ("Я" * 300, "Ж" * 300, f"{('zh' * 13)[:25]}.{('yaia' + 'ia' * 30)[:25]}"),
    ],
)
def test_a_login_name_is_proposed_that_every_keyboard_has(family: str, given_name: str, base: str) -> None:
    assert rules.login_base(family, given_name) == base
    assert rules.is_login(f"{base}42")


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("correct horse", False),
        ("кінь і батарея", False),
        ("abcdefg9", False),
        ("1234567", True),
        ("        ", True),
        ("abc     ", True),
        ("12345678", True),
        ("Password1", True),
        ("пароль123", True),
        ("aaaaaaaa", True),
        ("abababab", True),
        ("solomiia.koval42", True),
        ("Solomiia.Koval42 ", True),
        ("x" * 100 + "yz", False),
        ("xyz" * 100, True),
        ("", True),
    ],
)
def test_what_anybody_would_try_first_is_weak(password: str, weak: bool) -> None:
    assert rules.is_weak(password, "solomiia.koval42") is weak
