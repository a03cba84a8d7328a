"""How far a participant has come is kept as it is, whatever changes it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from backend.core.door import Door
from backend.progress import headway, rules
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.peek import alter, peek

New = Callable[..., Phone]
STARTS, ENDS = date(2026, 9, 1), date(2026, 12, 10)  # a hundred days


@pytest.mark.parametrize(
    ("done", "total", "day", "behind"),
    [
        (0, 20, 0, False),
        (0, 20, 10, False),  # two lessons behind is not yet behind
        (0, 20, 11, True),
        (8, 20, 50, False),
        (7, 20, 50, True),
        (20, 20, 100, False),
        (17, 20, 100, True),
        (18, 20, 100, False),
        (0, 2, 100, False),  # of so short a course nobody can be behind
        (0, 0, 50, False),
    ],
)
def test_behind_is_more_than_two_lessons(done: int, total: int, day: int, behind: bool) -> None:
    since = rules.behind_on(done, total, STARTS, ENDS)
    assert (since is not None and since <= STARTS + timedelta(days=day)) is behind


def test_a_cohort_of_one_day_is_over_before_anybody_is_behind() -> None:
    since = rules.behind_on(0, 20, STARTS, STARTS)
    assert since is not None
    assert since > STARTS


async def kept(door: Door) -> dict[str, tuple[int, int]]:
    """Enrolment -> lessons done and to be done."""
    found = await peek(door.database, "SELECT id, lessons_done, lessons_total FROM headway")
    return {row["id"]: (row["lessons_done"], row["lessons_total"]) for row in found}


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.verdicts(solomiia.lesson(0), solomiia.lesson(1))
    await solomiia.verdicts(solomiia.lesson(1), solomiia.lesson(2))
    assert (await kept(door))[cast.enrolment("solomiia")] == (3, 6)
    assert (await kept(door))[cast.enrolment("maksym", "sykhiv")] == (0, 1)


async def test_who_was_there_before_it_was_kept_has_it_after_a_start(door: Door, phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.verdicts(solomiia.lesson(0))
    before = await kept(door)
    await alter(door.database, "DELETE FROM headway")
    await headway.catch_up(door)
    assert await kept(door) == before != {}
