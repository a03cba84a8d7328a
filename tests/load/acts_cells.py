"""How one act is measured: as a ratio to an empty Litestar request, asked right before and after it in the same way."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle

from tests.load.serving import Served, postgres_cpu
from tests.load.wire import Wire, request

Script = list[bytes]
"""The requests of one act, one after the other: a pull of many rows has several pages."""
EMPTY = [request("GET", "/empty")]
ROUNDS = 2


@dataclass
class Part:
    """What some seconds of asking came to."""

    acts: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list[float])
    """Seconds that each act took."""
    cpu: float = 0.0
    """Seconds of CPU of the server."""
    postgres: float = 0.0
    """Seconds of CPU of every PostgreSQL on this machine."""

    def __iadd__(self, other: "Part") -> "Part":
        self.acts, self.seconds = self.acts + other.acts, self.seconds + other.seconds
        self.cpu, self.postgres = self.cpu + other.cpu, self.postgres + other.postgres
        self.waits += other.waits
        return self

    @property
    def rate(self) -> float:
        """Acts a second."""
        return self.acts / self.seconds if self.seconds else 0.0

    def each(self, what: float) -> float:
        """Of seconds, milliseconds for one act."""
        return what * 1000 / self.acts if self.acts else 0.0

    def wait(self, share: float) -> float:
        """Milliseconds within which this share of the acts was answered."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(len(self.waits) * share))] * 1000 if self.waits else 0.0


async def part(server: Served, scripts: Iterator[Script], connections: int, seconds: float) -> Part:
    """Let so many connections act without a pause, for so long or until there are no more scripts; at least once."""
    found = Part()
    wires = [await Wire.connect(server.host, server.port) for _ in range(connections)]
    ends = time.perf_counter() + seconds

    async def act(wire: Wire) -> None:
        began = 0.0  # at least one act, however slow it is
        while began < ends and (script := next(scripts, None)) is not None:
            began = time.perf_counter()
            for asked in script:
                answer = await wire.ask(asked)
                assert answer.status in (200, 304), (answer.status, answer.plain)
            found.waits.append(time.perf_counter() - began)

    began, cpu, postgres = time.perf_counter(), server.cpu(), postgres_cpu()
    await asyncio.gather(*map(act, wires))
    found.acts, found.seconds = len(found.waits), time.perf_counter() - began
    found.cpu, found.postgres = server.cpu() - cpu, postgres_cpu() - postgres
    for wire in wires:
        wire.cut()
    return found


@dataclass
class Cell:
    """An act and how it is asked for."""

    name: str
    connections: int
    scripts: Iterable[Script] | None = None
    """The same over and over."""
    fresh: Callable[[int], list[Script]] | None = None
    """In place of that: so many, each to be sent once."""
    size: int = 1
    """How many operations one of them has; all figures but the waits are for one operation."""


@dataclass
class Result:
    """A row of the table: everything is for one operation, in milliseconds, or a multiple of an empty request."""

    act: str
    connections: int
    per_second: float
    throughput: float
    p50: float
    p99: float
    cpu: float
    cpu_ratio: float
    postgres: float
    empty_per_second: float
    empty_cpu: float
    acts: int


async def measured(cell: Cell, server: Served, empty: Served, seconds: float) -> Result:
    """Empty, act, empty, act, empty; so many seconds of the act."""
    acts, empties = Part(), Part()
    each = seconds / ROUNDS
    for _ in range(ROUNDS):
        empties += await part(empty, cycle([EMPTY]), cell.connections, each)
        acts += await part(server, await _scripts(cell, server, each), cell.connections, each)
    empties += await part(empty, cycle([EMPTY]), cell.connections, each)
    return _result(cell, acts, empties)


async def _scripts(cell: Cell, server: Served, seconds: float) -> Iterator[Script]:
    """Built before the clock starts: of fresh ones as many as a first try says, and half as many more."""
    if cell.fresh is None:
        return cycle(cell.scripts or [])
    tried = await part(server, iter(cell.fresh(4 * cell.connections)), cell.connections, seconds)
    return iter(cell.fresh(int(tried.rate * seconds * 1.5) + cell.connections))


def _result(cell: Cell, acts: Part, empties: Part) -> Result:
    cpu, empty_cpu = acts.each(acts.cpu) / cell.size, empties.each(empties.cpu)
    elsewhere = empties.postgres / empties.seconds * acts.seconds  # what PostgreSQL does when nobody asks it
    return Result(
        act=cell.name,
        connections=cell.connections,
        per_second=acts.rate * cell.size,
        throughput=acts.rate * cell.size / empties.rate,
        p50=acts.wait(0.5),
        p99=acts.wait(0.99),
        cpu=cpu,
        cpu_ratio=cpu / empty_cpu if empty_cpu else 0.0,
        postgres=max(0.0, acts.each(acts.postgres - elsewhere) / cell.size),
        empty_per_second=empties.rate,
        empty_cpu=empty_cpu,
        acts=acts.acts * cell.size,
    )


HEAD = (
    f"{'act':<24}{'at':>3}{'a second':>10}{'x empty':>9}{'p50 ms':>9}{'p99 ms':>9}"
    f"{'CPU ms':>9}{'x empty':>9}{'PG ms':>8}"
)  # fmt: skip - nor ruff's wish for one line, which is too long


def line(row: Result) -> str:
    """One line of the table under HEAD."""
    waits = f"{row.p50:>9.1f}{row.p99:>9.1f}"
    costs = f"{row.cpu:>9.3f}{row.cpu_ratio:>9.2f}{row.postgres:>8.3f}"
    return f"{row.act:<24}{row.connections:>3}{row.per_second:>10.0f}{row.throughput:>9.3f}{waits}{costs}"
