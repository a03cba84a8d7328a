from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.people import rules

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)

ALPHABET = [
    "Адамів",
    "Гнатів",
    "Ґонта",
    "Дячук",
    "Єва",
    "Жук",
    "Зіль",
    "Ибах",
    "Іваник",
    "Їжак",
    "Йосип",
    "Юрків",
    "Яць",
]


def ordered(families: list[str]) -> list[str]:
    return sorted(families, key=lambda family: rules.sort_key(family, "Я", None))


def test_names_sort_by_the_ukrainian_alphabet() -> None:
    assert ordered(ALPHABET[::-1]) == ALPHABET


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Бойко", "Яна", None), ("Бойкова", "Анна", None)),  # a name before a longer one that begins with it
        (("Бойко", "Анна", "Ігорівна"), ("Бойко", "Анна", "Юріївна")),
        (("Бойко", "Анна", None), ("Бойко", "Анна", "Ігорівна")),
        (("бойко", "анна", None), ("Бойко", "Ганна", None)),
        (("Мар’ян", "А", None), ("Мар'ян", "Б", None)),  # the shape of an apostrophe does not count
        (("Нечуй-Левицький", "Б", None), ("Нечуйлевицький", "В", None)),
        (("Ящук", "Яна", None), ("Adams", "Ann", None)),  # other alphabets come after
        (("Adams", "Ann", None), ("Brown", "Ann", None)),
    ],
)
def test_one_name_comes_before_another(first: tuple[str, str, None], second: tuple[str, str, None]) -> None:
    assert rules.sort_key(*first) < rules.sort_key(*second)


@given(st.text(), st.text(), st.none() | st.text())
def test_a_sort_key_sorts_alike_in_every_collation(family: str, given_name: str, patronymic: str | None) -> None:
    """PostgreSQL may have been made with any locale; only digits and small Latin letters are in one order in all."""
    assert set(rules.sort_key(family, given_name, patronymic)) <= set("0123456789abcdefz")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("знам'янка", "Знам’янка"),
        ("знам`янка", "Знамʼянка"),
        ("знамянка", "Знам'янка"),
        ("ЗНАМ", "Знам'янка"),
        ("гонта", "Ґонта"),
        ("нечуйлев", "Нечуй-Левицький"),
        ("юрко", "Юрко"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, name: str) -> None:
    assert rules.search_key(typed) in rules.search_key("Дехто", None, name)


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("Згурський", "Zghurskyi"),
        ("Розгон", "Rozghon"),
        ("Юрій", "Yurii"),
        ("Їжакевич", "Yizhakevych"),
        ("Гайовий", "Haiovyi"),
        ("Щербухи", "Shcherbukhy"),
        ("Знам’янка", "Znamianka"),
        ("Знам'янка", "Znamianka"),
        ("Ґонта", "Gonta"),
        ("Єнакієве", "Yenakiieve"),
        ("Ярошенко", "Yaroshenko"),
        ("Кость", "Kost"),
        ("Нечуй-Юрченко", "Nechui-Yurchenko"),
        ("Йосипівка Юлія", "Yosypivka Yuliia"),
        ("Адамс 2", "Adams 2"),
        ("", ""),
    ],
)
def test_latin_letters_follow_the_resolution(ukrainian: str, latin: str) -> None:
    assert rules.latin(ukrainian) == latin


@pytest.mark.parametrize(
    ("typed", "kept"), [(" Solomiia", "solomiia"), ("СОЛОМІЯ", "соломія"), ("a b", "a b"), ("\u00a0x\t", "x")]
)
def test_a_login_name_is_kept_one_way(typed: str, kept: str) -> None:
    assert rules.login_key(typed) == kept


@pytest.mark.parametrize(
    ("failures", "ago", "seconds"),
    [
        (0, 0, 0),
        (4, 0, 0),
        (5, 0, 1),
        (5, 0.2, 1),
        (5, 1, 0),
        (6, 0, 2),
        (8, 3, 5),
        (10, 0, 32),
        (11, 0, 60),
        (10_000, 0, 60),
        (10_000, 59.5, 1),
        (10_000, 60, 0),
        (10_000, 901, 0),
        (10_000, -3_600, 0),  # the server's clock was set back
    ],
)
def test_pauses_grow_and_end(failures: int, ago: float, seconds: int) -> None:
    assert rules.pause(failures, NOW - timedelta(seconds=ago), NOW, free=5, longest=60) == seconds


def test_who_never_failed_waits_for_nothing() -> None:
    assert rules.pause(99, None, NOW, free=5, longest=60) == 0


@given(
    st.integers(0, 10**9),
    st.timedeltas(timedelta(days=-40_000), timedelta(days=40_000)),
    st.integers(0, 200),
    st.integers(1, 3_600),
)
def test_a_pause_is_never_negative_and_never_longer_than_the_longest(
    failures: int, ago: timedelta, free: int, longest: int
) -> None:
    wait = rules.pause(failures, NOW + ago, NOW, free=free, longest=longest)
    assert 0 <= wait <= longest


@given(st.integers(0, 10**6), st.integers(0, 200), st.integers(1, 3_600))
def test_whoever_waits_as_told_may_try(failures: int, free: int, longest: int) -> None:
    wait = rules.pause(failures, NOW, NOW, free=free, longest=longest)
    assert rules.pause(failures, NOW, NOW + timedelta(seconds=wait), free=free, longest=longest) == 0
