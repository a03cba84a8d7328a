"""Which scopes a person's phones hold, and where the rows of each entity come from."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from backend.core.actor import Actor
from backend.core.database import Reader
from backend.people.actions import institution_scope, person_scope
from backend.people.queries import institution_rows, person_rows, role_rows
from backend.programmes.actions import cohort_scope, enrolment_scope, staff_scope
from backend.programmes.queries import (
    cohort_rows,
    course_rows,
    enrolment_rows,
    hosted_cohorts,
    joined_cohorts,
    roster_rows,
    school_cohort_rows,
)
from backend.progress.queries import attempt_rows, completion_rows

FEEDS: dict[str, Callable[[Reader, list[str]], Awaitable[Mapping[str, Any]]]] = {
    "person": person_rows,
    "role": role_rows,
    "institution": institution_rows,
    "enrolment": enrolment_rows,
    "completion": completion_rows,
    "attempt": attempt_rows,
    "cohort": cohort_rows,
    "course": course_rows,
    "roster": roster_rows,
    "school_cohort": school_cohort_rows,
}
"""Entity -> its rows for ids. Asked only for rows of a scope that the person may see."""


async def scopes(actor: Actor, db: Reader, now: datetime) -> list[str]:
    """The scopes the actor's phones hold now, the most needed first: past a limit the rest stays online only."""
    hosted = await hosted_cohorts(actor, db, now)
    found = [person_scope(actor.id)]
    found += [enrolment_scope(role.source) for role in actor.holding("learner", now)]
    found += [cohort_scope(cohort) for cohort in joined_cohorts(actor, now)]
    found += [institution_scope(role.place) for role in actor.holding("coordinator", now)]
    found += [cohort_scope(cohort) for cohort in hosted] + [staff_scope(cohort) for cohort in hosted]
    return list(dict.fromkeys(found))
