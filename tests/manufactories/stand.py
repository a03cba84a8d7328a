"""TEMPORARY: a manufactory put there by hand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.core.work import Act, Op, Work
from backend.manufactories.tables import Manufactory, Member, Price, Product, RuleSet, TeamMentor, Gate
from backend.people.actions import grant
from tests.cast import SYSTEM, Cast

SINCE = datetime(2026, 9, 15, 8, tzinfo=UTC)


async def _found(
    work: Work, actor: Actor, op: Op, cast: Cast, name: str, members: list[str], mentors: list[str]
) -> str:
    m = op.id
    work.add(RuleSet, once=True, id=cast.programme, team_min=1, team_max=8, spending_limit=200_000, cash_rounding=50)
    work.add(
        Manufactory,
        id=m,
        programme=cast.programme,
        cohort=cast.cohorts["ratusha"],
        institution=cast.schools["ratusha"],
        name={"uk": name},
        makes={"uk": "x"},
        figure="candle",
        pigment="clay",
        carrier="school_project",
        person=cast.people["olena"],
        founded_at=SINCE,
    )
    for who in members:
        e = cast.enrolment(who)
        id_ = pair_id(m, e)
        work.add(Member, id=id_, manufactory=m, enrolment=e, person=cast.people[who], since=SINCE)
        grant(work, cast.people[who], "member", "manufactory", m, id_, op)
    for who in mentors:
        id_ = pair_id(m, cast.people[who])
        work.add(TeamMentor, id=id_, manufactory=m, person=cast.people[who], since=SINCE)
        grant(work, cast.people[who], "mentor", "manufactory", m, id_, op)
    for n, p in enumerate(("candle", "box")):
        pid = pair_id(m, p)
        work.add(Product, id=pid, manufactory=m, name={"uk": p}, unit="piece", figure="candle", made_at=SINCE)
        work.add(
            Price,
            id=pair_id(pid, "0"),
            product=pid,
            kopecks=[22_000, 6_500][n],
            since=SINCE,
            person=cast.people["olena"],
        )
    return m


async def found(door: Door, cast: Cast, name: str, members: list[str], mentors: list[str]) -> str:
    act = Act(_found, SYSTEM, Op(new_id(), SINCE, SINCE), cast, name, members, mentors)
    await door.writer.submit([act])
    if isinstance(act.outcome, BaseException):
        raise act.outcome
    return act.outcome
