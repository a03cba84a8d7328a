"""Whatever several phones of a team do, and however it is delivered: the books end the same, and nothing in them is
ever changed but by a reversal."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import hypothesis
import msgspec
import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from backend.app import assemble, build_app
from backend.core import clock
from backend.core.clock import wire
from backend.core.door import Door
from backend.core.settings import Settings
from backend.manufactories.queries import Sum, booked
from backend.manufactories.rules import figures
from backend.people.session import SESSION
from tests import databases
from tests.cast import Cast
from tests.manufactories.model import Day, Outcome, back, is_held
from tests.manufactories.till import BOX, CANDLE, NOTHING, Shop, open_shop, product
from tests.manufactories.workshop import LIMIT, cleared, found, member, set_limits
from tests.mentoring.meetings import NOON
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import peek

NAMES = ["solomiia", "solomiia", "ostap", "roman"]  # one of them has two phones; Roman is the team's mentor
NOW = NOON + timedelta(days=14)
EVIDENCE = ("entry", "entry_line", "approval")
NOBODYS = str(UUID(int=0, version=4))

ANY = st.integers(0, 999)
"""One of those there are, whichever: of products, entries, operations of a phone."""
WHO = st.integers(0, len(NAMES) - 1)
MEMBER = st.sampled_from([0, 1, 2, 0, 1, 2, 3])  # and now and then who may not
HOURS = st.integers(0, 150)
DAYS = st.none() | st.integers(0, 6)
POCKET = st.sampled_from(["cash", "cash", "card"])
SUM = st.sampled_from([1, 900, 5_000, LIMIT, LIMIT + 1, 3 * LIMIT])
PRICE = st.sampled_from([CANDLE, BOX, 1, 333])
ITEM = {"product": st.none() | ANY, "quantity": st.sampled_from([1, 1, 2, 7]), "price": PRICE}
WRONG = [
    ({"kopecks": 0}, "entry_sum"),
    ({"day": -2}, "entry_day"),
    ({"kind": "sale"}, "sale_quantity"),
    ({"kind": "count", "kopecks": 0, "counted": 1, "book": 2}, "difference_unexplained"),
    ({"counted": 5}, "malformed"),
]


def act(verb: str, who: st.SearchStrategy[int], **body: Any) -> st.SearchStrategy[Any]:
    """(verb, whose phone, how many hours ago, the body with numbers for ids)."""
    return st.tuples(st.just(verb), who, HOURS, st.fixed_dictionaries(body))


SPENDING = st.sampled_from(["purchase", "expense", "owner_out"])
COMING = st.sampled_from(["grant", "owner_in"])
PAID = st.sampled_from(["purchase", "expense"])
SALE = act(
    "add_entry",
    MEMBER,
    kind=st.just("sale"),
    money=POCKET,
    items=st.lists(st.fixed_dictionaries(ITEM), min_size=1, max_size=3),
    off=st.sampled_from([0, 0, 50, -50]),
    day=DAYS,
)
REVERSAL = act("reverse_entry", WHO, entry=ANY, reason=st.just("Помилка"))
APPROVAL = act("approve_entry", WHO, entry=ANY)
ACT = st.one_of(
    SALE,
    SALE,
    act("add_entry", MEMBER, kind=COMING, money=POCKET, kopecks=SUM, day=DAYS),
    act("add_entry", MEMBER, kind=SPENDING, money=POCKET, kopecks=SUM, day=DAYS),
    act("add_entry", MEMBER, kind=SPENDING, money=POCKET, kopecks=st.just(LIMIT + 1), day=DAYS),
    act("add_entry", MEMBER, kind=PAID, money=st.just("own"), kopecks=SUM, day=DAYS),
    act("add_entry", MEMBER, kind=st.just("count"), counted=SUM, book=SUM, note=st.just("Здача"), day=DAYS),
    act("add_entry", MEMBER, wrong=st.sampled_from(WRONG)),
    REVERSAL,
    REVERSAL,
    APPROVAL,
    APPROVAL,
    act("add_product", WHO),
    act("set_price", WHO, product=ANY, kopecks=PRICE),
    act("change_product", WHO, product=ANY),
)
PARCEL = st.tuples(WHO, st.lists(ANY, min_size=1, max_size=10))
STEP = st.one_of(
    st.tuples(st.sampled_from(["send", "lose the answer", "pull", "pull a little"]), st.tuples(PARCEL)),
    st.tuples(st.just("together"), st.lists(PARCEL, min_size=2, max_size=4)),
)


@dataclass
class Fair:
    """A team with its phones, before anything is in its books."""

    cast: Cast
    shop: Shop
    phones: list[tuple[str, str]]
    """(person, session) of each."""


async def _found(settings: Settings, cast: Cast) -> Fair:
    door = assemble(settings)
    await door.open()
    try:
        new = partial(Phone, build_app(door), cast)
        await set_limits(door, cast)
        roman = await cleared(door, new, cast, "roman")
        olena = await signed_in(door, new, cast.people["olena"])
        team = await found(olena, member(cast, "solomiia"), member(cast, "ostap"), mentors=[roman.person])
        phones = [await signed_in(door, new, cast.people[name]) for name in NAMES]
        shop = await open_shop(phones[0], team)
        return Fair(cast, shop, [(phone.person, phone.http.cookies[SESSION]) for phone in phones])
    finally:
        await door.close()


@pytest.fixture(scope="module")
def fair(kind: str, folder: Path, template: tuple[str, Cast]) -> Iterator[tuple[str, Fair]]:
    """A database with the team in it, made once."""
    clock.set_to(NOON)
    with databases.database(kind, folder, template[0]) as name:
        made = asyncio.run(_found(databases.settings_for(kind, folder, name), template[1]))
        clock.set_to(NOW)
        yield name, made
    clock.set_to(None)


class Workshop:
    """What each phone did, made from acts whose ids are numbers yet."""

    def __init__(self, fair: Fair, acts: list[Any]) -> None:
        self.fair, self.wrong = fair, dict[str, str]()
        self.by_phone: list[list[dict[str, Any]]] = [[] for _ in NAMES]
        ids = [str(UUID(int=n + 1, version=4)) for n in range(len(acts))]
        self.products = [fair.shop.candle, fair.shop.box, *self._ids(ids, acts, "add_product")]
        for id_, one in zip(ids, acts, strict=True):
            if one[0] not in ("reverse_entry", "approve_entry"):
                self._make(id_, *one)
        entries = [op for op in self.all() if op["type"] == "manufactories.add_entry" and op["id"] not in self.wrong]
        self.entries = [op["id"] for op in entries]
        self.held = [op["id"] for op in entries if is_held(op)]
        for id_, one in zip(ids, acts, strict=True):
            if one[0] in ("reverse_entry", "approve_entry"):
                self._make(id_, *one)

    def all(self) -> Iterable[dict[str, Any]]:
        return (op for operations in self.by_phone for op in operations)

    @staticmethod
    def _ids(ids: list[str], acts: list[Any], verb: str) -> list[str]:
        return [id_ for id_, one in zip(ids, acts, strict=True) if one[0] == verb]

    def _make(self, id_: str, verb: str, who: int, hours: int, drawn: dict[str, Any]) -> None:
        made = NOW - timedelta(hours=hours, minutes=30)
        body: dict[str, Any] = {"manufactory": self.fair.shop.id, **getattr(self, f"_{verb}")(id_, drawn)}
        if body.get("day") is not None:
            body["day"] = str((made - timedelta(days=body["day"])).date())
        op: dict[str, Any] = {
            "id": id_,
            "type": f"manufactories.{verb}",
            "v": 1,
            "actor": self.fair.phones[who][0],
            "body": body,
        }
        op["at"] = wire(made)
        self.by_phone[who].append(op)

    def _add_entry(self, id_: str, drawn: dict[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {**NOTHING, "kind": "owner_in", "kopecks": 100, **drawn}
        if wrong := body.pop("wrong", None):
            body, self.wrong[id_] = body | wrong[0], wrong[1]
        if body["kind"] == "sale" and body["items"]:
            body["items"] = [one | {"product": self._product(one["product"])} for one in body["items"]]
            sold, off = sum(one["quantity"] * one["price"] for one in body["items"]), body.pop("off")
            body["kopecks"] = max(0, sold + off) if body["money"] == "cash" else sold
        if body["kind"] == "count":
            body["kopecks"] = 0
        return body

    def _product(self, which: int | None) -> str | None:
        """One that is there or will be, and now and then one that never comes."""
        if which is None:
            return None
        return NOBODYS if which % 17 == 16 else self.products[which % len(self.products)]

    def _add_product(self, _id: str, _drawn: dict[str, Any]) -> dict[str, Any]:
        return product()

    def _set_price(self, _id: str, drawn: dict[str, Any]) -> dict[str, Any]:
        return drawn | {"product": self._product(drawn["product"])}

    def _change_product(self, _id: str, drawn: dict[str, Any]) -> dict[str, Any]:
        looks = {name: value for name, value in product().items() if name != "kopecks"}
        return {"product": self._product(drawn["product"]), "active": False, **looks}

    def _reverse_entry(self, _id: str, drawn: dict[str, Any]) -> dict[str, Any]:
        often = [*self.held[:2], *self.entries[:2]]
        choice = [*often * 3, *self.entries, *map(back, often), NOBODYS]
        return drawn | {"entry": choice[drawn["entry"] % len(choice)]}

    def _approve_entry(self, _id: str, drawn: dict[str, Any]) -> dict[str, Any]:
        choice = [*self.held[:2] * 4, *self.held, *self.entries[:2], *map(back, self.held[:2]), NOBODYS]
        return {"entry": choice[drawn["entry"] % len(choice)]}


class World:
    """The phones over a server, and all that they were answered."""

    def __init__(self, door: Door, fair: Fair, acts: list[Any]) -> None:
        self.door, self.fair, self.workshop = door, fair, Workshop(fair, acts)
        self.phones: list[Phone] = []
        for person, session in fair.phones:
            phone = Phone(build_app(door), fair.cast)
            phone.person = person
            phone.http.cookies.set(SESSION, session)
            self.phones.append(phone)
        self.settled: dict[str, dict[str, Any]] = {}
        self.waits: dict[str, str] = {}
        self.evidence: dict[str, dict[str, Any]] = {table: {} for table in EVIDENCE}

    async def step(self, kind: str, parcels: Iterable[tuple[int, list[int]]]) -> None:
        if kind.startswith("pull"):
            for who, _ in parcels:
                await self.phones[who].pull(1 if kind == "pull a little" else 500)
            return
        sent = [(self.phones[who], self._picked(who, picks)) for who, picks in parcels]
        answers = await asyncio.gather(*(phone.verdicts(*operations) for phone, operations in sent))
        if kind != "lose the answer":
            for verdicts in answers:
                self.note(verdicts)
        await self.check()

    def _picked(self, who: int, picks: list[int]) -> list[dict[str, Any]]:
        operations = self.workshop.by_phone[who]
        return [operations[pick % len(operations)] for pick in picks] if operations else []

    def note(self, verdicts: list[dict[str, Any]]) -> None:
        for verdict in verdicts:
            if verdict["status"] == "retry":
                assert verdict["id"] not in self.settled
                self.waits[verdict["id"]] = verdict["code"]
            else:
                known = self.settled.setdefault(verdict["id"], verdict)
                assert known | {"dup": 0} == verdict | {"dup": 0}

    async def check(self) -> None:
        """After each delivery debits equal credits, and what was there is there as it was."""
        database = self.door.database
        uneven = "SELECT entry FROM entry_line GROUP BY entry HAVING sum(kopecks) <> 0"
        assert await peek(database, uneven) == []
        (total,) = await peek(database, "SELECT coalesce(sum(kopecks), 0) AS kopecks FROM entry_line")
        assert total["kopecks"] == 0
        for table in EVIDENCE:
            now = {row["id"]: row for row in await peek(database, f"SELECT * FROM {table}")}
            assert self.evidence[table].items() <= now.items()
            self.evidence[table] = now

    async def end(self) -> None:
        """Everybody sends what is not settled, the last phone first, until nothing moves any more."""
        before = -1
        while len(self.settled) > before:
            before = len(self.settled)
            for phone, operations in reversed([*zip(self.phones, self.workshop.by_phone, strict=True)]):
                left = [op for op in operations if op["id"] not in self.settled]
                self.note(await phone.verdicts(*left[:50]))
                self.note(await phone.verdicts(*left[50:]))
                await self.check()
                await self.phones[0].pull()
        for phone in self.phones:
            await phone.pull(3)

    def verdicts(self) -> dict[str, tuple[str, str | None]]:
        """What became of each operation."""
        waiting = {id_: ("retry", code) for id_, code in self.waits.items() if id_ not in self.settled}
        return waiting | {id_: (said["status"], said.get("code")) for id_, said in self.settled.items()}


def by_day(lines: Iterable[Any]) -> dict[str, Day]:
    """What lines in the books say of each day on which anything is left."""
    days: dict[str, Day] = {}
    for line in lines:
        day = days.setdefault(line.day, Day())
        name = {"purchases": "costs", "expenses": "costs"}.get(line.account, line.account)
        if name in ("cash", "card", "costs", "revenue"):
            setattr(day, name, getattr(day, name) + (-line.kopecks if name == "revenue" else line.kopecks))
        day.units += line.quantity if line.product else 0
    return {key: day for key, day in days.items() if day != Day()}


def on_phone(rows: dict[str, Any]) -> list[Sum]:
    """The lines that count, as a phone holds them."""
    return [
        Sum(row["day"], line["account"], line["product"], line["kopecks"], line["quantity"] or 0)
        for row in rows.values()
        if not row["waits"]
        for line in row["lines"]
    ]


async def play(settings: Settings, fair: Fair, acts: list[Any], steps: list[Any]) -> None:
    """One world through these steps, held against what must come out."""
    door = assemble(settings)
    await door.open()
    try:
        world = World(door, fair, acts)
        for step in steps:
            await world.step(*step)
        await world.end()
        async with door.database.read() as db:
            kept = (await booked(db, [fair.shop.id])).get(fair.shop.id, [])
    finally:
        await door.close()
    outsiders, known = {fair.phones[3][0]}, [fair.shop.candle, fair.shop.box]
    outcome = Outcome(world.workshop.all(), world.workshop.wrong, outsiders, known)
    assert world.verdicts() == outcome.verdicts
    books = outcome.books()
    assert msgspec.to_builtins(figures(kept)) == books.figures()
    assert by_day(kept) == {day: one for day, one in books.days.items() if one != Day()}
    there = {*outcome.entries, *map(back, outcome.taken_back)}
    for phone in world.phones:
        rows = phone.held("entry")
        assert set(rows) == there
        assert rows == world.phones[0].held("entry")
        assert by_day(on_phone(rows)) == by_day(kept)


def test_any_order_ends_in_the_same_books(kind: str, folder: Path, fair: tuple[str, Fair]) -> None:
    """Any acts, any order, repetition, loss and coincidence of deliveries."""

    @hypothesis.settings(
        max_examples=40 if kind == "sqlite" else 12,  # a PostgreSQL database takes a second to make
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # shrinking would make a database for each try
    )
    @given(st.lists(ACT, min_size=20, max_size=50), st.lists(STEP, max_size=10))
    def run(acts: list[Any], steps: list[Any]) -> None:
        with databases.database(kind, folder, fair[0]) as name:
            asyncio.run(play(databases.settings_for(kind, folder, name), fair[1], acts, steps))

    run()
