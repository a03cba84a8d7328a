"""What a learner may do."""

from datetime import timedelta
from functools import partial

from backend.core.actor import Actor, Standing
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.courses.queries import Known, release
from backend.programmes.actions import enrolment_scope
from backend.programmes.queries import courses_of
from backend.progress import rules
from backend.progress.queries import counting
from backend.progress.schemas import Attempted, Completed, CompleteLesson, SubmitQuiz
from backend.progress.tables import Attempt, Completion

declare(
    "not_your_lesson",
    403,
    N_("This lesson is not in the courses of your group. Your work is kept on this phone; show this to your mentor."),
    "ask_mentor",
)


declare(
    "not_your_quiz",
    403,
    N_("This quiz is not in the courses of your group. Your work is kept on this phone; show this to your mentor."),
    "ask_mentor",
)


async def complete_lesson(work: Work, actor: Actor, op: Op, done: CompleteLesson) -> Completed:
    """A learner finished a lesson.

    Kept however late it arrives; refused only as not_found (somebody else's enrolment), too_late (made when the
    grace after the end of the role was over) or not_your_lesson.
    """
    cohort, standing = _standing(work, actor, op, done.enrolment)
    edition = await _edition(work, cohort, done.release)
    if edition is None or done.lesson not in edition.lessons:
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
        flag=op.flag(standing),
    )
    work.touch(enrolment_scope(done.enrolment), "completion", completion)
    work.about("enrolment", done.enrolment)
    return {"completion": completion}


async def submit_quiz(work: Work, actor: Actor, op: Op, sent: SubmitQuiz) -> Attempted:
    """A learner took a quiz; it is marked by the edition in which it was taken.

    Kept however late it arrives and whatever it answers; refused only as a finished lesson is, with not_your_quiz.
    An attempt past the number that counts is kept, and does not count.
    """
    cohort, standing = _standing(work, actor, op, sent.enrolment)
    edition = await _edition(work, cohort, sent.release)
    if edition is None or sent.quiz not in edition.quizzes:
        raise Problem("not_your_quiz")
    quiz = edition.quizzes[sent.quiz]
    marks = rules.marks(quiz, sent.answers)
    counted, most = await counting(work, sent.enrolment, quiz, edition.course)
    flags = {
        "extra": len(counted) >= most,
        "after_end": standing == "after_end",
        "odd": marks.odd,
        "clock": op.clock_off,
    }
    work.add(
        Attempt,
        id=op.id,
        enrolment=sent.enrolment,
        quiz=sent.quiz,
        release=sent.release,
        answers=sent.answers,
        score=marks.score,
        passed=marks.passed,
        results=marks.results,
        device=actor.device,
        started_at=rules.began(sent.started_at, op.happened, op.clock_off),
        happened_at=op.happened,
        arrived_at=op.arrived,
        flag=next((flag for flag, raised in flags.items() if raised), None),
    )
    # With the last one that counts the others show what was right.
    touched = [*counted, op.id] if len(counted) + 1 == most else [op.id]
    for attempt in touched:
        work.touch(enrolment_scope(sent.enrolment), "attempt", attempt)
    work.about("enrolment", sent.enrolment)
    return {"attempt": op.id, "score": marks.score, "passed": marks.passed}


def _standing(work: Work, actor: Actor, op: Op, enrolment: str) -> tuple[str, Standing]:
    """The cohort of a learner's own enrolment, and how what was done there stands. Raises not_found and too_late."""
    cohort = next((r.place for r in actor.roles if r.kind == "learner" and r.source == enrolment), None)
    if cohort is None:
        raise Problem("not_found")
    grace = timedelta(days=work.settings.grace_days)
    standing = actor.standing("learner", enrolment, op.happened, op.arrived, grace)
    if standing is None:
        raise Problem("too_late")
    return cohort, standing


async def _edition(work: Work, cohort: str, id_: str) -> Known | None:
    """A release of a course that the cohort goes through."""
    edition = await release(work, id_)
    courses = await work.once(("courses", cohort), partial(courses_of, cohort=cohort))
    return edition if edition is not None and edition.course in courses else None
