"""Many people with phones, without the cost of their passwords."""

from collections.abc import Callable

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.work import Act, Action, Op
from backend.people import actions as people
from backend.people.schemas import NewPerson
from backend.people.session import SESSION
from backend.people.sign_in import digest
from backend.programmes.actions import enrol
from backend.programmes.schemas import Enrol
from tests.cast import SYSTEM, Cast, actor
from tests.phone import Phone


async def signed_in(door: Door, new: Callable[..., Phone], person: str) -> Phone:
    """A phone with a session of `person` on it, who typed no password."""
    secret = new_id()
    await door.writer.perform(people.sign_in, Actor(person, "uk"), digest(secret), digest(secret), "cast", [])
    phone = new()
    phone.http.cookies.set(SESSION, secret)
    phone.person = person
    return phone


async def crowd(door: Door, cast: Cast, new: Callable[..., Phone], size: int) -> list[Phone]:
    """`size` more learners in Ratusha's cohort, each with a phone; `cast` knows their enrolments as "crowd 0" ..."""
    names = [f"crowd {n}" for n in range(size)]
    ids = await _all(door, people.add_person, SYSTEM, [NewPerson(name, name, name) for name in names])
    cast.people.update(zip(names, ids, strict=True))
    olena = await actor(door, cast.people["olena"])
    await _all(door, enrol, olena, [Enrol(id_, cast.cohorts["ratusha"]) for id_ in ids])
    return [await signed_in(door, new, id_) for id_ in ids]


async def _all(door: Door, action: Action, who: Actor, bodies: list[NewPerson] | list[Enrol]) -> list[str]:
    acts = [Act(action, who, Op(new_id(), clock.now(), clock.now()), body) for body in bodies]
    await door.writer.submit(acts)
    assert all(act.succeeded for act in acts)
    return [act.outcome for act in acts]
