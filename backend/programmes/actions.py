"""Opening programmes and cohorts. Who takes part in them: `steps`."""

import secrets

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.errors import Problem
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.courses.actions import ReleasePublished
from backend.people.actions import grant, institution_scope
from backend.people.appoint import Appointed, Place, appoint
from backend.people.queries import holds
from backend.people.schemas import InvitationMade
from backend.programmes import rules
from backend.programmes.queries import texts
from backend.programmes.schemas import InviteManager, NewCohort, NewProgramme
from backend.programmes.tables import Cohort, CohortCourse, Programme


class CohortOpened(Struct, frozen=True):
    """A cohort of a programme was opened."""

    cohort: str
    programme: str


def cohort_scope(cohort: str) -> str:
    """The scope of what everyone in a cohort may know."""
    return f"cohort:{cohort}"


def staff_scope(cohort: str) -> str:
    """The scope of what a cohort's mentors and its host's coordinators may know."""
    return f"staff:{cohort}"


def enrolment_scope(enrolment: str) -> str:
    """The scope of one person's own way through a cohort."""
    return f"enrolment:{enrolment}"


def new_code() -> str:
    """A code for a cohort. One of 37,000,000,000, so that nobody guesses one and none is there twice."""
    return "".join(secrets.choice(rules.ALPHABET) for _ in range(rules.CODE_LENGTH))


async def add_programme(work: Work, actor: Actor, op: Op, new: NewProgramme) -> str:
    """Add a programme and return its id. For the system only."""
    actor.must_be_system()
    work.add(Programme, id=op.id, name=new.name, summary=new.summary)
    work.about("programme", op.id)
    return op.id


async def appoint_manager(work: Work, actor: Actor, op: Op, person: str, programme: str) -> str:
    """Make `person` a manager of a programme. For the system only."""
    actor.must_be_system()
    work.about("person", person)
    return grant(work, person, "manager", "programme", programme, programme, op)


async def invite_manager(work: Work, actor: Actor, op: Op, wish: InviteManager, token: str) -> InvitationMade:
    """Let whoever has the token, kept as a hash, become manager of a programme. For operators. Raises not_found."""
    actor.must_be_system()
    found = await work.run(Programme.select(Programme.name).where(Programme.id == wish.programme))
    if not found:
        raise Problem("not_found")
    return appoint(work, actor, op, Place("manager", wish.programme, texts(found[0]["name"])), wish.label, token)


async def follow_appointment(work: Work, event: Appointed) -> None:
    """Who accepted to be manager of a programme is."""
    if event.kind == "manager" and not await holds(work, event.person, "manager", event.place, event.op.arrived):
        grant(work, event.person, "manager", "programme", event.place, event.source, event.op)


async def open_cohort(work: Work, actor: Actor, op: Op, new: NewCohort) -> str:
    """Open a cohort and return its id. For a manager of its programme."""
    if not actor.may("manager", new.programme, op.arrived):
        raise Problem("not_found")
    work.add(
        Cohort,
        id=op.id,
        programme=new.programme,
        institution=new.institution,
        name=new.name,
        starts=new.starts,
        ends=new.ends,
        seats=new.seats,
        code=new_code(),
    )
    for position, course in enumerate(new.courses):
        place = pair_id(op.id, course)
        work.add(CohortCourse, id=place, cohort=op.id, course=course, position=position)
        work.touch(cohort_scope(op.id), "course", place)
    work.touch(cohort_scope(op.id), "cohort", op.id)
    work.touch(institution_scope(new.institution), "school_cohort", op.id)
    work.about("cohort", op.id)
    await work.tell(CohortOpened(op.id, new.programme))
    return op.id


async def rotate_code(work: Work, actor: Actor, op: Op, cohort: str) -> str:
    """Give a cohort another code and return it; the former one stops working. For a coordinator of the host."""
    found = await work.run(Cohort.select(Cohort.institution).where(Cohort.id == cohort))
    if not found or not actor.may("coordinator", found[0]["institution"], op.arrived):
        raise Problem("not_found")
    code = new_code()
    work.change(Cohort, cohort, code=code)
    work.touch(institution_scope(found[0]["institution"]), "school_cohort", cohort)
    work.about("cohort", cohort)
    return code


async def follow_release(work: Work, event: ReleasePublished) -> None:
    """Phones of every cohort that goes through the course learn of its new release."""
    for row in await work.run(
        CohortCourse.select(CohortCourse.id, CohortCourse.cohort).where(CohortCourse.course == event.course)
    ):
        work.touch(cohort_scope(row["cohort"]), "course", row["id"])
