"""Somebody who tries an operation with all kinds of ids, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice, product
from typing import Any

from backend.core import clock
from backend.people.consents import CURRENT
from backend.sync.operations import OPERATIONS
from tests.mentoring.meetings import today
from tests.phone import Phone
from tests.rights.matrix import Ids, Rows, bare, made_up
from tests.rights.shapes import Maker
from tests.rights.table import Line, Row

ALLOWED = "tests_allowed"
"""The code with which the tests refuse what came to its end, so that it is undone."""
Asked = dict[str, list[str]]
"""Operation -> the statements that it cost."""
MOST = 50  # operations in one delivery
COMBINATIONS = 60  # of what one may name, of which one at least is allowed
PARTS = 6  # of the other tables each asker tries one: together they try all, each twice


@dataclass(frozen=True)
class Said:
    """What came of an operation, and what it cost."""

    verdict: str
    statements: tuple[str, ...]
    code: str


def _key(ids: Ids) -> tuple[str, ...]:
    return tuple(ids.values())


def unknown(ids: Ids, places: list[str]) -> Ids:
    """The same with ids that nobody has at these places."""
    return {p: made_up(id_, n) if p in places else id_ for n, (p, id_) in enumerate(ids.items())}


class Asker:
    """`turn`: which one of all askers it is."""

    def __init__(self, phone: Phone, rows: Rows, asked: Asked, turn: int) -> None:
        self.phone, self.rows, self.asked, self.turn = phone, rows, asked, turn
        self.person, self.cases = phone.person, 0

    async def faults(self, type_: str, line: Line) -> list[str]:
        """Where code and table differ, for one line."""
        self.type, self.line = type_, line
        self.said: dict[tuple[str, ...], Said] = {}
        base = await self._base()
        cases = {_key(ids): ids for ids in (base, *self._variations(base))}
        beyond = {key: self.rows.beyond(self.person, line, ids) for key, ids in cases.items()}
        references = [unknown(ids, beyond[key]) for key, ids in cases.items()]
        await self._try(*cases.values(), *references)
        self.cases += len(self.said)
        told = zip(cases.items(), references, strict=True)
        return [fault for (key, ids), other in told if beyond[key] and (fault := self._fault(ids, beyond[key], other))]

    async def _try(self, *cases: Ids) -> None:
        """Send what was not sent yet."""
        new = list({_key(ids): ids for ids in cases if _key(ids) not in self.said}.values())
        for first in range(0, len(new), MOST):
            some = new[first : first + MOST]
            sent = [self.phone.operation(self.type, self._body(ids)) for ids in some]
            for ids, op, verdict in zip(some, sent, await self.phone.verdicts(*sent), strict=True):
                cost = tuple(map(bare, self.asked.get(op["id"], ())))  # nothing for what could not be read
                self.said[_key(ids)] = Said(str(verdict).replace(op["id"], "<op>"), cost, verdict.get("code", ""))

    def _body(self, ids: Ids) -> dict[str, Any]:
        given: dict[str, Any] = {
            "today": today(),
            "now": clock.wire(clock.now()),
            "starts_at": clock.wire(clock.now() + timedelta(days=1)),
            "figure": "gear",
        }
        if self.type.endswith("consent"):
            given |= {"text": CURRENT, "answers": {"taking_part": True}}
        return Maker(ids, given).body(OPERATIONS[self.type].body)

    async def _base(self) -> Ids:
        """What the table lets them name together, as the code allows it; else what they may name among strange rows."""
        nameable = [self.rows.nameable(self.person, row) for row in self.line.values()]
        whole = [dict(zip(self.line, ids, strict=True)) for ids in islice(product(*nameable), COMBINATIONS)]
        if not whole:
            rows = zip(nameable, self.line.items(), strict=True)
            return {p: next(chain(own, self.rows.strange(self.person, row))) for own, (p, row) in rows}
        nobody = unknown(whole[0], [*self.line])
        await self._try(*whole, nobody)
        found = [ids for ids in whole if self.said[_key(ids)].code == ALLOWED]
        found += [ids for ids in whole if self.said[_key(ids)].verdict != self.said[_key(nobody)].verdict]
        assert found or not self.line, f"{self.type}: by the table they may, by the code they may not: {whole[0]}"
        return found[0] if found else {}

    def _variations(self, base: Ids) -> Iterator[Ids]:
        """The base with another id at one place; and, where it can be, with nothing of their own in it."""
        for place, row in self.line.items():
            own, strange = self.rows.nameable(self.person, row), self.rows.strange(self.person, row)
            for id_ in (*own[:3], *strange[:2], *strange[2:][-2:], *self._others(row)):
                yield {**base, place: id_}
        strangers = [self.rows.strange(self.person, row) for row in self.line.values()]
        if all(strangers):
            yield from (dict(zip(self.line, [found[n] for found in strangers], strict=True)) for n in (0, -1))

    def _others(self, row: Row) -> list[str]:
        """Ids of the other tables, of this asker's part of them."""
        first = [ids[0] for name, ids in self.rows.ids.items() if ids and name != row.table]
        return first[(self.turn + len(self.type)) % PARTS :: PARTS]

    def _fault(self, ids: Ids, beyond: list[str], reference: Ids) -> str:
        said, nothing = self.said[_key(ids)], self.said[_key(reference)]
        what = f"{self.type} {ids}, of which {beyond} should be nothing to them,"
        if said.verdict != nothing.verdict:
            return f"{what} says {said.verdict}\n    and of what is not there {nothing.verdict}"
        timed = not any(self.line[place].untimed for place in beyond)
        if timed and said.statements != nothing.statements:
            return f"{what} asks {said.statements}\n    and for what is not there {nothing.statements}"
        return ""
