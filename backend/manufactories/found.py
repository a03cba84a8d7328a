"""A manufactory comes into being, and says what it is."""

from datetime import timedelta

from backend.core.actor import Actor
from backend.core.database import Row
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.manufactories import mentors, rules
from backend.manufactories.actions import manufactory_scope, must_lead, rights_to_come
from backend.manufactories.schemas import Describe, Found
from backend.manufactories.tables import Gate, Manufactory
from backend.manufactories.team import join, newcomers
from backend.people.actions import institution_scope
from backend.people.mentor_roles import must_be_cleared
from backend.people.queries import as_date
from backend.programmes.steps import LOCK

declare(
    "no_manufactories",
    409,
    N_("The programme of this group founds no manufactories: its manager has set no limits for them yet."),
)
declare(
    "team_size",
    422,
    N_("A team has %(least)s to %(most)s members. What you wrote is kept; change the team and send it again."),
    "edit",
)
declare(
    "home_group",
    422,
    N_("The home of a team is the group of one of its members. What you wrote is kept; choose it and send it again."),
    "edit",
)
declare(
    "mark_taken",
    409,
    N_("Another team of this group has this mark. What you wrote is kept; choose another mark and send it again."),
    "edit",
)

HOME = """
SELECT c.id, c.programme, c.institution AS host, c.starts,
       EXISTS (SELECT 1 FROM enrolment e WHERE e.cohort = c.id AND e.institution = $2) AS sent
FROM cohort c WHERE c.id = $1
"""
LIMITS = "SELECT team_min, team_max FROM rule_set WHERE id = $1"
TEMPLATE = "SELECT position, kind, name, days FROM gate_template WHERE programme = $1 ORDER BY position"
MARKS = "SELECT figure, pigment FROM manufactory WHERE cohort = $1 AND id <> $2"


async def found(work: Work, actor: Actor, op: Op, new: Found) -> dict[str, str]:
    """Found a manufactory. For a coordinator of its school; for a mentor of its home cohort, who becomes its mentor.

    Raises not_found for whom the actor does not see, no_manufactories, team_size, other_programme, not_active,
    member_elsewhere, home_group, mark_taken, not_cleared.
    """
    home, mentored_by = await _home(work, actor, op, new)
    if await work.rows(
        "SELECT id FROM cohort WHERE id = $1", op.id
    ):  # a mentor's role and the scope of the staff know both by the id alone
        raise Problem("malformed")
    await _must_be_team(work, new, home)
    enrolments = [member.enrolment for member in new.members]
    who = await newcomers(work, actor, op, enrolments, home["programme"], new.cohort)
    if not rules.are_distinct([row["person"] for row in who]):
        raise Problem("malformed")
    if new.cohort not in {row["cohort"] for row in who}:
        raise Problem("home_group")
    await _must_be_free(work, new.cohort, op.id, new.figure, new.pigment)
    checks = {person: await must_be_cleared(work, new.institution, person, op) for person in sorted(mentored_by)}
    _add(work, actor, op, new, home["programme"])
    await join(work, op, op.id, who, new.members)
    for person, check in checks.items():
        await mentors.give(work, op, op.id, person, check)
    await _add_gates(work, op, home)
    rights_to_come(work, op.id, mentored_by)
    return {"manufactory": op.id}


async def describe(work: Work, actor: Actor, op: Op, wish: Describe) -> dict[str, str]:
    """Say what a manufactory is called, makes, shows and is before the law. For those who look after it.

    Raises not_found and mark_taken.
    """
    here = await must_lead(work, actor, op, wish.manufactory)
    if not rules.are_said(wish.name, wish.makes):
        raise Problem("malformed")
    await work.rows(LOCK, here.cohort)
    await _must_be_free(work, here.cohort, wish.manufactory, wish.figure, wish.pigment)
    work.change(
        Manufactory,
        wish.manufactory,
        name=wish.name,
        makes=wish.makes,
        figure=wish.figure,
        pigment=wish.pigment,
        carrier=wish.carrier,
    )
    work.touch(manufactory_scope(wish.manufactory), "manufactory", wish.manufactory)
    work.touch(institution_scope(here.institution), "school_manufactory", wish.manufactory)
    return {"manufactory": wish.manufactory}


async def _home(work: Work, actor: Actor, op: Op, new: Found) -> tuple[Row, list[str]]:
    """The home cohort, and who becomes a mentor. Raises not_found for who may not found there: a school founds in the
    cohorts that it hosts or sent somebody to."""
    cohorts = await work.rows(HOME, new.cohort, new.institution)
    if not cohorts:
        raise Problem("not_found")
    hosted = new.institution == cohorts[0]["host"]
    if actor.may("coordinator", new.institution, op.arrived) and (hosted or cohorts[0]["sent"]):
        return cohorts[0], new.mentors
    if hosted and actor.may("mentor", new.cohort, op.arrived) and {actor.id} >= {*new.mentors}:
        return cohorts[0], [actor.id]
    raise Problem("not_found")


async def _must_be_team(work: Work, new: Found, home: Row) -> None:
    limits = await work.rows(LIMITS, home["programme"])
    if not limits:
        raise Problem("no_manufactories")
    named = ([member.enrolment for member in new.members], new.mentors, *(member.posts for member in new.members))
    if not all(map(rules.are_distinct, named)) or not rules.are_said(new.name, new.makes):
        raise Problem("malformed")
    least, most = limits[0]["team_min"], limits[0]["team_max"]
    if not rules.is_team(len(new.members), least, most):
        raise Problem("team_size", least=least, most=most)


async def _must_be_free(work: Work, cohort: str, manufactory: str, figure: str, pigment: str) -> None:
    """Raises mark_taken, with a mark that is free. The cohort is locked before."""
    taken = {(row["figure"], row["pigment"]) for row in await work.rows(MARKS, cohort, manufactory)}
    if (figure, pigment) in taken:
        free = rules.free_mark(taken, figure)
        raise Problem("mark_taken", **(dict(zip(("figure", "pigment"), free, strict=True)) if free else {}))


def _add(work: Work, actor: Actor, op: Op, new: Found, programme: str) -> None:
    work.add(
        Manufactory,
        id=op.id,
        programme=programme,
        cohort=new.cohort,
        institution=new.institution,
        name=new.name,
        makes=new.makes,
        figure=new.figure,
        pigment=new.pigment,
        carrier=new.carrier,
        person=actor.id,
        founded_at=op.happened,
    )
    work.touch(manufactory_scope(op.id), "manufactory", op.id)
    work.touch(institution_scope(new.institution), "school_manufactory", op.id)
    work.about("manufactory", op.id)


async def _add_gates(work: Work, op: Op, home: Row) -> None:
    """The gates of the programme's template, due by the first day of the home cohort."""
    for row in await work.rows(TEMPLATE, home["programme"]):
        gate = pair_id(op.id, f"gate {row['position']}")
        due = as_date(home["starts"]) + timedelta(days=row["days"])
        work.add(Gate, id=gate, manufactory=op.id, kind=row["kind"], name=row["name"], due=due)
        work.touch(manufactory_scope(op.id), "gate", gate)
