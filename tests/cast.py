"""The cast: a small known world, made by actions.

Solomiia   a student of Ratusha, in Ratusha's cohort; eighteen since March
Ostap      another student of the same cohort, seventeen: his guardian consented on paper
Olena      Ratusha's coordinator
Maksym     a student of Sykhiv, in Sykhiv's cohort: the stranger who must see nothing of Ratusha; a minor
Vasyl      Sykhiv's coordinator: the stranger with rights elsewhere
Zoriana    a student of Sykhiv, taking part in Ratusha's cohort; of age
Sofiia     the programme's manager
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import pair_id
from backend.courses.actions import publish_release, write_course
from backend.courses.release import edition
from backend.courses.schemas import CourseText, LessonText, ModuleText
from backend.people import actions as people
from backend.people import passwords
from backend.people.consents import CURRENT
from backend.people.queries import session
from backend.people.schemas import GiveConsent, NewInstitution, NewPerson
from backend.people.sign_in import digest
from backend.programmes import actions as programmes
from backend.programmes import steps
from backend.programmes.schemas import Accept, Apply, NewCohort, NewProgramme, RecordConsent
from tests import quizzes

SYSTEM = Actor.system("tests")
BEGINNING = datetime(2026, 9, 1, 8, tzinfo=UTC)
PASSWORD = "correct horse"
BORN = {
    "solomiia": date(2008, 3, 8),
    "ostap": date(2009, 5, 2),
    "maksym": date(2009, 2, 11),
    "zoriana": date(2008, 1, 20),
}
YES = GiveConsent({"taking_part": True}, CURRENT, "uk")


@dataclass
class Cast:
    """Names -> ids. Everybody's login name is their name in small letters, everybody's password PASSWORD."""

    people: dict[str, str] = field(default_factory=dict[str, str])
    schools: dict[str, str] = field(default_factory=dict[str, str])
    cohorts: dict[str, str] = field(default_factory=dict[str, str])
    programme: str = ""
    course: str = pair_id("cast", "course")
    release: str = ""
    lessons: list[str] = field(default_factory=lambda: [pair_id("cast", f"lesson {n}") for n in range(6)])
    other_course: str = pair_id("cast", "other course")
    other_release: str = ""
    other_lesson: str = pair_id("cast", "other lesson")

    def enrolment(self, name: str, cohort: str = "ratusha") -> str:
        """The id of somebody's enrolment."""
        return pair_id(self.people[name], self.cohorts[cohort])


def course_text(cast: Cast, body: str = "## Heading\n\nA *lesson*.") -> CourseText:
    """The course of Ratusha's cohort: two modules of three lessons and a quiz each, the second graded."""
    lessons = [
        LessonText(
            id_, 20, {"uk": f"Урок {n}", "en": f"Lesson {n}"}, {"uk": "Про що", "en": "About"}, {"uk": body, "en": body}
        )
        for n, id_ in enumerate(cast.lessons, 1)
    ]
    modules = [
        ModuleText(
            pair_id("cast", f"module {n}"),
            {"uk": f"Модуль {n}", "en": f"Module {n}"},
            lessons[3 * n : 3 * n + 3],
            [quizzes.graded() if n else quizzes.practice()],
        )
        for n in range(2)
    ]
    return CourseText(cast.course, {"uk": "Курс", "en": "Course"}, {"uk": "Огляд", "en": "Summary"}, 6, modules)


def _other_course(cast: Cast) -> CourseText:
    lesson = LessonText(cast.other_lesson, 10, {"uk": "Чужий", "en": "Other"}, {"uk": "…"}, {"uk": "…", "en": "…"})
    module = ModuleText(pair_id("cast", "other module"), {"uk": "М", "en": "M"}, [lesson])
    return CourseText(cast.other_course, {"uk": "Інший", "en": "Other"}, {"uk": "…"}, 1, [module])


async def actor(door: Door, person: str) -> Actor:
    """The person with the rights of this moment, on no phone."""
    token = digest(f"token of {person}")
    await door.writer.perform(people.sign_in, Actor(person, "uk"), digest(f"phone of {person}"), token, "cast", [])
    async with door.database.read() as db:
        found = await session(db, token)
    assert found is not None
    return found.actor


async def code_of(door: Door, cohort: str) -> str:
    """What is on the poster of a cohort."""
    async with door.database.read() as db:
        return (await db.rows("SELECT code FROM cohort WHERE id = $1", cohort))[0]["code"]


async def ask(door: Door, cast: Cast, name: str, school: str) -> str:
    """Somebody asks for a seat in a school's cohort; the enrolment's id."""
    code = await code_of(door, cast.cohorts[school])
    found = await door.writer.perform(steps.apply, Actor(cast.people[name], "uk"), Apply(code))
    return found["enrolment"]


def paper(enrolment: str, *, yes: bool = True) -> RecordConsent:
    """A form that a guardian signed."""
    return RecordConsent(enrolment, "Guardian", date(2026, 8, 31), {"taking_part": yes}, CURRENT, "uk")


async def take_part(door: Door, cast: Cast, name: str, school: str, coordinator: Actor) -> str:
    """Somebody asks, consent is given by who has to give it, the coordinator accepts; the enrolment's id."""
    enrolment = await ask(door, cast, name, school)
    if name in BORN and BORN[name].year < 2009:
        await door.writer.perform(people.give_consent, Actor(cast.people[name], "uk"), YES)
    else:
        await door.writer.perform(steps.record_consent, coordinator, paper(enrolment))
    await door.writer.perform(steps.accept, coordinator, Accept(enrolment))
    return enrolment


async def assemble_cast(door: Door) -> Cast:
    """Let the cast come into being at BEGINNING."""
    clock.set_to(BEGINNING)
    try:
        return await _act(door, Cast())
    finally:
        clock.set_to(None)


async def _act(door: Door, cast: Cast) -> Cast:
    perform = door.writer.perform
    for name in ("ratusha", "sykhiv"):
        new = NewInstitution("professional_college", {"uk": name, "en": name}, {"uk": name, "en": name})
        cast.schools[name] = await perform(people.add_institution, SYSTEM, new)
    hashed = await passwords.hashed(PASSWORD)
    belongs = {"solomiia": "ratusha", "ostap": "ratusha", "olena": "ratusha", "maksym": "sykhiv", "vasyl": "sykhiv"}
    for name in (*belongs, "zoriana", "sofiia"):
        school = belongs.get(name, "sykhiv" if name == "zoriana" else "")
        person = NewPerson(
            name,
            f"{name}-family",
            name.title(),
            password=hashed,
            institution=cast.schools.get(school),
            born=BORN.get(name),
        )
        cast.people[name] = await perform(people.add_person, SYSTEM, person)
    await perform(people.appoint_coordinator, SYSTEM, cast.people["olena"], cast.schools["ratusha"])
    await perform(people.appoint_coordinator, SYSTEM, cast.people["vasyl"], cast.schools["sykhiv"])
    await _teach(door, cast)
    return cast


async def _teach(door: Door, cast: Cast) -> None:
    perform = door.writer.perform
    cast.programme = await perform(programmes.add_programme, SYSTEM, NewProgramme({"uk": "П", "en": "P"}, {"uk": "…"}))
    await perform(programmes.appoint_manager, SYSTEM, cast.people["sofiia"], cast.programme)
    for text in (course_text(cast), _other_course(cast)):
        await perform(write_course, SYSTEM, text)
        await perform(publish_release, SYSTEM, edition(text))
    cast.release, cast.other_release = edition(course_text(cast)).release, edition(_other_course(cast)).release
    manager = await actor(door, cast.people["sofiia"])
    for school, course, names in (
        ("ratusha", cast.course, ("solomiia", "ostap", "zoriana")),
        ("sykhiv", cast.other_course, ("maksym",)),
    ):
        plan = NewCohort(
            cast.programme,
            cast.schools[school],
            {"uk": school, "en": school},
            date(2026, 9, 14),
            date(2027, 1, 29),
            16,
            [course],
        )  # fmt: skip - a form, read across
        cast.cohorts[school] = await perform(programmes.open_cohort, manager, plan)
        coordinator = await actor(door, cast.people["olena" if school == "ratusha" else "vasyl"])
        for name in names:
            await take_part(door, cast, name, school, coordinator)
