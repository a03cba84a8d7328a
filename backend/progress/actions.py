"""What a learner may do."""

from datetime import timedelta
from functools import partial

from backend.core.actor import Actor
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.courses.queries import release
from backend.programmes.actions import enrolment_scope
from backend.programmes.queries import courses_of
from backend.progress.schemas import Completed, CompleteLesson
from backend.progress.tables import Completion

declare(
    "not_your_lesson",
    403,
    N_("This lesson is not in the courses of your group. Your work is kept on this phone; show this to your mentor."),
    "ask_mentor",
)


async def complete_lesson(work: Work, actor: Actor, op: Op, done: CompleteLesson) -> Completed:
    """A learner finished a lesson.

    Kept however late it arrives; refused only as not_found (somebody else's enrolment), too_late (made when the
    grace after the end of the role was over) or not_your_lesson.
    """
    cohort = next((r.place for r in actor.roles if r.kind == "learner" and r.source == done.enrolment), None)
    if cohort is None:
        raise Problem("not_found")
    grace = timedelta(days=work.settings.grace_days)
    standing = actor.standing("learner", done.enrolment, op.happened, op.arrived, grace)
    if standing is None:
        raise Problem("too_late")
    edition = await release(work, done.release)
    courses = await work.once(("courses", cohort), partial(courses_of, cohort=cohort))
    if edition is None or done.lesson not in edition.lessons or edition.course not in courses:
        raise Problem("not_your_lesson")
    completion = pair_id(done.enrolment, done.lesson)
    work.add(
        Completion,
        once=True,
        id=completion,
        enrolment=done.enrolment,
        lesson=done.lesson,
        release=done.release,
        device=actor.device,
        happened_at=op.happened,
        arrived_at=op.arrived,
        flag="after_end" if standing == "after_end" else "clock" if op.clock_off else None,
    )
    work.touch(enrolment_scope(done.enrolment), "completion", completion)
    work.about("enrolment", done.enrolment)
    return {"completion": completion}
