"""What of a manufactory a phone holds."""

from backend.core.door import Door
from tests.cast import Cast
from tests.manufactories.workshop import CANDLE, New, do, scopes
from tests.phone import Phone
from tests.sync.crowd import signed_in

OF_A_TEAM = ("manufactory", "member", "team_mentor", "gate", "product")


def counts(phone: Phone) -> list[int]:
    """How many rows of each kind the phone holds."""
    return [len(phone.held(entity)) for entity in OF_A_TEAM]


async def test_a_member_holds_all_of_the_team(solomiia: Phone, team: str, cast: Cast) -> None:
    await do(solomiia, "add_product", team, **CANDLE)
    await solomiia.pull()
    assert counts(solomiia) == [1, 2, 1, 4, 1]
    cohort, mine = cast.cohorts["ratusha"], cast.enrolment("solomiia")
    assert scopes(solomiia) == {
        f"person:{solomiia.person}",
        f"enrolment:{mine}",
        f"cohort:{cohort}",
        f"manufactory:{team}",
    }


async def test_its_mentor_too_and_how_its_members_get_on(roman: Phone, solomiia: Phone, team: str, cast: Cast) -> None:
    await do(solomiia, "add_product", team, **CANDLE)
    await solomiia.verdicts(solomiia.lesson(0))
    await roman.pull()
    assert counts(roman) == [1, 2, 1, 4, 1]
    assert len(roman.held("completion")) == 1
    assert set(roman.held("enrolment")) == {cast.enrolment("solomiia"), cast.enrolment("ostap")}
    assert roman.held("cohort") == roman.held("roster") == roman.held("rule_set") == {}


async def test_the_schools_coordinator_holds_its_line_in_the_list(olena: Phone, solomiia: Phone, team: str) -> None:
    await do(solomiia, "add_product", team, **CANDLE)
    await olena.pull()
    assert counts(olena) == [0, 0, 0, 0, 0]
    assert set(olena.held("school_manufactory")) == {team}
    assert f"manufactory:{team}" not in scopes(olena)


async def test_a_stranger_holds_nothing(strangers: list[Phone], team: str) -> None:
    for one in strangers:
        await one.pull()
        assert counts(one) == [0, 0, 0, 0, 0]
        assert one.held("school_manufactory") == {}
        assert f"manufactory:{team}" not in scopes(one)


async def test_the_coordinator_of_the_group_sees_not_the_team_of_another_school(
    vasyl: Phone, olena: Phone, team: str, cast: Cast
) -> None:
    """Zoriana is of Sykhiv and takes part in Ratusha's cohort; Olena's school has this team in its list."""
    await do(olena, "add_member", team, enrolment=cast.enrolment("zoriana"), posts=[])
    await vasyl.pull()
    assert vasyl.held("school_manufactory") == {}


async def test_who_has_left_holds_nothing_of_it(olena: Phone, ostap: Phone, team: str, cast: Cast) -> None:
    await ostap.pull()
    assert counts(ostap)[0] == 1
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    await ostap.pull()
    assert counts(ostap) == [0, 0, 0, 0, 0]


async def test_who_joins_gets_it_from_the_beginning(
    olena: Phone, solomiia: Phone, team: str, door: Door, phone: New, cast: Cast
) -> None:
    await do(solomiia, "add_product", team, **CANDLE)
    zoriana = await signed_in(door, phone, cast.people["zoriana"])
    await zoriana.pull()
    await do(olena, "add_member", team, enrolment=cast.enrolment("zoriana"), posts=[])
    await zoriana.pull()
    assert counts(zoriana) == [1, 3, 1, 4, 1]
