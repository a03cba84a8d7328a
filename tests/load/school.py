"""A school of many people, made by actions: cohorts of thirty, each with two courses and eight rolls called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.core.work import Act, Action, Op, Work
from backend.courses.actions import publish_release, write_course
from backend.courses.release import edition
from backend.courses.schemas import CourseText
from backend.demo.town import town
from backend.mentoring.actions import call_roll
from backend.mentoring.schemas import CallRoll, MarkBody
from backend.people import actions as people
from backend.people.schemas import NewPerson
from backend.programmes import actions as programmes
from backend.programmes.schemas import Accept, Apply, NewCohort
from backend.programmes.steps import accept, apply
from backend.progress.actions import complete_lesson, submit_quiz
from backend.progress.schemas import CompleteLesson, SubmitQuiz
from tests.cast import SYSTEM, YES, Cast, actor, code_of

CLASS = 30
ROLLS = 8
COURSES = ("course-sale", "course-soft")


@dataclass
class School:
    """The people whose first sync is measured."""

    cast: Cast
    learner: str
    mentor: str
    coordinator: str


async def fill(door: Door, cast: Cast, size: int) -> School:
    """`size` learners at Ratusha; those of the first cohort have finished both courses with every quiz once."""
    texts = [town().courses[key] for key in COURSES]
    for text in texts:
        await door.writer.perform(write_course, SYSTEM, text)
        await door.writer.perform(publish_release, SYSTEM, edition(text))
    groups = [await _group(door, cast, texts, first, min(CLASS, size - first)) for first in range(0, size, CLASS)]
    cohort, members = groups[0]
    await _finish(door, cohort, members, texts)
    mentor = await door.writer.perform(people.add_person, SYSTEM, NewPerson("mentor", "Mentor", "Mentor"))
    await door.writer.perform(_appoint, SYSTEM, mentor, cohort)
    return School(cast, members[0], mentor, cast.people["olena"])


async def _appoint(work: Work, _actor: Actor, op: Op, person: str, cohort: str) -> None:
    """A mentor without the paper way to it, which costs a sync nothing."""
    people.grant(work, person, "mentor", "cohort", cohort, cohort, op)


async def _group(door: Door, cast: Cast, texts: list[CourseText], first: int, size: int) -> tuple[str, list[str]]:
    manager, olena = await actor(door, cast.people["sofiia"]), await actor(door, cast.people["olena"])
    today, name = clock.now().date(), {"uk": f"Група {first}", "en": f"Group {first}"}
    start, end = today - timedelta(days=60), today + timedelta(days=90)
    plan = NewCohort(cast.programme, cast.schools["ratusha"], name, start, end, size, [text.id for text in texts])
    cohort = await door.writer.perform(programmes.open_cohort, manager, plan)
    born = today.replace(year=today.year - 19, day=1)
    names = [f"load {first + n}" for n in range(size)]
    members = await act_all(door, [(people.add_person, SYSTEM, NewPerson(one, one, one, born=born)) for one in names])
    code, learners = await code_of(door, cohort), [Actor(id_, "uk") for id_ in members]
    await act_all(door, [(apply, learner, Apply(code)) for learner in learners])
    await act_all(door, [(people.give_consent, learner, YES) for learner in learners])
    enrolments = [pair_id(id_, cohort) for id_ in members]
    await act_all(door, [(accept, olena, Accept(enrolment)) for enrolment in enrolments])
    marks = [MarkBody(enrolment, "present") for enrolment in enrolments]
    days = [today - timedelta(days=7 * week) for week in range(ROLLS)]
    await act_all(door, [(call_roll, olena, CallRoll(cohort, day, marks)) for day in days])
    return cohort, members


async def _finish(door: Door, cohort: str, members: list[str], texts: list[CourseText]) -> None:
    for member in members:
        learner, enrolment = await actor(door, member), pair_id(member, cohort)
        acts: list[tuple[Action, Actor, Any]] = []
        for text in texts:
            release = edition(text).release
            for module in text.modules:
                done = [CompleteLesson(enrolment, one.id, release) for one in module.lessons]
                tried = [SubmitQuiz(enrolment, quiz.id, release, clock.now(), {}) for quiz in module.quizzes]
                acts += [(complete_lesson, learner, one) for one in done]
                acts += [(submit_quiz, learner, one) for one in tried]
        await act_all(door, acts)


async def act_all(door: Door, wishes: Iterable[tuple[Action, Actor, Any]]) -> list[Any]:
    """Carry all of this out now, in as few commits as there can be."""
    acts = [Act(action, who, Op(new_id(), clock.now(), clock.now()), body) for action, who, body in wishes]
    await door.writer.submit(acts)
    for act in acts:
        if isinstance(act.outcome, BaseException):
            raise act.outcome
    return [act.outcome for act in acts]
