"""Which scopes a person's phones hold, and where the rows of each entity come from."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zlib import crc32

from backend.core.actor import Actor
from backend.core.database import Reader
from backend.manufactories.actions import manufactory_scope, team_staff_scope
from backend.manufactories.queries import (
    entry_rows,
    gate_rows,
    manufactories_of,
    manufactory_rows,
    member_rows,
    mentored_manufactories,
    mentored_members,
    product_rows,
    rule_set_rows,
    school_manufactory_rows,
    team_mentor_rows,
)
from backend.mentoring.queries import (
    announcement_rows,
    attendance_rows,
    mark_rows,
    plan_rows,
    session_rows,
    team_session_rows,
)
from backend.people.actions import institution_scope, person_scope
from backend.people.queries import (
    consent_rows,
    institution_rows,
    invitation_rows,
    person_rows,
    role_rows,
    school_mentor_rows,
)
from backend.people.rules import Majority
from backend.programmes.actions import cohort_scope, enrolment_scope, staff_scope
from backend.programmes.queries import (
    cohort_rows,
    course_rows,
    enrolment_rows,
    hosted_cohorts,
    joined_cohorts,
    mentor_rows,
    mentored_cohorts,
    mentored_enrolments,
    roster_rows,
    school_cohort_rows,
)
from backend.progress.queries import attempt_rows, completion_rows

FEEDS: dict[str, Callable[[Reader, list[str]], Awaitable[Mapping[str, Any]]]] = {
    "person": person_rows,
    "role": role_rows,
    "consent": consent_rows,
    "institution": institution_rows,
    "invitation": invitation_rows,
    "school_mentor": school_mentor_rows,
    "mentor": mentor_rows,
    "completion": completion_rows,
    "attempt": attempt_rows,
    "cohort": cohort_rows,
    "course": course_rows,
    "school_cohort": school_cohort_rows,
    "plan": plan_rows,
    "announcement": announcement_rows,
    "session": session_rows,
    "mark": mark_rows,
    "attendance": attendance_rows,
    "team_session": team_session_rows,
    "rule_set": rule_set_rows,
    "manufactory": manufactory_rows,
    "school_manufactory": school_manufactory_rows,
    "member": member_rows,
    "team_mentor": team_mentor_rows,
    "gate": gate_rows,
    "product": product_rows,
    "entry": entry_rows,
}
"""Entity -> its rows for ids. Asked only for rows of a scope that the person may see."""

FEEDS_BY_AGE: dict[str, Callable[[Reader, list[str], Majority], Awaitable[Mapping[str, Any]]]] = {
    "enrolment": enrolment_rows,
    "roster": roster_rows,
}
"""Likewise, of what depends on who is of age today."""


STAFF = ("coordinator", "mentor")
"""Kinds of role that show what belongs to others."""


def knows(entity: str) -> bool:
    """False for one that a newer program has written: this one was put back in its place, and passes it over."""
    return entity in FEEDS or entity in FEEDS_BY_AGE


def edition() -> int:
    """Which entities this program knows, as a number. Where it changes phones start again: rows were passed over."""
    return _edition((*FEEDS, *FEEDS_BY_AGE))


@cache
def _edition(entities: tuple[str, ...]) -> int:
    return crc32(" ".join(sorted(entities)).encode())


async def rows(db: Reader, entity: str, ids: list[str], majority: Majority) -> Mapping[str, Any]:
    """The rows of an entity for these ids."""
    if entity in FEEDS_BY_AGE:
        return await FEEDS_BY_AGE[entity](db, ids, majority)
    return await FEEDS[entity](db, ids)


async def scopes(actor: Actor, db: Reader, now: datetime) -> list[str]:
    """The scopes the actor's phones hold now, the most needed first: past a limit the rest stays online only."""
    found = [person_scope(actor.id)]
    found += [enrolment_scope(role.source) for kind in ("learner", "applicant") for role in actor.holding(kind, now)]
    found += [manufactory_scope(team) for team in manufactories_of(actor, now)]
    found += [cohort_scope(cohort) for cohort in joined_cohorts(actor, now)]
    if any(role.kind in STAFF for role in actor.roles):  # others have no more, and need no look at the database
        hosted = await hosted_cohorts(actor, db, now)
        found += [institution_scope(role.place) for role in actor.holding("coordinator", now)]
        found += [cohort_scope(cohort) for cohort in hosted]
        found += [staff_scope(cohort) for cohort in (*mentored_cohorts(actor, now), *hosted)]
        found += [team_staff_scope(team) for team in mentored_manufactories(actor, now)]
        found += [enrolment_scope(enrolment) for enrolment in await mentored_members(actor, db, now)]
        found += [enrolment_scope(enrolment) for enrolment in await mentored_enrolments(actor, db, now)]
    return list(dict.fromkeys(found))
