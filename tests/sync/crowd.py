"""Many people with phones, without the cost of their passwords."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.work import Act, Action, Op
from backend.people import actions as people
from backend.people.schemas import NewPerson
from backend.people.session import SESSION
from backend.people.sign_in import digest
from backend.programmes.schemas import Accept, Apply
from backend.programmes.steps import accept, apply
from tests.cast import BEGINNING, SYSTEM, YES, Cast, actor, code_of
from tests.phone import Phone
from tests.sync.peek import alter


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
    names, ratusha = [f"crowd {n}" for n in range(size)], cast.cohorts["ratusha"]
    born = date(2008, 1, 1)
    ids = await _all(door, [(people.add_person, SYSTEM, NewPerson(name, name, name, born=born)) for name in names])
    cast.people.update(zip(names, ids, strict=True))
    await alter(door.database, "UPDATE cohort SET seats = seats + $2 WHERE id = $1", ratusha, size)
    olena, learners = await actor(door, cast.people["olena"]), [Actor(id_, "uk") for id_ in ids]
    code = await code_of(door, ratusha)
    await _all(door, [(apply, learner, Apply(code)) for learner in learners])
    await _all(door, [(people.give_consent, learner, YES) for learner in learners])
    await _all(door, [(accept, olena, Accept(cast.enrolment(name))) for name in names])
    return [await signed_in(door, new, id_) for id_ in ids]


async def _all(door: Door, wishes: list[tuple[Action, Actor, Any]]) -> list[Any]:
    moment = BEGINNING + timedelta(hours=1)  # the cast is there by then, and its cohorts are not over
    acts = [Act(action, who, Op(new_id(), moment, moment), body) for action, who, body in wishes]
    await door.writer.submit(acts)
    assert all(act.succeeded for act in acts)
    return [act.outcome for act in acts]
