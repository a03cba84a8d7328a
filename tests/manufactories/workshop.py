"""A programme with limits for its manufactories, a team in it, and what people send who found and look after one."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from msgspec import structs

from backend.core.door import Door
from backend.manufactories.actions import set_rules
from backend.manufactories.schemas import GateDraft, SetRules
from backend.people import actions as people
from backend.people.schemas import NewPerson
from tests.cast import SYSTEM, Cast, actor
from tests.mentoring.meetings import RUNS, applied, at, held
from tests.people import mentors
from tests.phone import Phone
from tests.sync.crowd import signed_in

New = Callable[..., Phone]
WHEN_IT_BEGAN = datetime(2026, 9, 14, 8, tzinfo=UTC)
LIMIT = 50_000
"""Kopecks that one person may spend alone."""
GATES = [
    GateDraft({"uk": "Бізнес-план", "en": "Business plan"}, 30),
    GateDraft({"uk": "Перший продаж", "en": "First sale"}, 60, "first_sale"),
    GateDraft({"uk": "Беззбитковість", "en": "Break-even"}, 100, "break_even"),
    GateDraft({"uk": "Звіт", "en": "Report"}, 130),
]
NAME = {"uk": "Свічки", "en": "Candles"}
MAKES = {"uk": "Свічки з воску"}
CANDLE = {"name": {"uk": "Свічка", "en": "Candle"}, "unit": "piece", "figure": "candle", "kopecks": 22_000}
"""A product, for 220 hryvnias."""


async def set_limits(door: Door, cast: Cast, **changed: Any) -> None:
    """The programme's manager lets its cohorts found manufactories of two to four."""
    new = structs.replace(SetRules(cast.programme, 2, 4, LIMIT, 50, GATES), **changed)
    await door.writer.perform(set_rules, await actor(door, cast.people["sofiia"]), new)


async def cleared(door: Door, new: New, cast: Cast, name: str, school: str = "ratusha", **check: Any) -> Phone:
    """The phone of a newcomer who accepted a school's invitation and passed its check, and has no group yet."""
    with at(WHEN_IT_BEGAN):
        person = await door.writer.perform(people.add_person, SYSTEM, NewPerson(name, f"{name}-family", name.title()))
        cast.people[name] = person
        coordinator = await signed_in(door, new, cast.people[RUNS[school]])
        phone = await mentors.accepted(new, coordinator, door, cast.schools[school], person)
        assert await mentors.clear(coordinator, cast.schools[school], person, **check) == "applied"
    return phone


def member(cast: Cast, name: str, *posts: str, cohort: str = "ratusha") -> dict[str, Any]:
    """Somebody who joins by their enrolment in a cohort."""
    return {"enrolment": cast.enrolment(name, cohort), "posts": [*posts]}


def founding(phone: Phone, *members: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A manufactory of Ratusha's cohort and school."""
    body = {
        "cohort": phone.cast.cohorts["ratusha"],
        "institution": phone.cast.schools["ratusha"],
        "name": NAME,
        "makes": MAKES,
        "figure": "candle",
        "pigment": "clay",
        "carrier": "school_project",
        "members": [*members],
        "mentors": [],
    }
    return phone.operation("manufactories.found", body | changed)


async def found(phone: Phone, *members: dict[str, Any], **changed: Any) -> str:
    """The id of a manufactory that nothing speaks against."""
    (data,) = await applied(phone, founding(phone, *members, **changed))
    return data["manufactory"]


def act(phone: Phone, verb: str, manufactory: str, **body: Any) -> dict[str, Any]:
    """Anything else that is done in a manufactory: `act(olena, "end_member", team, enrolment=...)`."""
    return phone.operation(f"manufactories.{verb}", {"manufactory": manufactory} | body)


async def do(phone: Phone, verb: str, manufactory: str, **body: Any) -> dict[str, Any]:
    """The same, which nothing speaks against; its data."""
    (data,) = await applied(phone, act(phone, verb, manufactory, **body))
    return data


async def gate(phone: Phone, english: str) -> str:
    """The id of a gate that the phone holds, by its name."""
    (found,) = [id_ for id_, row in (await held(phone, "gate")).items() if row["name"].get("en") == english]
    return found


def scopes(phone: Phone) -> set[str]:
    """The scopes of which the phone holds a row."""
    return {scope for (scope, _, _), row in phone.rows.items() if row is not None}


def posts(row: Any, *, now: bool = False) -> list[str]:
    """The posts of a member's row, each as often as it was held; with `now` those held now."""
    return sorted(post["kind"] for post in row["posts"] if not now or post["until"] is None)


async def second_team(olena: Phone, door: Door, cast: Cast) -> str:
    """Another manufactory of the same group and school, of Zoriana alone."""
    await set_limits(door, cast, team_min=1)
    return await found(olena, member(cast, "zoriana"), figure="jug")


async def retried(phone: Phone, *operations: dict[str, Any]) -> list[str]:
    """Why operations stay on the phone for now."""
    verdicts = await phone.verdicts(*operations)
    assert [verdict["status"] for verdict in verdicts] == ["retry"] * len(operations), verdicts
    return [verdict["code"] for verdict in verdicts]
