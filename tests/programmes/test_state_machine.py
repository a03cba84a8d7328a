"""Any order of steps by anybody, also many at once through two processes' writers: the machine holds, no seat is given
twice, and the rights are those of the state."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import Phase, example, given
from hypothesis import strategies as st

from backend.app import assemble
from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import new_id, pair_id
from backend.core.settings import Settings
from backend.people import actions as people
from backend.people.queries import consents_in_force, with_roles_now
from backend.people.schemas import GiveConsent, NewPerson
from backend.programmes import actions as programmes
from backend.programmes import steps
from backend.programmes.schemas import Accept, Apply, NewCohort, RecordConsent, Refuse, Withdraw
from tests import databases
from tests.cast import SYSTEM, Cast, code_of
from tests.sync.peek import count, peek

# The machine of the design, written down once more: (act, state) -> state; what is done already changes nothing.
LEADS: dict[tuple[str, str | None], str] = {
    ("apply", None): "applied",
    ("apply", "refused"): "applied",
    ("apply", "withdrawn"): "applied",
    ("accept", "applied"): "accepted",
    ("accept", "refused"): "accepted",
    ("accept", "withdrawn"): "accepted",
    ("refuse", "applied"): "refused",
    ("activate", "accepted"): "active",
    ("withdraw", "applied"): "withdrawn",
    ("withdraw", "accepted"): "withdrawn",
    ("withdraw", "active"): "withdrawn",
}
DONE: set[tuple[str, str | None]] = {
    *(("apply", state) for state in ("applied", "accepted", "active")),
    *(("accept", state) for state in ("accepted", "active")),
    ("refuse", "refused"),
    ("withdraw", "withdrawn"),
}
MAY = {"apply": {"self"}, "accept": {"host"}, "refuse": {"host"}, "withdraw": {"self", "host"}, "paper": {"host"}}
PEOPLE, ADULTS = 5, 3
Move = tuple[str, str, int]
"""(act, by whom, about which person). "yes" and "no": a consent, by the person or on paper."""
ACTS = ["apply", "apply", "accept", "accept", "accept", "refuse", "withdraw", "yes", "yes", "no"]
MOVES = st.tuples(
    st.sampled_from(ACTS), st.sampled_from(["right", "right", "stranger", "other"]), st.integers(0, PEOPLE - 1)
)
ROUNDS = st.lists(st.lists(MOVES, min_size=1, max_size=8), max_size=8)
"""What is done one after the other, if it is alone in its round, or all at once."""
ALL = range(PEOPLE)
RUSH: list[list[Move]] = [
    [("apply", "right", n) for n in ALL],
    [("yes", "right", 0), *[("accept", "right", n) for n in ALL for _ in range(2)], ("yes", "right", 4)],
    [("withdraw", "right", n) for n in ALL],
    [*[("accept", "right", n) for n in ALL], *[("yes", "right", n) for n in ALL]],
]


class World:
    """A cohort and people who may come into it, reached through the doors of two processes."""

    def __init__(self, doors: list[Door], cast: Cast, seats: int) -> None:
        self.doors, self.cast, self.seats = doors, cast, seats
        self.database = doors[0].database
        self.people: list[str] = []

    async def begin(self) -> None:
        perform, school = self.doors[0].writer.perform, self.cast.schools["ratusha"]
        manager = await self.actor(self.cast.people["sofiia"])
        ends = date(2999, 1, 1)
        plan = NewCohort(self.cast.programme, school, {"uk": "Г"}, date(2026, 9, 1), ends, self.seats, [])
        self.cohort = await perform(programmes.open_cohort, manager, plan)
        self.code = await code_of(self.doors[0], self.cohort)
        for n in ALL:
            new = NewPerson(new_id(), "P", str(n), born=date(2000 if n < ADULTS else 2012, 1, 1))
            self.people.append(await perform(people.add_person, SYSTEM, new))

    async def actor(self, person: str) -> Actor:
        async with self.database.read() as db:
            return await with_roles_now(Actor(person, "uk"), db)

    def enrolment(self, n: int) -> str:
        return pair_id(self.people[n], self.cohort)

    def meant(self, move: Move) -> tuple[str, str, int]:
        """(kind of act, by whom, about whom): an adult's consent and a request are one's own, whoever is drawn."""
        act, by, n = move
        if act == "apply" or (act in ("yes", "no") and n < ADULTS):
            return ("apply" if act == "apply" else "consent"), "self", n
        kind = "paper" if act in ("yes", "no") else act
        own = "self" if act == "withdraw" and n % 2 else "host"
        return kind, own if by == "right" else by, n

    async def do(self, move: Move, door: Door) -> str | None:
        """The code with which a move is refused, if it is."""
        _, by, n = self.meant(move)
        named = {"host": "olena", "stranger": "vasyl"}
        person = self.cast.people[named[by]] if by in named else self.people[n if by == "self" else (n + 1) % PEOPLE]
        try:
            await door.writer.perform(self.act(move), await self.actor(person), self.body(move))
        except Problem as problem:
            return problem.kind.code
        return None

    def act(self, move: Move) -> Any:
        acts = {"apply": steps.apply, "accept": steps.accept, "refuse": steps.refuse, "withdraw": steps.withdraw}
        other = {"consent": people.give_consent, "paper": steps.record_consent}
        return (acts | other)[self.meant(move)[0]]

    def body(self, move: Move) -> Any:
        at = self.enrolment(move[2])
        said = GiveConsent({"taking_part": move[0] == "yes"}, "2026-1", "uk")
        bodies = {
            "apply": Apply(self.code),
            "accept": Accept(at),
            "refuse": Refuse(at, "other"),
            "withdraw": Withdraw(at, "other"),
            "consent": said,
            "paper": RecordConsent(at, "G", date(2026, 10, 1), said.answers, said.text, "uk"),
        }
        return bodies[self.meant(move)[0]]

    async def states(self) -> list[str | None]:
        rows = await peek(self.database, "SELECT id, status FROM enrolment WHERE cohort = $1", self.cohort)
        found = {row["id"]: row["status"] for row in rows}
        return [found.get(self.enrolment(n)) for n in ALL]

    async def consenting(self) -> list[bool]:
        async with self.database.read() as db:
            found = await consents_in_force(db, self.people, 18)
        return ["taking_part" in found[person] for person in self.people]

    def expected(self, move: Move, states: list[str | None]) -> str | None:
        """The code with which a move that is made alone is refused, if it is."""
        kind, by, n = self.meant(move)
        state = states[n]
        if kind == "consent" or ((kind, state) in DONE and by in MAY[kind]):
            return None
        if by not in MAY[kind] or (kind != "apply" and state is None):
            return "not_found"
        if kind == "paper":
            return None if state in ("applied", "accepted", "active") else "wrong_state"
        if (kind, state) not in LEADS:
            return "wrong_state"
        if kind == "apply" and states.count("applied") >= 3 * self.seats:
            return "queue_full"
        taken = states.count("accepted") + states.count("active")
        return "no_seats" if kind == "accept" and taken >= self.seats else None

    async def alone(self, move: Move) -> None:
        """One move ends as the machine says."""
        before = await self.states()
        expected, after = self.expected(move, before), list(before)
        assert await self.do(move, self.doors[0]) == expected, (move, before)
        kind, _, n = self.meant(move)
        if expected is None:
            after[n] = LEADS.get((kind, before[n]), before[n])
        if after[n] == "accepted" and (await self.consenting())[n]:
            after[n] = "active"
        assert await self.states() == after, (move, before)

    async def round(self, moves: list[Move]) -> None:
        if len(moves) == 1:
            await self.alone(moves[0])
        else:
            await asyncio.gather(*(self.do(move, self.doors[i % 2]) for i, move in enumerate(moves)))
        await self.check()

    async def check(self) -> None:
        """What holds whatever came first."""
        states, consenting = await self.states(), await self.consenting()
        assert states.count("accepted") + states.count("active") <= self.seats
        assert states.count("applied") <= 3 * self.seats
        for n, state in enumerate(states):
            assert not (state == "accepted" and consenting[n])  # nothing is due, so it would be active
            assert await self.chain(n) == state
            held = [(r.kind, r.place) for r in (await self.actor(self.people[n])).roles if r.held_at(clock.now())]
            wanted = [("applicant", self.enrolment(n))] if state else []
            wanted += [("learner", self.cohort)] if state in ("accepted", "active") else []
            assert sorted(held) == sorted(wanted)

    async def chain(self, n: int) -> str | None:
        """Where the steps of an enrolment lead, each from where the last one led."""
        sql = "SELECT number, act, before, after FROM enrolment_step WHERE enrolment = $1 ORDER BY number"
        state: str | None = None
        for number, row in enumerate(await peek(self.database, sql, self.enrolment(n)), 1):
            assert (row["number"], row["before"]) == (number, state)
            state = LEADS[row["act"], state]
            assert row["after"] == state
        return state


async def play(settings: Settings, cast: Cast, seats: int, rounds: list[list[Move]]) -> None:
    doors = [assemble(settings), assemble(settings)]
    for door in doors:
        await door.open()
    try:
        world = World(doors, cast, seats)
        await world.begin()
        for moves in rounds:
            await world.round(moves)
        assert await count(doors[0].database, "enrolment", "cohort = $1", cast.cohorts["ratusha"]) == 3
    finally:
        for door in doors:
            await door.close()


def test_any_order_by_anybody(kind: str, folder: Path, template: tuple[str, Cast]) -> None:
    """One database for all examples: each has a cohort and people of its own."""
    with databases.database(kind, folder, template[0]) as name:
        settings = databases.settings_for(kind, folder, name)

        @hypothesis.settings(
            max_examples=40 if kind == "sqlite" else 12,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
        )
        @example(1, RUSH)
        @example(2, RUSH)
        @example(4, RUSH)
        @given(st.integers(1, 3), ROUNDS)
        def run(seats: int, rounds: list[list[Move]]) -> None:
            asyncio.run(play(settings, template[1], seats, rounds))

        run()
