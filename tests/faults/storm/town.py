"""Where it happens: the cast with a mentor, a team that keeps books, and two who ask for a seat; copied often."""

import asyncio
from dataclasses import dataclass
from datetime import date
from functools import partial

from backend.app import build_app
from backend.core.door import Door
from backend.core.settings import Settings
from backend.people import actions as people
from backend.people import passwords
from backend.people.schemas import NewPerson
from tests.cast import PASSWORD, SYSTEM, YES, Actor, Cast, ask, assemble_cast
from tests.databases import fill
from tests.faults.storm.still import Time
from tests.manufactories.till import Shop, open_shop
from tests.manufactories.workshop import do, found, member, set_limits
from tests.mentoring.meetings import NOON, mentor
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import alter

APPLICANTS = ("ada", "bohdan")


@dataclass
class Town:
    """What everybody in a program knows."""

    cast: Cast
    shop: Shop
    """Solomiia's and Ostap's, led by Nazar."""
    settings: Settings
    """Of the template."""

    def person(self, name: str) -> str:
        return self.cast.people[name]

    def name(self, person: str) -> str:
        return next(name for name, id_ in self.cast.people.items() if id_ == person)


def build(settings: Settings, time: Time) -> Town:
    """Make the template; with the clock of `still.stillness` and its cheap passwords."""
    time.now = NOON
    found_: list[tuple[Cast, Shop]] = []

    async def people_it(door: Door) -> None:
        cast = await assemble_cast(door)
        found_.append((cast, await _furnish(door, cast)))

    asyncio.run(fill(settings, people_it))
    return Town(*found_[0], settings)


async def _furnish(door: Door, cast: Cast) -> Shop:
    new = partial(Phone, build_app(door), cast)
    nazar = await mentor(door, new, cast, "nazar")
    await set_limits(door, cast, team_min=1)
    olena = await signed_in(door, new, cast.people["olena"])
    solomiia = await signed_in(door, new, cast.people["solomiia"])
    team = await found(olena, member(cast, "solomiia", "lead", "finance"), member(cast, "ostap", "quality"))
    await do(olena, "assign_mentor", team, person=nazar.person)
    for name in APPLICANTS:
        await _apply(door, cast, name)
    await alter(door.database, "UPDATE person SET password = $1", await passwords.hashed(PASSWORD))
    return await open_shop(solomiia, team)


async def _apply(door: Door, cast: Cast, name: str) -> None:
    person = NewPerson(name, f"{name}-family", name.title(), born=date(2007, 1, 1), institution=cast.schools["ratusha"])
    cast.people[name] = await door.writer.perform(people.add_person, SYSTEM, person)
    await ask(door, cast, name, "ratusha")
    await door.writer.perform(people.give_consent, Actor(cast.people[name], "uk"), YES)
