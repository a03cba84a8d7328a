"""Sessions of a team: `mentoring.log_session` with a manufactory."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from tests.cast import Cast
from tests.manufactories.workshop import act, cleared, do, found, gate, member, set_limits
from tests.mentoring.meetings import New, applied, held, log, mark, plan, refused, today
from tests.phone import Phone, ago
from tests.sync.crowd import signed_in
from tests.sync.peek import count, peek


@pytest.fixture
async def roman(door: Door, phone: New, cast: Cast) -> Phone:
    """The team's mentor, and of no cohort."""
    await set_limits(door, cast)
    return await cleared(door, phone, cast, "roman")


@pytest.fixture
async def team(olena: Phone, roman: Phone, cast: Cast) -> str:
    """Solomiia's and Ostap's manufactory."""
    return await found(olena, member(cast, "solomiia"), member(cast, "ostap"), mentors=[roman.person])


def meeting(phone: Phone, team: str, *marks: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A session of the team, held today."""
    return log(phone, *marks, manufactory=team, **changed)


def passed(*gates: str, evidence: str = "Показали план") -> list[dict[str, str]]:
    """Gates that the team passed at its session."""
    return [{"gate": one, "evidence": evidence} for one in gates]


async def flags(phone: Phone) -> list[list[str]]:
    """What sessions on the phone ask a person to look at."""
    return [row["flags"] for row in (await held(phone, "session")).values()]


def scope_of(phone: Phone, entity: str) -> set[str]:
    """The scopes in which the phone holds rows of an entity."""
    return {scope for (scope, name, _), row in phone.rows.items() if name == entity and row is not None}


async def test_it_works(roman: Phone, team: str, cast: Cast) -> None:
    logged = meeting(roman, team, mark(cast, "solomiia"), mark(cast, "ostap", "late", 20))
    assert await applied(roman, logged) == [{"session": logged["id"]}]
    row = (await held(roman, "session"))[logged["id"]]
    body = {key: value for key, value in logged["body"].items() if key != "marks"}
    told = {"roll": pair_id(team, today()), "person": roman.person, "by": "roman-family Roman"}
    assert row == body | told | {"at": row["at"], "flags": []}
    assert scope_of(roman, "session") == scope_of(roman, "mark") == {f"staff:{team}"}
    marks = roman.held("mark")
    assert marks[pair_id(logged["id"], cast.enrolment("ostap"))] == {
        "cohort": cast.cohorts["ratusha"],
        "manufactory": team,
        "enrolment": cast.enrolment("ostap"),
        "roll": row["roll"],
        "held_on": today(),
        "status": "late",
        "late_minutes": 20,
        "person": roman.person,
        "by": "roman-family Roman",
        "at": row["at"],
        "flag": None,
    }
    assert len(marks) == 2


async def test_the_team_learns_that_it_was_held_and_does_not_read_the_notes(
    roman: Phone, solomiia: Phone, team: str, cast: Cast
) -> None:
    logged = meeting(roman, team, mark(cast, "solomiia"), mark(cast, "ostap", "absent"))
    await applied(roman, logged)
    seen = {"manufactory": team, "kind": "mentoring", "held_on": today(), "minutes": 90, "by": "roman-family Roman"}
    assert await held(solomiia, "team_session") == {logged["id"]: seen}
    assert scope_of(solomiia, "team_session") == {f"manufactory:{team}"}
    assert solomiia.held("session") == solomiia.held("mark") == {}
    assert await held(roman, "team_session") == {logged["id"]: seen}


async def test_the_learner_holds_the_own_mark_and_nobody_elses(
    roman: Phone, solomiia: Phone, team: str, cast: Cast
) -> None:
    logged = meeting(roman, team, mark(cast, "solomiia"), mark(cast, "ostap", "absent"))
    await applied(roman, logged)
    own = pair_id(logged["id"], cast.enrolment("solomiia"))
    assert set(await held(solomiia, "attendance")) == {own}
    assert solomiia.held("attendance")[own]["roll"] == pair_id(team, today())


async def test_the_cohorts_staff_hold_nothing_of_it(
    roman: Phone, nazar: Phone, olena: Phone, team: str, cast: Cast
) -> None:
    await applied(roman, meeting(roman, team, mark(cast, "solomiia")))
    for staff in (nazar, olena):
        assert await held(staff, "session") == staff.held("mark") == staff.held("team_session") == {}


async def test_the_schools_coordinator_may_log_one_too(olena: Phone, roman: Phone, team: str, cast: Cast) -> None:
    await applied(olena, meeting(olena, team, mark(cast, "solomiia")))
    (row,) = (await held(roman, "session")).values()
    assert row["by"] == "olena-family Olena"


async def test_the_stranger_learns_nothing(
    strangers: list[Phone], nazar: Phone, team: str, cast: Cast, door: Door
) -> None:
    for stranger in (*strangers, nazar):  # Nazar is a mentor of the team's cohort, and not of the team
        theirs = meeting(stranger, team, mark(cast, "solomiia"))
        elsewhere = meeting(stranger, team, minutes=0, cohort=cast.cohorts["sykhiv"])
        nobodys = meeting(stranger, new_id())
        verdicts = await stranger.verdicts(theirs, elsewhere, nobodys)
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""} == verdicts[2] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert (await count(door.database, "session"), await count(door.database, "mark")) == (0, 0)


async def test_who_is_of_the_cohort_and_not_of_the_team_is_not_on_its_roll(
    roman: Phone, team: str, cast: Cast, door: Door
) -> None:
    wrong = meeting(roman, team, mark(cast, "solomiia"), mark(cast, "zoriana"))
    assert await refused(roman, wrong) == ["not_in_group"]
    assert (await count(door.database, "session"), await count(door.database, "mark")) == (0, 0)


async def test_who_left_the_team_may_still_be_marked(roman: Phone, olena: Phone, team: str, cast: Cast) -> None:
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    logged = meeting(roman, team, mark(cast, "ostap"), mark(cast, "solomiia"))
    await applied(roman, logged)
    marks = await held(roman, "mark")
    told = {name: marks[pair_id(logged["id"], cast.enrolment(name))]["flag"] for name in ("ostap", "solomiia")}
    assert told == {"ostap": "left", "solomiia": None}


async def test_a_member_from_another_cohort_is_marked_by_their_own_enrolment(
    roman: Phone, cast: Cast, door: Door, phone: New
) -> None:
    vasyl, zoriana = [await signed_in(door, phone, cast.people[name]) for name in ("vasyl", "zoriana")]
    sykhiv = {"cohort": cast.cohorts["sykhiv"], "institution": cast.schools["sykhiv"]}
    other = await found(vasyl, member(cast, "zoriana"), member(cast, "maksym", cohort="sykhiv"), **sykhiv)
    logged = meeting(vasyl, other, mark(cast, "zoriana"), cohort=cast.cohorts["sykhiv"])
    await applied(vasyl, logged)
    assert set(await held(zoriana, "attendance")) == {pair_id(logged["id"], cast.enrolment("zoriana"))}


async def test_another_cohort_than_the_teams_home_or_a_plan_is_malformed(
    roman: Phone, nazar: Phone, team: str, cast: Cast, door: Door
) -> None:
    planned = plan(nazar)
    await applied(nazar, planned)
    wrong = [
        meeting(roman, team, cohort=cast.cohorts["sykhiv"]),
        meeting(roman, team, plan=planned["id"]),
        meeting(roman, team, plan=new_id()),
    ]
    assert await refused(roman, *wrong) == ["malformed"] * 3
    assert await count(door.database, "session") == 0


async def test_a_team_is_judged_by_the_rules_of_sessions(roman: Phone, team: str, cast: Cast) -> None:
    wrong = [
        meeting(roman, team, minutes=0),
        meeting(roman, team, held_on="2026-11-17"),
        meeting(roman, team, held_on="2026-06-15"),  # the home cohort starts three months after
        meeting(roman, team, mark(cast, "solomiia", "late", 700)),
        meeting(roman, team, mark(cast, "solomiia"), mark(cast, "solomiia")),
    ]
    assert await refused(roman, *wrong) == ["session_length", "session_day", "session_day", "late_length", "malformed"]
    await applied(roman, meeting(roman, team, held_on="2026-06-16"))


async def test_the_cohorts_roll_of_that_day_is_another_one(
    roman: Phone, nazar: Phone, solomiia: Phone, team: str, cast: Cast
) -> None:
    await applied(roman, meeting(roman, team, mark(cast, "solomiia", "absent")))
    await applied(nazar, log(nazar, mark(cast, "solomiia")))
    rolls = {row["roll"]: row["status"] for row in (await held(solomiia, "attendance")).values()}
    assert rolls == {pair_id(team, today()): "absent", pair_id(cast.cohorts["ratusha"], today()): "present"}


async def test_a_minor_without_a_second_adult_is_flagged(roman: Phone, team: str, cast: Cast) -> None:
    await applied(roman, meeting(roman, team, mark(cast, "ostap"), adult=None))
    assert await flags(roman) == [["no_second_adult"]]


async def test_the_gates_that_were_passed_are_passed_by_the_log(roman: Phone, solomiia: Phone, team: str) -> None:
    first, last = await gate(roman, "Business plan"), await gate(roman, "Report")
    logged = meeting(roman, team, gates=passed(first, last), held_on=today(days=2))
    await applied(roman, logged)
    assert await flags(roman) == [[]]
    gates = await held(solomiia, "gate")
    for one in (first, last):
        (step,) = gates[one]["steps"]
        assert (step["act"], step["said"], step["day"]) == ("passed", "Показали план", today(days=2))
        assert step["by"] == "roman-family Roman"
    await applied(roman, logged)
    assert [len((await held(roman, "gate"))[one]["steps"]) for one in (first, last)] == [1, 1]


async def test_a_gate_that_is_passed_already_stays_as_it_is(roman: Phone, team: str) -> None:
    one = await gate(roman, "Report")
    await do(roman, "pass_gate", team, gate=one, evidence="Раніше", passed_on=None)
    await applied(roman, meeting(roman, team, gates=passed(one, one)))
    assert await flags(roman) == [[]]
    assert [step["said"] for step in roman.held("gate")[one]["steps"]] == ["Раніше"]


async def test_a_log_is_not_lost_for_a_gate_that_cannot_be_passed(
    roman: Phone, team: str, cast: Cast, door: Door
) -> None:
    report, plain = await gate(roman, "Report"), await gate(roman, "Business plan")
    await do(roman, "drop_gate", team, gate=report)
    for wrong in (report, await gate(roman, "First sale"), new_id()):
        logged = meeting(roman, team, mark(cast, "solomiia"), gates=passed(wrong, plain))
        await applied(roman, logged)
        assert (await held(roman, "session"))[logged["id"]]["flags"] == ["gate_open"]
        assert pair_id(logged["id"], cast.enrolment("solomiia")) in roman.held("mark")
    assert [step["act"] for step in roman.held("gate")[plain]["steps"]] == ["passed"]
    await applied(roman, meeting(roman, team, gates=passed(plain, evidence=" ")))
    assert await count(door.database, "gate_step") == 1


async def test_a_gate_is_passed_by_a_mentor_of_the_team_alone(
    olena: Phone, roman: Phone, nazar: Phone, team: str, cast: Cast, door: Door
) -> None:
    one = await gate(roman, "Report")
    await applied(olena, meeting(olena, team, gates=passed(one)))
    await applied(nazar, log(nazar, gates=passed(one)))
    assert await flags(roman) == await flags(nazar) == [["gate_open"]]
    assert await count(door.database, "gate_step") == 0


async def test_a_mentor_whose_time_is_over_is_kept_and_flagged_and_passes_nothing(
    roman: Phone, olena: Phone, phone: New, team: str, cast: Cast, door: Door
) -> None:
    one = await gate(roman, "Report")
    await do(olena, "dismiss_mentor", team, person=roman.person)
    clock.set_to(clock.now() + timedelta(days=1))
    logged = meeting(roman, team, mark(cast, "ostap"), adult=None, gates=passed(one))
    await applied(roman, logged)
    (row,) = await peek(door.database, "SELECT flags FROM session WHERE id = $1", logged["id"])
    assert all(flag in row["flags"] for flag in ("after_end", "no_second_adult", "gate_open"))
    assert await count(door.database, "gate_step") == 0
    clock.set_to(clock.now() + timedelta(days=30))
    again = await signed_in(door, phone, roman.person)
    assert await refused(again, meeting(again, team, mark(cast, "solomiia"))) == ["too_late"]


async def test_a_gate_that_was_added_without_a_network_is_passed_by_the_log_that_follows(
    roman: Phone, team: str, cast: Cast
) -> None:
    added = act(roman, "add_gate", team, name={"uk": "Ярмарок"}, due=today(days=-9)) | {"at": ago(hours=2)}
    await applied(roman, added, meeting(roman, team, mark(cast, "solomiia"), gates=passed(added["id"])))
    assert await flags(roman) == [[]]
    assert [step["act"] for step in (await held(roman, "gate"))[added["id"]]["steps"]] == ["passed"]


async def test_it_is_written_down_whose_session_it_was(roman: Phone, team: str, door: Door) -> None:
    await applied(roman, meeting(roman, team))
    sql = "SELECT person, about_kind, about FROM audit_line WHERE act = 'mentoring.log_session'"
    (line,) = await peek(door.database, sql)
    assert (line["person"], line["about_kind"], line["about"]) == (roman.person, "manufactory", team)
