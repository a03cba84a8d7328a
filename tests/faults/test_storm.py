"""The real server and the real store under fire, driven from one seed: programs, and the bugs that they must find.

Longer: `./verstat torture --for 30m --seed 1`. The machine stands in storm/, what each bug took in README.md.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from time import monotonic

import pytest

from tests.faults.storm import steps
from tests.faults.storm.bugs import BUGS, SINCE, Bug
from tests.faults.storm.programs import Machine, explain, machine

PART = 30
"""Programs of one test: both workers have some."""
HUNT = 80
"""So many programs at most a bug may live through."""


@pytest.fixture(scope="module")
def storm() -> Iterator[Machine]:
    with machine() as made:
        yield made


def survives(storm: Machine, seed: int) -> None:
    program = steps.program(seed)
    if storm.run(seed, program):
        pytest.fail(explain(seed, *storm.shrink(seed, program)))


@pytest.mark.parametrize("part", range(4))
def test_nothing_is_lost_and_nothing_doubled_whatever_happens(storm: Machine, part: int) -> None:
    for seed in range(part * PART + 1, (part + 1) * PART + 1):
        survives(storm, seed)


def test_on_either_database(kind: str) -> None:
    with machine(kind) as storm:
        for seed in range(1, 9):
            survives(storm, seed)


def test_the_same_seed_is_the_same_program(storm: Machine) -> None:
    stories: list[object] = []
    for _ in range(2):
        survives(storm, 3)
        stories.append((storm.storm.tally, storm.storm.made, storm.storm.books.receipts))
    assert stories[0] == stories[1]


def test_a_failing_program_shrinks_to_what_matters(storm: Machine) -> None:
    bug = next(bug for bug in BUGS if bug.name == "no touch")
    with bug.server():
        seed = next(seed for seed in range(1, HUNT) if storm.run(seed, steps.program(seed)))
        program, found = storm.shrink(seed, steps.program(seed))
        assert len(program) <= 3
        assert str(storm.run(seed, program)) == str(found)
        assert f"--seed {seed} " in explain(seed, program, found)


@pytest.mark.parametrize("bug", BUGS, ids=[bug.name for bug in BUGS])
def test_a_bug_is_found(storm: Machine, bug: Bug) -> None:
    begun, first = monotonic(), SINCE.get(bug.name, 1)
    with bug.server(), storm.with_store(bug.phone) if bug.phone else nullcontext():
        for seed in range(first, first + HUNT):
            if found := storm.run(seed, steps.program(seed)):
                report(f"{bug.name:22} {seed:4} {monotonic() - begun:6.1f} s  {str(found)[:60]}")
                return
    pytest.fail(f"{bug.name} lived through {HUNT} programs: {bug.sentence}")


def report(line: str) -> None:
    """A line of the table; seen with -s."""
    print(line)  # noqa: T201
