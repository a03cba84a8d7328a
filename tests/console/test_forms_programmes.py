from collections.abc import Callable
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from tests.cast import Cast
from tests.console.forms import Desk, at_desk
from tests.console.test_forms_people import token_in
from tests.people.mentors import accept, accepted, clear
from tests.people.test_invite_mentor import look
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]


@pytest.fixture
def given() -> dict[str, Any]:
    return {"console": True}


@pytest.fixture
async def desk(door: Door) -> Desk:
    return await at_desk(door)


def plan(cast: Cast, **given: str) -> dict[str, str]:
    """A cohort as it is typed."""
    typed = {
        "programme": cast.programme,
        "institution": cast.schools["ratusha"],
        "name_uk": "Весна",
        "name_en": "Spring",
        "starts": "2027-02-01",
        "ends": "2027-06-30",
        "seats": "20",
        "course": cast.course,
        "second_course": cast.other_course,
    }
    return typed | given


async def test_it_works(desk: Desk, phone: New, cast: Cast, door: Door) -> None:
    said = await desk.done("Open a cohort", **plan(cast))
    olena = await phone().sign_in("olena")
    await olena.pull()
    (opened,) = [row for row in olena.held("school_cohort").values() if row["name"] == {"uk": "Весна", "en": "Spring"}]
    assert f"{opened['code'][:4]} {opened['code'][4:]}" in said
    assert opened["seats"] == 20
    found = "SELECT course FROM cohort_course WHERE cohort = $1 ORDER BY position"
    courses = await peek(door.database, found, opened["cohort"])
    assert [row["course"] for row in courses] == [cast.course, cast.other_course]
    (line,) = await peek(
        door.database, "SELECT act, about FROM audit_line WHERE operator = 'anna' AND act NOT LIKE '%sign_in%'"
    )
    assert (line["act"], line["about"]) == ("programmes.open_cohort", opened["cohort"])


WRONG_PLANS = [
    {"ends": "2027-01-31"},
    {"starts": "soon"},
    {"starts": ""},
    {"seats": "0"},
    {"seats": "10001"},
    {"seats": "-1"},
    {"seats": "1.5"},
    {"seats": "١"},
    {"seats": ""},
    {"name_uk": ""},
    {"programme": ""},
    {"programme": "x' OR 1=1"},
    {"programme": new_id()},
    {"institution": new_id()},
    {"course": new_id()},
]


async def test_what_cannot_be_opens_nothing(desk: Desk, cast: Cast, door: Door) -> None:
    for wrong in WRONG_PLANS:
        assert await desk.refused("Open a cohort", **plan(cast, **wrong)), wrong
    assert await count(door.database, "cohort") == 2
    assert await count(door.database, "cohort_course") == 2


async def test_the_same_course_twice_is_said(desk: Desk, cast: Cast) -> None:
    assert "twice" in await desk.refused("Open a cohort", **plan(cast, third_course=cast.course))


async def test_without_a_course(desk: Desk, cast: Cast, door: Door) -> None:
    await desk.done("Open a cohort", **plan(cast, course="", second_course=""))
    assert await count(door.database, "cohort_course") == 2


async def test_a_programme_and_its_manager(desk: Desk, phone: New, door: Door) -> None:
    texts = {"name_uk": "Навички", "name_en": "Skills", "summary_uk": "Про що.\nДва рядки.", "summary_en": "About."}
    await desk.done("Add a programme", **texts)
    known = await peek(door.database, "SELECT id, summary FROM programme")
    (made,) = [row for row in known if "About." in row["summary"]]
    said = await desk.done("Invite a manager", programme=made["id"], label="Ганна")
    seen = (await look(phone(), token_in(said))).json()
    assert (seen["kind"], seen["place"]) == ("manager", {"uk": "Навички", "en": "Skills"})
    (role,) = (await accept(phone(), token_in(said))).json()["person"]["roles"]
    assert (role["kind"], role["place"]) == ("manager", made["id"])
    assert await desk.refused("Add a programme", **texts | {"name_uk": ""})


async def test_another_join_code(desk: Desk, cast: Cast, phone: New) -> None:
    olena = await phone().sign_in("olena")
    await olena.pull()
    (before,) = [row["code"] for row in olena.held("school_cohort").values()]
    said = await desk.done("Another join code", cohort=cast.cohorts["ratusha"])
    await olena.pull()
    (after,) = [row["code"] for row in olena.held("school_cohort").values()]
    assert before != after
    assert f"{after[:4]} {after[4:]}" in said
    assert "nothing here" in await desk.refused("Another join code", cohort=new_id())


async def test_only_a_cleared_mentor_of_the_host_gets_a_cohort(desk: Desk, phone: New, cast: Cast, door: Door) -> None:
    school, maksym = cast.schools["ratusha"], cast.people["maksym"]
    olena = await signed_in(door, phone, cast.people["olena"])
    theirs = await accepted(phone, olena, door, school, maksym)
    wish = {"cohort": cast.cohorts["ratusha"], "mentor": pair_id(school, maksym)}
    assert "check was passed" in await desk.refused("Give a mentor to a cohort", **wish)
    assert await clear(olena, school, maksym) == "applied"
    elsewhere = wish | {"cohort": cast.cohorts["sykhiv"]}
    assert "no mentor of the school" in await desk.refused("Give a mentor to a cohort", **elsewhere)
    await desk.done("Give a mentor to a cohort", **wish)
    await theirs.pull()
    assert "mentor" in [row["kind"] for row in theirs.held("role").values()]
    assert await count(door.database, "cohort_mentor") == 1


async def test_a_course_is_published_as_its_rows_say(desk: Desk, phone: New, cast: Cast, door: Door) -> None:
    assert "already" in await desk.done("Publish a course", course=cast.course)
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    await alter(door.database, "UPDATE lesson SET body = $2 WHERE id = $1", cast.lessons[0], '{"uk": "Нове слово"}')
    assert "published" in await desk.done("Publish a course", course=cast.course)
    await solomiia.pull()
    (course,) = solomiia.held("course").values()
    assert course["release"] != cast.release
    part = course["parts"][0]["bundles"]["uk"]["hash"]
    assert "Нове слово" in (await solomiia.http.get(f"/api/courses/bundles/{part}")).text
    await alter(door.database, "UPDATE lesson SET body = '{}' WHERE id = $1", cast.lessons[0])
    assert "Lesson 1" in await desk.refused("Publish a course", course=cast.course)
    assert "nothing here" in await desk.refused("Publish a course", course=new_id())


RULES = {"team_min": "3", "team_max": "8", "spending_limit": "2000", "cash_rounding": "50"}
GATES = "7; Ідею затверджено; Idea approved\n\n25;Перший зразок;First sample"


async def rules(door: Door, programme: str) -> dict[str, Any]:
    (limits,) = await peek(door.database, "SELECT * FROM rule_set WHERE id = $1", programme)
    gates = await peek(
        door.database, "SELECT kind, days FROM gate_template WHERE programme = $1 ORDER BY position", programme
    )
    return limits | {"gates": [(row["kind"], row["days"]) for row in gates]}


async def test_rules_of_a_programme(desk: Desk, cast: Cast, door: Door) -> None:
    assert "Smallest team" in await desk.refused("Rules of a programme", programme=cast.programme)
    await desk.done(
        "Rules of a programme", programme=cast.programme, gates=GATES, first_sale="20", break_even="95", **RULES
    )
    kept = await rules(door, cast.programme)
    assert kept["spending_limit"] == 200_000
    assert kept["gates"] == [("plain", 7), ("first_sale", 20), ("plain", 25), ("break_even", 95)]
    await desk.done("Rules of a programme", programme=cast.programme, team_max="9")
    assert await rules(door, cast.programme) == kept | {"team_max": 9}


WRONG_RULES = [
    {"team_max": "2"},
    {"cash_rounding": "101"},
    {"spending_limit": "-1"},
    {"gates": "soon; Назва"},
    {"gates": "7"},
    {"gates": "7; "},
    {"gates": "7; a"},
    {"gates": "7; a; b; c"},
    {"gates": "1000; a; " + "x" * 201},
    {"gates": "1; x; y\n" * 31},
    {"first_sale": "1001"},
    {"programme": ""},
    {"programme": new_id()},
]


async def test_rules_that_cannot_be_change_nothing(desk: Desk, cast: Cast, door: Door) -> None:
    for wrong in WRONG_RULES:
        assert await desk.refused("Rules of a programme", **{"programme": cast.programme, **RULES, **wrong}), wrong
    assert await count(door.database, "rule_set") == 0
    assert await count(door.database, "gate_template") == 0
