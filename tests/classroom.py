"""A class of thirty with two mentors and a session today, made by actions in the demonstration town.

The mentors' accounts stand beside the others, in DIR/demo-accounts.json.
"""

import json
from datetime import UTC, date, datetime, time, timedelta

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import pair_id
from backend.demo.load import ACCOUNTS
from backend.demo.town import town
from backend.mentoring.actions import plan_session
from backend.mentoring.schemas import PlanSession
from backend.people import actions as people
from backend.people import passwords
from backend.people.consents import CURRENT
from backend.people.invite_mentor import accept_invitation, invite_mentor, record_clearance
from backend.people.schemas import Invite, NewPerson, RecordClearance
from backend.programmes import actions as programmes
from backend.programmes import steps
from backend.programmes.assign_mentor import assign_mentor
from backend.programmes.schemas import Accept, Apply, AssignMentor, NewCohort, RecordConsent
from tests import cast

NAME = {"uk": "Клас на тридцять", "en": "A class of thirty"}
MENTORS = {"myroslava.stetsenko": ("Стеценко", "Мирослава"), "levko.doroshenko": ("Дорошенко", "Левко")}
PASSWORD = "дошка і рубанок"
FAMILIES = [
    "Андрусів",
    "Бойко",
    "Величко",
    "Гарасим",
    "Гук",
    "Данилюк",
    "Євтушенко",
    "Жук",
    "Заяць",
    "Іваночко",
    "Їжакевич",
    "Кравченко-Нечуйвітер",
    "Лисенко",
    "Мацько",
    "Непийпиво-Задунайський",
    "Онищенко",
    "Панчишин",
    "Романюк",
    "Савчин",
    "Ткач",
    "Усик",
    "Федорів",
    "Хома",
    "Цар",
    "Чорній",
    "Шевчук",
    "Щур",
    "Юрків",
    "Якимів",
    "Ярема",
]
GIVEN = ["Ніна", "Іван", "Катерина", "Петро", "Софія"]


async def furnish(door: Door) -> None:
    """Let the class come into being a week before the anchor; once."""
    before = clock.now()
    path = door.settings.data / ACCOUNTS
    accounts = json.loads(path.read_text("utf-8"))
    if any(account["login"] in MENTORS for account in accounts):
        return
    clock.set_to(datetime.combine(town().anchor - timedelta(days=7), time(9), UTC))
    await _open(door, {account["login"]: account["role"] for account in accounts})
    path.write_text(json.dumps([*accounts, *_accounts()], ensure_ascii=False), "utf-8")
    clock.set_to(before)


def _accounts() -> list[dict[str, str]]:
    return [
        {"role": "mentor", "name": f"{family} {given}", "login": login, "password": PASSWORD}
        for login, (family, given) in MENTORS.items()
    ]


async def _person(door: Door, login: str) -> str:
    async with door.database.read() as db:
        return (await db.rows("SELECT id FROM person WHERE login = $1", login))[0]["id"]


async def _open(door: Door, known: dict[str, str]) -> None:
    perform = door.writer.perform
    manager = await _person(door, next(login for login, role in known.items() if role == "manager"))
    coordinator = await cast.actor(door, await _person(door, "olena.kravchuk"))
    school = coordinator.holding("coordinator", clock.now())[0].place
    async with door.database.read() as db:
        managed = await db.rows("SELECT place FROM role WHERE person = $1 AND kind = 'manager'", manager)
        courses = [row["id"] for row in await db.rows("SELECT id FROM course ORDER BY id LIMIT 1")]
    starts = town().anchor - timedelta(days=7)
    new = NewCohort(managed[0]["place"], school, NAME, starts, starts + timedelta(days=90), len(FAMILIES), courses)
    cohort = await perform(programmes.open_cohort, await cast.actor(door, manager), new)
    for login in MENTORS:
        await _lead(door, coordinator, cohort, school, login)
    for number, family in enumerate(FAMILIES):
        await _seat(door, coordinator, cohort, school, number, family)
    today = datetime.combine(town().anchor, time(13), UTC)
    mentor = await cast.actor(door, await _person(door, next(iter(MENTORS))))
    await perform(plan_session, mentor, PlanSession(cohort, today, 60, "Майстерня 12", "Ціна виробу"))


async def _lead(door: Door, coordinator: Actor, cohort: str, school: str, login: str) -> None:
    """One more mentor: invited by the school, checked, and given the class."""
    perform = door.writer.perform
    person = NewPerson(login, *MENTORS[login], password=await passwords.hashed(PASSWORD))
    mentor = await perform(people.add_person, cast.SYSTEM, person)
    invited = await perform(invite_mentor, coordinator, Invite(school, login), login)
    await perform(accept_invitation, Actor(mentor, "uk"), invited["token"])
    checked = RecordClearance(school, mentor, "cleared", town().anchor - timedelta(days=30))
    await perform(record_clearance, coordinator, checked)
    await perform(assign_mentor, coordinator, AssignMentor(cohort, mentor))


async def _seat(door: Door, coordinator: Actor, cohort: str, school: str, number: int, family: str) -> None:
    """One more in the class: asked for, with a guardian's consent on paper, accepted."""
    perform = door.writer.perform
    person = NewPerson(
        f"class.{number}",
        family,
        GIVEN[number % len(GIVEN)],
        institution=school,
        born=date(2009, 12, 1),
    )
    learner = await perform(people.add_person, cast.SYSTEM, person)
    await perform(steps.apply, Actor(learner, "uk"), Apply(await cast.code_of(door, cohort)))
    enrolment = pair_id(learner, cohort)
    signed = RecordConsent(enrolment, "Опікун", town().anchor - timedelta(days=9), {"taking_part": True}, CURRENT, "uk")
    await perform(steps.record_consent, coordinator, signed)
    await perform(steps.accept, coordinator, Accept(enrolment))
