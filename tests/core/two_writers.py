"""A program: a second process that writes into the database of a test. Says how many acts were carried out."""

import asyncio
import sys
from pathlib import Path

from backend.app import assemble
from backend.core import clock
from backend.core.actor import Actor
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.core.work import Act, Op, Work
from backend.people.tables import Institution

SHARED = "cohort:shared"


async def bring(work: Work, actor: Actor, op: Op, scope: str) -> None:
    """A row of its own in a scope that both processes write to, and one in a scope of this act's kind."""
    work.add(Institution, id=op.id, kind="brought", name={}, short_name={})
    work.touch(SHARED, "institution", op.id)
    work.touch(scope, "institution", op.id)


def acts(size: int) -> list[Act]:
    """Acts that touch the shared scope and one of three others, in changing order."""
    now = clock.now()
    system = Actor.system("tests")
    return [Act(bring, system, Op(new_id(), now, now), f"cohort:{'acb'[n % 3]}") for n in range(size)]


async def main(data: str, database: str, rounds: int) -> None:
    door = assemble(Settings(data=Path(data), database=database, database_connections=2))
    await door.open()
    done = 0
    print("ready", flush=True)  # noqa: T201 - what the test waits for
    sys.stdin.readline()
    for _ in range(rounds):
        batch = acts(7)
        await door.writer.submit(batch)
        done += sum(act.succeeded for act in batch)
    await door.close()
    print(done, flush=True)  # noqa: T201 - what the test reads


def run() -> None:
    """The program."""
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
