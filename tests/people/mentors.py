"""How somebody becomes a mentor, through the public door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx

from backend.core import clock
from backend.core.door import Door
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in

New = Callable[..., Phone]


def day(**from_now: float) -> str:
    """A day in Kyiv, so far from now."""
    return clock.day_of(clock.now() + timedelta(**from_now), "Europe/Kyiv").isoformat()


async def invite(phone: Phone, school: str, label: str = "Назар, столяр") -> httpx.Response:
    return await phone.http.post("/api/people/invitations", json={"institution": school, "label": label})


async def token_of(phone: Phone, school: str) -> str:
    """The token of a new invitation."""
    return (await invite(phone, school)).json()["token"]


async def accept_mine(phone: Phone, token: str) -> httpx.Response:
    return await phone.http.post("/api/people/invitations/accept-mine", json={"token": token})


async def accepted(new: New, coordinator: Phone, door: Door, school: str, person: str) -> Phone:
    """The phone of somebody who accepted an invitation of the coordinator's school."""
    theirs = await signed_in(door, new, person)
    assert (await accept_mine(theirs, await token_of(coordinator, school))).status_code == 204
    return theirs


def check(phone: Phone, school: str, person: str, **given: Any) -> dict[str, Any]:
    """The school's coordinator records a check that was passed yesterday and holds for a year, or as `given`."""
    body = {"institution": school, "person": person, "outcome": "cleared"}
    days = {"checked_on": day(days=-1), "expires_on": day(days=364)}
    return phone.operation("people.record_clearance", body | days | given)


async def verdict(phone: Phone, operation: dict[str, Any]) -> str:
    """ "applied", or the code of what refused it."""
    (said,) = await phone.verdicts(operation)
    return said["status"] if said["status"] == "applied" else said["code"]


async def clear(phone: Phone, school: str, person: str, **given: Any) -> str:
    return await verdict(phone, check(phone, school, person, **given))


async def assign(phone: Phone, cohort: str, person: str) -> str:
    return await verdict(phone, phone.operation("programmes.assign_mentor", {"cohort": cohort, "person": person}))


async def dismiss(phone: Phone, cohort: str, person: str) -> str:
    return await verdict(phone, phone.operation("programmes.dismiss_mentor", {"cohort": cohort, "person": person}))


NEW = {
    "family": "Ткачук",
    "given": "Назар",
    "login": "nazar.tkachuk42",
    "password": "a good password",
    "language": "uk",
    "label": "Phone",
}
"""What a newcomer types."""


async def accept(phone: Phone, token: str, **given: Any) -> httpx.Response:
    """Somebody without an account accepts."""
    answer = await phone.http.post("/api/people/invitations/accept", json=NEW | {"token": token} | given)
    if answer.status_code == 200:
        phone.person = answer.json()["person"]["id"]
    return answer


async def mentor(new: New, cast: Cast, door: Door, name: str) -> Phone:
    """The phone of one of the cast, who becomes a mentor of Ratusha's cohort beside what they are."""
    school, cohort, person = cast.schools["ratusha"], cast.cohorts["ratusha"], cast.people[name]
    olena = await signed_in(door, new, cast.people["olena"])
    theirs = await accepted(new, olena, door, school, person)
    assert await clear(olena, school, person) == "applied"
    assert await assign(olena, cohort, person) == "applied"
    return theirs


async def kinds(phone: Phone) -> list[str]:
    """The kinds of role that the phone holds after a pull."""
    await phone.pull()
    return sorted(role["kind"] for role in phone.held("role").values())
