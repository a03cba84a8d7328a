from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from backend.core.door import Door
from backend.courses.actions import publish_release
from backend.courses.release import edition
from backend.courses.schemas import CourseText
from tests.cast import SYSTEM, Cast, course_text
from tests.phone import Phone
from tests.reports.school import NOBODY, learn, names, read, third_school

New = Callable[..., Phone]


async def ratusha(phone: Phone) -> Any:
    return await read(phone, f"cohorts/{phone.cast.cohorts['ratusha']}")


async def test_it_works(phone: New, cast: Cast) -> None:
    await learn(phone(), "solomiia", 0, 1, 5)
    report = await ratusha(await phone().sign_in("olena"))
    head = {key: value for key, value in report.items() if key not in ("as_of", "learners")}
    assert head == {
        "id": cast.cohorts["ratusha"],
        "name": {"uk": "ratusha", "en": "ratusha"},
        "programme": {"uk": "П", "en": "P"},
        "institution": {"uk": "ratusha", "en": "ratusha"},
        "starts": "2026-09-14",
        "ends": "2027-01-29",
        "seats": 16,
        "courses": [{"id": cast.course, "title": {"uk": "Курс", "en": "Course"}, "lessons": 6}],
    }
    (solomiia,) = [one for one in report["learners"] if one["enrolment"] == cast.enrolment("solomiia")]
    assert solomiia.pop("last_seen_at").startswith("2026-11-16T12:00")
    assert solomiia == {
        "enrolment": cast.enrolment("solomiia"),
        "cohort": cast.cohorts["ratusha"],
        "name": "solomiia-family Solomiia",
        "status": "active",
        "done": 3,
        "total": 6,
        "courses": [{"id": cast.course, "done": 3, "total": 6}],
        "unsent": None,
        "behind": False,
        "silent": False,
    }


@pytest.mark.parametrize(
    ("name", "cohort", "seen"),
    [
        ("olena", "ratusha", ["ostap", "solomiia", "zoriana"]),
        ("vasyl", "ratusha", ["zoriana"]),
        ("vasyl", "sykhiv", ["maksym"]),
        ("sofiia", "ratusha", ["ostap", "solomiia", "zoriana"]),
        ("sofiia", "sykhiv", ["maksym"]),
    ],
)
async def test_each_sees_what_their_places_give(
    phone: New, cast: Cast, name: str, cohort: str, seen: list[str]
) -> None:
    report = await read(await phone().sign_in(name), f"cohorts/{cast.cohorts[cohort]}")
    assert names(report["learners"]) == seen


@pytest.mark.parametrize(
    ("name", "cohort"),
    [("olena", "sykhiv"), ("levko", "ratusha"), ("solomiia", "ratusha"), ("zoriana", "ratusha"), ("maksym", "ratusha")],
)
async def test_to_a_stranger_it_is_like_one_that_does_not_exist(
    door: Door, phone: New, cast: Cast, name: str, cohort: str
) -> None:
    await third_school(door, cast)
    stranger = await phone().sign_in(name)
    answers = [
        await stranger.http.get(f"/api/reports/cohorts/{id_}")
        for id_ in (cast.cohorts[cohort], NOBODY, "nonsense", "%00", cast.cohorts[cohort].upper())
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["code"] == "not_found"


async def test_the_numbers_are_those_of_the_completions(door: Door, phone: New, cast: Cast) -> None:
    await learn(phone(), "solomiia", 0, 1, 2, 3, 4, 5)
    await learn(phone(), "ostap", 3, 3, 1)
    await learn(phone(), "zoriana", 5)
    report = await ratusha(await phone().sign_in("sofiia"))
    async with door.database.read() as db:
        done = Counter(row["enrolment"] for row in await db.rows("SELECT enrolment FROM completion"))
    assert {one["enrolment"]: one["done"] for one in report["learners"]} == done
    assert sorted(done.values()) == [1, 2, 6]


async def test_only_lessons_of_the_current_release_count(door: Door, phone: New, cast: Cast) -> None:
    await learn(phone(), "solomiia", 0, 4, 5)
    whole = course_text(cast)
    shorter = CourseText(whole.id, whole.title, whole.summary, whole.hours, whole.modules[:1])
    await door.writer.perform(publish_release, SYSTEM, edition(shorter))
    report = await ratusha(await phone().sign_in("olena"))
    assert report["courses"][0]["lessons"] == 3
    assert {one["name"].split("-")[0]: (one["done"], one["total"]) for one in report["learners"]} == {
        "ostap": (0, 3),
        "solomiia": (1, 3),
        "zoriana": (0, 3),
    }


async def test_what_waits_on_all_phones_is_added_up(phone: New) -> None:
    first, second = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    await first.send(first.lesson(0), diag={"outbox": 3})
    await second.send(diag={"outbox": 5})
    report = await ratusha(await phone().sign_in("olena"))
    assert {one["name"].split("-")[0]: one["unsent"] for one in report["learners"]} == {
        "ostap": None,
        "solomiia": 7,
        "zoriana": None,
    }
