"""What the tests of reports share: people who learn, and what is read of them."""

from typing import Any

from backend.core.door import Door
from backend.people.actions import add_institution, add_person, appoint_coordinator
from backend.people.schemas import NewInstitution, NewPerson
from backend.programmes.actions import add_programme, appoint_manager
from backend.programmes.schemas import NewProgramme
from tests.cast import SYSTEM, Cast
from tests.phone import Phone

NOBODY = "00000000-0000-4000-8000-000000000000"


async def learn(phone: Phone, name: str, *numbers: int) -> None:
    """`name`, on this phone, finishes those lessons of Ratusha's cohort."""
    await phone.sign_in(name)
    verdicts = await phone.verdicts(*(phone.lesson(number, name) for number in numbers))
    assert {verdict["status"] for verdict in verdicts} == {"applied"}


async def read(phone: Phone, path: str) -> Any:
    answer = await phone.http.get(f"/api/reports/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(learners: list[Any]) -> list[str]:
    """The cast's names of the learners."""
    return [learner["name"].split("-")[0] for learner in learners]


async def third_school(door: Door, cast: Cast) -> None:
    """A school without cohorts or students, and Levko who coordinates it."""
    texts = {"uk": "Третя", "en": "Third"}
    school = await door.writer.perform(add_institution, SYSTEM, NewInstitution("college", texts, texts))
    async with door.database.read() as db:
        (row,) = await db.rows("SELECT password FROM person WHERE id = $1", cast.people["olena"])
    levko = NewPerson("levko", "levko-family", "Levko", password=row["password"], institution=school)
    await door.writer.perform(appoint_coordinator, SYSTEM, await door.writer.perform(add_person, SYSTEM, levko), school)


async def other_manager(door: Door, cast: Cast, name: str) -> None:
    """Somebody who manages a programme that has nothing to do with the cast."""
    texts = {"uk": "Інша", "en": "Other"}
    programme = await door.writer.perform(add_programme, SYSTEM, NewProgramme(texts, texts))
    person = NewPerson(name, f"{name}-family", name.title())
    cast.people[name] = await door.writer.perform(add_person, SYSTEM, person)
    await door.writer.perform(appoint_manager, SYSTEM, cast.people[name], programme)
