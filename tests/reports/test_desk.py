from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.door import Door
from tests.cast import Cast
from tests.phone import Phone
from tests.reports.school import learn, names, read, third_school

New = Callable[..., Phone]


async def test_it_works(phone: New, cast: Cast) -> None:
    await learn(phone(), "solomiia", 0, 1, 2, 3)
    await learn(phone(), "ostap", 0)
    desk = await read(await phone().sign_in("olena"), "desk")
    assert set(desk) == {"as_of", "cohorts", "behind", "silent", "behind_count", "silent_count"}
    assert desk["as_of"].startswith("2026-11-16T12:00")
    assert desk["cohorts"] == [
        {
            "id": cast.cohorts["ratusha"],
            "name": {"uk": "ratusha", "en": "ratusha"},
            "starts": "2026-09-14",
            "ends": "2027-01-29",
            "seats": 16,
            "learners": 3,
            "lessons_done": 5,
            "lessons_total": 18,
        }
    ]
    assert names(desk["behind"]) == ["zoriana"]
    assert names(desk["silent"]) == ["zoriana"]
    assert (desk["behind_count"], desk["silent_count"]) == (1, 1)


@pytest.mark.parametrize(
    ("name", "cohorts"),
    [
        ("olena", {"ratusha": 3}),
        ("vasyl", {"ratusha": 1, "sykhiv": 1}),  # his own student in Ratusha's cohort, and nobody else there
        ("sofiia", {"ratusha": 3, "sykhiv": 1}),
        ("levko", {}),
        ("solomiia", {}),
        ("zoriana", {}),
    ],
)
async def test_each_sees_what_their_places_give(
    door: Door, phone: New, cast: Cast, name: str, cohorts: dict[str, int]
) -> None:
    await third_school(door, cast)
    await learn(phone(), "solomiia", 0, 1)
    await learn(phone(), "zoriana", 0)
    desk = await read(await phone().sign_in(name), "desk")
    assert {row["name"]["en"]: row["learners"] for row in desk["cohorts"]} == cohorts
    seen = {*names(desk["behind"]), *names(desk["silent"])}
    others = {"vasyl": {"zoriana", "maksym"}, "olena": {"solomiia", "ostap", "zoriana"}}
    assert seen <= others.get(name, {"solomiia", "ostap", "zoriana", "maksym"} if name == "sofiia" else set())


async def test_sums_are_over_those_who_may_be_seen(phone: New) -> None:
    await learn(phone(), "solomiia", 0, 1, 2)
    await learn(phone(), "zoriana", 0)
    desk = await read(await phone().sign_in("vasyl"), "desk")
    (ratusha,) = [row for row in desk["cohorts"] if row["name"]["en"] == "ratusha"]
    assert (ratusha["lessons_done"], ratusha["lessons_total"]) == (1, 6)


async def test_who_has_most_to_do_comes_first(phone: New) -> None:
    clock.set_to(clock.now() + timedelta(days=70))
    await learn(phone(), "solomiia", 0, 1)
    await learn(phone(), "zoriana", 0)
    desk = await read(await phone().sign_in("olena"), "desk")
    assert names(desk["behind"]) == ["ostap", "zoriana", "solomiia"]


async def test_a_phone_heard_of_again_is_not_silent(phone: New) -> None:
    ostap, olena = await phone().sign_in("ostap"), await phone().sign_in("olena")
    clock.set_to(clock.now() + timedelta(days=8))
    assert "ostap" in names((await read(olena, "desk"))["silent"])
    await ostap.send()
    assert "ostap" not in names((await read(olena, "desk"))["silent"])


async def test_nobody_is_behind_or_silent_when_the_cohort_is_over(phone: New) -> None:
    clock.set_to(clock.now() + timedelta(days=75))
    desk = await read(await phone().sign_in("olena"), "desk")
    assert (desk["behind"], desk["silent"]) == ([], [])
    assert desk["cohorts"][0]["learners"] == 3


async def test_who_is_not_signed_in_is_told_so(phone: New) -> None:
    answer = await phone().http.get("/api/reports/desk")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")
