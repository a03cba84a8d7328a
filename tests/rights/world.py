"""Two schools with everything in them that can be there, and people beside them: who asks, and what is asked for.

What Ratusha's people wrote holds Ratusha's secret and what Sykhiv's wrote holds Sykhiv's, so that a word out of place
is found wherever it stands.
"""

from datetime import date
from functools import partial
from typing import Any

from backend.app import build_app
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.work import Op, Work
from backend.media.tables import Picture
from backend.people import actions as people
from backend.people.operators import create_operator
from backend.people.schemas import GiveConsent, NewPerson
from backend.people.tables import Appointment, Operator, OperatorSession
from backend.programmes import actions as programmes
from backend.programmes.schemas import NewCohort, NewProgramme
from tests.cast import SYSTEM, Cast, actor, ask
from tests.manufactories import till
from tests.manufactories.workshop import LIMIT, cleared, do, found, gate, member, set_limits
from tests.mentoring import meetings
from tests.mentoring.meetings import applied, mark
from tests.people.mentors import invite
from tests.phone import Phone, ago
from tests.quizzes import GRADED, graded, right
from tests.sync.crowd import signed_in

SECRET = {"ratusha": "Рожаноківка", "sykhiv": "Сиволапшина"}
"""A word in all that a school's people wrote, by the school."""
OF = {
    "ratusha": ["ada", "solomiia", "ostap", "nazar", "roman", "olena"],
    "sykhiv": ["bohdan", "maksym", "lesia", "iryna", "ihor", "vasyl"],
}
"""Who belongs to one school alone: applicant, two students, mentor of the cohort, mentor of the team, coordinator."""
ASKERS = {
    "applicant": "ada",
    "student": "solomiia",
    "other student": "maksym",
    "guest": "zoriana",
    "mentor": "nazar",
    "team mentor": "roman",
    "other mentor": "iryna",
    "other team mentor": "ihor",
    "coordinator": "olena",
    "other coordinator": "vasyl",
    "manager": "sofiia",
    "other manager": "danylo",
}
"""Role -> who has it; the guest is of Sykhiv and takes part in Ratusha's cohort."""
BORN = {"ada": date(2007, 5, 5), "bohdan": date(2007, 6, 6), "lesia": date(2007, 7, 7)}
YES = GiveConsent({"taking_part": True}, "2026-1", "uk")


class World:
    """Builds it through the public door; what no action makes yet is put there as its action will."""

    def __init__(self, door: Door, cast: Cast) -> None:
        self.door, self.cast = door, cast
        self.new = partial(Phone, build_app(door), cast)
        self.phones: dict[str, Phone] = {}

    async def phone(self, name: str) -> Phone:
        """Somebody's phone, with the rights of this moment."""
        if name not in self.phones:
            self.phones[name] = await signed_in(self.door, self.new, self.cast.people[name])
        return self.phones[name]

    async def person(self, name: str, **given: Any) -> None:
        new = NewPerson(name, f"{name}-family", name.title(), **given)
        self.cast.people[name] = await self.door.writer.perform(people.add_person, SYSTEM, new)

    async def build(self) -> None:
        await self._newcomers()
        await set_limits(self.door, self.cast, team_min=1)
        for school, names in OF.items():
            await self._school(school, *names)
        await self._elsewhere()
        await self._at_the_console()

    async def _newcomers(self) -> None:
        schools, perform = self.cast.schools, self.door.writer.perform
        for school, (applicant, _, second, cohorts_mentor, teams_mentor, coordinator) in OF.items():
            await self.person(applicant, institution=schools[school], born=BORN[applicant])
            await ask(self.door, self.cast, applicant, school)
            if second not in self.cast.people:
                await self.person(second, institution=schools[school], born=BORN[second])
                await ask(self.door, self.cast, second, school)
                await perform(people.give_consent, Actor(self.cast.people[second], "uk"), YES)
                lead = await self.phone(coordinator)
                await applied(
                    lead, lead.operation("programmes.accept", {"enrolment": self.cast.enrolment(second, school)})
                )
            await meetings.mentor(self.door, self.new, self.cast, cohorts_mentor, school)
            await cleared(self.door, self.new, self.cast, teams_mentor, school)

    async def _school(self, school: str, *names: str) -> None:
        _, first, second, cohorts_mentor, teams_mentor, coordinator = [await self.phone(name) for name in names]
        cast, secret = self.cast, {"note": SECRET[school]}
        at = {"cohort": cast.cohorts[school], "institution": cast.schools[school]}
        members = [member(cast, names[1], "lead", cohort=school), member(cast, names[2], "finance", cohort=school)]
        team = await found(coordinator, *members, **at, mentors=[teams_mentor.person])
        shop = await till.open_shop(first, team)
        over = till.entry(first, team, "purchase", LIMIT + 1, **secret)
        sale = till.sale(second, team, till.item(shop.candle, 1, till.CANDLE), **secret)
        await applied(first, till.entry(first, team, "grant", 100_000, **secret), over)
        await applied(second, sale, till.approval(second, team, over["id"]))
        await applied(first, till.entry(first, team, "expense", LIMIT + 2, **secret))  # waits
        await applied(second, till.reversal(second, team, sale["id"], SECRET[school]))
        business = await gate(teams_mentor, "Business plan")
        await do(teams_mentor, "pass_gate", team, gate=business, evidence=SECRET[school])
        await self._meet(cohorts_mentor, school, names[1])
        there = [{"enrolment": cast.enrolment(names[1], school), "status": "present", "late_minutes": None}]
        log = meetings.log(teams_mentor, *there, cohort=at["cohort"], manufactory=team, **secret)
        log["body"]["next_steps"] = SECRET[school]
        await applied(teams_mentor, log)
        await self._learn(first, school)
        await invite(coordinator, cast.schools[school], SECRET[school])
        await coordinator.http.post("/api/people/reset-codes", json={"person": second.person})

    async def _meet(self, mentor: Phone, school: str, name: str) -> None:
        place, secret = {"cohort": self.cast.cohorts[school]}, SECRET[school]
        there = mark(self.cast, name) | {"enrolment": self.cast.enrolment(name, school)}
        await applied(
            mentor,
            meetings.log(mentor, there, **place, note=secret, next_steps=secret),
            meetings.roll(mentor, there, **place),
            meetings.plan(mentor, **place, topic=secret, place=secret),
            meetings.announcement(mentor, **place, text=secret),
        )

    async def _learn(self, student: Phone, school: str) -> None:
        cast = self.cast
        if school == "sykhiv":
            body = {"lesson": cast.other_lesson, "release": cast.other_release}
            body["enrolment"] = cast.enrolment("maksym", "sykhiv")
            await applied(student, student.operation("progress.complete_lesson", body))
            return
        sent = {"quiz": GRADED, "release": cast.release, "started_at": ago(minutes=7), "answers": right(graded())}
        sent["enrolment"] = cast.enrolment("solomiia")
        await applied(student, student.lesson(0), student.operation("progress.submit_quiz", sent))

    async def _elsewhere(self) -> None:
        """Another programme, with a cohort at Sykhiv that nobody joined yet."""
        perform = self.door.writer.perform
        await self.person("danylo")
        await self.person("closed")
        text = {"uk": "Інша", "en": "Other"}
        programme = await perform(programmes.add_programme, SYSTEM, NewProgramme(text, text))
        await perform(programmes.appoint_manager, SYSTEM, self.cast.people["danylo"], programme)
        danylo = await actor(self.door, self.cast.people["danylo"])
        plan = NewCohort(programme, self.cast.schools["sykhiv"], text, date(2026, 9, 1), date(2027, 6, 1), 9, [])
        self.cast.cohorts["elsewhere"] = await perform(programmes.open_cohort, danylo, plan)

    async def _at_the_console(self) -> None:
        """An operator, who is signed in there; a link for a new manager; a picture."""
        await self.door.writer.perform(_keep, SYSTEM, self.cast.programme)
        await create_operator("keeper", "a long password")
        keeper = await Operator.select(Operator.id).first()
        assert keeper is not None
        self.console = (await OperatorSession.create_session(user_id=keeper["id"])).token


async def _keep(work: Work, _actor: Actor, op: Op, programme: str) -> None:
    given: dict[str, Any] = {
        "kind": "manager",
        "place": programme,
        "label": "N",
        "token": "a hash",
        "operator": "keeper",
    }
    work.add(Appointment, id=op.id, **given, made_at=op.arrived, until=op.arrived)
    work.add(Picture, id=op.id.replace("-", "") * 2, body=b"", width=1, height=1)
