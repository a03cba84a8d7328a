"""`./verstat torture --for 30m --seed N`: every machine that tries to break it, for as long as one wants.

Each worker runs programs of its own; the first violation ends them all and is shrunk to the steps that matter.
"""

import argparse
import multiprocessing
import re
import signal
import sys
from collections import Counter
from dataclasses import dataclass
from multiprocessing.queues import Queue
from time import monotonic

from tests.faults.storm import steps
from tests.faults.storm.programs import explain, machine
from tests.faults.storm.storm import Tally

EVERY = 10  # seconds between two lines
UNITS = {"s": 1, "m": 60, "h": 3_600}


@dataclass
class Report:
    """What a worker says after a program."""

    seed: int
    tally: Tally
    failure: str | None = None


def seconds(text: str) -> float:
    """ "30m" and the like."""
    found = re.fullmatch(r"(\d+)([smh])", text)
    if not found:
        raise argparse.ArgumentTypeError("a number with s, m or h behind it, such as 30m")
    return int(found[1]) * UNITS[found[2]]


def _leave(_signal: int, _frame: object) -> None:
    """In good order: folders in memory are to go."""
    sys.exit()


def work(first: int, stride: int, last: int | None, end: float, reports: "Queue[Report | None]") -> None:
    """Run every `stride`-th program from `first` on, until the time or the seeds are over."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        with machine() as storm:
            seed = first
            while monotonic() < end and (last is None or seed <= last):
                program = steps.program(seed)
                failed = storm.run(seed, program)
                tally = storm.storm.tally
                reports.put(Report(seed, tally, explain(seed, *storm.shrink(seed, program)) if failed else None))
                if failed:
                    break
                seed += stride
    finally:
        reports.put(None)


def run(first: int, last: int | None, duration: float, workers: int) -> str | None:
    """The shrunk program of the first violation, if there was one."""
    context = multiprocessing.get_context("spawn")
    reports: Queue[Report | None] = context.Queue()
    begun = monotonic()
    given = (workers, last, begun + duration, reports)
    processes = [context.Process(target=work, args=(first + n, *given), daemon=True) for n in range(workers)]
    for process in processes:
        process.start()
    programs, tally, alive, said = 0, Tally(), workers, begun
    failure: str | None = None
    while alive and failure is None:
        report = reports.get()
        if report is None:
            alive -= 1
            continue
        programs, failure = programs + 1, report.failure
        tally.add(report.tally)
        if monotonic() - said > EVERY:
            said = monotonic()
            say(f"{said - begun:6.0f} s  {programs} programs, {tally.acts} acts, to seed {report.seed}")
    for process in processes:
        process.terminate() if failure else process.join()
    conclude(programs, tally, monotonic() - begun)
    broken = not failure and any(process.exitcode for process in processes)
    return "A worker broke; what it said stands above." if broken else failure


def conclude(programs: int, tally: Tally, took: float) -> None:
    say(f"{programs} programs in {took:.0f} s: {tally.steps} steps, {tally.acts} acts, {tally.requests} requests")
    faults = Counter({name: n for name, n in tally.faults.items() if name in steps.FAULTS})
    say("faults: " + ", ".join(f"{name} {n}" for name, n in faults.most_common()))


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="verstat torture", description="Every machine that tries to break Verstat, for as long as one wants."
    )
    parser.add_argument("--for", dest="duration", type=seconds, default=None, metavar="30m", help="how long (10m)")
    parser.add_argument("--seed", type=int, default=1, help="the first program (1)")
    parser.add_argument("--programs", type=int, default=None, help="how many programs, however long that takes")
    parser.add_argument("--workers", type=int, default=2, help="how many at a time (2)")
    given = parser.parse_args()
    last = given.seed + given.programs - 1 if given.programs else None
    duration = given.duration or (seconds("10m") if last is None else seconds("100h"))
    failure = run(given.seed, last, duration, min(given.workers, given.programs or given.workers))
    say(f"VIOLATION\n{failure}" if failure else "violations: 0")
    return int(failure is not None)


if __name__ == "__main__":
    sys.exit(main())
