"""What the people who look after manufactories may read of them.

A coordinator sees those of the own school, and those in which a student is whom the own school sent; a manager sees
those of the own programmes. Nobody else sees any.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from backend.core.actor import Actor
from backend.core.clock import day_of, instant, wire
from backend.core.database import Reader, Row
from backend.core.errors import Problem
from backend.manufactories.queries import Sum, booked, gate_rows, member_rows
from backend.manufactories.rules import Figures, figures
from backend.people.queries import as_date
from backend.people.rules import full_name
from backend.programmes.queries import day, texts
from backend.reports import rules
from backend.reports.schemas import (
    GateReport,
    Manufactories,
    ManufactoryLine,
    ManufactoryReport,
    MemberNow,
    MentorNow,
    ProductSold,
    TeamSession,
    WaitingEntry,
)

SEEN = """
SELECT m.id, m.name, m.makes, m.figure, m.pigment, m.carrier, m.institution, m.founded_at,
       i.short_name AS school, c.name AS cohort, p.name AS programme,
       (SELECT count(*) FROM member k WHERE k.manufactory = m.id AND k.until IS NULL) AS members
FROM manufactory m JOIN institution i ON i.id = m.institution
JOIN cohort c ON c.id = m.cohort JOIN programme p ON p.id = m.programme
WHERE m.id {among}
ORDER BY m.founded_at, m.id
"""
EVERY = """IN (
    SELECT id FROM manufactory WHERE institution = ANY($1)
    UNION ALL SELECT id FROM manufactory WHERE programme = ANY($2)
    UNION ALL SELECT k.manufactory FROM enrolment e JOIN member k ON k.enrolment = e.id
    WHERE e.institution = ANY($1) AND k.until IS NULL)"""
ONE = """= $3 AND (m.institution = ANY($1) OR m.programme = ANY($2) OR EXISTS (
    SELECT 1 FROM member k JOIN enrolment e ON e.id = k.enrolment
    WHERE k.manufactory = m.id AND k.until IS NULL AND e.institution = ANY($1)))"""
MENTORS = """
SELECT m.manufactory, m.person, p.family, p.given FROM team_mentor m JOIN person p ON p.id = m.person
WHERE m.manufactory = ANY($1) AND m.until IS NULL ORDER BY p.sort_key, m.id
"""
GATES = "SELECT id FROM gate WHERE manufactory = ANY($1)"
LAST_ENTRIES = "SELECT manufactory, max(happened_at) AS at FROM entry WHERE manufactory = ANY($1) GROUP BY manufactory"
LAST_SESSIONS = "SELECT manufactory, max(held_on) AS day FROM session WHERE manufactory = ANY($1) GROUP BY manufactory"
WAITING = """
SELECT e.id, e.manufactory, e.kind, e.note, e.kopecks, e.day, e.happened_at, e.person, p.family, p.given
FROM entry e JOIN person p ON p.id = e.person
WHERE e.manufactory = ANY($1) AND e.held AND e.reverses IS NULL
  AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.entry = e.id)
  AND e.id NOT IN (SELECT r.reverses FROM entry r WHERE r.manufactory = ANY($1) AND r.reverses IS NOT NULL)
ORDER BY e.happened_at, e.id
"""


class _Seen:
    """All that the list says of the manufactories that the actor may read, gathered once."""

    def __init__(self, actor: Actor, now: datetime, timezone: str) -> None:
        self.schools = [role.place for role in actor.holding("coordinator", now)]
        self.programmes = [role.place for role in actor.holding("manager", now)]
        self.timezone, self.today = timezone, day_of(now, timezone)
        self.rows: list[Row] = []
        self.booked: dict[str, list[Sum]] = {}
        self.figures: dict[str, Figures] = {}
        self.mentors: dict[str, list[MentorNow]] = {}
        self.gates: dict[str, list[GateReport]] = {}
        self.waiting: dict[str, list[WaitingEntry]] = {}
        self.entered: dict[str, datetime] = {}
        self.met: dict[str, date] = {}

    async def load(self, db: Reader, only: str | None = None) -> list[str]:
        """The ids of what was found. Raises not_found when `only` is a manufactory that the actor may not read."""
        if only:
            self.rows = await db.rows(SEEN.format(among=ONE), self.schools, self.programmes, only)
            if not self.rows:
                raise Problem("not_found")
        elif self.schools or self.programmes:
            self.rows = await db.rows(SEEN.format(among=EVERY), self.schools, self.programmes)
        if not self.rows:
            return []
        ids = [row["id"] for row in self.rows]
        self.booked = await booked(db, ids)
        self.figures = {one: figures(self.booked.get(one, [])) for one in ids}
        for row in await db.rows(MENTORS, ids):
            self.mentors.setdefault(row["manufactory"], []).append({"person": row["person"], "name": _name(row)})
        for row in await db.rows(WAITING, ids):
            self.waiting.setdefault(row["manufactory"], []).append(_waiting(row))
        await self._load_gates(db, ids)
        self.entered = {row["manufactory"]: instant(row["at"]) for row in await db.rows(LAST_ENTRIES, ids)}
        self.met = {row["manufactory"]: as_date(row["day"]) for row in await db.rows(LAST_SESSIONS, ids)}
        return ids

    async def _load_gates(self, db: Reader, ids: list[str]) -> None:
        rows = await gate_rows(db, [row["id"] for row in await db.rows(GATES, ids)])
        for _, row in sorted(rows.items(), key=lambda item: (item[1]["due"], item[0])):
            says = self.figures[row["manufactory"]]
            passed_on = rules.passed_on(row["kind"], row["steps"], says.first_sale, says.break_even)
            gate: GateReport = {
                "kind": row["kind"],
                "name": row["name"],
                "due": row["due"],
                "overdue": passed_on is None and row["due"] < self.today.isoformat(),
                "passed_on": passed_on,
                "steps": [*row["steps"]],
            }
            self.gates.setdefault(row["manufactory"], []).append(gate)

    def line(self, row: Row) -> ManufactoryLine:
        """What the list says of one."""
        id_, says, entered = row["id"], self.figures[row["id"]], self.entered.get(row["id"])
        gates = self.gates.get(id_, [])
        following = rules.following(gates)
        return {
            "id": id_,
            "name": texts(row["name"]),
            "makes": texts(row["makes"]),
            "figure": row["figure"],
            "pigment": row["pigment"],
            "carrier": row["carrier"],
            "school": texts(row["school"]),
            "cohort": texts(row["cohort"]),
            "programme": texts(row["programme"]),
            "members": row["members"],
            "mentors": [mentor["name"] for mentor in self.mentors.get(id_, [])],
            "balance": says.balance,
            "revenue": says.revenue,
            "result": says.result,
            "units": says.units,
            "first_sale": says.first_sale,
            "break_even": says.break_even,
            "next_gate": following
            and {"name": following["name"], "due": following["due"], "overdue": following["overdue"]},
            "gates_passed": {"passed": sum(gate["passed_on"] is not None for gate in gates), "total": len(gates)},
            "last_entry_at": wire(entered) if entered else None,
            "waiting": len(self.waiting.get(id_, [])),
            "quiet": rules.quiet(self._heard(row, entered), self.today),
        }

    def _heard(self, row: Row, entered: datetime | None) -> date:
        moments = [instant(row["founded_at"]), *([entered] if entered else [])]
        return max(day_of(max(moments), self.timezone), self.met.get(row["id"], date.min))


def _name(row: Row) -> str:
    return full_name(row["family"], row["given"])


def _waiting(row: Row) -> WaitingEntry:
    return {
        "id": row["id"],
        "kind": row["kind"],
        "note": row["note"],
        "kopecks": row["kopecks"],
        "person": row["person"],
        "by": _name(row),
        "at": wire(row["happened_at"]),
        "day": day(row["day"]),
    }


async def manufactories(actor: Actor, db: Reader, now: datetime, timezone: str) -> Manufactories:
    """All that the actor looks after; none for who looks after none."""
    seen = _Seen(actor, now, timezone)
    await seen.load(db)
    return {"as_of": wire(now), "manufactories": [seen.line(row) for row in seen.rows]}


FLOWS = """
SELECT day, CAST(sum(CASE WHEN kopecks > 0 THEN kopecks ELSE 0 END) AS bigint) AS came,
       CAST(sum(CASE WHEN kopecks < 0 THEN -kopecks ELSE 0 END) AS bigint) AS went
FROM (
    SELECT e.day, coalesce(e.reverses, e.id) AS one, sum(l.kopecks) AS kopecks
    FROM entry e JOIN entry_line l ON l.entry = e.id
    WHERE e.manufactory = $1 AND l.account IN ('cash', 'card')
      AND (NOT e.held OR EXISTS (SELECT 1 FROM approval a WHERE a.entry = coalesce(e.reverses, e.id)))
    GROUP BY e.day, coalesce(e.reverses, e.id)
) AS moved GROUP BY day
"""
"""An entry that was taken back moved nothing: it and its reversal are one."""
PRODUCTS = "SELECT id, name, unit FROM product WHERE manufactory = $1 ORDER BY made_at, id"
MEMBERS = """
SELECT m.id FROM member m JOIN person p ON p.id = m.person WHERE m.manufactory = $1 AND m.until IS NULL
ORDER BY p.sort_key, m.id
"""
SESSIONS = """
SELECT s.kind, s.held_on, s.minutes, p.family, p.given FROM session s JOIN person p ON p.id = s.person
WHERE s.manufactory = $1 ORDER BY s.held_on DESC, s.happened_at DESC, s.id
"""


async def manufactory(
    actor: Actor,
    db: Reader,
    id: str,  # noqa: A002 - the column
    now: datetime,
    timezone: str,
) -> ManufactoryReport:
    """One of them. Raises not_found, also when there is none."""
    seen = _Seen(actor, now, timezone)
    await seen.load(db, id)
    (row,) = seen.rows
    flows = [(as_date(one["day"]), one["came"], one["went"]) for one in await db.rows(FLOWS, id)]
    return {
        **seen.line(row),
        "as_of": wire(now),
        "institution": row["institution"],
        "led": row["institution"] in seen.schools,
        "cash": seen.figures[id].cash,
        "card": seen.figures[id].card,
        "weeks": [
            {"monday": monday.isoformat(), "came": came, "went": went} for monday, came, went in rules.weeks(flows)
        ],
        "products": _sold(await db.rows(PRODUCTS, id), seen.booked.get(id, [])),
        "team": await _team(db, id),
        "team_mentors": seen.mentors.get(id, []),
        "gates": seen.gates.get(id, []),
        "waiting_entries": seen.waiting.get(id, []),
        "sessions": [_session(one) for one in await db.rows(SESSIONS, id)],
    }


def _sold(products: Sequence[Row], lines: Iterable[Sum]) -> list[ProductSold]:
    """Units and revenue of each product; what was sold without one comes last, if anything was."""
    units: dict[str | None, int] = {}
    revenue: dict[str | None, int] = {}
    for line in lines:
        if line.account == "revenue":
            units[line.product] = units.get(line.product, 0) + line.quantity
            revenue[line.product] = revenue.get(line.product, 0) - line.kopecks
    none: list[Any] = [{"id": None, "name": None, "unit": None}] if revenue.get(None) else []
    return [
        {
            "id": row["id"],
            "name": texts(row["name"]),
            "unit": row["unit"],
            "units": units.get(row["id"], 0) if row["id"] else 0,
            "revenue": revenue.get(row["id"], 0),
        }
        for row in (*products, *none)
    ]


async def _team(db: Reader, id: str) -> list[MemberNow]:  # noqa: A002 - the column
    order = [row["id"] for row in await db.rows(MEMBERS, id)]
    rows = await member_rows(db, order)
    held = {one: [post["kind"] for post in row["posts"] if post["until"] is None] for one, row in rows.items()}
    return [{"name": rows[one]["name"], "posts": held[one]} for one in order]


def _session(row: Row) -> TeamSession:
    return {"kind": row["kind"], "day": day(row["held_on"]), "minutes": row["minutes"], "by": _name(row)}
