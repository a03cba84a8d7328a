"""Who works normally meanwhile: a coordinator who reads a page and calls somebody's name every half second.

Whatever happens, the next half second brings the next question: who waits for a slow answer is counted as often as it
lasts, and not left out.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count, cycle

from backend.core import clock
from backend.core.ids import new_id
from tests.load.herd.answers import read_answer
from tests.load.herd.deliveries import Made, operation
from tests.load.herd.phone import HEADERS
from tests.load.herd.town import Town
from tests.load.wire import Reply, Wire, request

EVERY = 0.5  # seconds
TIMEOUT = 30  # seconds: http.ts


@dataclass
class Worker:
    """The coordinator of the first school."""

    town: Town
    made: Made
    port: int = 0
    cursor: str | None = None
    pages: list[float] = field(default_factory=list[float])
    """Seconds that each page took."""
    pushes: list[float] = field(default_factory=list[float])
    statuses: Counter[int] = field(default_factory=Counter[int])
    """0 for no answer."""
    acknowledged: list[str] = field(default_factory=list[str])
    _free: list[Wire] = field(default_factory=list[Wire])

    async def first_sync(self) -> None:
        """What the phone holds before the herd comes."""
        more = True
        while more:
            reply = await self._exchange(self._delivery([]))
            answer = read_answer(reply.plain) if reply and reply.status == 200 else None
            if answer and answer.pull:
                self.cursor, more = answer.pull.cursor, answer.pull.more

    async def work(self) -> None:
        """Until it is cancelled."""
        cohort = self.town.learners[0].cohort
        enrolments = [one.enrolment for one in self.town.learners if one.cohort == cohort]
        reports = ["desk", f"cohorts/{cohort}", "manufactories", f"participants/{enrolments[0]}"]
        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number, report, enrolment in zip(count(1), cycle(reports), cycle(enrolments), strict=False):
                group.create_task(self._read(f"/api/reports/{report}"))
                group.create_task(self._call(cohort, enrolment))
                await asyncio.sleep(max(0, begun + number * EVERY - time.monotonic()))

    async def _read(self, path: str) -> None:
        asked = request("GET", path, cookie=self.town.coordinators_cookie, headers=HEADERS)
        began, reply = time.monotonic(), await self._exchange(asked)
        self._note(self.pages, began, reply)

    async def _call(self, cohort: str, enrolment: str) -> None:
        """One mark of a roll, and whatever is new."""
        now, id_ = clock.wire(clock.now()), new_id()
        mark = {"enrolment": enrolment, "status": "present"}
        roll = {"cohort": cohort, "held_on": now[:10], "marks": [mark], "plan": None}
        self.made.others.add(id_)
        asked = self._delivery([operation(id_, "mentoring.call_roll", self.town.coordinator, now, roll)])
        began, reply = time.monotonic(), await self._exchange(asked)
        self._note(self.pushes, began, reply)
        if reply and reply.status == 200:
            answer = read_answer(reply.plain)
            self.acknowledged += [one.id for one in answer.verdicts if one.status == "applied"]
            self.cursor = answer.pull.cursor if answer.pull else self.cursor

    def _note(self, times: list[float], began: float, reply: Reply | None) -> None:
        times.append(time.monotonic() - began)
        self.statuses[reply.status if reply else 0] += 1

    def _delivery(self, operations: list[bytes]) -> bytes:
        cursor = "null" if self.cursor is None else f'"{self.cursor}"'
        head = (
            f'{{"protocol":1,"build":"herd","actor":"{self.town.coordinator}","now":"{clock.wire(clock.now())}",'
            f'"pull":{{"cursor":{cursor},"max_rows":500}},"ops":['
        )
        body = head.encode() + b",".join(operations) + b"]}"
        return request("POST", "/api/sync", cookie=self.town.coordinators_cookie, body=body, headers=HEADERS)

    async def _exchange(self, asked: bytes) -> Reply | None:
        """By the line that was used last and that nobody uses now, as a browser does; idle ones the server ends."""
        open_ = [line for line in self._free if line.open]
        self._free = open_[:-1]
        try:
            async with asyncio.timeout(TIMEOUT):
                line = open_[-1] if open_ else await Wire.connect("127.0.0.1", self.port)
                reply = await line.ask(asked)
        except (OSError, TimeoutError):
            return None
        self._free.append(line)
        return reply
