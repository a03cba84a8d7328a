"""A program: the real app on a real installation, in lives that end when they are told to.

    python -m tests.faults.mortal '{"data": "...", "database": "...", "now": "...", "broken": ""}'

Each line on stdin is a `Life`; each line on stdout what is left of one, a `Remains`. Every life is a process forked
from this one, which has loaded everything and opened nothing. `die_at` n: SIGKILL before the n-th statement that the
life sends to its database - any statement, of the reads before and after the transaction too, BEGIN, SAVEPOINT and
COMMIT among them; between two statements nothing happens to a database, so that "after each" is covered as well.
"""

import asyncio
import os
import signal
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
from litestar import Litestar

from backend import migrations
from backend.app import assemble, build_app
from backend.core import clock
from backend.core.database.sqlite import SQLite
from backend.core.door import Door
from backend.core.settings import Settings
from backend.core.work import Act
from backend.core.writer import Writer
from backend.people.session import SESSION
from backend.sync.feeds import FEEDS
from backend.sync.operations import OPERATIONS
from tests.faults.broken import BROKEN
from tests.faults.look import Look, look
from tests.sync.acts import ACTS, thing_rows

NAME = "mortal"
"""What PostgreSQL calls our connections, so that others can wait until it has noticed that they are dead."""


LONGEST = 60  # seconds of a life that hangs


WRITING = ("BEGIN IMMEDIATE", "BEGIN;")
"""How the writer begins; a snapshot begins otherwise."""


class Ground(msgspec.Struct):
    """Where lives are lived; `broken` names a mistake that the product is given first."""

    data: str
    database: str
    now: datetime
    broken: str = ""


class Life(msgspec.Struct):
    """What is delivered, all at once; with `die_at` once, else twice, looking at the database before and after. With
    several sendings only those statements count that the writer sends, and the one after it has committed."""

    sendings: list[dict[str, Any]]
    die_at: int | None = None


class Remains(msgspec.Struct):
    """`answers`: the verdicts that left, each sending's. `statements`: all that was asked, if nobody died. `error`:
    of a life that neither came to its end nor was ended."""

    died: bool = False
    answers: list[list[dict[str, Any]]] = []
    looks: list[Look] = []
    statements: list[str] = []
    error: str = ""


class Failpoint:
    """Counts statements and ends the process before the one that it is to die at."""

    def __init__(self, life: Life) -> None:
        self.die_at, self.all = life.die_at, len(life.sendings) == 1
        self.asked, self.writing = list[str](), False

    def before(self, sql: str) -> None:
        self.writing = self.writing or sql.startswith(WRITING)
        if self.writing or self.all:
            self.asked.append(sql)
        if self.asked[-2:-1] and self.asked[-2].startswith("COMMIT"):
            self.writing = False
        if len(self.asked) == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, door: Door) -> None:
        if isinstance(door.database, SQLite):
            for name in ("_writer", "_reader"):
                setattr(door.database, name, Watched(getattr(door.database, name), self))
        else:
            for name in ("execute", "executemany", "fetch", "fetchrow", "fetchval"):
                setattr(asyncpg.Connection, name, self._watched(getattr(asyncpg.Connection, name)))

    def _watched(self, method: Any) -> Any:
        async def watched(connection: Any, sql: str, *args: Any, **given: Any) -> Any:
            self.before(sql)
            return await method(connection, sql, *args, **given)

        return watched


class Watched:
    """A connection to SQLite with a failpoint before each statement."""

    def __init__(self, connection: Any, failpoint: Failpoint) -> None:
        self._connection, self._failpoint = connection, failpoint

    def execute(self, sql: str, *args: Any) -> Any:
        self._failpoint.before(sql)
        return self._connection.execute(sql, *args)

    def executemany(self, sql: str, *args: Any) -> Any:
        self._failpoint.before(sql)
        return self._connection.executemany(sql, *args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def meet(writer: Writer, size: int) -> None:
    """Let the acts of `size` deliveries come to the writer in the same moment: they are one group."""
    submit, waiting = writer.submit, list[tuple[list[Act], asyncio.Future[None]]]()

    async def together(acts: list[Act]) -> None:
        if acts[0].receipt is None:  # not from a phone
            return await submit(acts)
        done = asyncio.get_running_loop().create_future()
        waiting.append((acts, done))
        if len(waiting) == size:
            group, waiting[:] = [*waiting], []
            await asyncio.gather(*(submit(one) for one, _ in group))
            for _, other in group:
                other.set_result(None)
        return await done

    setattr(writer, "submit", together)  # noqa: B010 - a method, for this test


async def live(door: Door, app: Litestar, life: Life, pipe: int) -> None:
    """One life, told into the pipe as it goes."""

    def say(remains: Remains) -> None:
        os.write(pipe, msgspec.json.encode(remains) + b"\n")

    await door.open()
    migrations.bind(door.database)
    failpoint, remains = Failpoint(life), Remains()
    meet(door.writer, len(life.sendings))
    if life.die_at is None:
        remains.looks.append(await look(door.database))
    failpoint.watch(door)
    for _ in range(1 if life.die_at else 2):
        remains.answers += await deliver(app, life.sendings, say)
        if life.die_at is None:
            remains.looks.append(await look(door.database))
    remains.statements = failpoint.asked
    say(remains)


async def deliver(app: Any, sendings: list[dict[str, Any]], say: Any) -> list[list[dict[str, Any]]]:
    """Send everything at once. An answer is told of as soon as it leaves."""

    async def one(sending: dict[str, Any]) -> list[dict[str, Any]]:
        transport, cookies = httpx.ASGITransport(app), {SESSION: sending["session"]}
        async with httpx.AsyncClient(transport=transport, base_url="http://test.local", cookies=cookies) as http:
            answer = await http.post("/api/sync", json=sending["body"])
        assert answer.status_code == 200, answer.text
        say(Remains(died=True, answers=[answer.json()["verdicts"]]))
        return answer.json()["verdicts"]

    return [*await asyncio.gather(*(one(sending) for sending in sendings))]


def fork(door: Door, app: Litestar, life: Life, now: datetime) -> Remains:
    """Let a process live, and say what it left: all it had to say, or only the answers that it gave before it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        clock.set_to(now)
        try:
            asyncio.run(asyncio.wait_for(live(door, app, life, writing), LONGEST))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = [msgspec.json.decode(line, type=Remains) for line in said]
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Remains(died=True, answers=[verdicts for one in told for verdicts in one.answers])
    return told[-1] if status == 0 else Remains(error=f"the server came to an end by itself: {status}")


def main() -> None:
    ground = msgspec.json.decode(sys.argv[1], type=Ground)
    named = f"{ground.database}?application_name={NAME}" if ground.database else ""
    settings = Settings(data=Path(ground.data), database=named, database_connections=2, hosts="test.local")
    OPERATIONS.update(ACTS)
    FEEDS["thing"] = thing_rows
    door = assemble(settings)
    app = build_app(door)
    if ground.broken:
        BROKEN[ground.broken](door)
    for line in sys.stdin.buffer:
        remains = fork(door, app, msgspec.json.decode(line, type=Life), ground.now)
        sys.stdout.buffer.write(msgspec.json.encode(remains) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
