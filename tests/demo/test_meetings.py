"""The meetings of the town's cohorts, as their mentors logged and planned them."""

import json
from collections import Counter
from datetime import date, timedelta

from backend.core.clock import instant
from backend.core.door import Door
from tests.demo.start import ANCHOR, count, file, rows


async def test_it_works(town_door: Door) -> None:
    told, cohorts = file("meetings.yaml"), {one["key"]: one for one in file("town.yaml")["cohorts"]}
    logs = [(key, log) for key, one in told.items() for log in one["logs"]]
    expected = {
        "session WHERE manufactory IS NULL": len(logs),
        "mark WHERE manufactory IS NULL": sum(
            len(cohorts[key]["students"]) + len(log.get("again", {})) for key, log in logs
        ),
        "plan": sum(len(one["plans"]) for one in told.values()),
        "announcement": len(told),
    }
    assert {table: await count(town_door, table) for table in expected} == expected


async def test_every_manufactory_cohort_meets_in_the_week_after_the_anchor_and_two_weeks_later(
    town_door: Door,
) -> None:
    cohorts = [one["key"] for one in file("town.yaml")["cohorts"] if one["programme"] == "prog-lym"]
    assert list(file("meetings.yaml")) == cohorts
    plans: dict[str, list[date]] = {}
    for row in await rows(town_door, "SELECT cohort, starts_at FROM plan ORDER BY starts_at"):
        plans.setdefault(row["cohort"], []).append(instant(row["starts_at"]).date())
    assert len(plans) == len(cohorts)
    for first, second in plans.values():
        assert ANCHOR < first <= ANCHOR + timedelta(days=7)
        assert ANCHOR + timedelta(days=14) <= second <= ANCHOR + timedelta(days=20)


async def test_the_one_meeting_that_nobody_kept_in_view_is_flagged(town_door: Door) -> None:
    found = await rows(town_door, "SELECT adult, flags FROM session")
    flags = Counter((row["adult"] is None, *json.loads(row["flags"])) for row in found)
    assert flags == {(False,): len(found) - 1, (True, "no_second_adult"): 1}


WHO = """
SELECT s.person, m.person AS mentor FROM session s LEFT JOIN cohort_mentor m ON m.cohort = s.cohort
WHERE s.manufactory IS NULL
UNION ALL SELECT p.person, m.person FROM plan p LEFT JOIN cohort_mentor m ON m.cohort = p.cohort
UNION ALL SELECT a.person, m.person FROM announcement a LEFT JOIN cohort_mentor m ON m.cohort = a.cohort
"""


async def test_all_of_it_is_the_mentors(town_door: Door) -> None:
    found = await rows(town_door, WHO)
    assert found
    assert [row for row in found if row["person"] != row["mentor"]] == []


async def test_marks_are_in_order_and_one_is_disputed(town_door: Door) -> None:
    found = await rows(town_door, "SELECT roll, enrolment, person, status, flag FROM mark")
    assert {row["flag"] for row in found} == {None}
    seen = Counter((row["roll"], row["enrolment"]) for row in found)
    assert sorted(seen.values())[-2:] == [1, 2]
