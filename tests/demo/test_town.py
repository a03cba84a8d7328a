"""The files are read whole; moved, they keep their weekdays and everybody's age."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.core.i18n import LANGUAGES
from backend.demo.load import weeks_until
from backend.demo.town import town
from tests.demo.start import ANCHOR

PLAIN = town()
MOVED = town(timedelta(weeks=30))


def test_it_works() -> None:
    assert date(2026, 11, 16) == ANCHOR
    assert (len(PLAIN.schools), len(PLAIN.plans), len(PLAIN.students), len(PLAIN.groups)) == (6, 3, 36, 5)
    assert sorted(PLAIN.courses) == ["course-sale", "course-soft", "course-tech"]


def test_whoever_is_named_is_there() -> None:
    students, schools = {one.key for one in PLAIN.students}, {one.key for one in PLAIN.schools}
    plans = {one.key for one in PLAIN.plans}
    assert {one.institution for one in PLAIN.students} <= schools
    assert (set(PLAIN.coordinators), set(PLAIN.managers)) == (schools, plans)
    for group in PLAIN.groups:
        assert group.institution in schools
        assert group.programme in plans
        assert set(group.students) <= students
        assert set(group.courses) <= set(PLAIN.courses)
        assert set(PLAIN.progress.get(group.key, {})) <= set(group.students)
        assert len(group.students) <= group.capacity


def test_every_lesson_is_there_in_every_language() -> None:
    for course in PLAIN.courses.values():
        for module in course.modules:
            for lesson in module.lessons:
                for texts in (course.title, module.title, lesson.title, lesson.summary, lesson.body):
                    assert all(texts[language].strip() for language in LANGUAGES)


def test_nobody_is_born_later_in_a_moved_town() -> None:
    assert [one.born for one in MOVED.students] == [one.born for one in PLAIN.students]


def test_all_other_dates_move_together() -> None:
    assert timedelta(weeks=30) == MOVED.anchor - PLAIN.anchor
    for before, after in zip(PLAIN.groups, MOVED.groups, strict=True):
        assert after.starts - before.starts == after.ends - before.ends == timedelta(weeks=30)
        assert after.starts.weekday() == before.starts.weekday()


def test_lessons_have_the_same_ids_in_every_demonstration() -> None:
    assert PLAIN.courses == MOVED.courses


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_the_anchor_falls_into_the_last_seven_days(today: date) -> None:
    shift = weeks_until(today, ANCHOR)
    assert shift % timedelta(weeks=1) == timedelta()
    assert timedelta() <= today - (ANCHOR + shift) < timedelta(days=7)
