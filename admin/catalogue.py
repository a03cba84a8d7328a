"""What an operator may edit: the columns of each table and what they may hold, what is judged of a row as a whole, and
which phones learn of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct
from piccolo.table import Table

from admin.words import CHOICES
from backend.core.actor import Actor
from backend.core.errors import Problem, declare
from backend.core.fields import SEVERAL_LINES, Line
from backend.core.i18n import N_
from backend.core.ids import Id, pair_id
from backend.core.work import Op, Work
from backend.courses.schemas import Counts, LessonText, Minutes, Percent, QuestionText, QuizText, Term
from backend.courses.tables import Course, Lesson, Module, Quiz
from backend.manufactories.actions import limits_changed, manufactory_scope
from backend.manufactories.schemas import GateKind
from backend.manufactories.tables import GateTemplate, RuleSet
from backend.people.actions import institution_scope, person_scope
from backend.people.tables import Institution
from backend.programmes.actions import cohort_scope, enrolment_scope, open_cohort
from backend.programmes.rules import SEATED
from backend.programmes.schemas import NewCohort
from backend.programmes.steps import COUNT, LOCK
from backend.programmes.tables import Cohort, CohortCourse, Programme

declare("days_order", 422, N_("The last day cannot lie before the first. Check both days."), "edit")
declare("team_order", 422, N_("The largest team cannot be smaller than the smallest. Check both numbers."), "edit")
declare("seats_taken", 422, N_("%(taken)s people have a seat here. Give at least as many seats."), "edit")
declare("quiz_odd", 422, N_("The questions cannot be used like this: %(why)s"), "edit")

Whole = Annotated[int, Meta(ge=0, le=10_000)]
Emblem = Annotated[str, Meta(pattern="^[0-9a-f]{64}\\Z")]
Markdown = Annotated[str, Meta(min_length=1, max_length=60_000, pattern=SEVERAL_LINES)]


class Both(Struct, frozen=True, forbid_unknown_fields=True):
    """A line in both languages."""

    uk: Line
    en: Line


class Long(Struct, frozen=True, forbid_unknown_fields=True):
    """A text of several lines in both languages."""

    uk: Markdown
    en: Markdown


Values = Mapping[str, Any]
Kept = dict[str, Any]
"""Column -> value as JSON has it."""
DIGEST = r"^[0-9a-f]{64}\Z"
Touches = Callable[[Work, Kept, frozenset[str]], Awaitable[None]]
"""Tell the phones of a row: as it is, or was when it is deleted; which columns are new (all for a whole row)."""


class Edited(NamedTuple):
    """A table of the catalogue."""

    table: type[Table]
    columns: Values
    """What can be changed, with the type of what it may hold."""
    touch: Touches
    given: Values = MappingProxyType({})
    """What can be said when a row is added, and stays."""
    judge: Callable[[Work, Kept], Awaitable[None]] | None = None
    """Raises a Problem for a row that cannot be."""
    added: bool = True
    """Whether rows can be added and deleted."""
    add: Callable[[Work, Actor, Op, Kept], Awaitable[str]] | None = None
    """The action that adds a row, where it takes more than a row."""
    pair: Sequence[str] = ()
    """The two columns whose pair is its id."""
    held: Sequence[tuple[str, str]] = ()
    """(Table, statement): what holds on to a row, $1, without a foreign key."""


async def _quiet(_work: Work, _row: Kept, _new: frozenset[str]) -> None:
    """Course texts reach phones by a release."""


async def _each(work: Work, sql: str, id_: str) -> list[str]:
    return [row["id"] for row in await work.rows(sql, id_)]


async def _institution(work: Work, row: Kept, new: frozenset[str]) -> None:
    """Its names stand in rows of its people, of the cohorts it hosts, of who asked for a seat there, of its teams."""
    id_ = row["id"]
    work.touch(institution_scope(id_), "institution", id_)
    if "name" in new:
        for person in await _each(work, "SELECT id FROM person WHERE institution = $1", id_):
            work.touch(person_scope(person), "person", person)
        for cohort in await _each(work, "SELECT id FROM cohort WHERE institution = $1", id_):
            work.touch(cohort_scope(cohort), "cohort", cohort)
    if "short_name" in new:
        for cohort in await _each(work, "SELECT id FROM cohort WHERE institution = $1", id_):
            await _enrolments(work, cohort)
        for team in await _each(work, "SELECT id FROM manufactory WHERE institution = $1", id_):
            work.touch(manufactory_scope(team), "manufactory", team)


async def _enrolments(work: Work, cohort: str) -> None:
    for enrolment in await _each(work, "SELECT id FROM enrolment WHERE cohort = $1", cohort):
        work.touch(enrolment_scope(enrolment), "enrolment", enrolment)


async def _programme(work: Work, row: Kept, new: frozenset[str]) -> None:
    """Its name stands in the rows of its cohorts."""
    if "name" in new:
        for cohort in await work.rows("SELECT id, institution FROM cohort WHERE programme = $1", row["id"]):
            work.touch(cohort_scope(cohort["id"]), "cohort", cohort["id"])
            work.touch(institution_scope(cohort["institution"]), "school_cohort", cohort["id"])


async def _cohort(work: Work, row: Kept, new: frozenset[str]) -> None:
    """Its name stands in the rows of its enrolments too."""
    id_ = row["id"]
    work.touch(cohort_scope(id_), "cohort", id_)
    work.touch(institution_scope(row["institution"]), "school_cohort", id_)
    if "name" in new:
        await _enrolments(work, id_)


async def _add_cohort(work: Work, actor: Actor, op: Op, row: Kept) -> str:
    return await open_cohort(work, actor, op, msgspec.convert(row | {"courses": []}, NewCohort))


async def _judge_cohort(work: Work, row: Kept) -> None:
    if row["ends"] < row["starts"]:
        raise Problem("days_order")
    if "id" not in row:
        return
    await work.rows(LOCK, row["id"])  # as who gives a seat does: neither counts while the other may change it
    taken = (await work.rows(COUNT, row["id"], list(SEATED)))[0]["n"]
    if taken > row["seats"]:
        raise Problem("seats_taken", taken=taken)


async def _cohort_course(work: Work, row: Kept, _new: frozenset[str]) -> None:
    work.touch(cohort_scope(row["cohort"]), "course", row["id"])


async def _course(work: Work, row: Kept, new: frozenset[str]) -> None:
    """Its head is no part of a release: whoever fetches a cohort's list of courses sees it as it is."""
    if new & {"title", "summary", "hours"}:
        for place in await work.rows("SELECT id, cohort FROM cohort_course WHERE course = $1", row["id"]):
            work.touch(cohort_scope(place["cohort"]), "course", place["id"])


async def _limits(work: Work, row: Kept, _new: frozenset[str]) -> None:
    await limits_changed(work, row["id"])


async def _judge_limits(_work: Work, row: Kept) -> None:
    if row["team_max"] < row["team_min"]:
        raise Problem("team_order")


async def _judge_lesson(_work: Work, row: Kept) -> None:
    _must_be(LessonText, row, ("module", "position"))


async def _judge_quiz(_work: Work, row: Kept) -> None:
    _must_be(QuizText, row, ("module", "position"))


def _must_be(kind: type[Struct], row: Kept, apart: Sequence[str]) -> None:
    try:
        msgspec.convert({"id": pair_id("new", "row")} | {k: v for k, v in row.items() if k not in apart}, kind)
    except msgspec.ValidationError as error:
        raise Problem("quiz_odd", why=str(error)) from error


_PLACES = [
    ("role", "SELECT id FROM role WHERE place = $1"),
    ("appointment", "SELECT id FROM appointment WHERE place = $1"),
]
_READ = """
SELECT p.id FROM completion p JOIN enrolment e ON e.id = p.enrolment JOIN lesson l ON l.id = p.lesson
JOIN module m ON m.id = l.module JOIN cohort_course k ON k.cohort = e.cohort AND k.course = m.course WHERE k.id = $1
"""
_TRIED = """
SELECT a.id FROM attempt a JOIN enrolment e ON e.id = a.enrolment JOIN quiz q ON q.id = a.quiz
JOIN module m ON m.id = q.module JOIN cohort_course k ON k.cohort = e.cohort AND k.course = m.course WHERE k.id = $1
"""
_PUBLISHED = """
SELECT r.id FROM release r JOIN module m ON m.course = r.course JOIN lesson l ON l.module = m.id
WHERE l.id = $1 AND CAST(r.lessons AS text) LIKE '%' || CAST(l.id AS text) || '%'
"""

EDITED: Mapping[str, Edited] = {
    "institution": Edited(
        Institution,
        {
            "name": Both,
            "short_name": Both,
            "kind": Literal[tuple(CHOICES["institution.kind"])],
            "emblem": Emblem | None,
        },
        _institution,
        held=_PLACES,
    ),
    "programme": Edited(
        Programme,
        {"name": Both, "summary": Long},
        _programme,
        held=[*_PLACES, ("rule_set", "SELECT id FROM rule_set WHERE id = $1")],
    ),
    "cohort": Edited(
        Cohort,
        {"name": Both, "starts": date, "ends": date, "seats": Annotated[int, Meta(ge=1, le=10_000)]},
        _cohort,
        {"programme": Id, "institution": Id},
        _judge_cohort,
        add=_add_cohort,
        held=_PLACES,
    ),
    "cohort_course": Edited(
        CohortCourse,
        {"position": Whole},
        _cohort_course,
        {"cohort": Id, "course": Id},
        pair=("cohort", "course"),
        held=[("completion", _READ), ("attempt", _TRIED)],
    ),
    "course": Edited(Course, {"title": Both, "summary": Long, "hours": Whole, "counts": Counts}, _course),
    "module": Edited(Module, {"title": Both, "position": Whole}, _quiet, {"course": Id}),
    "lesson": Edited(
        Lesson,
        {"title": Both, "summary": Long, "body": Long, "terms": list[Term], "position": Whole, "minutes": Minutes},
        _quiet,
        {"module": Id},
        _judge_lesson,
        held=[("release", _PUBLISHED)],
    ),
    "quiz": Edited(
        Quiz,
        {
            "title": Both,
            "position": Whole,
            "graded": bool,
            "attempts": Annotated[int, Meta(ge=1, le=100)],
            "pass_percent": Percent,
            "questions": list[QuestionText],
        },
        _quiet,
        {"module": Id},
        _judge_quiz,
    ),
    "rule_set": Edited(
        RuleSet,
        {
            "team_min": Annotated[int, Meta(ge=1, le=50)],
            "team_max": Annotated[int, Meta(ge=1, le=50)],
            "spending_limit": Annotated[int, Meta(ge=0, le=10**9)],
            "cash_rounding": Annotated[int, Meta(ge=1, le=100)],
        },
        _limits,
        judge=_judge_limits,
        added=False,
    ),
    "gate_template": Edited(
        GateTemplate,
        {"name": Both, "kind": GateKind, "days": Annotated[int, Meta(ge=0, le=1_000)], "position": Whole},
        _quiet,
        {"programme": Id},
    ),
}
"""Table -> how it is edited. Every other table is evidence, or made by acts in the app."""
