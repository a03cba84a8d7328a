"""The rows that a cohort leaves when its people have come, learnt for a while and founded their manufactories."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.audit.tables import Line
from backend.core.actor import Actor
from backend.core.ids import new_id, pair_id
from backend.core.work import Op, Work
from backend.manufactories.actions import manufactory_scope
from backend.manufactories.schemas import Figure, GateDraft, Pigment
from backend.manufactories.tables import Gate, Manufactory, Member, Post, Price, Product, TeamMentor
from backend.mentoring.actions import roll_id
from backend.mentoring.tables import Mark
from backend.people.actions import grant, institution_scope, person_scope
from backend.people.consents import CURRENT
from backend.people.rules import search_key, sort_key
from backend.people.tables import Clearance, Consent, Device, Person, SchoolMentor
from backend.programmes.actions import cohort_scope, enrolment_scope, new_code, staff_scope
from backend.programmes.tables import Cohort, CohortCourse, CohortMentor, Enrolment, EnrolmentStep
from backend.progress.tables import Completion

ROLLS = 3
MARKS: list[tuple[Figure, Pigment]] = [("candle", "clay"), ("jug", "blue"), ("loaf", "ink")]
FAMILIES = ["Коваль", "Шевчук", "Бойко", "Ґудзь", "Мельник", "Їжакевич", "Лисенко", "Ткач", "Єрмак", "Яремчук"]
GIVEN = ["Соломія", "Остап", "Максим", "Зоряна", "Дарина", "Іван", "Юрій"]
STEPS = [("apply", None, "applied"), ("accept", "applied", "accepted"), ("activate", "accepted", "active")]


@dataclass(frozen=True)
class Team:
    """A manufactory of people of one cohort."""

    id: str
    product: str
    people: list[str]


@dataclass(frozen=True)
class Group:
    """A cohort with all who are in it; nothing of it is kept but what `move_in` collects."""

    id: str
    number: int
    programme: str
    school: str
    coordinator: str
    mentor: str
    people: list[str]
    teams: list[Team]
    courses: list[str]
    lessons: list[tuple[str, str]]
    starts: date
    ends: date
    gates: list[GateDraft]
    tokens: dict[str, str]

    def enrolment(self, person: str) -> str:
        """The id of somebody's enrolment."""
        return pair_id(person, self.id)


async def move_in(work: Work, _actor: Actor, op: Op, group: Group) -> None:
    """Collect a whole cohort."""
    _cohort(work, op, group)
    _mentor(work, op, group)
    for number, person in enumerate(group.people):
        _person(work, op, group, number, person)
        _taking_part(work, op, group, number, person)
    for team, mark in zip(group.teams, MARKS, strict=False):
        _manufactory(work, op, group, team, mark)
    work.about("cohort", group.id)


def _cohort(work: Work, op: Op, group: Group) -> None:
    work.add(
        Cohort,
        id=group.id,
        programme=group.programme,
        institution=group.school,
        name={"uk": f"Група {group.number}", "en": f"Group {group.number}"},
        starts=group.starts,
        ends=group.ends,
        seats=len(group.people),
        code=new_code(),
    )
    for position, course in enumerate(group.courses):
        place = pair_id(group.id, course)
        work.add(CohortCourse, id=place, cohort=group.id, course=course, position=position)
        work.touch(cohort_scope(group.id), "course", place)
    work.touch(cohort_scope(group.id), "cohort", group.id)
    work.touch(cohort_scope(group.id), "rule_set", group.id)
    work.touch(institution_scope(group.school), "school_cohort", group.id)


def _mentor(work: Work, op: Op, group: Group) -> None:
    _account(work, op, group.mentor, f"mentor-{group.number}", "Наставниця", f"Марія {group.number}", None)
    known, place = pair_id(group.school, group.mentor), pair_id(group.id, group.mentor)
    work.add(SchoolMentor, id=known, institution=group.school, person=group.mentor, since=op.happened)
    work.add(
        Clearance,
        id=new_id(),
        school_mentor=known,
        outcome="cleared",
        checked_on=group.starts,
        recorded_by=group.coordinator,
        recorded_at=op.happened,
    )
    work.add(CohortMentor, id=place, cohort=group.id, person=group.mentor, since=op.happened)
    grant(work, group.mentor, "mentor", "cohort", group.id, place, op)
    work.touch(institution_scope(group.school), "school_mentor", known)
    work.touch(cohort_scope(group.id), "mentor", place)


def _account(work: Work, op: Op, id_: str, login: str, family: str, given: str, school: str | None) -> None:
    work.add(
        Person,
        id=id_,
        login=login,
        family=family,
        given=given,
        sort_key=sort_key(family, given, None),
        search_key=search_key(family, given),
        born=date(op.happened.year - 19, 1, 1),
        language="uk",
        institution=school,
        created_at=op.happened,
    )
    work.touch(person_scope(id_), "person", id_)


def _person(work: Work, op: Op, group: Group, number: int, person: str) -> None:
    """The account, its consent and its phone; one in ten phones has been silent for three weeks."""
    given = f"{GIVEN[number % len(GIVEN)]} {group.number}"
    _account(work, op, person, f"person-{group.number}-{number}", FAMILIES[number % 10], given, group.school)
    consent = new_id()
    work.add(
        Consent,
        id=consent,
        person=person,
        purpose="taking_part",
        given=True,
        text=CURRENT,
        language="uk",
        day=group.starts,
        happened_at=op.happened,
        arrived_at=op.happened,
    )
    work.touch(person_scope(person), "consent", consent)
    silent = timedelta(days=21 if number % 10 == 3 else 0, hours=2 + number)
    work.add(
        Device,
        id=new_id(),
        person=person,
        phone=f"phone of {person}",
        token=group.tokens[person],
        label="Phone",
        created_at=op.happened,
        seen_at=op.happened - silent,
        unsent=0,
    )


def _taking_part(work: Work, op: Op, group: Group, number: int, person: str) -> None:
    enrolment = group.enrolment(person)
    taken: dict[str, Any] = {"enrolment": enrolment, "happened_at": op.happened, "arrived_at": op.happened}
    work.add(
        Enrolment,
        id=enrolment,
        person=person,
        cohort=group.id,
        institution=group.school,
        status="active",
        since=op.happened,
    )
    for count, (act, before, after) in enumerate(STEPS, 1):
        work.add(EnrolmentStep, id=new_id(), number=count, act=act, before=before, after=after, person=person, **taken)
    work.touch(enrolment_scope(enrolment), "enrolment", enrolment)
    work.touch(staff_scope(group.id), "roster", enrolment)
    grant(work, person, "applicant", "enrolment", enrolment, enrolment, op)
    grant(work, person, "learner", "cohort", group.id, enrolment, op)
    _lessons(work, group, number, enrolment, taken)
    _marks(work, op, group, number, enrolment)
    for act, about in (("people.add_person", person), *((f"programmes.{a}", enrolment) for a in ("apply", "accept"))):
        _told(work, op, act, person, "person" if about == person else "enrolment", about)


def _lessons(work: Work, group: Group, number: int, enrolment: str, taken: dict[str, Any]) -> None:
    """Six of twenty-four would be the even pace: one in ten is well behind it."""
    for lesson, release in group.lessons[: 2 if number % 10 == 7 else 5 + number % 3]:
        done = pair_id(enrolment, lesson)
        work.add(Completion, id=done, lesson=lesson, release=release, **taken)
        work.touch(enrolment_scope(enrolment), "completion", done)


def _marks(work: Work, op: Op, group: Group, number: int, enrolment: str) -> None:
    for week in range(ROLLS):
        day, mark = group.starts + timedelta(weeks=week + 1), new_id()
        work.add(
            Mark,
            id=mark,
            cohort=group.id,
            enrolment=enrolment,
            roll=roll_id(group.id, day.isoformat(), None),
            held_on=day,
            status="absent" if (number + week) % 12 == 0 else "present",
            person=group.mentor,
            happened_at=op.happened,
            arrived_at=op.happened,
        )
        work.touch(staff_scope(group.id), "mark", mark)
        work.touch(enrolment_scope(enrolment), "attendance", mark)


def _told(work: Work, op: Op, act: str, person: str, kind: str, about: str) -> None:
    times = {"happened_at": op.happened, "arrived_at": op.happened}
    work.add(Line, once=False, id=new_id(), act=act, person=person, about_kind=kind, about=about, **times)


def _manufactory(work: Work, op: Op, group: Group, team: Team, mark: tuple[Figure, Pigment]) -> None:
    scope = manufactory_scope(team.id)
    work.add(
        Manufactory,
        id=team.id,
        programme=group.programme,
        cohort=group.id,
        institution=group.school,
        name={"uk": "Свічки", "en": "Candles"},
        makes={"uk": "Свічки з воску"},
        figure=mark[0],
        pigment=mark[1],
        carrier="school_project",
        person=group.coordinator,
        founded_at=op.happened,
    )
    for person in team.people:
        enrolment = group.enrolment(person)
        member = pair_id(team.id, enrolment)
        work.add(Member, id=member, manufactory=team.id, enrolment=enrolment, person=person, since=op.happened)
        work.add(Post, id=new_id(), member=member, kind="production", since=op.happened)
        grant(work, person, "member", "manufactory", team.id, member, op)
        work.touch(scope, "member", member)
    for position, draft in enumerate(group.gates):
        gate, due = pair_id(team.id, f"gate {position}"), group.starts + timedelta(days=draft.days)
        work.add(Gate, id=gate, manufactory=team.id, kind=draft.kind, name=draft.name, due=due)
        work.touch(scope, "gate", gate)
    work.add(Product, id=team.product, manufactory=team.id, name={"uk": "Свічка"}, unit="piece", figure="candle")
    work.add(Price, id=new_id(), product=team.product, kopecks=22_000, since=op.happened, person=team.people[0])
    place = pair_id(team.id, group.mentor)
    work.add(TeamMentor, id=place, manufactory=team.id, person=group.mentor, since=op.happened)
    grant(work, group.mentor, "mentor", "manufactory", team.id, place, op)
    work.touch(scope, "team_mentor", place)
    work.touch(scope, "product", team.product)
    work.touch(scope, "manufactory", team.id)
    work.touch(institution_scope(group.school), "school_manufactory", team.id)
    _told(work, op, "manufactories.found", group.coordinator, "manufactory", team.id)
