"""A random walk through memberships: everybody does what they may or may not, and phones are heard of now and then."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Row
from backend.core.door import Door
from backend.core.work import Op, Work
from backend.manufactories.actions import set_rules
from backend.manufactories.schemas import SetRules
from backend.people import actions as people
from backend.people.schemas import NewPerson
from backend.people.tables import Role
from backend.programmes import actions as programmes
from backend.programmes.schemas import NewCohort
from tests.cast import SYSTEM, Cast, actor
from tests.manufactories import till
from tests.manufactories.workshop import GATES, LIMIT, act
from tests.mentoring import meetings
from tests.people import mentors
from tests.phone import Phone, ago
from tests.quizzes import GRADED, graded, right
from tests.sync.crowd import signed_in
from tests.sync.hands import ENROLMENTS, LEADS, MENTORS, STUDENTS, Hands

FIGURES = ["candle", "rings", "layers", "loaf", "spool", "jug", "sun", "wheel", "leaf", "gear", "house", "book"]
GUIDING = """
SELECT t.id, m.institution, t.person FROM team_mentor t JOIN manufactory m ON m.id = t.manufactory WHERE t.until IS NULL
"""
REASONS = ["moved", "health", "other"]


async def _end_coordinator(work: Work, _actor: Actor, op: Op, school: str, person: str) -> None:
    held = "SELECT id FROM role WHERE kind = 'coordinator' AND place = $1 AND person = $2 AND until IS NULL"
    for row in await work.rows(held, school, person):
        work.change(Role, row["id"], until=op.arrived)
        work.touch(people.person_scope(person), "role", row["id"], gone=True)


class Walk(Hands):
    """Everything that people do, more often what changes who belongs where."""

    def __init__(self, door: Door, cast: Cast, seed: int) -> None:
        super().__init__(door, cast, seed)
        steps: list[tuple[int, Callable[[], Awaitable[object]]]] = [
            (6, self.apply),
            (8, self.accept),
            (2, self.refuse),
            (3, self.withdraw),
            (3, self.consent),
            (3, self.invite),
            (9, self.check),
            (6, self.assign),
            (2, self.dismiss),
            (6, self.found),
            (4, self.join),
            (2, self.leave),
            (3, self.posts),
            (6, self.guide),
            (2, self.stop_guiding),
            (3, self.product),
            (3, self.price),
            (8, self.enter),
            (3, self.reverse),
            (3, self.approve),
            (3, self.gate),
            (4, self.change_gate),
            (3, self.describe),
            (3, self.plan),
            (2, self.cancel),
            (3, self.announce),
            (2, self.retract),
            (4, self.meet),
            (4, self.team_meets),
            (3, self.learn),
            (2, self.quiz),
            (1, self.open_cohort),
            (1, self.limits),
            (1, self.rotate),
            (1, self.speak),
            (2, self.appoint),
            (4, self.time_goes_on),
        ]  # fmt: skip - a list, read across
        self.weights, self.steps = [weight for weight, _ in steps], [step for _, step in steps]

    async def begin(self) -> None:
        """Everybody is there, with a phone or two."""
        perform, cast = self.door.writer.perform, self.cast
        for name in ("ada", "bohdan", *MENTORS):
            born = date(2007, 1, 1) if name in STUDENTS else None
            new = NewPerson(name, f"{name}-family", name.title(), born=born, institution=cast.schools["sykhiv"])
            cast.people[name] = await perform(people.add_person, SYSTEM, new)
        await self.limits()
        for name in (*STUDENTS, *MENTORS, *LEADS, "solomiia", "nazar", "olena", "sofiia"):
            self.phones.append((name, await signed_in(self.door, self.new, cast.people[name])))

    async def step(self) -> None:
        (step,) = self.random.choices(self.steps, self.weights)
        self.told.append(f"{clock.now():%d %H:%M:%S.%f} {getattr(step, '__name__', '')}")
        clock.set_to(clock.now() + timedelta(seconds=2))
        await step()

    # ---- who takes part

    async def apply(self) -> None:
        cohort = await self.pick("SELECT id, code FROM cohort")
        await self.one(STUDENTS).http.post("/api/programmes/apply", json={"code": cohort["code"]})

    async def _about(self, type_: str, **body: Any) -> None:
        one = await self.enrolment()
        phone = await self.lead(one["host"])
        await self.send(phone, phone.operation(type_, {"enrolment": one["id"]} | body))

    async def accept(self) -> None:
        await self._about("programmes.accept")

    async def refuse(self) -> None:
        one = await self.pick(f"{ENROLMENTS} WHERE e.status = 'applied'")
        if one:
            phone = await self.lead(one["host"])
            await self.send(phone, phone.operation("programmes.refuse", {"enrolment": one["id"], "reason": "other"}))

    async def withdraw(self) -> None:
        one = await self.enrolment()
        phone = (self.phone_of(one["person"]) if self.random.random() < 0.5 else None) or await self.lead(one["host"])
        body = {"enrolment": one["id"], "reason": self.random.choice(REASONS)}
        await self.send(phone, phone.operation("programmes.withdraw", body))

    async def consent(self) -> None:
        phone, answers = self.one(STUDENTS), {"taking_part": self.random.random() < 0.8}
        body = {"answers": answers, "text": "2026-1", "language": "uk"}
        if self.random.random() < 0.5:
            await self.send(phone, phone.operation("people.give_consent", body))
        else:
            await self._about("programmes.record_consent", guardian="Г", signed_on=meetings.today(days=1), **body)

    # ---- mentors

    async def invite(self) -> None:
        school = self.random.choice(list(self.cast.schools.values()))
        answer = await mentors.invite(await self.lead(school), school)
        if answer.status_code == 200 and self.random.random() < 0.9:
            await mentors.accept_mine(self.one(MENTORS), answer.json()["token"])

    async def check(self) -> None:
        known = await self.pick("SELECT id, institution, person FROM school_mentor")
        if self.random.random() < 0.5:  # sooner of somebody who has a team to lose
            known = await self.pick(GUIDING) or known
        if known:
            phone = await self.lead(known["institution"])
            expires = self.random.choice([None, 0, 1, 2, 30])
            outcome = self.random.choice(["cleared", "cleared", "refused"])
            self.about = known["person"]
            last = None if expires is None or outcome == "refused" else mentors.day(days=expires)
            body = mentors.check(phone, known["institution"], known["person"], outcome=outcome, expires_on=last)
            await self.send(phone, body)

    async def _mentor(self, type_: str, field: str, place: Row, school: str) -> None:
        sql = "SELECT person FROM school_mentor WHERE institution = $1"
        person = (await self.pick(sql, school)).get("person") or self.cast.people[self.random.choice(MENTORS)]
        phone, self.about = await self.lead(school), person
        await self.send(phone, phone.operation(type_, {field: place["id"], "person": person}))

    async def assign(self, type_: str = "programmes.assign_mentor") -> None:
        place = await self.pick("SELECT id, institution FROM cohort")
        await self._mentor(type_, "cohort", place, place["institution"])

    async def dismiss(self) -> None:
        await self.assign("programmes.dismiss_mentor")

    async def guide(self, type_: str = "manufactories.assign_mentor") -> None:
        if place := await self.team():
            await self._mentor(type_, "manufactory", place, place["institution"])

    async def stop_guiding(self) -> None:
        await self.guide("manufactories.dismiss_mentor")

    # ---- teams

    async def found(self) -> None:
        home = await self.pick("SELECT id, institution FROM cohort")
        free = await self.rows(
            "SELECT e.id FROM enrolment e WHERE e.cohort = $1 AND e.status = 'active' AND NOT EXISTS "
            "(SELECT 1 FROM member k WHERE k.enrolment = e.id AND k.until IS NULL)",
            home["id"],
        )  # fmt: skip - one query
        some = self.random.sample(free, min(len(free), self.random.choice([1, 2])))
        leads = await self.lead(home["institution"]) if self.random.random() < 0.7 else self.one(MENTORS)
        body = {
            "cohort": home["id"],
            "institution": home["institution"],
            "name": {"uk": f"Т{self.random.randrange(99)}"},
            "makes": {"uk": "Р"},
            "figure": self.random.choice(FIGURES),
            "pigment": "ink",
            "carrier": "school_project",
            "members": [{"enrolment": row["id"], "posts": ["lead"]} for row in some],
        }
        await self.send(leads, leads.operation("manufactories.found", body))

    async def _led(self, verb: str, **body: Any) -> None:
        team, one = await self.team(), await self.enrolment()
        if team:
            phone = (
                await self.lead(team["institution"]) if self.random.random() < 0.6 else await self.worker(team["id"])
            )
            sql = "SELECT enrolment AS id FROM member WHERE manufactory = $1"
            named = one if verb == "add_member" else (await self.pick(sql, team["id"]) or one)
            await self.send(phone, act(phone, verb, team["id"], enrolment=named["id"], **body))

    async def join(self) -> None:
        await self._led("add_member", posts=["quality"])

    async def leave(self) -> None:
        await self._led("end_member")

    async def posts(self) -> None:
        await self._led("give_posts", posts=self.random.sample(["lead", "finance", "safety"], 2))

    async def _work(self, verb: str, **body: Any) -> None:
        if team := await self.team():
            phone = await (self.guides if verb in ("add_gate", "describe") else self.worker)(team["id"])
            await self.send(phone, act(phone, verb, team["id"], **body))

    async def describe(self) -> None:
        changed = {"name": {"uk": f"Т{self.random.randrange(99)}"}, "makes": {"uk": "Р"}, "pigment": "clay"}
        await self._work("describe", figure=self.random.choice(FIGURES), carrier="school_project", **changed)

    async def product(self) -> None:
        await self._work("add_product", **till.product(name={"uk": f"В{self.random.randrange(99)}"}))

    async def price(self) -> None:
        if one := await self.pick("SELECT id, manufactory FROM product"):
            phone = await self.worker(one["manufactory"])
            body = till.product(active=self.random.random() < 0.5)
            kopecks = body.pop("kopecks")
            change = act(phone, "change_product", one["manufactory"], product=one["id"], **body)
            price = act(phone, "set_price", one["manufactory"], product=one["id"], kopecks=kopecks + 1)
            await self.send(phone, self.random.choice([change, price]))

    async def enter(self) -> None:
        if team := await self.team():
            phone = await self.worker(team["id"])
            kind, sum_ = (
                self.random.choice(["grant", "purchase", "expense"]),
                self.random.choice([500, LIMIT + 1, LIMIT + 2]),
            )
            await self.send(phone, till.entry(phone, team["id"], kind, sum_))

    async def reverse(self, *, approve: bool = False) -> None:
        if one := await self.pick(f"SELECT id, manufactory FROM entry WHERE {'held' if approve else '1 = 1'}"):
            phone = await self.worker(one["manufactory"])
            wish = till.approval if approve else till.reversal
            await self.send(phone, wish(phone, one["manufactory"], one["id"]))

    async def approve(self) -> None:
        await self.reverse(approve=True)

    async def gate(self) -> None:
        await self._work("add_gate", name={"uk": "Е"}, due=mentors.day(days=self.random.randrange(90)))

    async def change_gate(self) -> None:
        if one := await self.pick("SELECT id, manufactory FROM gate"):
            phone = await self.guides(one["manufactory"])
            verb, body = self.random.choice(
                [
                    ("pass_gate", {"evidence": "Є"}),
                    ("undo_gate", {"reason": "Ні"}),
                    ("drop_gate", {}),
                    ("date_gate", {"due": mentors.day(days=self.random.randrange(90))}),
                ]
            )
            await self.send(phone, act(phone, verb, one["manufactory"], gate=one["id"], **body))

    # ---- meetings and lessons

    async def _leads(self, cohort: str, host: str) -> Phone:
        found = await self.rows("SELECT person FROM cohort_mentor WHERE cohort = $1 AND until IS NULL", cohort)
        mine = [phone for row in found if (phone := self.phone_of(row["person"]))]
        return self.random.choice(mine) if mine and self.random.random() < 0.7 else await self.lead(host)

    async def _in_cohort(self, make: Callable[..., dict[str, Any]], **body: Any) -> None:
        place = await self.pick("SELECT id, institution FROM cohort")
        phone = await self._leads(place["id"], place["institution"])
        await self.send(phone, make(phone, cohort=place["id"], **body))

    async def plan(self) -> None:
        await self._in_cohort(meetings.plan)

    async def announce(self) -> None:
        await self._in_cohort(meetings.announcement, text=f"Слово {self.random.randrange(99)}")

    async def cancel(self, table: str = "plan", type_: str = "mentoring.cancel_session") -> None:
        sql = f"SELECT x.id, x.cohort, c.institution AS host FROM {table} x JOIN cohort c ON c.id = x.cohort"
        if one := await self.pick(sql):
            phone = await self._leads(one["cohort"], one["host"])
            await self.send(phone, phone.operation(type_, {table: one["id"]}))

    async def retract(self) -> None:
        await self.cancel("announcement", "mentoring.retract")

    async def meet(self) -> None:
        one = await self.enrolment()
        phone = await self._leads(one["cohort"], one["host"])
        mark = {"enrolment": one["id"], "status": "present", "late_minutes": None}
        make = self.random.choice([meetings.roll, meetings.log])
        await self.send(phone, make(phone, mark, cohort=one["cohort"]))

    async def team_meets(self) -> None:
        if team := await self.team():
            phone = await self.worker(team["id"])
            one = await self.pick("SELECT enrolment FROM member WHERE manufactory = $1", team["id"])
            mark = {"enrolment": one["enrolment"], "status": "absent", "late_minutes": None}
            await self.send(phone, meetings.log(phone, mark, cohort=team["cohort"], manufactory=team["id"]))

    async def learn(self) -> None:
        phone = self.one(STUDENTS)
        one = await self.pick("SELECT id FROM enrolment WHERE person = $1", phone.person)
        if one:
            lesson, release = self.random.choice(self.cast.lessons), self.cast.release
            body = {"enrolment": one["id"], "lesson": lesson, "release": release}
            await self.send(phone, phone.operation("progress.complete_lesson", body))

    async def quiz(self) -> None:
        phone = self.one(["solomiia", "zoriana"])
        name = next(owner for owner, one in self.phones if one is phone)
        body = {"enrolment": self.cast.enrolment(name), "quiz": GRADED, "release": self.cast.release}
        body |= {"started_at": ago(minutes=7), "answers": right(graded())}
        await self.send(phone, phone.operation("progress.submit_quiz", body))

    # ---- what is above them, and time

    async def open_cohort(self) -> None:
        school = self.random.choice(list(self.cast.schools.values()))
        today = clock.now().date()
        text = {"uk": f"Г{self.random.randrange(99)}"}
        plan = NewCohort(self.cast.programme, school, text, today, today + timedelta(days=99), 3, [self.cast.course])
        await self.door.writer.perform(programmes.open_cohort, await actor(self.door, self.cast.people["sofiia"]), plan)

    async def limits(self) -> None:
        new = SetRules(self.cast.programme, 1, self.random.choice([2, 3, 4]), LIMIT, 50, GATES[:2])
        await self.door.writer.perform(set_rules, await actor(self.door, self.cast.people["sofiia"]), new)

    async def rotate(self) -> None:
        place = await self.pick("SELECT id, institution FROM cohort")
        phone = await self.lead(place["institution"])
        await phone.http.post(f"/api/programmes/cohorts/{place['id']}/code")

    async def speak(self) -> None:
        phone = self.one([*STUDENTS, *MENTORS, *LEADS])
        language = self.random.choice(["uk", "en"])
        await self.send(phone, phone.operation("people.choose_language", {"language": language}))

    async def appoint(self) -> None:
        """A school gets another coordinator, or loses one."""
        school = self.random.choice(list(self.cast.schools.values()))
        person = self.cast.people[self.random.choice([*LEADS, "iryna"])]
        held = "SELECT id FROM role WHERE kind = 'coordinator' AND place = $1 AND person = $2 AND until IS NULL"
        there = await self.rows(held, school, person)
        verb = _end_coordinator if there and self.random.random() < 0.6 else people.appoint_coordinator
        if verb is _end_coordinator:
            await self.door.writer.perform(_end_coordinator, SYSTEM, school, person)
        elif not there:
            await self.door.writer.perform(people.appoint_coordinator, SYSTEM, person, school)

    async def time_goes_on(self) -> None:
        clock.set_to(clock.now() + timedelta(hours=self.random.choice([1, 5, 20, 40])))
