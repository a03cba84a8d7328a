"""The limits of a programme, and who learns of them."""

from datetime import date
from typing import Any

import msgspec
import pytest

from backend.core import clock
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import new_id
from backend.core.work import Act, Op
from backend.manufactories.actions import set_rules
from backend.manufactories.schemas import AddMember, GateDraft, GivePosts, SetRules
from backend.manufactories.team import add_member, give_posts
from backend.programmes.actions import add_programme, open_cohort
from backend.programmes.schemas import NewCohort, NewProgramme
from tests.cast import SYSTEM, Cast, actor
from tests.manufactories.workshop import found, member, set_limits
from tests.mentoring.meetings import held
from tests.phone import Phone
from tests.sync.peek import count, peek

HERE = {"team_min": 2, "team_max": 4, "spending_limit": 50_000, "cash_rounding": 50}


def known(cast: Cast, cohort: str, school: str = "ratusha") -> dict[str, Any]:
    """The limits as the phones of a cohort hold them."""
    where = {"cohort": cohort, "programme": cast.programme, "institution": cast.schools[school]}
    return {cohort: HERE | where}


async def test_it_works(solomiia: Phone, maksym: Phone, olena: Phone, nazar: Phone, cast: Cast) -> None:
    """Who is in a group of the programme, or looks after one, knows its limits."""
    for phone in (solomiia, olena, nazar):
        assert await held(phone, "rule_set") == known(cast, cast.cohorts["ratusha"])
    assert await held(maksym, "rule_set") == known(cast, cast.cohorts["sykhiv"], "sykhiv")


async def test_new_limits_hold_from_now_on(solomiia: Phone, team: str, door: Door, cast: Cast) -> None:
    await solomiia.pull()
    await set_limits(door, cast, spending_limit=0, team_max=9, cash_rounding=1)
    row = (await held(solomiia, "manufactory"))[team]
    assert (row["spending_limit"], row["team_max"], row["cash_rounding"]) == (0, 9, 1)
    assert solomiia.held("rule_set")[cast.cohorts["ratusha"]]["spending_limit"] == 0
    assert await count(door.database, "rule_set") == 1


async def test_also_for_what_comes_in_the_same_batch(olena: Phone, team: str, door: Door, cast: Cast) -> None:
    who, manager = await actor(door, olena.person), await actor(door, cast.people["sofiia"])
    wish, now = AddMember(team, cast.enrolment("zoriana")), clock.now()
    acts = [
        Act(action, one, Op(new_id(), now, now), body)
        for action, one, body in (
            (give_posts, who, GivePosts(team, cast.enrolment("ostap"), [])),
            (set_rules, manager, SetRules(cast.programme, 2, 2, 0, 1, [])),
            (add_member, who, wish),
        )
    ]
    await door.writer.submit(acts)
    assert [act.succeeded for act in acts] == [True, True, False]


async def test_a_team_that_is_there_keeps_its_gates(
    olena: Phone, solomiia: Phone, team: str, door: Door, cast: Cast
) -> None:
    before = await held(solomiia, "gate")
    await set_limits(door, cast, team_min=1, gates=[GateDraft({"en": "Only one"}, 0)])
    assert await held(solomiia, "gate") == before
    new = await found(olena, member(cast, "zoriana"), figure="jug")
    rows = await peek(door.database, "SELECT kind, due FROM gate WHERE manufactory = $1", new)
    assert [(row["kind"], str(row["due"])) for row in rows] == [("plain", "2026-09-14")]


async def test_a_group_opened_later_learns_of_them(olena: Phone, door: Door, cast: Cast) -> None:
    await olena.pull()
    days = (date(2027, 2, 1), date(2027, 6, 25))
    new = NewCohort(cast.programme, cast.schools["ratusha"], {"uk": "Весна"}, *days, 12, [])
    cohort = await door.writer.perform(open_cohort, await actor(door, cast.people["sofiia"]), new)
    assert await held(olena, "rule_set") == known(cast, cast.cohorts["ratusha"]) | known(cast, cohort)


async def test_a_group_of_a_programme_without_them_has_none(olena: Phone, door: Door, cast: Cast) -> None:
    programme = await door.writer.perform(add_programme, SYSTEM, NewProgramme({"uk": "Інша"}, {"uk": "…"}))
    new = NewCohort(programme, cast.schools["ratusha"], {"uk": "А"}, date(2027, 2, 1), date(2027, 6, 25), 12, [])
    cohort = await door.writer.perform(open_cohort, SYSTEM, new)
    assert cohort in await held(olena, "cohort")
    assert cohort not in olena.held("rule_set")
    assert await count(door.database, "change", "entity = 'rule_set' AND scope = $1", f"cohort:{cohort}") == 0


@pytest.mark.parametrize("stranger", ["solomiia", "olena", "vasyl"])
async def test_only_the_programmes_manager_sets_them(limits: None, door: Door, cast: Cast, stranger: str) -> None:
    who = await actor(door, cast.people[stranger])
    for programme in (cast.programme, new_id()):
        with pytest.raises(Problem, match="not_found"):
            await door.writer.perform(set_rules, who, SetRules(programme, 1, 1, 0, 1, []))
    assert await peek(door.database, "SELECT team_max FROM rule_set") == [{"team_max": 4}]


@pytest.mark.parametrize(
    "changed",
    [
        {"team_min": 0},
        {"team_min": 9},
        {"team_max": 51},
        {"spending_limit": -1},
        {"cash_rounding": 0},
        {"cash_rounding": 101},  # tills would round by more than a sale may differ from its things
        {"gates": [{"name": {"uk": "Етап"}, "days": -1}]},
        {"gates": [{"name": {}, "days": 1}]},
        {"gates": [{"name": {"uk": "Етап"}, "days": 1, "kind": "last"}]},
    ],
)
def test_limits_make_sense(changed: dict[str, Any]) -> None:
    body: dict[str, Any] = HERE | {"programme": new_id(), "gates": []}
    assert msgspec.convert(body, SetRules)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body | changed, SetRules)
