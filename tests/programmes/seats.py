"""What the tests of taking part share."""

from datetime import date
from typing import Any

from backend.core.door import Door
from backend.people import actions as people
from backend.people.schemas import NewPerson
from tests.cast import SYSTEM, Cast, ask
from tests.phone import Phone
from tests.sync.peek import alter, peek


async def applicant(door: Door, cast: Cast, name: str = "maksym", school: str = "ratusha") -> str:
    """Somebody of the cast asks for a seat in a cohort; the enrolment's id."""
    return await ask(door, cast, name, school)


async def newcomers(door: Door, cast: Cast, count: int) -> list[str]:
    """People who ask for a seat in Ratusha's cohort; their enrolments."""
    enrolments: list[str] = []
    for n in range(count):
        name = f"newcomer {n}"
        new = NewPerson(name, name, name, born=date(2008, 1, 1))
        cast.people[name] = await door.writer.perform(people.add_person, SYSTEM, new)
        enrolments.append(await ask(door, cast, name, "ratusha"))
    return enrolments


async def seats(door: Door, cast: Cast, count: int) -> None:
    """Ratusha's cohort has so many seats now."""
    await alter(door.database, "UPDATE cohort SET seats = $2 WHERE id = $1", cast.cohorts["ratusha"], count)


async def status(door: Door, enrolment: str) -> str:
    return (await peek(door.database, "SELECT status FROM enrolment WHERE id = $1", enrolment))[0]["status"]


async def acts(door: Door, enrolment: str) -> list[str]:
    """The steps that an enrolment has taken, in order."""
    sql = "SELECT act FROM enrolment_step WHERE enrolment = $1 ORDER BY number"
    return [row["act"] for row in await peek(door.database, sql, enrolment)]


async def roles(door: Door, enrolment: str) -> list[str]:
    """The kinds of the roles that the enrolment grants now."""
    sql = "SELECT kind FROM role WHERE source = $1 AND until IS NULL ORDER BY kind"
    return [row["kind"] for row in await peek(door.database, sql, enrolment)]


async def done(phone: Phone, act: str, **body: Any) -> None:
    """The act is carried out."""
    (verdict,) = await phone.verdicts(phone.operation(act, body))
    assert verdict["status"] == "applied", verdict


async def refused(phone: Phone, act: str, **body: Any) -> dict[str, Any]:
    """The verdict of an act that is refused for good."""
    (verdict,) = await phone.verdicts(phone.operation(act, body))
    assert verdict["status"] == "rejected", verdict
    assert verdict["message"]
    return verdict
