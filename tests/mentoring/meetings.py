"""Mentors, and what they and their groups' coordinators send."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from backend.core.work import Op, Work
from backend.people import actions as people
from backend.people.schemas import NewPerson
from backend.people.tables import Person
from backend.programmes.tables import Enrolment
from tests.cast import SYSTEM, Cast
from tests.people import mentors
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import alter

New = Callable[[], Phone]
Dismiss = Callable[..., Awaitable[None]]
NOON = datetime(2026, 11, 16, 10, tzinfo=UTC)
"""The moment at which these tests begin: a Monday, two months after the cohorts started."""


def today(**ago: float) -> str:
    """The day that it is in Lviv, or was so long ago."""
    return clock.day_of(clock.now() - timedelta(**ago), "Europe/Kyiv").isoformat()


RUNS = {"ratusha": "olena", "sykhiv": "vasyl"}


@contextmanager
def at(moment: datetime) -> Generator[None]:
    """Let something have been done at that moment."""
    now = clock.now()
    clock.set_to(moment)
    yield
    clock.set_to(now)


async def mentor(door: Door, new: New, cast: Cast, name: str, school: str = "ratusha", **check: Any) -> Phone:
    """The phone of a newcomer who was made a mentor of a school's cohort when it began."""
    with at(datetime(2026, 9, 14, 8, tzinfo=UTC)):
        person = await door.writer.perform(people.add_person, SYSTEM, NewPerson(name, f"{name}-family", name.title()))
        cast.people[name] = person
        coordinator = await signed_in(door, new, cast.people[RUNS[school]])
        phone = await mentors.accepted(new, coordinator, door, cast.schools[school], person)
        assert await mentors.clear(coordinator, cast.schools[school], person, **check) == "applied"
        assert await mentors.assign(coordinator, cast.cohorts[school], person) == "applied"
    return phone


async def born(door: Door, cast: Cast, name: str, day: date | None) -> None:
    """This birth date is on file."""
    await alter(door.database, "UPDATE person SET born = $2 WHERE id = $1", cast.people[name], day)


async def fill(work: Work, actor: Actor, op: Op, cohort: str, count: int) -> list[str]:
    """So many more people take part; their enrolments."""
    made: list[str] = []
    for n in range(count):
        person = new_id()
        work.add(Person, id=person, login=f"crowd {n}", family=f"F{n}", given="G", sort_key=f"{n}", search_key=f"{n}")
        made.append(pair_id(person, cohort))
        work.add(Enrolment, id=made[-1], person=person, cohort=cohort, status="active", since=op.happened)
    return made


def mark(cast: Cast, name: str, status: str = "present", late: int | None = None) -> dict[str, Any]:
    """Whether somebody was there."""
    return {"enrolment": cast.enrolment(name), "status": status, "late_minutes": late}


def roll(phone: Phone, *marks: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A roll of Ratusha's cohort, called today."""
    body = {"cohort": phone.cast.cohorts["ratusha"], "held_on": today(), "plan": None, "marks": list(marks)}
    return phone.operation("mentoring.call_roll", body | changed)


def log(phone: Phone, *marks: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A meeting of Ratusha's cohort, held today."""
    body = {
        "cohort": phone.cast.cohorts["ratusha"],
        "kind": "mentoring",
        "held_on": today(),
        "minutes": 90,
        "adult": "observable",
        "note": "Складали кошторис.",
        "next_steps": "Порахувати собівартість.",
        "plan": None,
        "marks": list(marks),
    }
    return phone.operation("mentoring.log_session", body | changed)


def plan(phone: Phone, **changed: Any) -> dict[str, Any]:
    """A meeting of Ratusha's cohort in three days."""
    body = {
        "cohort": phone.cast.cohorts["ratusha"],
        "starts_at": clock.wire(clock.now() + timedelta(days=3)),
        "minutes": 90,
        "place": "Майстерня 12",
        "topic": "Ціна виробу",
    }
    return phone.operation("mentoring.plan_session", body | changed)


def announcement(phone: Phone, **changed: Any) -> dict[str, Any]:
    """A word to Ratusha's cohort."""
    body = {"cohort": phone.cast.cohorts["ratusha"], "text": "Завтра зустріч о 15:00."}
    return phone.operation("mentoring.announce", body | changed)


async def applied(phone: Phone, *operations: dict[str, Any]) -> list[dict[str, Any]]:
    """What came of operations that nothing speaks against."""
    verdicts = await phone.verdicts(*operations)
    assert [verdict["status"] for verdict in verdicts] == ["applied"] * len(operations), verdicts
    return [verdict["data"] for verdict in verdicts]


async def refused(phone: Phone, *operations: dict[str, Any]) -> list[str]:
    """Why operations were refused for good, each with a sentence."""
    verdicts = await phone.verdicts(*operations)
    assert [verdict["status"] for verdict in verdicts] == ["rejected"] * len(operations), verdicts
    assert all(verdict["message"] for verdict in verdicts)
    return [verdict["code"] for verdict in verdicts]


async def held(phone: Phone, entity: str) -> dict[str, Any]:
    """The rows of an entity on the phone after a pull."""
    await phone.pull()
    return phone.held(entity)
