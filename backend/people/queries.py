"""What a person may see of people. Sign-in and the session come before any actor, and say so."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct, structs

from backend.core.actor import Actor, Held
from backend.core.clock import instant, now, wire
from backend.core.database import Reader, Row
from backend.core.errors import Problem
from backend.people import rules
from backend.people.schemas import (
    ConsentRow,
    Contact,
    DeviceRow,
    InstitutionRow,
    InvitationRow,
    InvitationSeen,
    PersonRow,
    RoleRow,
    SchoolMentorRow,
)
from backend.people.tables import Device, Person, SignInFailure

SESSION = """
SELECT d.id AS device, d.seen_at, d.unsent, p.id AS person, p.language, p.closed_at,
       (SELECT max(other.seen_at) FROM device other WHERE other.person = p.id) AS heard_at,
       (SELECT count(*) FROM device old JOIN person gone ON gone.id = old.person
        WHERE old.phone = d.phone AND gone.closed_at IS NOT NULL) AS left_behind,
       r.kind, r.place_kind, r.place, r.source, r.since, r.until
FROM device d JOIN person p ON p.id = d.person LEFT JOIN role r ON r.person = p.id
WHERE d.token = $1
"""


class Session(Struct, frozen=True):
    """Who holds a session, and what the phone said of itself when it was last heard of."""

    actor: Actor
    contact: Contact
    heard_at: datetime
    """When any phone of the person was heard of last."""
    closed: bool
    """Whether the account was closed since: the phone is to be told so, and nothing else."""
    left_behind: bool
    """Whether somebody who used this phone has closed the account since; see `close_account.closed_on`."""


async def session(db: Reader, token: str) -> Session | None:
    """The session whose token hashes to `token`."""
    found = await db.rows(SESSION, token)
    if not found:
        return None
    first = found[0]
    actor = Actor(
        first["person"], first["language"], first["device"], tuple(_held(row) for row in found if row["kind"])
    )
    contact = Contact(instant(first["seen_at"]), first["unsent"])
    closed, left_behind = first["closed_at"] is not None, bool(first["left_behind"])
    return Session(actor, contact, instant(first["heard_at"]), closed, left_behind)


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


async def free_login(db: Reader, family: str, given: str) -> str:
    """A login name for a person of this name that nobody has: with two digits, or four when many have the name.

    Anybody may ask, so half of the free names are kept back: what is never proposed is not known to be somebody's.
    """
    base = rules.login_base(family, given)
    few = {f"{base}{number}" for number in range(10, 100)}
    many = {f"{base}{secrets.randbelow(9_000) + 1_000}" for _ in range(90)}
    for wishes in (few, many):
        taken = {row["login"] for row in await db.rows("SELECT login FROM person WHERE login = ANY($1)", [*wishes])}
        if free := wishes - taken:
            return secrets.choice([*filter(_is_told, free)] or [*free])
    raise Problem("busy")


_COIN = secrets.token_bytes(16)


def _is_told(login: str) -> bool:
    return hashlib.blake2b(login.encode(), key=_COIN).digest()[0] < 128


async def failures(db: Reader, keys: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """Wrong passwords in a row under each of the keys."""
    found = await db.run(SignInFailure.select().where(SignInFailure.id.is_in(list(keys))))
    return {row["id"]: (row["failures"], instant(row["latest_at"])) for row in found}


async def knows_phone(db: Reader, person: str, phone: str) -> bool:
    """Whether this person has signed in on this phone before; for sign-in only."""
    return bool(await db.run(Device.select(Device.id).where(Device.person == person, Device.phone == phone)))


STUDENTS = {"applicant", "learner", "member"}


async def only_learns(db: Reader, person: str, now: datetime) -> bool:
    """Whether a person takes part or asked to, and has no right but as a student anywhere, at the console neither."""
    found = await db.rows("SELECT kind FROM role WHERE person = $1 AND (until IS NULL OR until > $2)", person, now)
    operators = await db.rows(
        "SELECT 1 AS one FROM operator o JOIN person p ON p.login = lower(o.username) WHERE p.id = $1", person
    )
    kinds = {row["kind"] for row in found}
    return bool(kinds) and kinds <= STUDENTS and not operators


INVITATION = """
SELECT 'mentor' AS kind, v.until, i.name, i.emblem FROM invitation v JOIN institution i ON i.id = v.institution
WHERE v.token = $1 AND v.used_at IS NULL AND v.until > $2
UNION ALL
SELECT a.kind, a.until, a.place_name, i.emblem FROM appointment a LEFT JOIN institution i ON i.id = a.place
WHERE a.token = $1 AND a.used_at IS NULL AND a.until > $2
"""


async def invitation(db: Reader, token: str, now: datetime) -> InvitationSeen | None:
    """What the link whose token hashes to `token` makes of one, while it can be accepted."""
    for row in await db.rows(INVITATION, token, now):
        return {
            "kind": row["kind"],
            "place": msgspec.json.decode(row["name"] or "{}"),
            "emblem": row["emblem"],
            "until": wire(row["until"]),
        }
    return None


ACCEPTED = """
SELECT id FROM invitation WHERE token = $1 AND used_by = $2
UNION ALL SELECT id FROM appointment WHERE token = $1 AND used_by = $2
"""


async def was_accepted_by(db: Reader, token: str, person: str) -> bool:
    """Whether this person accepted the link whose token hashes to `token`."""
    return bool(await db.rows(ACCEPTED, token, person))


HOLDS = """
SELECT id FROM role WHERE person = $1 AND kind = $2 AND place = $3 AND (until IS NULL OR until > $4)
"""


async def holds(db: Reader, person: str, kind: str, place: str, now: datetime) -> bool:
    """Whether a person holds a role in a place now, as the database has it."""
    return bool(await db.rows(HOLDS, person, kind, place, now))


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
        "institution": msgspec.json.decode(row["institution"]) if row["institution"] else None,
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


LAPSED = """
SELECT r.id FROM role r JOIN change c ON c.scope = $2 AND c.entity = 'role' AND c.row = CAST(r.id AS text)
WHERE r.person = $1 AND r.until <= $3 AND NOT c.gone
"""


async def lapsed_roles(db: Reader, person: str, scope: str, now: datetime) -> list[str]:
    """Roles that came to their end by themselves, of which the phones that hold `scope` do not know it yet."""
    return [row["id"] for row in await db.rows(LAPSED, person, scope, now)]


async def institution_rows(db: Reader, ids: list[str]) -> dict[str, InstitutionRow]:
    """Schools as phones hold them."""
    found = await db.rows("SELECT id, name, short_name FROM institution WHERE id = ANY($1)", ids)
    return {
        row["id"]: {"name": msgspec.json.decode(row["name"]), "short": msgspec.json.decode(row["short_name"])}
        for row in found
    }


async def invitation_rows(db: Reader, ids: list[str]) -> dict[str, InvitationRow]:
    """Invitations, for the school's coordinators."""
    found = await db.rows("SELECT id, institution, label, until, used_at FROM invitation WHERE id = ANY($1)", ids)
    return {
        row["id"]: {
            "institution": row["institution"],
            "label": row["label"],
            "until": wire(row["until"]),
            "used": row["used_at"] is not None,
        }
        for row in found
    }


SCHOOL_MENTORS = """
SELECT m.id, m.institution, m.person, p.family, p.given, c.outcome, c.checked_on, c.expires_on
FROM school_mentor m JOIN person p ON p.id = m.person LEFT JOIN clearance c ON c.id = (
    SELECT k.id FROM clearance k WHERE k.school_mentor = m.id ORDER BY k.recorded_at DESC, k.id DESC LIMIT 1)
WHERE m.id = ANY($1)
"""


async def school_mentor_rows(db: Reader, ids: list[str]) -> dict[str, SchoolMentorRow]:
    """Mentors of schools with the latest outcome of their check, for the school's coordinators."""
    return {
        row["id"]: {
            "institution": row["institution"],
            "person": row["person"],
            "name": rules.full_name(row["family"], row["given"]),
            "outcome": row["outcome"],
            "checked_on": str(row["checked_on"]) if row["checked_on"] else None,
            "expires_on": str(row["expires_on"]) if row["expires_on"] else None,
        }
        for row in await db.rows(SCHOOL_MENTORS, ids)
    }


async def births(db: Reader, persons: list[str]) -> dict[str, date]:
    """The birth dates that are known of these persons."""
    found = await db.rows("SELECT id, born FROM person WHERE id = ANY($1) AND born IS NOT NULL", persons)
    return {row["id"]: as_date(row["born"]) for row in found}


def as_date(value: Any) -> date:
    """A Date column, which is text in SQLite."""
    return date.fromisoformat(value) if isinstance(value, str) else value


ANSWERS = """
SELECT person, purpose, given, guardian, day FROM consent
WHERE person = ANY($1) ORDER BY happened_at, id
"""


async def answers(db: Reader, persons: list[str]) -> dict[str, list[rules.Answer]]:
    """What was answered for these persons, the oldest first."""
    found: dict[str, list[rules.Answer]] = {}
    for row in await db.rows(ANSWERS, persons):
        answer = rules.Answer(row["purpose"], bool(row["given"]), row["guardian"] is not None, as_date(row["day"]))
        found.setdefault(row["person"], []).append(answer)
    return found


async def consents_in_force(db: Reader, persons: list[str], majority: int) -> dict[str, list[str]]:
    """The purposes that are consented to, for each of these persons."""
    born, said = await births(db, persons), await answers(db, persons)
    return {person: rules.in_force(said.get(person, ()), born.get(person), majority) for person in persons}


CONSENTS = "SELECT id, purpose, given, text, language, guardian, happened_at FROM consent WHERE id = ANY($1)"


async def consent_rows(db: Reader, ids: list[str]) -> dict[str, ConsentRow]:
    """Answers as the phone of the person holds them."""
    return {
        row["id"]: {
            "purpose": row["purpose"],
            "given": bool(row["given"]),
            "text": row["text"],
            "language": row["language"],
            "guardian": row["guardian"],
            "at": wire(row["happened_at"]),
        }
        for row in await db.rows(CONSENTS, ids)
    }


HEARD = (
    "SELECT person, max(seen_at) AS seen_at, sum(unsent) AS unsent FROM device WHERE person = ANY($1) GROUP BY person"
)


async def heard_of(db: Reader, persons: list[str]) -> dict[str, Row]:
    """When the phones of these persons were heard of last, and how much waited on all of them then."""
    return {row["person"]: row for row in await db.rows(HEARD, persons)}
