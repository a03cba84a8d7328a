"""A whole installation of 100 to 100,000 people, made within minutes.

What grows is the number of schools, as in life: each but the home has 500 people, in cohorts of thirty with three
manufactories of ten, a mentor, three rolls called, six lessons of two courses finished and four acts in the journal for
each. A cohort moves in by one act, which collects the rows that its people's own acts would have left; no act of
theirs is run, because what 400,000 of them read would take an hour. Nobody has a password: `cookie` opens a session.

The home is made first and is the same in every size, so that what is measured there has the same answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.work import Act, Op
from backend.courses.actions import publish_release, write_course
from backend.courses.release import edition
from backend.courses.schemas import CourseText
from backend.demo.town import town
from backend.manufactories.actions import set_rules
from backend.manufactories.books import add_entry
from backend.manufactories.schemas import AddEntry, GateDraft, Item, SetRules
from backend.people import actions as people
from backend.people.schemas import NewInstitution, NewPerson
from backend.people.sign_in import digest
from backend.programmes import actions as programmes
from backend.programmes.schemas import NewProgramme
from tests.cast import SYSTEM, actor
from tests.load.rows import Group, Team, move_in

T = TypeVar("T")
SCHOOL, CLASS, TEAM = 500, 30, 10
AT_ONCE = 12
"""Cohorts in one commit: some 15,000 rows."""
ACTS_AT_ONCE = 400
COURSES = ("course-sale", "course-soft")
GATES = [
    GateDraft({"uk": "Бізнес-план", "en": "Business plan"}, 30),
    GateDraft({"uk": "Перший продаж", "en": "First sale"}, 60, "first_sale"),
    GateDraft({"uk": "Беззбитковість", "en": "Break-even"}, 100, "break_even"),
]


@dataclass
class Population:
    """Who is there. What is measured is the home: the first cohort of the first school."""

    programme: str = ""
    manager: str = ""
    """Sees the whole programme."""
    coordinators: dict[str, str] = field(default_factory=dict[str, str])
    """School -> its coordinator, the home first."""
    groups: list[Group] = field(default_factory=list[Group])
    """Every cohort, those of the home first."""
    courses: list[str] = field(default_factory=list[str])
    lessons: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """(lesson, release) of both courses, in the order in which one reads them."""

    @property
    def home(self) -> Group:
        return self.groups[0]

    @property
    def coordinator(self) -> str:
        return self.coordinators[self.home.school]

    @property
    def people(self) -> list[str]:
        """Everybody who takes part."""
        return [person for group in self.groups for person in group.people]


def cookie(person: str) -> str:
    """The value of the session cookie of anybody who takes part; others get it by `signed_in`."""
    return f"session-of-{person}"


async def signed_in(door: Door, person: str) -> str:
    """The same for mentors, coordinators and the manager, whose session is opened by it."""
    phone, token = digest(f"phone of {person}"), digest(cookie(person))
    await door.writer.perform(people.sign_in, Actor(person, "uk"), phone, token, "load", [])
    return cookie(person)


async def populate(door: Door, size: int, home: int = 90) -> Population:
    """`size` people who take part, `home` of them in the first school."""
    found = Population()
    await _begin(door, found)
    await _open_school(door, found, 0, min(home, size))
    await grow(door, found, size)
    return found


async def grow(door: Door, found: Population, size: int) -> None:
    """More schools, until `size` people take part."""
    there = len(found.people)
    while there < size:
        more = min(SCHOOL, size - there)
        await _open_school(door, found, len(found.coordinators), more)
        there += more


async def add_entries(door: Door, found: Population, count: int) -> None:
    """`count` sales in the books of other schools' manufactories, ten in each while there are enough."""
    elsewhere = [group for group in found.groups if group.school != found.home.school] or found.groups[1:]
    teams = [team for group in elsewhere for team in group.teams]
    authors = [(team, await actor(door, team.people[0])) for team in teams[: max(1, count // 10)]]
    for numbers in _parts(range(count), ACTS_AT_ONCE):
        acts: list[Act] = []
        for number in numbers:
            (team, who), now = authors[number % len(authors)], clock.now()
            moment = now - timedelta(minutes=(count - number) % 40_000)
            sale = AddEntry(team.id, "sale", "cash", 22_000, [Item(1, 22_000, team.product)])
            acts.append(Act(add_entry, who, Op(new_id(), moment, now), sale))
        await _carry_out(door, acts)


def _parts(whole: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(whole), size):
        yield whole[first : first + size]


async def _carry_out(door: Door, acts: Sequence[Act]) -> list[Any]:
    await door.writer.submit([*acts])
    for act in acts:
        if isinstance(act.outcome, BaseException):
            raise act.outcome
    return [act.outcome for act in acts]


async def _begin(door: Door, found: Population) -> None:
    perform = door.writer.perform
    texts = [text for key, text in town().courses.items() if key in COURSES]
    for text in texts:
        await perform(write_course, SYSTEM, text)
        await perform(publish_release, SYSTEM, edition(text))
    found.courses = [text.id for text in texts]
    found.lessons = [pair for text in texts for pair in _lessons(text)]
    found.programme = await perform(programmes.add_programme, SYSTEM, NewProgramme({"uk": "Програма"}, {"uk": "…"}))
    found.manager = await perform(people.add_person, SYSTEM, NewPerson("manager", "Керівниця", "Софія"))
    await perform(programmes.appoint_manager, SYSTEM, found.manager, found.programme)
    rules = SetRules(found.programme, 2, 12, 50_000, 50, GATES)
    await perform(set_rules, await actor(door, found.manager), rules)


def _lessons(text: CourseText) -> list[tuple[str, str]]:
    release = edition(text).release
    return [(lesson.id, release) for module in text.modules for lesson in module.lessons]


async def _open_school(door: Door, found: Population, number: int, size: int) -> None:
    perform = door.writer.perform
    name = {"uk": f"Ліцей № {number}", "en": f"School {number}"}
    school = await perform(people.add_institution, SYSTEM, NewInstitution("professional_college", name, name))
    known = NewPerson(f"coordinator-{number}", "Координаторка", f"Олена {number}", institution=school)
    coordinator = await perform(people.add_person, SYSTEM, known)
    await perform(people.appoint_coordinator, SYSTEM, coordinator, school)
    found.coordinators[school] = coordinator
    today = clock.now().date()
    first = len(found.groups)
    for begin in range(0, size, CLASS):
        there = min(CLASS, size - begin)
        found.groups.append(_group(found, school, len(found.groups), there, today))
    for groups in _parts(found.groups[first:], AT_ONCE):
        now = clock.now()
        acts = [Act(move_in, Actor.system("population"), Op(new_id(), now, now), group) for group in groups]
        await _carry_out(door, acts)


def _group(found: Population, school: str, number: int, size: int, today: date) -> Group:
    """A cohort that began forty days ago."""
    persons = [new_id() for _ in range(size)]
    teams = [Team(new_id(), new_id(), [*there]) for there in _parts(persons, TEAM) if len(there) > 1]
    return Group(
        id=new_id(),
        number=number,
        programme=found.programme,
        school=school,
        coordinator=found.coordinators[school],
        mentor=new_id(),
        people=persons,
        teams=teams,
        courses=found.courses,
        lessons=found.lessons,
        starts=today - timedelta(days=40),
        ends=today + timedelta(days=120),
        gates=GATES,
        tokens={person: digest(cookie(person)) for person in persons},
    )
