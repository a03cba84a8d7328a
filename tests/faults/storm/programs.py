"""Programs: a seed makes one, it runs against the oracle, and one that fails shrinks to what matters."""

import asyncio
import shutil
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic

from tests import databases
from tests.faults.storm import steps, town
from tests.faults.storm.node import Change, Phones, bundle
from tests.faults.storm.oracle import Violation
from tests.faults.storm.peace import make_peace
from tests.faults.storm.server import OnPostgres, Server
from tests.faults.storm.still import quietly, stillness
from tests.faults.storm.storm import Storm

Program = list[tuple[str, int]]


class Machine:
    """Everything that programs need, made once for many of them."""

    def __init__(self, storm: Storm, runner: asyncio.Runner) -> None:
        self.storm, self._runner = storm, runner
        self.told: list[str] = []

    @contextmanager
    def with_store(self, changes: Sequence[Change]) -> Generator[None]:
        """The same with a store that was changed."""
        with TemporaryDirectory() as folder, phones(Path(folder) / "phones", changes) as process:
            before, self.storm.process = self.storm.process, process
            yield
            self.storm.process = before

    def run(self, seed: int, program: Program) -> Violation | None:
        """What went wrong, if anything did."""
        return self._runner.run(self._run(seed, program))

    async def _run(self, seed: int, program: Program) -> Violation | None:
        self.told = []
        quietly(asyncio.get_running_loop())
        try:
            await self.storm.begin(seed)
            for name, chance in program:
                self.told.append(name)
                self.storm.tally.steps += 1
                self.storm.tally.faults[name] = self.storm.tally.faults.get(name, 0) + 1
                await steps.EVERYTHING[name][1](self.storm, Random(chance))  # noqa: S311
            self.told.append("peace")
            await make_peace(self.storm)
        except Violation as violation:
            return violation
        finally:
            await self.storm.server.stop()
        return None

    def shrink(self, seed: int, program: Program, budget: float = 60) -> tuple[Program, Violation]:
        """The fewest steps that still fail with the same label (delta debugging), within so many seconds."""
        found = self.run(seed, program)
        assert found is not None
        end, size = monotonic() + budget, max(len(program) // 2, 1)
        while size >= 1 and monotonic() < end:
            shorter = False
            for start in range(0, len(program), size):
                tried = program[:start] + program[start + size :]
                other = self.run(seed, tried)
                if other is not None and str(other)[:3] == str(found)[:3]:
                    program, found, shorter = tried, other, True
                    break
            if not shorter:
                size //= 2
        return program, found


@contextmanager
def machine(kind: str = "sqlite") -> Generator[Machine]:
    """A machine over the real server and the real store."""
    memory = Path("/dev/shm")  # noqa: S108 - where there is one, nothing waits for a disk that nobody looks at
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=memory if memory.is_dir() else None)))
        time, chance = stack.enter_context(stillness())
        template = stack.enter_context(databases.database(kind, folder))
        place = town.build(databases.settings_for(kind, folder, template, sync_rows=500), time)
        name = stack.enter_context(databases.database(kind, folder, template))
        runner, process = stack.enter_context(asyncio.Runner()), stack.enter_context(phones(folder / "phones"))
        settings = databases.settings_for(kind, folder, name)
        server = Server(settings) if kind == "sqlite" else OnPostgres(settings)
        yield Machine(Storm(process, server, place, time, chance), runner)


@contextmanager
def phones(folder: Path, changes: Sequence[Change] = ()) -> Generator[Phones]:
    """The phones' process, the store with `changes`."""
    process = Phones(bundle(folder, changes))
    try:
        yield process
    finally:
        process.close()
        shutil.rmtree(folder)


def explain(seed: int, program: Program, violation: Violation) -> str:
    """What failed, in how few steps, and how to see it again."""
    listed = "\n".join(f"    {name} {chance}" for name, chance in program)
    return (
        f"seed {seed}: {violation}\n{len(program)} steps:\n{listed}\n"
        f"again: ./verstat torture --seed {seed} --programs 1"
    )
