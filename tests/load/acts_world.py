"""What single acts are measured on: a school, and phones elsewhere that have much to send."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import msgspec

from backend import migrations
from backend.app import assemble
from backend.core import clock
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.core.settings import Settings
from backend.core.work import Act, Op
from backend.courses.actions import publish_release, write_course
from backend.courses.release import edition
from backend.courses.schemas import CourseText, LessonText, ModuleText
from backend.people import actions as people
from backend.people.schemas import NewInstitution
from backend.people.session import SESSION
from backend.people.sign_in import digest
from tests.cast import SYSTEM
from tests.load.population import Population, cookie, populate
from tests.load.rows import Group, Team, move_in
from tests.load.wire import request

MODULES, LESSONS = 25, 40
"""Of the senders' course: a lesson counts once, so whoever pushes many needs many."""
CLASS, TEAM = 30, 10
SYNC = "/api/sync"
IN_BOOKS = {"money": "cash", "counted": None, "book": None, "note": "", "day": None}


@asynccontextmanager
async def opened(data: Path, database: str) -> AsyncGenerator[Door]:
    """The installation in `data`, in its newest shape, with no server over it."""
    door = assemble(Settings(data=data, database=database))
    await door.open()
    try:
        migrations.bind(door.database)
        await migrations.forwards(door.database)
        yield door
    finally:
        await door.close()


def delivery(person: str, session: str, **given: Any) -> bytes:
    """What a phone of `person` sends to the offline door."""
    body = given | {"protocol": 1, "actor": person, "now": clock.wire(clock.now())}
    packed = {"accept-encoding": "br"}
    return request("POST", SYNC, cookie=f"{SESSION}={session}", body=msgspec.json.encode(body), headers=packed)


def operation(person: str, type_: str, body: dict[str, Any]) -> dict[str, Any]:
    """An act of `person`, made now: about 370 bytes."""
    return {
        "id": new_id(),
        "type": type_,
        "v": 1,
        "actor": person,
        "at": clock.wire(clock.now()),
        "body": body,
    }


def sale(person: str, team: Team) -> dict[str, Any]:
    """One thing sold by a member of a manufactory."""
    item = {"product": team.product, "quantity": 1, "price": 22_000}
    body = {"manufactory": team.id, "kind": "sale", "kopecks": 22_000, "items": [item]} | IN_BOOKS
    return operation(person, "manufactories.add_entry", body)


@dataclass
class Sender:
    """A member of a manufactory who learns: finishes each lesson once."""

    person: str
    enrolment: str
    team: Team
    unread: Iterator[str]


@dataclass
class World:
    """The people who are there, and the senders: in groups of thirty with a course of a thousand lessons."""

    found: Population
    groups: list[Group] = field(default_factory=list[Group])
    release: str = ""
    lessons: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.senders = [
            Sender(person, group.enrolment(person), team, iter(self.lessons))
            for group in self.groups
            for team in group.teams
            for person in team.people
        ]
        self.turns = cycle(self.senders)
        """Whose turn it is to push."""

    def pushes(self, number: int, size: int) -> list[bytes]:
        """So many deliveries of `size` operations: half lessons, half entries, each by one person for two scopes.

        Fewer when every sender has finished every lesson.
        """
        made: list[bytes] = []
        for turn in range(number):
            sender = next(self.turns)
            ops = [self._operation(sender, lesson=(turn + place) % 2 == 0) for place in range(size)]
            if None in ops:
                break
            made.append(delivery(sender.person, cookie(sender.person), ops=ops))
        return made

    def _operation(self, sender: Sender, *, lesson: bool) -> dict[str, Any] | None:
        """A sale, or a lesson; nothing when there is none left."""
        if not lesson:
            return sale(sender.person, sender.team)
        unread = next(sender.unread, None)
        body = {"enrolment": sender.enrolment, "lesson": unread, "release": self.release}
        return operation(sender.person, "progress.complete_lesson", body) if unread else None


async def furnish(door: Door, size: int, home: int, senders: int) -> World:
    """`size` people, `home` of them in the first school, and `senders` more in a school of their own."""
    found = await populate(door, size, home)
    course = _course()
    made = edition(course)
    await door.writer.perform(write_course, SYSTEM, course)
    await door.writer.perform(publish_release, SYSTEM, made)
    name = {"uk": "Ліцей тих, що надсилають", "en": "Senders"}
    school = await door.writer.perform(people.add_institution, SYSTEM, NewInstitution("lyceum", name, name))
    groups = [_group(found, school, course.id, number) for number in range(0, senders, CLASS)]
    for group in groups:
        act = Act(move_in, SYSTEM, Op(new_id(), clock.now(), clock.now()), group)
        await door.writer.submit([act])
        assert act.succeeded, act.outcome
    lessons = [lesson.id for module in course.modules for lesson in module.lessons]
    return World(found, groups, made.release, lessons)


def _course() -> CourseText:
    def lesson(number: int) -> LessonText:
        said = {"uk": f"Урок {number}"}
        return LessonText(pair_id("senders", f"lesson {number}"), 5, said, said, said)

    modules = [
        ModuleText(
            pair_id("senders", f"module {module}"),
            {"uk": f"Модуль {module}"},
            [lesson(module * LESSONS + number) for number in range(LESSONS)],
        )
        for module in range(MODULES)
    ]
    return CourseText(pair_id("senders", "course"), {"uk": "Довгий курс"}, {"uk": "…"}, 50, modules)


def _group(found: Population, school: str, course: str, number: int) -> Group:
    persons = [new_id() for _ in range(CLASS)]
    return replace(
        found.home,
        id=new_id(),
        number=1_000_000 + number,  # login names hold it
        school=school,
        mentor=new_id(),
        people=persons,
        teams=[Team(new_id(), new_id(), persons[first : first + TEAM]) for first in range(0, CLASS, TEAM)],
        courses=[course],
        lessons=[],
        tokens={person: digest(cookie(person)) for person in persons},
    )
