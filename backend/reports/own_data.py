"""Everything that the installation holds about a person, for that person alone.

What others are called stays out, and so does what mentors note for each other: `LEFT_OUT` says why, on the page too.
"""

import json
from datetime import date, datetime
from typing import Any, NamedTuple, TypedDict

from backend.core.actor import Actor
from backend.core.clock import wire
from backend.core.database import Reader, Row
from backend.core.i18n import N_, gettext
from backend.people.consents import TEXTS
from backend.progress.queries import attempt_rows

FORMAT = "verstat-person-1"


class Part(NamedTuple):
    """One kind of row: what it is called, and what finds it for the person $1."""

    title: str
    sql: str


class OwnData(TypedDict):
    """The export. `parts`: what -> rows, the oldest first; moments are UTC, money is kopecks."""

    format: str
    made_at: str
    person: str
    parts: dict[str, list[dict[str, Any]]]
    left_out: list[str]


LEFT_OUT = [
    N_("Your password and the keys of your phones: only fingerprints are kept, which open nothing."),
    N_("Names of others, such as classmates, mentors and coordinators: they are theirs."),
    N_(
        "What mentors note of a meeting for each other: it is about the group, and must stay a place where a worry can "
        "be told safely. Ask the coordinator of your school about it."
    ),
]

PLACE = """
COALESCE((SELECT i.name FROM institution i WHERE i.id = r.place), (SELECT c.name FROM cohort c WHERE c.id = r.place),
    (SELECT g.name FROM programme g WHERE g.id = r.place), (SELECT m.name FROM manufactory m WHERE m.id = r.place),
    (SELECT c.name FROM enrolment e JOIN cohort c ON c.id = e.cohort WHERE e.id = r.place))
"""
PARTS: dict[str, Part] = {
    "account": Part(
        N_("Your account"),
        """SELECT p.login, p.family, p.given AS given_name, p.patronymic, p.preferred, p.born, p.language,
        i.name AS institution, p.created_at FROM person p LEFT JOIN institution i ON i.id = p.institution
        WHERE p.id = $1""",
    ),
    "roles": Part(
        N_("Roles"),
        f"SELECT r.kind AS role, {PLACE} AS place_name, r.since, r.until FROM role r "  # noqa: S608 - our own words
        "WHERE r.person = $1 ORDER BY r.since, r.id",
    ),
    "consents": Part(
        N_("Consents"),
        """SELECT c.purpose, c.given, c.text AS version, c.language, c.guardian, c.day, c.happened_at, c.arrived_at
        FROM consent c WHERE c.person = $1 ORDER BY c.happened_at, c.id""",
    ),
    "enrolments": Part(
        N_("Groups you asked to join"),
        """SELECT c.name AS cohort, g.name AS programme, i.name AS institution, e.status, e.reason, e.since
        FROM enrolment e JOIN cohort c ON c.id = e.cohort JOIN programme g ON g.id = c.programme
        LEFT JOIN institution i ON i.id = e.institution WHERE e.person = $1 ORDER BY e.since, e.id""",
    ),
    "steps": Part(
        N_("Steps of your way through them"),
        """SELECT c.name AS cohort, s.before AS status_before, s.after AS status_after, s.reason,
        CASE WHEN s.person = $1 THEN 1 ELSE 0 END AS mine, s.happened_at
        FROM enrolment_step s JOIN enrolment e ON e.id = s.enrolment JOIN cohort c ON c.id = e.cohort
        WHERE e.person = $1 ORDER BY s.happened_at, s.number""",
    ),
    "steps_of_others": Part(
        N_("What you decided about requests and seats"),
        """SELECT c.name AS cohort, s.after AS status_after, s.reason, s.happened_at
        FROM enrolment_step s JOIN enrolment e ON e.id = s.enrolment JOIN cohort c ON c.id = e.cohort
        WHERE s.person = $1 AND e.person <> $1 ORDER BY s.happened_at, s.id""",
    ),
    "completions": Part(
        N_("Lessons finished"),
        """SELECT l.title AS lesson, c.name AS cohort, k.happened_at, k.arrived_at, k.flag
        FROM completion k JOIN lesson l ON l.id = k.lesson JOIN enrolment e ON e.id = k.enrolment
        JOIN cohort c ON c.id = e.cohort WHERE e.person = $1 ORDER BY k.happened_at, k.id""",
    ),
    "attempts": Part(
        N_("Quizzes taken"),
        """SELECT a.id, q.title AS quiz, c.name AS cohort, a.started_at, a.happened_at, a.arrived_at, a.flag
        FROM attempt a JOIN quiz q ON q.id = a.quiz JOIN enrolment e ON e.id = a.enrolment
        JOIN cohort c ON c.id = e.cohort WHERE e.person = $1 ORDER BY a.happened_at, a.id""",
    ),
    "attendance": Part(
        N_("Attendance, as others marked it"),
        """SELECT c.name AS cohort, t.name AS manufactory, m.held_on, m.status AS presence, m.late_minutes, m.flag,
        m.happened_at FROM mark m JOIN enrolment e ON e.id = m.enrolment JOIN cohort c ON c.id = m.cohort
        LEFT JOIN manufactory t ON t.id = m.manufactory WHERE e.person = $1 ORDER BY m.held_on, m.happened_at, m.id""",
    ),
    "rolls": Part(
        N_("Rolls you called"),
        """SELECT c.name AS cohort, m.held_on, count(*) AS marks FROM mark m JOIN cohort c ON c.id = m.cohort
        WHERE m.person = $1 GROUP BY c.id, m.held_on ORDER BY m.held_on, c.id""",
    ),
    "sessions": Part(
        N_("Meetings you logged"),
        """SELECT c.name AS cohort, t.name AS manufactory, s.kind AS meeting, s.held_on, s.minutes, s.adult, s.note,
        s.next_steps, s.flags, s.happened_at FROM session s JOIN cohort c ON c.id = s.cohort
        LEFT JOIN manufactory t ON t.id = s.manufactory WHERE s.person = $1 ORDER BY s.held_on, s.id""",
    ),
    "plans": Part(
        N_("Meetings you planned"),
        """SELECT c.name AS cohort, n.starts_at, n.minutes, n.place, n.topic, n.made_at, n.cancelled_at
        FROM plan n JOIN cohort c ON c.id = n.cohort WHERE n.person = $1 ORDER BY n.starts_at, n.id""",
    ),
    "announcements": Part(
        N_("What you told groups"),
        """SELECT c.name AS cohort, a.text AS told, a.made_at, a.retracted_at FROM announcement a
        JOIN cohort c ON c.id = a.cohort WHERE a.person = $1 ORDER BY a.made_at, a.id""",
    ),
    "memberships": Part(
        N_("Manufactories you are or were in"),
        """SELECT t.name AS manufactory, k.since, k.until FROM member k JOIN manufactory t ON t.id = k.manufactory
        WHERE k.person = $1 ORDER BY k.since, k.id""",
    ),
    "posts": Part(
        N_("Posts in them"),
        """SELECT t.name AS manufactory, p.kind AS post, p.since, p.until FROM post p JOIN member k ON k.id = p.member
        JOIN manufactory t ON t.id = k.manufactory WHERE k.person = $1 ORDER BY p.since, p.id""",
    ),
    "founded": Part(
        N_("Manufactories you founded"),
        """SELECT t.name AS manufactory, t.makes, t.founded_at FROM manufactory t WHERE t.person = $1
        ORDER BY t.founded_at, t.id""",
    ),
    "entries": Part(
        N_("Entries you wrote in the books"),
        """SELECT t.name AS manufactory, b.kind AS entry, b.money, b.kopecks, b.day, b.note, b.held, b.flags,
        b.happened_at, b.arrived_at FROM entry b JOIN manufactory t ON t.id = b.manufactory WHERE b.person = $1
        ORDER BY b.happened_at, b.id""",
    ),
    "approvals": Part(
        N_("Entries you approved"),
        """SELECT t.name AS manufactory, b.kind AS entry, b.kopecks, b.day, a.happened_at FROM approval a
        JOIN entry b ON b.id = a.entry JOIN manufactory t ON t.id = b.manufactory WHERE a.person = $1
        ORDER BY a.happened_at, a.id""",
    ),
    "prices": Part(
        N_("Prices you set"),
        """SELECT t.name AS manufactory, d.name AS product, p.kopecks, p.since FROM price p
        JOIN product d ON d.id = p.product JOIN manufactory t ON t.id = d.manufactory WHERE p.person = $1
        ORDER BY p.since, p.id""",
    ),
    "gates": Part(
        N_("Gates you passed or took back"),
        """SELECT t.name AS manufactory, g.name AS gate, s.act AS gate_act, s.said, s.day, s.happened_at
        FROM gate_step s JOIN gate g ON g.id = s.gate JOIN manufactory t ON t.id = g.manufactory
        WHERE s.person = $1 ORDER BY s.happened_at, s.id""",
    ),
    "mentored": Part(
        N_("Groups and manufactories you are or were a mentor of"),
        """SELECT c.name AS cohort, NULL AS manufactory, m.since, m.until FROM cohort_mentor m
        JOIN cohort c ON c.id = m.cohort WHERE m.person = $1
        UNION ALL SELECT NULL AS cohort, t.name AS manufactory, m.since, m.until FROM team_mentor m
        JOIN manufactory t ON t.id = m.manufactory WHERE m.person = $1 ORDER BY 3""",
    ),
    "checks": Part(
        N_("Schools that invited you as a mentor, and their checks"),
        """SELECT i.name AS institution, m.since, k.outcome, k.checked_on, k.expires_on, k.recorded_at
        FROM school_mentor m JOIN institution i ON i.id = m.institution LEFT JOIN clearance k ON k.school_mentor = m.id
        WHERE m.person = $1 ORDER BY m.since, k.recorded_at""",
    ),
    "checks_recorded": Part(
        N_("Checks of mentors you recorded"),
        """SELECT i.name AS institution, k.outcome, k.checked_on, k.recorded_at FROM clearance k
        JOIN school_mentor m ON m.id = k.school_mentor JOIN institution i ON i.id = m.institution
        WHERE k.recorded_by = $1 ORDER BY k.recorded_at, k.id""",
    ),
    "papers": Part(
        N_("Papers of guardians you entered"),
        """SELECT c.purpose, c.given, c.day, c.happened_at FROM consent c WHERE c.recorded_by = $1
        ORDER BY c.happened_at, c.id""",
    ),
    "invitations": Part(
        N_("Links you gave out or used"),
        """SELECT i.name AS institution, v.made_at, v.until, v.used_at,
        CASE WHEN v.made_by = $1 THEN 1 ELSE 0 END AS mine
        FROM invitation v JOIN institution i ON i.id = v.institution WHERE v.made_by = $1 OR v.used_by = $1
        ORDER BY v.made_at, v.id""",
    ),
    "appointments": Part(
        N_("How you were appointed"),
        """SELECT a.kind AS role, a.label, a.made_at, a.used_at FROM appointment a WHERE a.used_by = $1
        ORDER BY a.made_at, a.id""",
    ),
    "codes": Part(
        N_("Codes for a new password"),
        """SELECT k.made_at, k.until, k.used_at, k.told_at, CASE WHEN k.person = $1 THEN 1 ELSE 0 END AS for_me
        FROM reset_code k WHERE k.person = $1 OR k.made_by = $1 ORDER BY k.made_at, k.id""",
    ),
    "codes_of_operators": Part(
        N_("Codes for a new password from who runs the installation"),
        """SELECT k.made_at, k.until, k.used_at, k.told_at FROM staff_code k WHERE k.person = $1
        ORDER BY k.made_at, k.id""",
    ),
    "phones": Part(
        N_("Phones and computers"),
        """SELECT d.label, d.created_at, d.seen_at, d.unsent, CASE WHEN d.token IS NULL THEN 0 ELSE 1 END AS signed_in
        FROM device d WHERE d.person = $1 ORDER BY d.created_at, d.id""",
    ),
    "acts": Part(
        N_("What you did, and what was done about you"),
        """SELECT l.act, l.about_kind, CASE WHEN l.person = $1 THEN 1 ELSE 0 END AS mine, l.acted_as, l.happened_at,
        l.arrived_at, CASE WHEN l.about = $1 THEN l.details ELSE NULL END AS details FROM audit_line l
        WHERE l.person = $1 OR l.about = $1 OR l.about IN (SELECT e.id FROM enrolment e WHERE e.person = $1)
        OR l.about IN (SELECT d.id FROM device d WHERE d.person = $1) ORDER BY l.arrived_at, l.id""",
    ),
    "deliveries": Part(
        N_("What your phones delivered"),
        """SELECT o.type AS act, o.code, o.made_at, o.happened_at, o.arrived_at FROM operation o WHERE o.person = $1
        ORDER BY o.arrived_at, o.id""",
    ),
}
TEXT_COLUMNS = (
    *("institution", "cohort", "programme", "manufactory", "place_name", "lesson", "quiz", "makes", "product"),
    *("gate", "details", "flags"),
)
YES_OR_NO = ("given", "mine", "for_me", "signed_in", "held", "passed", "graded")
REASONS = {
    "audit_line.device": "a phone's id, which stands among the phones",
    "sign_in_failure.id": "a fingerprint of what was typed, by which nobody is found",
}
"""Columns that point to a person or say something of one and are not shown, with why."""


async def own_data(actor: Actor, db: Reader, now: datetime) -> OwnData:
    """All of it, about the actor."""
    parts = {key: [_row(row) for row in await db.rows(part.sql, actor.id)] for key, part in PARTS.items()}
    await _with_answers(db, parts["attempts"])
    for consent in parts["consents"]:
        words = TEXTS.get(consent["version"], {}).get(consent["purpose"], "")
        consent["text"] = gettext(consent["language"], words)
    left_out = [gettext(actor.language, one) for one in LEFT_OUT]
    return {"format": FORMAT, "made_at": wire(now), "person": actor.id, "parts": parts, "left_out": left_out}


async def _with_answers(db: Reader, attempts: list[dict[str, Any]]) -> None:
    """What was answered, and how well as far as the phone may know it: else the last attempt would be a gift."""
    found = await attempt_rows(db, [one["id"] for one in attempts])
    for one in attempts:
        row = found[one.pop("id")]
        one |= {name: row[name] for name in ("score", "passed", "graded", "answers", "results")}


def _row(row: Row) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in TEXT_COLUMNS:
        return json.loads(value) if isinstance(value, str) else value
    if name in YES_OR_NO:
        return bool(value)
    if name.endswith("_at") or name in ("since", "until"):
        return wire(value)
    return str(value) if isinstance(value, date) else value
