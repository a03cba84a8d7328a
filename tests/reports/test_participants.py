"""The card of one participant: who reads it, what stands there, and the line that reading a minor's leaves."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.people.close_account import close_account
from backend.people.read_card import note_reading, read_card
from tests.cast import Cast, ask
from tests.manufactories.workshop import NAME, found, member, set_limits
from tests.mentoring.meetings import applied, mentor
from tests.phone import Phone
from tests.reports.school import NOBODY, learn, other_manager, read, third_school
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, peek

New = Callable[..., Phone]


async def readings(door: Door) -> list[tuple[str, str, str]]:
    """Who read whose card as what, the first first."""
    sql = "SELECT person, about, acted_as FROM audit_line WHERE act = 'people.read_card' ORDER BY arrived_at"
    return [(row["person"], row["about"], row["acted_as"]) for row in await peek(door.database, sql)]


async def card(phone: Phone, name: str, cohort: str = "ratusha") -> Any:
    return await read(phone, f"participants/{phone.cast.enrolment(name, cohort)}")


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    await set_limits(door, cast)
    await learn(phone(), "ostap", 0, 4)
    olena = await phone().sign_in("olena")
    team = await found(olena, member(cast, "ostap", "lead", "finance"), member(cast, "solomiia"))
    for status, day in (("late", "2026-11-02"), ("absent", "2026-11-09"), ("present", "2026-11-09")):
        marks = [{"enrolment": cast.enrolment("ostap"), "status": status}]
        roll = {"cohort": cast.cohorts["ratusha"], "held_on": day, "marks": marks}
        await applied(olena, olena.operation("mentoring.call_roll", roll))
    shown = await card(await phone().sign_in("sofiia"), "ostap")
    steps = shown.pop("steps")
    assert [(step["status"], step["by"], step["reason"]) for step in steps] == [
        ("applied", "ostap-family Ostap", None),
        ("accepted", "olena-family Olena", None),
        ("active", "olena-family Olena", None),
    ]
    assert shown.pop("as_of").startswith("2026-11-16T12:00")
    assert shown.pop("since") == steps[-1]["at"]
    assert shown == {
        "enrolment": cast.enrolment("ostap"),
        "cohort": cast.cohorts["ratusha"],
        "cohort_name": {"uk": "ratusha", "en": "ratusha"},
        "programme": {"uk": "П", "en": "P"},
        "school": {"uk": "ratusha", "en": "ratusha"},
        "name": "ostap-family Ostap",
        "minor": True,
        "status": "active",
        "reason": None,
        "consents": ["taking_part"],
        "courses": [{"id": cast.course, "title": {"uk": "Курс", "en": "Course"}, "done": 2, "total": 6}],
        "attendance": [{"status": "late", "late_minutes": None}, {"status": "present", "late_minutes": None}],
        "manufactories": [{"id": team, "name": NAME, "posts": ["finance", "lead"], "left": False}],
    }


async def test_no_birth_date_leaves_the_server(phone: New) -> None:
    olena = await phone().sign_in("olena")
    answer = await olena.http.get(f"/api/reports/participants/{olena.cast.enrolment('ostap')}")
    assert answer.status_code == 200
    assert "2009" not in answer.text
    assert "born" not in answer.text


@pytest.mark.parametrize(
    ("reader", "name", "cohort", "acted_as"),
    [
        ("sofiia", "ostap", "ratusha", "manager"),
        ("sofiia", "maksym", "sykhiv", "manager"),
        ("olena", "ostap", "ratusha", None),
        ("vasyl", "maksym", "sykhiv", None),
        ("sofiia", "solomiia", "ratusha", None),  # of age
        ("olena", "zoriana", "ratusha", None),
        ("vasyl", "zoriana", "ratusha", None),
    ],
)
async def test_a_minors_card_read_from_outside_the_school_leaves_one_line(
    door: Door, phone: New, cast: Cast, reader: str, name: str, cohort: str, acted_as: str | None
) -> None:
    person = await phone().sign_in(reader)
    assert (await card(person, name, cohort))["name"].startswith(name)
    expected = [(person.person, cast.people[name], acted_as)] if acted_as else []
    assert await readings(door) == expected


async def test_the_host_of_a_minor_from_another_school_is_outside_too(door: Door, phone: New, cast: Cast) -> None:
    await ask(door, cast, "maksym", "ratusha")
    olena, vasyl = await phone().sign_in("olena"), await phone().sign_in("vasyl")
    await card(olena, "maksym")
    await card(vasyl, "maksym")
    await card(olena, "maksym")
    assert await readings(door) == [(olena.person, cast.people["maksym"], "coordinator")] * 2


async def test_a_manager_reads_of_who_was_given_a_seat_and_not_of_who_asks(door: Door, phone: New, cast: Cast) -> None:
    enrolment = await ask(door, cast, "maksym", "ratusha")
    sofiia, olena = await phone().sign_in("sofiia"), await phone().sign_in("olena")
    path = f"/api/reports/participants/{enrolment}"
    assert (await sofiia.http.get(path)).status_code == 404
    await applied(olena, olena.operation("programmes.accept", {"enrolment": enrolment}))
    await applied(olena, olena.operation("programmes.withdraw", {"enrolment": enrolment, "reason": "moved"}))
    shown = await card(sofiia, "maksym")
    assert (shown["status"], shown["reason"], shown["steps"][-1]["reason"]) == ("withdrawn", "moved", "moved")


STRANGERS = ["solomiia", "ostap", "zoriana", "maksym", "vasyl", "levko", "roman", "petro"]


@pytest.mark.parametrize("name", STRANGERS)
async def test_to_a_stranger_it_is_like_one_that_does_not_exist(door: Door, phone: New, cast: Cast, name: str) -> None:
    await third_school(door, cast)
    await mentor(door, phone, cast, "roman")
    await other_manager(door, cast, "petro")
    known = cast.people.get(name)
    stranger = await signed_in(door, phone, known) if known else await phone().sign_in(name)
    paths = (cast.enrolment("ostap"), NOBODY, cast.people["ostap"], "nonsense", "%00", cast.enrolment("ostap").upper())
    answers = [await stranger.http.get(f"/api/reports/participants/{one}") for one in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert await readings(door) == []


async def test_who_is_not_signed_in_is_told_so(phone: New, cast: Cast) -> None:
    answer = await phone().http.get(f"/api/reports/participants/{cast.enrolment('ostap')}")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")


async def test_an_operator_who_reads_it_at_the_console_leaves_a_line(door: Door, cast: Cast) -> None:
    operator = Actor.at_console("ihor", "uk")
    await note_reading(door, operator, cast.people["ostap"])
    await note_reading(door, operator, cast.people["solomiia"])
    lines = await peek(door.database, "SELECT operator, about FROM audit_line WHERE act = 'people.read_card'")
    assert lines == [{"operator": "ihor", "about": cast.people["ostap"]}]
    for action in (note_reading(door, operator, NOBODY), door.writer.perform(read_card, operator, NOBODY)):
        with pytest.raises(Problem, match="not_found"):
            await action


async def test_a_closed_account_is_called_so(door: Door, phone: New, cast: Cast) -> None:
    await door.writer.perform(close_account, Actor.at_console("ihor", "uk"), cast.people["solomiia"])
    await alter(door.database, "UPDATE person SET language = 'en' WHERE id = $1", cast.people["sofiia"])
    shown = await card(await phone().sign_in("sofiia"), "solomiia")
    assert (shown["name"], shown["steps"][0]["by"]) == ("Closed account", "Closed account")
