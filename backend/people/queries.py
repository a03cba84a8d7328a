"""What a person may see of people. Sign-in and the session come before any actor, and say so."""

import json
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct, structs

from backend.core.actor import Actor, Held
from backend.core.clock import instant, now, wire
from backend.core.database import Reader, Row
from backend.people import rules
from backend.people.schemas import Contact, DeviceRow, InstitutionRow, PersonRow, RoleRow
from backend.people.tables import Device, Person, SignInFailure

SESSION = """
SELECT d.id AS device, d.seen_at, d.unsent, p.id AS person, p.language,
       r.kind, r.place_kind, r.place, r.source, r.since, r.until
FROM device d JOIN person p ON p.id = d.person LEFT JOIN role r ON r.person = p.id
WHERE d.token = $1
"""


class Session(Struct, frozen=True):
    """Who holds a session, and what the phone said of itself when it was last heard of."""

    actor: Actor
    contact: Contact


async def session(db: Reader, token: str) -> Session | None:
    """The session whose token hashes to `token`."""
    found = await db.rows(SESSION, token)
    if not found:
        return None
    first = found[0]
    actor = Actor(
        first["person"], first["language"], first["device"], tuple(_held(row) for row in found if row["kind"])
    )
    return Session(actor, Contact(instant(first["seen_at"]), first["unsent"]))


ROLES = "SELECT kind, place_kind, place, source, since, until FROM role WHERE person = $1"


async def with_roles_now(actor: Actor, db: Reader) -> Actor:
    """The actor with the roles as `db` has them, for what reads after something was written."""
    return structs.replace(actor, roles=tuple(_held(row) for row in await db.rows(ROLES, actor.id)))


def _held(row: Row) -> Held:
    until = row["until"]
    return Held(
        row["kind"],
        row["place_kind"],
        row["place"],
        row["source"],
        instant(row["since"]),
        instant(until) if until else None,
    )  # fmt: skip - two lines read better than six


async def account(db: Reader, login: str) -> Row | None:
    """Id and password hash of the account with this login name; for sign-in only."""
    found = await db.run(
        Person.select(Person.id, Person.password, Person.language).where(Person.login == rules.login_key(login))
    )
    return found[0] if found else None


async def failures(db: Reader, keys: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """Wrong passwords in a row under each of the keys."""
    found = await db.run(SignInFailure.select().where(SignInFailure.id.is_in(list(keys))))
    return {row["id"]: (row["failures"], instant(row["latest_at"])) for row in found}


async def knows_phone(db: Reader, person: str, phone: str) -> bool:
    """Whether this person has signed in on this phone before; for sign-in only."""
    return bool(await db.run(Device.select(Device.id).where(Device.person == person, Device.phone == phone)))


async def devices(actor: Actor, db: Reader) -> list[DeviceRow]:
    """The phones on which the actor is signed in, the latest heard of first."""
    found = await db.run(
        Device.select(Device.id, Device.label, Device.created_at, Device.seen_at)
        .where(Device.person == actor.id, Device.token.is_not_null())
        .order_by(Device.seen_at, ascending=False)
    )
    return [
        {
            "id": row["id"],
            "label": row["label"],
            "created_at": wire(row["created_at"]),
            "last_seen_at": wire(row["seen_at"]),
            "current": row["id"] == actor.device,
        }
        for row in found
    ]


PERSONS = """
SELECT p.id, p.family, p.given, p.patronymic, p.preferred, p.login, p.language, i.name AS institution
FROM person p LEFT JOIN institution i ON i.id = p.institution WHERE p.id = ANY($1)
"""


async def person_rows(db: Reader, ids: list[str]) -> dict[str, PersonRow]:
    """The accounts as phones hold them; only the feed of the person's own scope asks."""
    return {row["id"]: _person_row(row) for row in await db.rows(PERSONS, ids)}


def _person_row(row: Row) -> PersonRow:
    return {
        "family": row["family"],
        "given": row["given"],
        "patronymic": row["patronymic"],
        "preferred": row["preferred"],
        "name": rules.full_name(row["family"], row["given"]),
        "login": row["login"],
        "language": row["language"],
        "institution": json.loads(row["institution"]) if row["institution"] else None,
    }


ROLES_NOW = """
SELECT id, kind, place_kind, place, source FROM role WHERE id = ANY($1) AND (until IS NULL OR until > $2)
"""


async def role_rows(db: Reader, ids: list[str]) -> dict[str, RoleRow]:
    """Roles as phones hold them; an ended one is not there."""
    found = await db.rows(ROLES_NOW, ids, now())
    return {
        row["id"]: {
            "kind": row["kind"],
            "place_kind": row["place_kind"],
            "place": row["place"],
            "source": row["source"],
        }
        for row in found
    }


async def institution_rows(db: Reader, ids: list[str]) -> dict[str, InstitutionRow]:
    """Schools as phones hold them."""
    found = await db.rows("SELECT id, name, short_name FROM institution WHERE id = ANY($1)", ids)
    return {row["id"]: {"name": json.loads(row["name"]), "short": json.loads(row["short_name"])} for row in found}
