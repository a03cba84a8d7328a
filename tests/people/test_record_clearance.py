from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backend.core.clock import end_of, instant
from backend.core.door import Door
from backend.people.rules import check_fault
from tests.cast import Cast
from tests.people.mentors import accept, accept_mine, assign, check, clear, day, kinds, token_of, verdict
from tests.phone import Phone, ago
from tests.sync.peek import count, peek

New = Callable[..., Phone]


@pytest.fixture
async def olena(phone: New) -> Phone:
    """Ratusha's coordinator."""
    return await phone().sign_in("olena")


@pytest.fixture
async def nazar(phone: New, olena: Phone, cast: Cast) -> Phone:
    """Somebody who accepted Ratusha's invitation."""
    found = phone()
    await accept(found, await token_of(olena, cast.schools["ratusha"]))
    return found


@pytest.fixture
def school(cast: Cast) -> str:
    return cast.schools["ratusha"]


@pytest.fixture
def cohort(cast: Cast) -> str:
    return cast.cohorts["ratusha"]


async def seen(olena: Phone) -> dict[str, Any]:
    """What the school's phone says of its one mentor."""
    await olena.pull()
    (row,) = olena.held("school_mentor").values()
    return {name: row[name] for name in ("outcome", "checked_on", "expires_on")}


async def test_it_works(olena: Phone, nazar: Phone, school: str, door: Door) -> None:
    operation = check(olena, school, nazar.person)
    (said,) = await olena.verdicts(operation)
    assert (said["status"], said["data"]) == ("applied", {"clearance": operation["id"]})
    assert await seen(olena) == {"outcome": "cleared", "checked_on": day(days=-1), "expires_on": day(days=364)}
    (line,) = await peek(door.database, "SELECT person FROM audit_line WHERE act = 'people.record_clearance'")
    assert line["person"] == olena.person


async def test_a_check_may_hold_for_ever(olena: Phone, nazar: Phone, school: str) -> None:
    assert await clear(olena, school, nazar.person, expires_on=None) == "applied"
    assert (await seen(olena))["expires_on"] is None


async def test_the_latest_counts_and_all_are_kept(olena: Phone, nazar: Phone, school: str, door: Door) -> None:
    assert await clear(olena, school, nazar.person) == "applied"
    assert await clear(olena, school, nazar.person, outcome="refused", expires_on=None) == "applied"
    assert (await seen(olena))["outcome"] == "refused"
    assert await count(door.database, "clearance") == 2


async def test_what_was_recorded_earlier_and_arrives_later_is_not_the_latest(
    phone: New, olena: Phone, nazar: Phone, school: str, cohort: str
) -> None:
    other = await phone().sign_in("olena")
    late = check(other, school, nazar.person)
    late |= {"id": "ffffffff-ffff-4fff-bfff-ffffffffffff", "at": ago(seconds=1)}
    assert await clear(olena, school, nazar.person, outcome="refused", expires_on=None) == "applied"
    assert await verdict(other, late) == "applied"
    assert (await seen(olena))["outcome"] == "refused"
    assert await assign(olena, cohort, nazar.person) == "not_cleared"


@pytest.mark.parametrize("stranger", ["solomiia", "vasyl", "sofiia"])
async def test_a_stranger_records_nothing(
    phone: New, nazar: Phone, school: str, cast: Cast, door: Door, stranger: str
) -> None:
    who = await phone().sign_in(stranger)
    assert await clear(who, school, nazar.person) == "not_found"
    assert await clear(who, cast.schools["sykhiv"], nazar.person) == "not_found"
    assert await count(door.database, "clearance") == 0


async def test_nobody_clears_themselves(nazar: Phone, school: str) -> None:
    assert await clear(nazar, school, nazar.person) == "not_found"


async def test_who_accepted_no_invitation_is_nobody_to_the_school(olena: Phone, school: str, cast: Cast) -> None:
    for person in (cast.people["solomiia"], cast.people["maksym"], "00000000-0000-4000-8000-000000000000"):
        assert await clear(olena, school, person) == "not_found"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"checked_on": 1}, "check_day"),
        ({"checked_on": 0}, "applied"),
        ({"checked_on": -3_600, "expires_on": 40}, "applied"),
        ({"checked_on": -3_660}, "check_day"),
        ({"expires_on": -1}, "check_expiry"),
        ({"expires_on": 0}, "applied"),
        ({"expires_on": 3_600}, "applied"),
        ({"expires_on": 3_660}, "check_expiry"),
    ],
)
async def test_its_days_make_sense(olena: Phone, nazar: Phone, school: str, changed: dict[str, int], code: str) -> None:
    days = {name: day(days=number) for name, number in changed.items()}
    assert await clear(olena, school, nazar.person, **days) == code


@pytest.mark.parametrize(
    "changed",
    [
        {"checked_on": "1999-01-01"},
        {"checked_on": "0001-01-01"},
        {"expires_on": "9999-12-31"},
        {"checked_on": "2026-02-30"},
        {"checked_on": None},
        {"outcome": "maybe"},
        {"outcome": ""},
        {"document": "what stands in it is nobody's"},
    ],
)
async def test_no_day_and_no_word_breaks_it(olena: Phone, nazar: Phone, school: str, changed: dict[str, Any]) -> None:
    assert await clear(olena, school, nazar.person, **changed) in ("malformed", "check_day", "check_expiry")


def test_a_refusal_needs_no_last_day() -> None:
    today = date(2026, 11, 16)
    assert check_fault("refused", today, date(2020, 1, 1), today) is None


class TestOfAMentorWithAGroup:
    """What a check says later reaches the roles."""

    @pytest.fixture(autouse=True)
    async def assigned(self, olena: Phone, nazar: Phone, school: str, cohort: str) -> None:
        assert await clear(olena, school, nazar.person, expires_on=day(days=100)) == "applied"
        assert await assign(olena, cohort, nazar.person) == "applied"
        assert await kinds(nazar) == ["mentor"]

    async def test_a_refusal_ends_them(self, phone: New, olena: Phone, nazar: Phone, school: str) -> None:
        solomiia = await phone().sign_in("solomiia")
        await solomiia.pull()
        assert len(solomiia.held("mentor")) == 1
        assert await clear(olena, school, nazar.person, outcome="refused", expires_on=None) == "applied"
        assert await kinds(nazar) == []
        assert {scope for scope, _, _ in nazar.rows} == {f"person:{nazar.person}"}
        await solomiia.pull()
        assert solomiia.held("mentor") == {}

    async def test_cleared_again_the_group_has_to_be_given_again(
        self, olena: Phone, nazar: Phone, school: str, cohort: str
    ) -> None:
        await clear(olena, school, nazar.person, outcome="refused", expires_on=None)
        await clear(olena, school, nazar.person)
        assert await kinds(nazar) == []
        assert await assign(olena, cohort, nazar.person) == "applied"
        assert await kinds(nazar) == ["mentor"]

    async def test_at_the_end_of_the_last_day_they_end_by_themselves(
        self, phone: New, nazar: Phone, later: Any, door: Door
    ) -> None:
        later(days=99)
        other = phone()
        await other.try_to_sign_in("nazar.tkachuk42", "a good password")
        other.person = nazar.person
        assert await kinds(nazar) == await kinds(other) == ["mentor"]
        later(days=2)
        for one in (other, nazar):
            assert await kinds(one) == []
            assert {scope for scope, _, _ in one.rows} == {f"person:{nazar.person}"}
        before = await count(door.database, "change", "scope = $1 AND gone", f"person:{nazar.person}")
        later(days=1)
        (page,) = await nazar.pull()
        assert (before, page["rows"]) == (1, [])

    async def test_renewed_they_go_on(self, olena: Phone, nazar: Phone, school: str, later: Any, door: Door) -> None:
        later(days=90)
        assert await clear(olena, school, nazar.person) == "applied"
        assert await kinds(nazar) == ["mentor"]
        later(days=60)
        assert await kinds(nazar) == ["mentor"]
        assert await count(door.database, "role", "kind = 'mentor'") == 2

    async def test_renewed_after_a_gap_they_come_back(
        self, olena: Phone, nazar: Phone, school: str, later: Any
    ) -> None:
        later(days=120)
        assert await clear(olena, school, nazar.person) == "applied"
        assert await kinds(nazar) == ["mentor"]

    async def test_a_nearer_last_day_brings_the_end_nearer(
        self, olena: Phone, nazar: Phone, school: str, door: Door
    ) -> None:
        assert await clear(olena, school, nazar.person, expires_on=day(days=10)) == "applied"
        (role,) = await peek(door.database, "SELECT until FROM role WHERE kind = 'mentor' ORDER BY until DESC LIMIT 1")
        assert instant(role["until"]) == end_of(date.fromisoformat(day(days=10)), "Europe/Kyiv")

    async def test_the_same_again_changes_no_role(self, olena: Phone, nazar: Phone, school: str, door: Door) -> None:
        assert await clear(olena, school, nazar.person, expires_on=day(days=100)) == "applied"
        assert await count(door.database, "role", "kind = 'mentor'") == 1

    async def test_of_another_school_it_changes_nothing(self, phone: New, nazar: Phone, cast: Cast) -> None:
        vasyl = await phone().sign_in("vasyl")
        await accept_mine(nazar, await token_of(vasyl, cast.schools["sykhiv"]))
        assert await clear(vasyl, cast.schools["sykhiv"], nazar.person, outcome="refused") == "applied"
        assert await kinds(nazar) == ["mentor"]
