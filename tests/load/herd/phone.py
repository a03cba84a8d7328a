"""A simulated phone: it says and does at the wire what pwa/src/store does, and keeps nothing but where it stands.

With `rows` it also keeps what it pulls, as a real one does, to be compared with a first sync afterwards.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Literal, cast

from backend.core import clock
from tests.load.herd.answers import MOST_OPS, Hints, Page, Rows, keep, read_answer, read_rows
from tests.load.herd.tally import Tally
from tests.load.herd.town import Learner
from tests.load.wire import Reply, Wire, request

TIMEOUT = 30  # seconds: http.ts
SLOW = 20  # seconds: outcome.ts takes a line on which no answer came for longer to be too slow for so much at once
FEW_OPS = 5
LONGEST_PAUSE = 300  # seconds between two tries without an answer
ROWS, FEW_ROWS = 500, 100
Loss = Literal["", "unread", "torn"]
"""Whether the first answer is lost: before any of it is read, or after a part of it."""


class Line(Wire):
    """A connection that counts what comes; `torn` breaks it in the middle of an answer."""

    torn = False
    tally: Tally

    def data_received(self, data: bytes) -> None:
        self.tally.down += len(data)
        super().data_received(data)

    def on_body(self, body: bytes) -> None:
        if self.torn:
            self.cut()
        else:
            super().on_body(body)


@dataclass(eq=False)
class Phone:
    """One phone of a learner, with what waits on it: (id, operation as JSON)."""

    learner: Learner
    tally: Tally
    port: int = 0
    outbox: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])
    cursor: str | None = None
    loss: Loss = ""
    fetches: bool = False
    """Whether it fetches its courses once it is through."""
    rows: Rows | None = None
    epoch: str | None = None
    proof: list[str] = field(default_factory=list[str])
    """Some acts that were acknowledged earlier, to be asked after once."""
    hints: Hints = field(default_factory=Hints)
    is_through: bool = False
    _line: Line | None = None
    _limit: int = MOST_OPS
    _fails: int = 0
    _skip: set[str] = field(default_factory=set[str])

    async def come_back(self, after: float) -> None:
        """The power is there again: wait that long, then deliver and pull until there is nothing left to do."""
        await asyncio.sleep(after)
        self.tally.started += 1
        await self.sync()
        self.tally.delivered.append(time.monotonic())
        if self.fetches:
            await self.fetch_courses()

    async def sync(self) -> None:
        """Deliver and pull to the end, however long that takes."""
        self.is_through = False
        while not self.is_through:
            await asyncio.sleep(await self._turn())

    async def _turn(self) -> float:
        """One delivery; how many seconds to wait before the next."""
        fresh = [one for one in self.outbox if one[0] not in self._skip]
        if not fresh:
            fresh, self._skip = self.outbox, set()
        sent = fresh[: min(self._limit, self.hints.max_ops)]
        asks = len(sent) == len(fresh)
        began = time.monotonic()
        reply = await self._ask(self._delivery(sent, asks))
        if reply is None:
            if time.monotonic() - began > SLOW:
                self._limit = max(FEW_OPS, len(sent) >> 1)
            return self._pause()
        self.tally.trips.append(time.monotonic() - began)
        self.tally.statuses[reply.status] += 1
        return self._settle(reply, asks) if reply.status == 200 else self._refused(reply, len(sent))

    def _delivery(self, sent: list[tuple[str, bytes]], asks: bool) -> bytes:
        rows = FEW_ROWS if self._fails else ROWS
        pull = f'{{"cursor":{_text(self.cursor)},"max_rows":{rows}}}' if asks else "null"
        head = (
            f'{{"protocol":1,"build":"herd","actor":"{self.learner.id}","now":"{clock.wire(clock.now())}",'
            f'"epoch":{_text(self.epoch)},"pull":{pull},"proof":{_list(self.proof)},'
            f'"diag":{{"outbox":{len(self.outbox)},"oldest_s":0,"persisted":true}},"ops":['
        )
        return head.encode() + b",".join([one for _, one in sent]) + b"]}"

    async def _ask(self, body: bytes) -> Reply | None:
        """The answer to a delivery; None when it was lost."""
        asked = request("POST", "/api/sync", cookie=self.learner.cookie, body=body, headers=HEADERS)
        loss, self.loss = self.loss, ""
        if not loss:
            return await self._exchange(asked)
        self.tally.lost += 1
        wait = random.uniform(0, 0.3) if loss == "unread" else TIMEOUT  # noqa: S311 - chance, not a secret
        await self._exchange(asked, wait, torn=loss == "torn")
        if self._line:
            self._line.cut()
        return None

    async def _exchange(self, asked: bytes, wait: float = TIMEOUT, *, torn: bool | None = None) -> Reply | None:
        """`torn` is None for an exchange that nobody breaks on purpose."""
        try:
            async with asyncio.timeout(wait):
                line = self._line
                if line is None or not line.open:
                    line = cast("Line", await Line.connect("127.0.0.1", self.port))
                line.tally, line.torn, self._line = self.tally, bool(torn), line
                self.tally.up += len(asked)
                return await line.ask(asked)
        except (OSError, TimeoutError):
            self.tally.silent += torn is None
            return None

    def _settle(self, reply: Reply, asks: bool) -> float:
        plain = reply.plain
        answer = read_answer(plain)
        final: set[str] = set()
        for one in answer.verdicts:
            self.tally.dup += one.dup
            if one.code:
                self.tally.refused[one.code] += 1
            if one.status == "retry":
                self._skip.add(one.id)
            else:
                final.add(one.id)
                self.tally.acknowledged[one.id] = one.status == "applied"
        self.outbox = [one for one in self.outbox if one[0] not in final]
        self.epoch, self.hints, self.proof = answer.epoch, answer.hints, []
        self._fails, self._limit = 0, min(MOST_OPS, self._limit * 2)
        if answer.pull is not None:
            self.cursor = answer.pull.cursor
            if self.rows is not None:
                keep(self.rows, read_rows(plain).pull)
        return self._next(asks, answer.pull)

    def _next(self, asks: bool, page: Page | None) -> float:
        if asks and page is None:
            self.tally.no_page += 1
            return self.hints.next_min_s + random.random() * self.hints.spread_s  # noqa: S311 - chance
        if (page is not None and page.more) or any(id_ not in self._skip for id_, _ in self.outbox):
            return 0
        self.is_through = not self.outbox
        return 0 if self.is_through else self.hints.next_min_s

    def _refused(self, reply: Reply, sent: int) -> float:
        """Asked to wait, or to send less; whatever else it is, it is tried again."""
        if reply.status in (413, 500) and sent > 1:
            self._limit = sent >> 1
        asked = reply.header(b"retry-after")
        return self._pause(float(asked) if asked else None)

    def _pause(self, asked: float | None = None) -> float:
        """As `failed` of outcome.ts."""
        longest = min(LONGEST_PAUSE, 2 * 2**self._fails)
        self._fails += 1
        roll = random.random()  # noqa: S311 - chance
        return roll * longest if asked is None else asked + roll * self.hints.spread_s

    async def fetch_courses(self) -> None:
        """Outlines, then every module, one after the other, as on a line that costs nothing; again until they are
        here."""
        courses = [row for (_, entity, _), row in (self.rows or {}).items() if entity == "course" and row]
        hashes = [one["bundles"]["uk"]["hash"] for one in courses]
        hashes += [part["bundles"]["uk"]["hash"] for one in courses for part in one["parts"]]
        for hash_ in hashes:
            asked = request("GET", f"/api/courses/bundles/{hash_}", cookie=self.learner.cookie, headers=HEADERS)
            began, reply = time.monotonic(), await self._exchange(asked)
            while reply is None or reply.status != 200:
                await asyncio.sleep(self._pause())
                began, reply = time.monotonic(), await self._exchange(asked)
            self.tally.bundles.append(time.monotonic() - began)

    def hang_up(self) -> None:
        """End the connection, if there is one."""
        if self._line and self._line.open:
            self._line.cut()


HEADERS = {"accept-encoding": "gzip, deflate, br", "accept-language": "uk", "accept": "application/json"}


def _text(value: str | None) -> str:
    return "null" if value is None else f'"{value}"'


def _list(values: list[str]) -> str:
    return "[" + ",".join(map(_text, values)) + "]"
