"""What actions need to know of a manufactory, and the rows of this room as phones hold them."""

from datetime import date, datetime
from typing import cast

import msgspec
from msgspec import Struct

from backend.core.actor import Actor
from backend.core.clock import instant, wire
from backend.core.database import Reader, Row
from backend.manufactories.schemas import (
    EntryRow,
    GateRow,
    HeldPost,
    LineRow,
    ManufactoryRow,
    MemberRow,
    PriceRow,
    ProductRow,
    RuleSetRow,
    SchoolManufactoryRow,
    SetRules,
    StepTaken,
    TeamMentorRow,
)
from backend.people.queries import as_date
from backend.people.rules import full_name
from backend.programmes.queries import texts


class Ground(Struct, frozen=True):
    """What judges an act in a manufactory; kopecks. None of it changes but by the programme's rules."""

    programme: str
    cohort: str
    institution: str
    starts: date
    """The first day of its home cohort."""
    team_max: int
    spending_limit: int


GROUND = """
SELECT m.programme, m.cohort, m.institution, c.starts, r.team_max, r.spending_limit
FROM manufactory m JOIN cohort c ON c.id = m.cohort JOIN rule_set r ON r.id = m.programme WHERE m.id = $1
"""


async def ground(db: Reader, manufactory: str) -> Ground | None:
    """The school, the home and the limits of a manufactory."""
    found = await db.rows(GROUND, manufactory)
    if not found:
        return None
    (row,) = found
    return Ground(
        row["programme"],
        row["cohort"],
        row["institution"],
        as_date(row["starts"]),
        row["team_max"],
        row["spending_limit"],
    )


def manufactories_of(actor: Actor, now: datetime) -> list[str]:
    """The manufactories that the actor is a member or mentor of."""
    roles = [*actor.holding("member", now), *actor.holding("mentor", now)]
    return [role.place for role in roles if role.place_kind == "manufactory"]


def mentored_manufactories(actor: Actor, now: datetime) -> list[str]:
    """The manufactories that the actor is a mentor of."""
    return [role.place for role in actor.holding("mentor", now) if role.place_kind == "manufactory"]


MENTORED = "SELECT enrolment FROM member WHERE manufactory = ANY($1) AND until IS NULL ORDER BY enrolment"


async def mentored_members(actor: Actor, db: Reader, now: datetime) -> list[str]:
    """The enrolments with which members joined the manufactories that the actor is a mentor of."""
    teams = mentored_manufactories(actor, now)
    return [row["enrolment"] for row in await db.rows(MENTORED, teams)] if teams else []


RULE_SETS = """
SELECT c.id, c.programme, c.institution, r.team_min, r.team_max, r.spending_limit, r.cash_rounding
FROM cohort c JOIN rule_set r ON r.id = c.programme WHERE c.id = ANY($1)
"""


async def rule_set_rows(db: Reader, ids: list[str]) -> dict[str, RuleSetRow]:
    """The limits that hold for a cohort's people, by the cohort's id."""
    return {
        row["id"]: {
            "cohort": row["id"],
            "programme": row["programme"],
            "institution": row["institution"],
            "team_min": row["team_min"],
            "team_max": row["team_max"],
            "spending_limit": row["spending_limit"],
            "cash_rounding": row["cash_rounding"],
        }
        for row in await db.rows(RULE_SETS, ids)
    }


MANUFACTORIES = """
SELECT m.id, m.cohort, m.institution, i.short_name AS school, m.name, m.makes, m.figure, m.pigment, m.carrier,
       m.founded_at, r.team_max, r.spending_limit, r.cash_rounding,
       (SELECT count(*) FROM member k WHERE k.manufactory = m.id AND k.until IS NULL) AS members
FROM manufactory m JOIN institution i ON i.id = m.institution JOIN rule_set r ON r.id = m.programme
WHERE m.id = ANY($1)
"""


async def manufactory_rows(db: Reader, ids: list[str]) -> dict[str, ManufactoryRow]:
    """Manufactories, for their members and mentors."""
    return {
        row["id"]: {
            "cohort": row["cohort"],
            "institution": row["institution"],
            "school": texts(row["school"]),
            "name": texts(row["name"]),
            "makes": texts(row["makes"]),
            "figure": row["figure"],
            "pigment": row["pigment"],
            "carrier": row["carrier"],
            "founded": wire(row["founded_at"]),
            "team_max": row["team_max"],
            "spending_limit": row["spending_limit"],
            "cash_rounding": row["cash_rounding"],
        }
        for row in await db.rows(MANUFACTORIES, ids)
    }


async def school_manufactory_rows(db: Reader, ids: list[str]) -> dict[str, SchoolManufactoryRow]:
    """Manufactories, for the list of their school."""
    return {
        row["id"]: {
            "cohort": row["cohort"],
            "institution": row["institution"],
            "name": texts(row["name"]),
            "makes": texts(row["makes"]),
            "figure": row["figure"],
            "pigment": row["pigment"],
            "carrier": row["carrier"],
            "members": row["members"],
        }
        for row in await db.rows(MANUFACTORIES, ids)
    }


MEMBERS = """
SELECT m.id, m.manufactory, m.enrolment, m.person, m.since, m.until, p.family, p.given
FROM member m JOIN person p ON p.id = m.person WHERE m.id = ANY($1)
"""
POSTS = "SELECT member, kind, since, until FROM post WHERE member = ANY($1) ORDER BY since, id"


async def member_rows(db: Reader, ids: list[str]) -> dict[str, MemberRow]:
    """Members with the posts they hold and held; who left is there with the end."""
    posts: dict[str, list[HeldPost]] = {}
    for row in await db.rows(POSTS, ids):
        posts.setdefault(row["member"], []).append(
            {"kind": row["kind"], "since": wire(row["since"]), "until": row["until"] and wire(row["until"])}
        )
    return {
        row["id"]: {
            "manufactory": row["manufactory"],
            "enrolment": row["enrolment"],
            "person": row["person"],
            "name": full_name(row["family"], row["given"]),
            "posts": posts.get(row["id"], []),
            "since": wire(row["since"]),
            "until": row["until"] and wire(row["until"]),
        }
        for row in await db.rows(MEMBERS, ids)
    }


TEAM_MENTORS = """
SELECT m.id, m.manufactory, m.person, p.family, p.given FROM team_mentor m JOIN person p ON p.id = m.person
WHERE m.id = ANY($1) AND m.until IS NULL
"""


async def team_mentor_rows(db: Reader, ids: list[str]) -> dict[str, TeamMentorRow]:
    """Mentors of manufactories; one who was dismissed is not there."""
    return {
        row["id"]: {
            "manufactory": row["manufactory"],
            "person": row["person"],
            "name": full_name(row["family"], row["given"]),
        }
        for row in await db.rows(TEAM_MENTORS, ids)
    }


GATES = "SELECT id, manufactory, kind, name, due FROM gate WHERE id = ANY($1) AND dropped_at IS NULL"
STEPS = """
SELECT s.gate, s.act, s.said, s.day, s.happened_at, p.family, p.given
FROM gate_step s JOIN person p ON p.id = s.person WHERE s.gate = ANY($1) ORDER BY s.gate, s.number
"""


async def gate_rows(db: Reader, ids: list[str]) -> dict[str, GateRow]:
    """Gates with their steps; one that was dropped is not there."""
    steps: dict[str, list[StepTaken]] = {}
    for row in await db.rows(STEPS, ids):
        steps.setdefault(row["gate"], []).append(
            {
                "act": row["act"],
                "said": row["said"],
                "day": str(row["day"]),
                "by": full_name(row["family"], row["given"]),
                "at": wire(row["happened_at"]),
            }
        )
    return {
        row["id"]: {
            "manufactory": row["manufactory"],
            "kind": row["kind"],
            "name": texts(row["name"]),
            "due": str(row["due"]),
            "steps": steps.get(row["id"], []),
        }
        for row in await db.rows(GATES, ids)
    }


PRODUCTS = "SELECT id, manufactory, name, unit, figure, active FROM product WHERE id = ANY($1)"
PRICES = "SELECT product, kopecks, since FROM price WHERE product = ANY($1) ORDER BY since, id"


async def product_rows(db: Reader, ids: list[str]) -> dict[str, ProductRow]:
    """Products with all their prices; one that was set while it held is not told."""
    prices: dict[str, list[PriceRow]] = {}
    for row in await db.rows(PRICES, ids):
        told = prices.setdefault(row["product"], [])
        if not told or told[-1]["kopecks"] != row["kopecks"]:
            told.append({"kopecks": row["kopecks"], "since": wire(row["since"])})
    return {
        row["id"]: {
            "manufactory": row["manufactory"],
            "name": texts(row["name"]),
            "unit": row["unit"],
            "figure": row["figure"],
            "active": bool(row["active"]),
            "prices": prices.get(row["id"], []),
        }
        for row in await db.rows(PRODUCTS, ids)
    }


class Offer(Struct, frozen=True):
    """What is known of a product at the till: whether it is on the list, and its prices, (since, kopecks), in order."""

    active: bool
    prices: list[tuple[datetime, int]]


OFFERS = """
SELECT p.id, p.active, c.since, c.kopecks FROM product p JOIN price c ON c.product = p.id
WHERE p.manufactory = $1 ORDER BY c.since, c.id
"""


async def offers(db: Reader, manufactory: str) -> dict[str, Offer]:
    """The products of a manufactory, those off the list too."""
    found: dict[str, Offer] = {}
    for row in await db.rows(OFFERS, manufactory):
        offer = found.setdefault(row["id"], Offer(bool(row["active"]), []))
        offer.prices.append((instant(row["since"]), row["kopecks"]))
    return found


ENTRIES = """
SELECT e.id, e.manufactory, e.kind, e.money, e.kopecks, e.counted, e.book, e.day, e.note, e.reverses, e.held, e.person,
       e.device, e.happened_at, e.arrived_at, e.flags, p.family, p.given
FROM entry e JOIN person p ON p.id = e.person WHERE e.id = ANY($1)
"""
LINES = """
SELECT entry, account, kopecks, product, quantity, price FROM entry_line WHERE entry = ANY($1)
ORDER BY entry, place
"""
APPROVALS = """
SELECT a.entry, p.family, p.given FROM approval a JOIN person p ON p.id = a.person WHERE a.entry = ANY($1)
ORDER BY a.happened_at DESC, a.id
"""


async def entry_rows(db: Reader, ids: list[str]) -> dict[str, EntryRow]:
    """Entries with their lines, and whether they count yet: a reversal does as its entry does."""
    found = await db.rows(ENTRIES, ids)
    lines: dict[str, list[LineRow]] = {}
    for row in await db.rows(LINES, ids):  # a book has many, so none is written down a second time
        lines.setdefault(row.pop("entry"), []).append(cast("LineRow", row))
    held = [row["reverses"] or row["id"] for row in found if row["held"]]
    approved = {
        row["entry"]: full_name(row["family"], row["given"]) for row in (await db.rows(APPROVALS, held) if held else [])
    }
    return {row["id"]: _entry(row, lines.get(row["id"], []), approved) for row in found}


def _entry(row: Row, lines: list[LineRow], approved: dict[str, str]) -> EntryRow:
    by = approved.get(row["reverses"] or row["id"])
    return {
        "manufactory": row["manufactory"],
        "kind": row["kind"],
        "money": row["money"],
        "kopecks": row["kopecks"],
        "counted": row["counted"],
        "book": row["book"],
        "day": str(row["day"]),
        "note": row["note"],
        "lines": lines,
        "reverses": row["reverses"],
        "held": bool(row["held"]),
        "waits": bool(row["held"]) and by is None,
        "approved_by": by,
        "person": row["person"],
        "by": full_name(row["family"], row["given"]),
        "device": row["device"],
        "at": wire(row["happened_at"]),
        "arrived": wire(row["arrived_at"]),
        "flags": msgspec.json.decode(row["flags"]),
    }


class Sum(Struct, frozen=True):
    """What lines of entries that count come to, in the books of one day."""

    day: str
    account: str
    product: str | None
    kopecks: int
    quantity: int


BOOKED = """
SELECT e.manufactory, e.day, l.account, l.product,
       CAST(sum(l.kopecks) AS bigint) AS kopecks, CAST(sum(coalesce(l.quantity, 0)) AS bigint) AS quantity
FROM entry e JOIN entry_line l ON l.entry = e.id
WHERE e.manufactory = ANY($1)
  AND (NOT e.held OR EXISTS (SELECT 1 FROM approval a WHERE a.entry = coalesce(e.reverses, e.id)))
GROUP BY e.manufactory, e.day, l.account, l.product
"""


async def booked(db: Reader, manufactories: list[str]) -> dict[str, list[Sum]]:
    """The books of manufactories, day by day, for `rules.figures`."""
    found: dict[str, list[Sum]] = {}
    for row in await db.rows(BOOKED, manufactories):
        one = Sum(str(row["day"]), row["account"], row["product"], row["kopecks"], row["quantity"])
        found.setdefault(row["manufactory"], []).append(one)
    return found


async def rules_of(db: Reader, programme: str) -> SetRules | None:
    """The limits and gates of a programme as they are set now; None while it founds no manufactories."""
    sql = "SELECT team_min, team_max, spending_limit, cash_rounding FROM rule_set WHERE id = $1"
    limits = await db.rows(sql, programme)
    if not limits:
        return None
    sql = "SELECT name, days, kind FROM gate_template WHERE programme = $1 ORDER BY position, id"
    gates = [row | {"name": texts(row["name"])} for row in await db.rows(sql, programme)]
    return msgspec.convert(limits[0] | {"programme": programme, "gates": gates}, SetRules)
