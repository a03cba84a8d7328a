"""The town is in the database as its files say, and came there by acts."""

from collections import Counter
from datetime import date, timedelta
from itertools import chain

import pytest

from backend.core.clock import instant
from backend.core.door import Door
from tests.demo.start import ANCHOR, count, file, rows


async def test_it_works(town_door: Door) -> None:
    town, staff, progress = file("town.yaml"), file("staff.yaml"), file("progress.yaml")
    enrolled = [student for cohort in town["cohorts"] for student in cohort["students"]]
    asked = [one for every in file("applicants.yaml").values() for one in every]
    expected = {
        "institution": len(town["institutions"]),
        "programme": len(town["programmes"]),
        "cohort": len(town["cohorts"]),
        "person": len(set(enrolled))
        + len(asked)
        + sum(len(staff[one]) for one in ("coordinators", "managers", "mentors")),
        "enrolment": len(enrolled) + len(asked),
        "course": 3,
        "release": 3,
        "bundle": 2 * (3 + 12),  # for each language three outlines and twelve modules
        "quiz": 12,
        "release_quiz": 12,
        "completion": sum(pace["lessons"] for paces in progress.values() for pace in paces.values()),
    }
    assert {table: await count(town_door, table) for table in expected} == expected


async def test_every_student_of_the_files_is_enrolled() -> None:
    town = file("town.yaml")
    assert {one["key"] for one in town["students"]} == {s for cohort in town["cohorts"] for s in cohort["students"]}


COMPLETIONS = """
SELECT k.id, k.happened_at, k.flag, e.person, e.id AS enrolment, c.starts, s.family, s.given
FROM completion k
JOIN enrolment e ON e.id = k.enrolment JOIN cohort c ON c.id = e.cohort JOIN person s ON s.id = e.person
"""
LINES = "SELECT person, about, device, happened_at, arrived_at FROM audit_line WHERE act = 'progress.complete_lesson'"


async def test_every_lesson_was_finished_by_the_student_at_its_time(town_door: Door) -> None:
    done = await rows(town_door, COMPLETIONS)
    by_student = Counter((row["person"], row["enrolment"], instant(row["happened_at"])) for row in done)
    lines = await rows(town_door, LINES)
    assert Counter((row["person"], row["about"], instant(row["happened_at"])) for row in lines) == by_student
    assert all(row["device"] is not None and row["happened_at"] == row["arrived_at"] for row in lines)
    for row in done:
        at = instant(row["happened_at"])
        assert date.fromisoformat(str(row["starts"])) <= at.date() < ANCHOR
        assert 16 <= at.hour < 20
        assert row["flag"] is None


async def test_the_last_lesson_is_as_old_as_the_silence(town_door: Door) -> None:
    names = {one["key"]: (one["name"]["last"], one["name"]["first"]) for one in file("town.yaml")["students"]}
    latest: dict[tuple[str, str], date] = {}
    for row in await rows(town_door, COMPLETIONS):
        key = row["family"], row["given"]
        latest[key] = max(latest.get(key, date.min), instant(row["happened_at"]).date())
    silent: dict[tuple[str, str], int] = {}
    for paces in file("progress.yaml").values():
        for student, pace in paces.items():
            if pace["lessons"]:
                silent[names[student]] = min(pace["silent_days"], silent.get(names[student], 99))
    assert latest == {name: ANCHOR - timedelta(days=days + 1) for name, days in silent.items()}


async def test_acts_came_in_the_order_of_their_dates(town_door: Door) -> None:
    lines = await rows(town_door, "SELECT act, about, person, happened_at FROM audit_line ORDER BY happened_at")
    acts = [row["act"] for row in lines]
    assert acts.index("people.add_institution") < acts.index("programmes.open_cohort")
    accepted = {row["about"]: row["happened_at"] for row in lines if row["act"] == "programmes.accept"}
    for row in lines:
        if row["act"] == "progress.complete_lesson":
            assert accepted[row["about"]] < row["happened_at"]


async def test_nothing_lies_in_the_future(town_door: Door) -> None:
    """Also what belongs to a cohort that starts after the anchor: its manager planned it before."""
    for table, column in (("audit_line", "happened_at"), ("device", "seen_at"), ("role", "since")):
        (latest,) = await rows(town_door, f"SELECT max({column}) AS at FROM {table}")
        assert instant(latest["at"]).date() <= ANCHOR


async def test_every_act_but_the_founding_is_a_persons(town_door: Door) -> None:
    lines = await rows(town_door, "SELECT act, person, reason FROM audit_line WHERE operator IS NULL")
    founding = {
        "people.add_institution",
        "people.add_person",
        "people.appoint_coordinator",
        "programmes.add_programme",
        "programmes.appoint_manager",
        "courses.write_course",
        "courses.publish_release",
    }
    assert {row["act"] for row in lines if row["person"] is None} == founding
    assert {row["reason"] for row in lines if row["person"] is None} == {"demonstration"}
    assert not founding & {row["act"] for row in lines if row["person"] is not None}


async def test_everybody_is_active_but_who_lacks_a_guardian_and_who_asked_yesterday(
    town_door: Door,
) -> None:
    waiting = {s["name"]["last"] for s in file("town.yaml")["students"] if s.get("guardian_consent") == "pending"}
    found = await rows(town_door, "SELECT p.family, e.status FROM enrolment e JOIN person p ON p.id = e.person")
    assert len(waiting) == 1
    assert {row["family"] for row in found if row["status"] == "accepted"} == waiting
    asked = {a["name"]["last"] for every in file("applicants.yaml").values() for a in every}
    assert {row["family"] for row in found if row["status"] == "applied"} == asked
    assert {row["status"] for row in found} == {"applied", "accepted", "active"}


async def test_guardians_consented_for_minors_and_adults_for_themselves(town_door: Door) -> None:
    town = file("town.yaml")
    begun = {s: c["starts"] - timedelta(days=7) for c in reversed(town["cohorts"]) for s in c["students"]}
    names = {(s["name"]["last"], s["name"]["first"]): s for s in town["students"]}
    sql = (
        "SELECT s.family, s.given, k.guardian, k.recorded_by FROM consent k JOIN person s ON s.id = k.person "
        "WHERE k.purpose = 'taking_part' AND k.given"
    )
    found = await rows(town_door, sql)
    assert len({(row["family"], row["given"]) for row in found}) == len(names) - 1
    for row in found:
        student = names[row["family"], row["given"]]
        day = begun[student["key"]]
        minor = (day.year - 18, day.month, day.day) < (student["born"].year, student["born"].month, student["born"].day)
        assert row["guardian"] == (student["guardian"] if minor else None)
        assert (row["recorded_by"] is not None) == minor


@pytest.mark.parametrize(("kind_of_role", "places"), [("coordinator", "institution"), ("manager", "programme")])
async def test_every_place_has_exactly_one_who_runs_it(town_door: Door, kind_of_role: str, places: str) -> None:
    held = await rows(town_door, "SELECT place, count(*) AS n FROM role WHERE kind = $1 GROUP BY place", kind_of_role)
    assert {row["place"]: row["n"] for row in held} == dict.fromkeys(
        [row["id"] for row in await rows(town_door, f"SELECT id FROM {places}")], 1
    )


async def test_names_and_dates_are_those_of_the_files(town_door: Door) -> None:
    found = await rows(town_door, "SELECT family, given, patronymic, born FROM person WHERE born IS NOT NULL")
    assert sorted((r["family"], r["given"], str(r["born"])) for r in found) == sorted(
        (s["name"]["last"], s["name"]["first"], str(s["born"]))
        for s in chain(file("town.yaml")["students"], *file("applicants.yaml").values())
    )
    cohorts = await rows(town_door, "SELECT starts, ends, seats FROM cohort")
    assert sorted((str(r["starts"]), str(r["ends"]), r["seats"]) for r in cohorts) == sorted(
        (str(c["starts"]), str(c["ends"]), c["capacity"]) for c in file("town.yaml")["cohorts"]
    )
