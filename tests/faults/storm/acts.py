"""What people do on their phones, with or without a network: what it says, and whether it has to be accepted.

A fact that its maker had the right to must be; what is nonsense must be refused; of the rest (commands, what was made
without the right) only the server knows, and whatever it says must be said once and kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, Literal

from backend.core.clock import wire
from backend.core.ids import pair_id
from tests.faults.storm.town import APPLICANTS, Town
from tests.manufactories import till
from tests.mentoring.meetings import NOON
from tests.quizzes import PRACTICE, practice, right

Must = Literal["applied", "rejected"] | None
LEARNERS = ("solomiia", "ostap", "zoriana", *APPLICANTS)
MEMBERS = ("solomiia", "ostap", "zoriana")
DAY = (NOON - timedelta(days=3)).date().isoformat()
"""The day of every meeting: in the past for every clock."""
SCHOOL = "school_project"


@dataclass(frozen=True)
class Wish:
    """One act. `right`: the role (kind, column of the place, place) with which it must be accepted, and the scope in
    which its maker's phone shows that; without one `must` says it all."""

    type: str
    body: dict[str, Any]
    right: tuple[str, str, str] | None = None
    scope: str = ""
    must: Must = None


class Acts:
    """What somebody does next. `made` are the ids of what was done before, by operation type."""

    def __init__(self, town: Town, made: dict[str, list[str]]) -> None:
        self.town, self.made = town, made
        self.cohort, self.team = town.cast.cohorts["ratusha"], town.shop.id

    def of(self, name: str, chance: Random) -> Wish:
        """One act of somebody."""
        mine: list[Callable[[str, Random], Wish]] = [self.speak]
        if name in LEARNERS:
            mine += [self.lesson, self.lesson, self.quiz, self.nonsense]
        if name in MEMBERS:
            mine += [self.entry, self.entry, self.entry, self.sale, self.reverse, self.product, self.price]
        if name == "nazar":
            mine += [self.roll, self.log, self.log, self.announce, self.plan, self.cancel, self.retract, self.retract]
            mine += [self.gate, self.add_gate, self.team_log]
        if name in ("olena", "vasyl"):
            mine += [self.accept, self.accept, self.refuse, self.withdraw, self.assign, self.dismiss]
            mine += [
                self.join,
                self.leave,
                self.posts,
                self.describe,
                self.guide,
                self.announce,
                self.retract,
                self.retract,
            ]
        return chance.choice(mine)(name, chance)

    # ---- facts

    def _enrolment(self, name: str) -> str:
        return pair_id(self.town.person(name), self.cohort)

    def _learns(self, name: str, type_: str, **body: Any) -> Wish:
        mine = self._enrolment(name)
        body = {"enrolment": mine, "release": self.town.cast.release, **body}
        return Wish(type_, body, ("learner", "source", mine), f"enrolment:{mine}")

    def lesson(self, name: str, chance: Random) -> Wish:
        return self._learns(name, "progress.complete_lesson", lesson=chance.choice(self.town.cast.lessons))

    def quiz(self, name: str, _chance: Random) -> Wish:
        started = wire(NOON - timedelta(minutes=7))
        return self._learns(name, "progress.submit_quiz", quiz=PRACTICE, started_at=started, answers=right(practice()))

    def _team(self, type_: str, **body: Any) -> Wish:
        return Wish(
            type_, {"manufactory": self.team, **body}, ("member", "place", self.team), f"manufactory:{self.team}"
        )

    def entry(self, _name: str, chance: Random) -> Wish:
        kind, kopecks = chance.choice(["grant", "purchase", "expense"]), chance.choice([500, 700, 60_000])
        return self._team("manufactories.add_entry", **{**till.NOTHING, "kind": kind, "kopecks": kopecks})

    def sale(self, _name: str, chance: Random) -> Wish:
        shop = self.town.shop
        items = [till.item(shop.candle, chance.randrange(1, 4), till.CANDLE), till.item(shop.box, 1, till.BOX)]
        taken = sum(one["quantity"] * one["price"] for one in items)
        return self._team(
            "manufactories.add_entry", **{**till.NOTHING, "kind": "sale", "kopecks": taken, "items": items}
        )

    def _cohort(self, type_: str, **body: Any) -> Wish:
        return Wish(type_, {"cohort": self.cohort, **body}, ("mentor", "place", self.cohort), f"staff:{self.cohort}")

    def _marks(self, chance: Random) -> list[dict[str, Any]]:
        there = chance.sample(["solomiia", "ostap"], chance.choice([1, 2]))
        return [{"enrolment": self._enrolment(name), "status": "present", "late_minutes": None} for name in there]

    def roll(self, _name: str, chance: Random) -> Wish:
        return self._cohort("mentoring.call_roll", held_on=DAY, plan=None, marks=self._marks(chance))

    def log(self, _name: str, chance: Random) -> Wish:
        said = {"kind": "mentoring", "held_on": DAY, "minutes": 90, "adult": "observable", "note": "Кошторис"}
        return self._cohort("mentoring.log_session", **said, next_steps="", plan=None, marks=self._marks(chance))

    def team_log(self, name: str, chance: Random) -> Wish:
        held = self.log(name, chance)
        return Wish(held.type, {**held.body, "manufactory": self.team, "gates": []})

    def speak(self, _name: str, chance: Random) -> Wish:
        return Wish("people.choose_language", {"language": chance.choice(["uk", "en"])}, must="applied")

    def nonsense(self, name: str, chance: Random) -> Wish:
        """What no server may take, in several ways."""
        good = self.lesson(name, chance)
        bad = [
            Wish(good.type, {**good.body, "lesson": "no id"}, must="rejected"),
            Wish(good.type, {**good.body, "more": 1}, must="rejected"),
            Wish(good.type, {**good.body, "lesson": "\ud83d"}, must="rejected"),
            Wish(good.type, {**good.body, "lesson": "x" * 100_000}, must="rejected"),
            Wish(good.type, {**good.body, "enrolment": self._enrolment("olena")}, must="rejected"),
        ]
        return chance.choice(bad)

    # ---- what may be refused for reasons of the moment

    def _known(self, type_: str, chance: Random) -> str:
        return chance.choice(self.made.get(type_) or [pair_id("nothing", "there")])

    def reverse(self, _name: str, chance: Random) -> Wish:
        body = {"manufactory": self.team, "entry": self._known("manufactories.add_entry", chance), "reason": "Помилка"}
        return Wish("manufactories.reverse_entry", body)

    def product(self, _name: str, chance: Random) -> Wish:
        body = till.product(name={"uk": f"Виріб {chance.randrange(99)}"})
        return Wish("manufactories.add_product", {"manufactory": self.team, **body})

    def price(self, _name: str, chance: Random) -> Wish:
        known = chance.choice([self.town.shop.candle, self._known("manufactories.add_product", chance)])
        body = {"manufactory": self.team, "product": known}
        if chance.random() < 0.5:
            return Wish("manufactories.set_price", {**body, "kopecks": chance.randrange(100, 900)})
        changed = till.product(active=chance.random() < 0.5, name={"uk": f"Новий {chance.randrange(99)}"})
        del changed["kopecks"]
        return Wish("manufactories.change_product", {**body, **changed})

    def announce(self, _name: str, chance: Random) -> Wish:
        return Wish("mentoring.announce", {"cohort": self.cohort, "text": f"Слово {chance.randrange(99)}"})

    def plan(self, _name: str, _chance: Random) -> Wish:
        starts = wire(NOON + timedelta(days=60))
        body = {"cohort": self.cohort, "starts_at": starts, "minutes": 90, "place": "12", "topic": "Ціна"}
        return Wish("mentoring.plan_session", body)

    def cancel(self, _name: str, chance: Random) -> Wish:
        return Wish("mentoring.cancel_session", {"plan": self._known("mentoring.plan_session", chance)})

    def retract(self, _name: str, chance: Random) -> Wish:
        return Wish("mentoring.retract", {"announcement": self._known("mentoring.announce", chance)})

    def add_gate(self, _name: str, _chance: Random) -> Wish:
        body = {"manufactory": self.team, "name": {"uk": "Етап"}, "due": "2026-12-24"}
        return Wish("manufactories.add_gate", body)

    def gate(self, _name: str, chance: Random) -> Wish:
        body = {"manufactory": self.team, "gate": self._known("manufactories.add_gate", chance)}
        if chance.random() < 0.6:
            return Wish("manufactories.pass_gate", {**body, "evidence": "Є", "passed_on": None})
        return Wish("manufactories.undo_gate", {**body, "reason": "Ні"})

    # ---- who belongs where

    def accept(self, _name: str, chance: Random) -> Wish:
        return Wish("programmes.accept", {"enrolment": self._enrolment(chance.choice(APPLICANTS))})

    def refuse(self, _name: str, chance: Random) -> Wish:
        body = {"enrolment": self._enrolment(chance.choice(APPLICANTS)), "reason": "other"}
        return Wish("programmes.refuse", body)

    def withdraw(self, _name: str, chance: Random) -> Wish:
        one = self._enrolment(chance.choice(["zoriana", "zoriana", *LEARNERS]))
        return Wish("programmes.withdraw", {"enrolment": one, "reason": "moved"})

    def assign(self, _name: str, _chance: Random) -> Wish:
        return Wish("programmes.assign_mentor", {"cohort": self.cohort, "person": self.town.person("nazar")})

    def dismiss(self, _name: str, _chance: Random) -> Wish:
        return Wish("programmes.dismiss_mentor", {"cohort": self.cohort, "person": self.town.person("nazar")})

    def guide(self, _name: str, chance: Random) -> Wish:
        verb = chance.choice(["assign_mentor", "dismiss_mentor"])
        return Wish(f"manufactories.{verb}", {"manufactory": self.team, "person": self.town.person("nazar")})

    def join(self, _name: str, chance: Random) -> Wish:
        body = {"manufactory": self.team, "enrolment": self._enrolment(chance.choice(["zoriana", "ostap"]))}
        return Wish("manufactories.add_member", {**body, "posts": ["quality"]})

    def leave(self, _name: str, chance: Random) -> Wish:
        body = {"manufactory": self.team, "enrolment": self._enrolment(chance.choice(["zoriana", "ostap"]))}
        return Wish("manufactories.end_member", body)

    def posts(self, _name: str, chance: Random) -> Wish:
        body = {"manufactory": self.team, "enrolment": self._enrolment(chance.choice(MEMBERS))}
        return Wish("manufactories.give_posts", {**body, "posts": chance.sample(["lead", "finance", "safety"], 2)})

    def describe(self, _name: str, chance: Random) -> Wish:
        body = {"name": {"uk": f"Т{chance.randrange(99)}"}, "makes": {"uk": "Р"}, "figure": "jug", "pigment": "clay"}
        return Wish("manufactories.describe", {"manufactory": self.team, **body, "carrier": SCHOOL})
