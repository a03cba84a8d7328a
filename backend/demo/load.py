"""Loads the town: every act at its time, by the person concerned, through the same actions as on a phone."""

import json
import os
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import pair_id
from backend.courses.actions import publish_release, write_course
from backend.courses.release import edition
from backend.demo.hands import Hands
from backend.demo.manufacture import Manufacture
from backend.demo.mentoring import Meetings
from backend.demo.mentors import Mentors
from backend.demo.quizzes import Taken, taken
from backend.demo.town import Group, Name, Student, Town
from backend.people import actions as people
from backend.people import passwords, queries, rules
from backend.people.consents import CURRENT
from backend.people.schemas import Contact, GiveConsent, NewInstitution, NewPerson, Purpose
from backend.people.sign_in import digest
from backend.programmes import actions as programmes
from backend.programmes import steps
from backend.programmes.queries import school_cohort_rows as cohorts_of_school
from backend.programmes.schemas import Accept, Apply, NewCohort, NewProgramme, RecordConsent
from backend.progress.actions import complete_lesson, submit_quiz
from backend.progress.schemas import CompleteLesson, SubmitQuiz

ACCOUNTS = "demo-accounts.json"
SYSTEM = Actor.system("demonstration")
ANSWERS: dict[Purpose, bool] = {"taking_part": True, "photos": True, "statistics": True, "contact": True}
EASY = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that looks like another
LEAD = timedelta(days=14)
"""A cohort is opened so long before it starts, or before the anchor: nothing of the town lies in the future. Its
people are enrolled in the last week."""


class Step(NamedTuple):
    """One act to come: when, and what."""

    at: datetime
    run: Callable[[], Awaitable[object]]


class Loader:
    """One loading of the town into an empty database."""

    def __init__(self, door: Door, town: Town) -> None:
        self.door, self.town = door, town
        self.ids: dict[str, str] = {}
        """Key in the files -> id of the row."""
        self.tokens: dict[str, str] = {}
        """Person -> the session of the phone that the loader acts with."""
        self.accounts: list[dict[str, str]] = []
        self.founded = min(group.starts for group in town.groups) - LEAD - timedelta(days=7)
        self.releases = {key: edition(course) for key, course in town.courses.items()}

    async def load(self, say: Callable[[int, int], None]) -> None:
        """Carry out everything in the order of time, telling how far it is; the clock runs free again afterwards."""
        try:
            await self._found()
            steps = sorted(self._steps(), key=lambda step: step.at)
            for number, step in enumerate(steps, 1):
                clock.set_to(step.at)
                await step.run()
                say(number, len(steps))
        finally:
            clock.set_to(None)

    def write_accounts(self, folder: Path) -> None:
        """Who can sign in, readable by the owner only."""
        path = folder / ACCOUNTS
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(self.accounts, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())  # on the disk before the database says that all is there

    async def _found(self) -> None:
        """What is there before the first cohort: schools, programmes, courses and who runs them."""
        clock.set_to(_moment(self.founded, 9))
        perform = self.door.writer.perform
        for school in self.town.schools:
            new = NewInstitution(school.type, school.name, school.short_name)
            self.ids[school.key] = await perform(people.add_institution, SYSTEM, new)
        for plan in self.town.plans:
            self.ids[plan.key] = await perform(programmes.add_programme, SYSTEM, NewProgramme(plan.name, plan.summary))
        for key, course in self.town.courses.items():
            await perform(write_course, SYSTEM, course)
            await perform(publish_release, SYSTEM, self.releases[key])
        for school, name in self.town.coordinators.items():
            person = await self._person("coordinator", name, self.ids[school], None)
            self.ids[f"coordinator of {school}"] = person
            await perform(people.appoint_coordinator, SYSTEM, person, self.ids[school])
        for plan, name in self.town.managers.items():
            self.ids[f"manager of {plan}"] = person = await self._person("manager", name, None, None)
            await perform(programmes.appoint_manager, SYSTEM, person, self.ids[plan])

    def _account(self, role: str, name: Name) -> tuple[str, str]:
        """A login name and a password, written down."""
        login = rules.latin(f"{name.first}.{name.last}").lower()
        password = "".join(secrets.choice(EASY) for _ in range(8))
        full = rules.full_name(name.last, name.first)
        self.accounts.append({"role": role, "name": full, "login": login, "password": password})
        return login, password

    async def _person(self, role: str, name: Name, institution: str | None, born: date | None) -> str:
        login, password = self._account(role, name)
        new = NewPerson(
            login=login,
            family=name.last,
            given=name.first,
            patronymic=name.patronymic,
            password=await passwords.hashed(password),
            born=born,
            institution=institution,
        )
        return await self.door.writer.perform(people.add_person, SYSTEM, new)

    def _steps(self) -> list[Step]:
        students = {student.key: student for student in self.town.students}
        steps: list[Step] = []
        mentors = Mentors(self.door, self.town, self.ids, self._actor, self._account)
        steps += [Step(*one) for one in mentors.steps(self.founded)]
        starts = {group.key: group.starts for group in self.town.groups}
        manufacture = Manufacture(Hands(self.door, self.ids, self._actor), self.town.anchor, starts)
        steps += [Step(*one) for one in manufacture.steps(self.founded)]
        meetings = Meetings(self.door, self.town.anchor, self.ids, self._actor)
        for group in self.town.groups:
            steps += [Step(*one) for one in meetings.steps(group)]
            opened = min(group.starts, self.town.anchor) - LEAD  # a cohort of next year is open for requests now
            steps.append(Step(_moment(opened, 10), lambda group=group: self._open(group)))
            for place, key in enumerate(group.students):
                at = _moment(group.starts - timedelta(days=7), 9) + timedelta(minutes=place)
                steps.append(Step(at, lambda group=group, one=students[key]: self._enrol(group, one)))
            asked = _moment(self.town.anchor - timedelta(days=1), 15)
            for place, one in enumerate(self.town.applicants.get(group.key, [])):
                at = asked + timedelta(minutes=20 * place)
                steps.append(Step(at, lambda group=group, one=one: self._apply(group, one, "applicant")))
            for key, pace in self.town.progress.get(group.key, {}).items():
                steps += self._study(group, key, pace.lessons, pace.silent_days)
        return steps

    async def _actor(self, person: str) -> Actor:
        """The person, on a phone on which the loader signs them in once."""
        if person not in self.tokens:
            self.tokens[person] = secrets.token_urlsafe(32)
            phone, token = digest(secrets.token_urlsafe(32)), digest(self.tokens[person])
            await self.door.writer.perform(people.sign_in, Actor(person, "uk"), phone, token, "Android · Chrome", [])
        async with self.door.database.read() as db:
            session = await queries.session(db, digest(self.tokens[person]))
        assert session is not None, "the loader's session ended"  # noqa: S101 - a mistake of ours
        return session.actor

    async def _open(self, group: Group) -> None:
        manager = await self._actor(self.ids[f"manager of {group.programme}"])
        new = NewCohort(
            programme=self.ids[group.programme],
            institution=self.ids[group.institution],
            name=group.name,
            starts=group.starts,
            ends=group.ends,
            seats=group.capacity,
            courses=[self.town.courses[key].id for key in group.courses],
        )
        self.ids[group.key] = await self.door.writer.perform(programmes.open_cohort, manager, new)

    async def _enrol(self, group: Group, student: Student) -> None:
        """A student asks for a seat, whoever has to consent does, the coordinator accepts."""
        enrolment = await self._apply(group, student, "student")
        learner = await self._actor(self.ids[student.key])
        coordinator = await self._actor(self.ids[f"coordinator of {group.institution}"])
        await self._consent(student, enrolment, learner, coordinator)
        await self.door.writer.perform(steps.accept, coordinator, Accept(enrolment))

    async def _apply(self, group: Group, student: Student, role: str) -> str:
        """The enrolment that somebody asks for with the cohort's code."""
        if student.key not in self.ids:
            self.ids[student.key] = await self._person(role, student.name, self.ids[student.institution], student.born)
        async with self.door.database.read() as db:
            (cohort,) = (await cohorts_of_school(db, [self.ids[group.key]])).values()
        learner = await self._actor(self.ids[student.key])
        return (await self.door.writer.perform(steps.apply, learner, Apply(cohort["code"])))["enrolment"]

    async def _consent(self, student: Student, enrolment: str, learner: Actor, coordinator: Actor) -> None:
        if student.guardian_consent == "pending":
            return
        day, perform = clock.now().date(), self.door.writer.perform
        if rules.Majority(self.door.settings.guardian_age, day).is_minor(student.born):
            guardian = student.guardian or student.name.last
            paper = RecordConsent(enrolment, guardian, day - timedelta(days=1), ANSWERS, CURRENT, "uk")
            await perform(steps.record_consent, coordinator, paper)
        else:
            await perform(people.give_consent, learner, GiveConsent(ANSWERS, CURRENT, "uk"))

    def _study(self, group: Group, key: str, count: int, silent_days: int) -> list[Step]:
        """Lessons finished at an even pace, in the evening, quizzes, and the last time the phone was heard of."""
        lessons = [
            (lesson.id, course)
            for course in group.courses
            for module in self.town.courses[course].modules
            for lesson in module.lessons
        ][:count]
        last = self.town.anchor - timedelta(days=silent_days + 1)
        days = (last - group.starts).days
        steps: list[Step] = []
        finished: dict[str, datetime] = {}
        for number, (lesson, course) in enumerate(lessons, 1):
            at = _moment(group.starts + timedelta(days=days * number // count), 16) + timedelta(minutes=7 * number)
            finished[lesson] = at
            steps.append(Step(at, lambda lesson=lesson, course=course: self._finish(group, key, lesson, course)))
        steps += self._quizzes(group, key, finished)
        heard = _moment(last + timedelta(days=1), 7)
        return [*steps, Step(heard, lambda: self._hear_of(key, heard))]

    def _quizzes(self, group: Group, key: str, finished: dict[str, datetime]) -> list[Step]:
        tries = self.town.attempts.get(group.key, {}).get(key, {})
        editions = [self.releases[course] for course in group.courses]
        every = taken(key, tries, editions, finished, self.town.last_lessons)
        return [Step(quiz.at, lambda quiz=quiz: self._take(group, key, quiz)) for quiz in every]

    async def _finish(self, group: Group, key: str, lesson: str, course: str) -> None:
        student = self.ids[key]
        done = CompleteLesson(pair_id(student, self.ids[group.key]), lesson, self.releases[course].release)
        await self.door.writer.perform(complete_lesson, await self._actor(student), done)

    async def _take(self, group: Group, key: str, quiz: Taken) -> None:
        student = self.ids[key]
        sent = SubmitQuiz(pair_id(student, self.ids[group.key]), quiz.quiz, quiz.release, quiz.began, quiz.answers)
        await self.door.writer.perform(submit_quiz, await self._actor(student), sent)

    async def _hear_of(self, key: str, at: datetime) -> None:
        actor = await self._actor(self.ids[key])
        await self.door.writer.perform(people.note_contact, actor, Contact(at, 0), audited=False)


def _moment(day: date, hour: int) -> datetime:
    """An hour of UTC on a day: Kyiv is two or three hours ahead."""
    return datetime.combine(day, time(hour), UTC)


def weeks_until(today: date, anchor: date) -> timedelta:
    """The whole weeks by which the town is moved so that its anchor falls into the last seven days."""
    return timedelta(weeks=(today - anchor).days // 7)
