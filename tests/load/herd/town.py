"""Who has a phone when the power comes back: schools of five hundred, made by actions, in sets.

Each learner is of age, in a cohort of thirty with one course, and in a manufactory of ten with a product. Sessions
are opened without passwords, which are not what is measured here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any, TypeVar

from msgspec import structs

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.core.work import Act, Action, Op
from backend.courses.actions import publish_release, write_course
from backend.courses.release import edition
from backend.courses.schemas import CourseText, LessonText, ModuleText
from backend.demo.town import town
from backend.manufactories.actions import set_rules
from backend.manufactories.found import found
from backend.manufactories.products import add_product
from backend.manufactories.schemas import AddProduct, Figure, Found, Names, NewMember, SetRules
from backend.people import actions as people
from backend.people.schemas import NewInstitution, NewPerson
from backend.people.session import PHONE, SESSION
from backend.people.sign_in import digest
from backend.programmes import actions as programmes
from backend.programmes.schemas import Accept, Apply, NewCohort, NewProgramme
from backend.programmes.steps import accept, apply
from tests.cast import SYSTEM, YES, actor, code_of

SCHOOL, CLASS, TEAM, MODULE = 500, 30, 10, 8
AT_ONCE = 2_000
AGO = timedelta(days=2)
"""Since when they are there: before that there was power."""
PRICE = 22_000
FIGURES: list[Figure] = ["candle", "jug", "wheel"]

T = TypeVar("T")
Wish = tuple[Action, Actor, Any]


@dataclass
class Learner:
    """Somebody with a phone."""

    id: str
    cookie: str
    """The header that shows the session."""
    cohort: str
    enrolment: str
    manufactory: str = ""
    product: str = ""


@dataclass
class Town:
    """Everybody, and what they learn."""

    release: str = ""
    lessons: list[str] = field(default_factory=list[str])
    learners: list[Learner] = field(default_factory=list[Learner])
    coordinator: str = ""
    """Of the first school: the one who works normally meanwhile."""
    coordinators_cookie: str = ""


async def build(door: Door, size: int, lessons: int) -> Town:
    """`size` learners whose course has at least so many lessons, as it was two days ago."""
    clock.set_to(clock.now() - AGO)
    try:
        return await _build(door, size, lessons)
    finally:
        clock.set_to(None)


async def _build(door: Door, size: int, lessons: int) -> Town:
    made, text = Town(), _course(max(lessons, 3 * MODULE))
    perform = door.writer.perform
    await perform(write_course, SYSTEM, text)
    await perform(publish_release, SYSTEM, edition(text))
    made.release, made.lessons = edition(text).release, [one.id for part in text.modules for one in part.lessons]
    programme = await perform(programmes.add_programme, SYSTEM, NewProgramme({"uk": "Програма"}, {"uk": "…"}))
    manager = await perform(people.add_person, SYSTEM, NewPerson("manager", "Керівниця", "Софія"))
    await perform(programmes.appoint_manager, SYSTEM, manager, programme)
    who = await actor(door, manager)
    await perform(set_rules, who, SetRules(programme, 1, TEAM, 50_000, 50, []))
    for number, first in enumerate(range(0, size, SCHOOL)):
        await _school(door, made, (who, programme, text.id), number, min(SCHOOL, size - first))
    made.coordinators_cookie = (await _sessions(door, [made.coordinator]))[0]
    return made


def _course(count: int) -> CourseText:
    """A course of so many lessons, with words that are read in life."""
    real = [one for part in town().courses["course-sale"].modules for one in part.lessons]
    lessons: list[LessonText] = [
        structs.replace(one, id=pair_id("herd", f"lesson {n}")) for n, one in enumerate(islice(cycle(real), count))
    ]
    modules = [
        ModuleText(pair_id("herd", f"module {n}"), {"uk": f"Модуль {n}", "en": f"Module {n}"}, [*part])
        for n, part in enumerate(parts(lessons, MODULE))
    ]
    return CourseText(pair_id("herd", "course"), {"uk": "Курс", "en": "Course"}, {"uk": "…", "en": "…"}, 20, modules)


async def _school(door: Door, made: Town, where: tuple[Actor, str, str], number: int, size: int) -> None:
    perform, name = door.writer.perform, {"uk": f"Ліцей № {number}", "en": f"School {number}"}
    school = await perform(people.add_institution, SYSTEM, NewInstitution("professional_college", name, name))
    known = NewPerson(f"coordinator {number}", "Координаторка", f"Олена {number}", institution=school)
    coordinator = await perform(people.add_person, SYSTEM, known)
    await perform(people.appoint_coordinator, SYSTEM, coordinator, school)
    made.coordinator = made.coordinator or coordinator
    who = await actor(door, coordinator)
    sizes = [min(CLASS, size - first) for first in range(0, size, CLASS)]
    cohorts = [await _cohort(door, where, school, place, there) for place, there in enumerate(sizes)]
    seats = [cohort for cohort, there in zip(cohorts, sizes, strict=True) for _ in range(there)]
    learners = await _learners(door, who, school, seats, f"person {number}")
    for cohort in cohorts:
        await _manufactories(door, who, school, [one for one in learners if one.cohort == cohort])
    made.learners += learners


async def _cohort(door: Door, where: tuple[Actor, str, str], school: str, place: int, size: int) -> str:
    manager, programme, course = where
    today, name = clock.now().date(), {"uk": f"Група {place}", "en": f"Group {place}"}
    start, end = today - timedelta(days=30), today + timedelta(days=120)
    plan = NewCohort(programme, school, name, start, end, size, [course])
    return await door.writer.perform(programmes.open_cohort, manager, plan)


async def _learners(door: Door, coordinator: Actor, school: str, seats: list[str], name: str) -> list[Learner]:
    born = date(clock.now().year - 19, 1, 1)
    names = [f"{name} {place}" for place in range(len(seats))]
    new = [NewPerson(login, "Коваль", login.title(), born=born, institution=school) for login in names]
    ids = await act_all(door, [(people.add_person, SYSTEM, one) for one in new])
    codes = {cohort: await code_of(door, cohort) for cohort in dict.fromkeys(seats)}
    selves = [Actor(id_, "uk") for id_ in ids]
    asked = [(apply, one, Apply(codes[cohort])) for one, cohort in zip(selves, seats, strict=True)]
    await act_all(door, asked)
    await act_all(door, [(people.give_consent, one, YES) for one in selves])
    enrolments = [pair_id(id_, cohort) for id_, cohort in zip(ids, seats, strict=True)]
    await act_all(door, [(accept, coordinator, Accept(one)) for one in enrolments])
    cookies = await _sessions(door, ids)
    return [Learner(*one) for one in zip(ids, cookies, seats, enrolments, strict=True)]


async def _sessions(door: Door, persons: Sequence[str]) -> list[str]:
    """A session for each, on a phone of their own; the headers that show them."""
    phones, tokens = [new_id() for _ in persons], [new_id() for _ in persons]
    acts = [
        Act(people.sign_in, Actor(person, "uk"), _now(), digest(phone), digest(token), "herd", [])
        for person, phone, token in zip(persons, phones, tokens, strict=True)
    ]
    await _submit(door, acts)
    return [f"{SESSION}={token}; {PHONE}={phone}" for phone, token in zip(phones, tokens, strict=True)]


async def _manufactories(door: Door, coordinator: Actor, school: str, learners: list[Learner]) -> None:
    """Teams of ten in one cohort, each with a product."""
    name: Names = {"uk": "Свічки", "en": "Candles"}
    for team, figure in zip(parts(learners, TEAM), FIGURES, strict=False):
        members = [NewMember(one.enrolment) for one in team]
        new = Found(team[0].cohort, school, name, name, figure, "clay", "school_project", members)
        (answer,) = await act_all(door, [(found, coordinator, new)])
        first = await actor(door, team[0].id)
        candle = AddProduct(answer["manufactory"], name, "piece", "candle", PRICE)
        (made,) = await act_all(door, [(add_product, first, candle)])
        for one in team:
            one.manufactory, one.product = answer["manufactory"], made["product"]


async def act_all(door: Door, wishes: Sequence[Wish]) -> list[Any]:
    """Carry all of this out, in few commits; what each returned."""
    acts = [Act(action, who, _now(), body) for action, who, body in wishes]
    await _submit(door, acts)
    return [act.outcome for act in acts]


def _now() -> Op:
    return Op(new_id(), clock.now(), clock.now())


async def _submit(door: Door, acts: Sequence[Act]) -> None:
    for some in parts(acts, AT_ONCE):
        await door.writer.submit([*some])
    for act in acts:
        if isinstance(act.outcome, BaseException):
            raise act.outcome


def parts(things: Sequence[T], size: int) -> list[Sequence[T]]:
    """The same in pieces of so many; the last may be smaller."""
    return [things[first : first + size] for first in range(0, len(things), size)]
