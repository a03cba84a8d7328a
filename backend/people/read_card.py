"""Who reads what is kept of a minor leaves a line of it, unless they coordinate the minor's own school."""

from datetime import date

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Reader
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.work import Op, Work
from backend.people.queries import as_date
from backend.people.rules import Majority
from backend.people.tables import Person


async def read_card(work: Work, _actor: Actor, _op: Op, person: str) -> None:
    """What is kept of `person` is read; nothing but the line of it. Raises not_found when there is nobody."""
    await _whose(work, person)
    work.about("person", person)


async def note_reading(door: Door, actor: Actor, person: str) -> None:
    """For whoever shows a card, before it leaves the server: the line of that reading is kept, where one is due.

    The caller has found the actor entitled to the card. Raises not_found when there is nobody.
    """
    now = clock.now()
    async with door.database.read() as db:
        born, school = await _whose(db, person)
    today = Majority(door.settings.guardian_age, clock.day_of(now, door.settings.timezone))
    is_own = any(role.place == school for role in actor.holding("coordinator", now))
    if today.is_minor(born) and not is_own:
        await door.writer.perform(read_card, actor, person)


async def _whose(db: Reader, person: str) -> tuple[date | None, str | None]:
    """The birth date and the school of a person. Raises not_found."""
    found = await db.run(Person.select(Person.born, Person.institution).where(Person.id == person))
    if not found:
        raise Problem("not_found")
    born = found[0]["born"]
    return as_date(born) if born else None, found[0]["institution"]
