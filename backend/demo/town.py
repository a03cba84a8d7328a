"""The demonstration's files as values, all dates shifted by whole weeks."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import yaml

from backend.core.fields import Texts
from backend.core.ids import pair_id
from backend.courses.schemas import CourseText, LessonText, ModuleText, Term
from backend.demo.quizzes import quizzes

FOLDER = Path(__file__).parent


class Name(msgspec.Struct):
    """A name as people here have it."""

    last: str
    first: str
    patronymic: str | None = None


class School(msgspec.Struct):
    """An institution."""

    key: str
    type: str
    name: Texts
    short_name: Texts


class Plan(msgspec.Struct):
    """A programme."""

    key: str
    name: Texts
    summary: Texts


class Student(msgspec.Struct):
    """A student; `guardian_consent` is pending while a minor may not be active yet, else `guardian` signed."""

    key: str
    name: Name
    born: date
    institution: str
    guardian_consent: str | None = None
    guardian: str | None = None


class Group(msgspec.Struct):
    """A cohort."""

    key: str
    programme: str
    institution: str
    starts: date
    ends: date
    capacity: int
    name: Texts
    courses: list[str]
    students: list[str]


class Pace(msgspec.Struct):
    """What a student did in a cohort by the anchor date."""

    lessons: int
    silent_days: int


class Screening(msgspec.Struct):
    """How far the check of a mentor is."""

    status: str
    interview: date
    background_check: date | None
    agreement: date | None


class Mentor(msgspec.Struct):
    """A mentor, the school that invited them, others that did so `also`, and the cohort that they were given."""

    key: str
    name: Name
    screening: Screening
    institution: str
    cohort: str | None = None
    also: list[str] = []


class Town(msgspec.Struct):
    """Everything the loader has actions for."""

    anchor: date
    schools: list[School]
    plans: list[Plan]
    students: list[Student]
    groups: list[Group]
    courses: dict[str, CourseText]
    coordinators: dict[str, Name]
    """By school."""
    managers: dict[str, Name]
    """By programme."""
    mentors: list[Mentor]
    applicants: dict[str, list[Student]]
    """By cohort."""
    progress: dict[str, dict[str, Pace]]
    """By cohort and student."""
    attempts: dict[str, dict[str, dict[str, list[int]]]]
    """By cohort, student and the id of a quiz: how many questions each attempt got right."""

    @property
    def last_lessons(self) -> dict[str, str]:
        """Quiz -> the last lesson of its module."""
        modules = [module for course in self.courses.values() for module in course.modules]
        return {quiz.id: module.lessons[-1].id for module in modules for quiz in module.quizzes}


def _read(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


def town(shift: timedelta = timedelta()) -> Town:
    """The town with every date but births moved by `shift`."""
    file, staff = _read("town.yaml"), _read("staff.yaml")
    groups = msgspec.convert(file["cohorts"], list[Group])
    for group in groups:
        group.starts, group.ends = group.starts + shift, group.ends + shift
    return Town(
        anchor=file["meta"]["anchor_date"] + shift,
        schools=msgspec.convert(file["institutions"], list[School]),
        plans=msgspec.convert(file["programmes"], list[Plan]),
        students=msgspec.convert(file["students"], list[Student]),
        groups=groups,
        courses={path.stem: _course(path.stem) for path in sorted((FOLDER / "courses").glob("*.yaml"))},
        coordinators=msgspec.convert(staff["coordinators"], dict[str, Name]),
        managers=msgspec.convert(staff["managers"], dict[str, Name]),
        mentors=[_mentor(one | staff["mentors"][one["key"]], shift) for one in file["mentors"]],
        applicants=msgspec.convert(_read("applicants.yaml"), dict[str, list[Student]]),
        progress=msgspec.convert(_read("progress.yaml"), dict[str, dict[str, Pace]]),
        attempts={
            group: {one: {_id(quiz): right for quiz, right in tries.items()} for one, tries in students.items()}
            for group, students in _read("attempts.yaml").items()
        },
    )


def _mentor(given: Any, shift: timedelta) -> Mentor:
    mentor = msgspec.convert(given, Mentor)
    check = mentor.screening
    check.interview += shift
    check.background_check = check.background_check and check.background_check + shift
    check.agreement = check.agreement and check.agreement + shift
    return mentor


def _id(key: str) -> str:
    """The same id in every demonstration, so that a link to a lesson can be shown."""
    return pair_id("demo", key)


def _course(key: str) -> CourseText:
    (course,) = _read(f"courses/{key}.yaml")["courses"]
    found = quizzes(_read(f"quizzes/{key}.yaml")["quizzes"], _id)
    return CourseText(
        id=_id(course["key"]),
        title=course["title"],
        summary=course["summary"],
        hours=course["hours"],
        modules=[
            ModuleText(
                _id(module["key"]),
                module["title"],
                [_lesson(lesson) for lesson in module["lessons"]],
                found.get(module["key"], []),
            )
            for module in course["modules"]
        ],
    )


def _lesson(lesson: Any) -> LessonText:
    terms = msgspec.convert(lesson.get("key_terms", []), list[Term])
    return LessonText(_id(lesson["key"]), lesson["minutes"], lesson["title"], lesson["summary"], lesson["body"], terms)
