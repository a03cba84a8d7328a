"""What a push costs while the tables grow: of the server, and of PostgreSQL itself."""

import argparse
import math
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.load.acts_cells import Part, part
from tests.load.acts_stage import stage_over
from tests.load.acts_world import LESSONS, MODULES, furnish, opened
from tests.load.serving import served

STEPS, SIZE, CONNECTIONS, AT_ONCE = 20, 50, 10, 400
HEAD = f"{'operations':>11}{'a second':>10}{'CPU ms':>9}{'x first':>9}{'PG ms':>9}{'x first':>9}"


async def run(given: argparse.Namespace) -> None:
    """Push `--growth` operations in twenty steps: half entries, half lessons, with a receipt each."""
    wanted: int = given.growth
    steps: list[dict[str, float]] = []
    with TemporaryDirectory() as folder:
        data = Path(folder)
        async with opened(data, given.database) as door:
            senders = math.ceil(wanted * 0.51 / (MODULES * LESSONS))
            world = await furnish(door, 30, 30, senders)
        print(HEAD, flush=True)
        async with served(data, given.database) as server:
            await stage_over(world, {}, server)
            for step in range(STEPS):
                found, left = Part(), math.ceil(wanted / STEPS / SIZE)
                while left > 0:  # built between the measurements, and never all of them at once
                    scripts = [[one] for one in world.pushes(min(left, AT_ONCE), SIZE)]
                    found += await part(server, iter(scripts), CONNECTIONS, math.inf)
                    left -= AT_ONCE
                steps.append(_told(found, (step + 1) * wanted // STEPS))
                print(_line(steps[-1], steps[0]), flush=True)
    if given.json:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(steps)))


def _told(found: Part, operations: int) -> dict[str, float]:
    """Of a step that ended with so many operations there; milliseconds for one operation."""
    return {
        "operations": operations,
        "per_second": found.rate * SIZE,
        "cpu": found.each(found.cpu) / SIZE,
        "postgres": found.each(found.postgres) / SIZE,
    }


def _line(step: dict[str, float], first: dict[str, float]) -> str:
    said = f"{step['operations']:>11,.0f}{step['per_second']:>10.0f}"
    for what in ("cpu", "postgres"):
        said += f"{step[what]:>9.3f}{step[what] / first[what] if first[what] else 0:>9.2f}"
    return said
