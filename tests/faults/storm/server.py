"""The server's side: the real app over the real database, in this process, which may be killed and brought back."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, cast

from backend import backups
from backend.app import assemble, build_app
from backend.changes.compaction import compact
from backend.core.actor import Actor
from backend.core.database import Db, Row
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.settings import Settings
from backend.courses import queries
from backend.people.queries import with_roles_now
from backend.sync import guard
from tests import databases
from tests.faults.storm.still import Aside


class Killed(BaseException):
    """The process is gone; no code of it goes on."""


@dataclass
class Question:
    """A request as it comes out of the line."""

    method: str
    path: str
    body: bytes = b""
    cookies: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Reply:
    """An answer as it goes into the line."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: dict[str, str] = field(default_factory=dict[str, str])


def _exchange(door: Door, parts: Door) -> None:
    """Give an installation other parts: so the app over it is built once in a process."""
    for field_ in fields(Door):
        object.__setattr__(door, field_.name, getattr(parts, field_.name))


class _Fused:
    """A transaction that ends with the process after so many statements."""

    def __init__(self, db: Db, server: "Server") -> None:
        self.db, self.server = db, server

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        self.server.burn()
        return await self.db.rows(sql, *args)

    async def run(self, query: Any) -> list[Row]:
        self.server.burn()
        return await self.db.run(query)

    async def insert(self, table: Any, rows: Sequence[Any], *, once: bool) -> None:
        self.server.burn()
        await self.db.insert(table, rows, once=once)

    async def put(self, sql: str, types: Sequence[str], rows: Sequence[Any]) -> list[Row]:
        self.server.burn()
        return await self.db.put(sql, types, rows)


class Server:
    """One installation of a program. `fuse`: it is killed after so many statements of its next transactions; at 0
    right after the commit, before anybody is answered."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._door = assemble(settings)
        self._app: Any = build_app(self._door)
        self._gone: asyncio.Future[None] | None = None
        self.fuse: int | None = None
        self.backups: list[Path] = []
        self.epochs = 1
        self.restores = 0
        self._starts = 0

    @property
    def database(self) -> Any:
        return self._door.database

    async def begin(self, template: Settings, given: dict[str, Any]) -> None:
        """A new program begins: a fresh copy of the template, and settings of its own."""
        folder = self.settings.data
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        await self.copy(template)
        self.settings = replace(self.settings, **given)
        self.fuse, self.backups, self.restores = None, [], 0
        await self.start()

    async def copy(self, template: Settings) -> None:
        """Put the template in the place of the database."""
        shutil.copyfile(template.sqlite, self.settings.sqlite)

    async def start(self) -> None:
        """The process starts; what is in the file is there."""
        self._starts += 1
        queries._releases.clear()  # pyright: ignore[reportPrivateUsage] - a new process remembers nothing
        door = assemble(self.settings)
        await door.open()
        await guard.begin(door)
        self.tame(door)
        real = door.database.write

        async def write(batch: Callable[[Db], Awaitable[Any]]) -> Any:
            result = await real(lambda db: batch(_Fused(db, self)))
            if self.fuse == 0:
                self._die()
            return result

        cast("Any", door.database).write = write
        _exchange(self._door, door)
        self._gone = asyncio.get_running_loop().create_future()

    def tame(self, door: Door) -> None:
        """Nothing runs aside."""
        cast("Any", door.database).engine.writer.thread = Aside()

    def settings_now(self, **given: Any) -> None:
        """Other settings from now on, as after a change of the environment and a restart."""
        self.settings = replace(self.settings, **given)
        _exchange(self._door, replace(self._door, settings=self.settings))

    async def stop(self) -> None:
        """The process ends, in whatever state it is."""
        await self.database.close()

    async def state(self) -> object:
        """Another value whenever something may have been committed."""
        return self._starts, (await rows(self, "PRAGMA data_version"))[0]["data_version"]

    def burn(self) -> None:
        if self.fuse is None or self.fuse == 0:
            return
        self.fuse -= 1
        if self.fuse == 0:
            self._die()

    def _die(self) -> None:
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)
        raise Killed

    async def ask(self, *questions: Question) -> list[Reply | None]:
        """What is answered to requests that come at one time; None where the server was killed before it answered."""
        assert self._gone is not None
        tasks = [asyncio.ensure_future(self._ask(question)) for question in questions]
        everything = asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.wait([everything, self._gone], return_when=asyncio.FIRST_COMPLETED)
        if not self._gone.done():
            return [task.result() for task in tasks]
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await self.stop()
        self.fuse = None
        await self.start()
        return [task.result() if not task.cancelled() and not task.exception() else None for task in tasks]

    async def _ask(self, question: Question) -> Reply:
        cookies = "; ".join(f"{name}={value}" for name, value in question.cookies.items())
        headers = [(b"host", b"test.local"), (b"content-length", str(len(question.body)).encode())]
        headers += [(b"cookie", cookies.encode())] if cookies else []
        headers += [(b"content-type", b"application/json"), (b"accept-language", b"uk")]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": question.method,
            "scheme": "http",
            "path": question.path,
            "raw_path": question.path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": headers,
            "client": ("10.0.0.1", 1),
            "server": ("test.local", 80),
        }
        sent: list[dict[str, Any]] = []
        left = [{"type": "http.request", "body": question.body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return left.pop() if left else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        return _reply(sent)

    async def perform(self, action: Any, person: str, *body: Any) -> None:
        """An act of somebody who has no phone here; it may be refused."""
        async with self.database.read() as db:
            actor = await with_roles_now(Actor(person, "uk"), db)
        fuse, self.fuse = self.fuse, None
        with suppress(Problem):
            await self._door.writer.perform(action, actor, *body)
        self.fuse = fuse

    async def compact(self, everything: bool) -> None:
        """Half a year goes by for tombstones, of a few scopes or of all, and they are let go of."""
        fuse, self.fuse = self.fuse, None

        async def age(db: Db) -> None:
            await db.rows(OLD, everything)

        await self.database.write(age)
        await compact(self._door)
        self.fuse = fuse

    def back_up(self) -> None:
        """A copy, as `./verstat backup` makes one."""
        copy = self.settings.data / f"backup{len(self.backups)}"
        with sqlite3.connect(self.settings.sqlite) as now, sqlite3.connect(copy) as then:
            now.backup(then)
        now.close()
        then.close()
        self.backups.append(copy)

    async def restore(self, copy: Path) -> None:
        """The backup takes the place of what is there, as `./verstat restore` does it."""
        await self.stop()
        await backups.restore(self.settings, copy, _quiet)
        self.restores += 1
        await self.start()


class OnPostgres(Server):
    """The same on PostgreSQL, whose own tools make backups: there are none here."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._back: Callable[[], Awaitable[None]] | None = None

    async def copy(self, template: Settings) -> None:  # noqa: ARG002 - the database was made as a copy
        if self._back is not None:
            await self._back()
        self._back = await databases.back_up(self.settings)

    def tame(self, door: Door) -> None:
        """Its connections wait for the network, but one request is answered at a time."""

    async def state(self) -> object:
        return object()

    def back_up(self) -> None:
        pass


OLD = """
UPDATE change SET gone_at = '2000-01-01 00:00:00.000000' WHERE gone AND ($1 OR scope LIKE 'manufactory:%' OR
scope LIKE 'cohort:%')
"""


def _quiet(_said: str) -> None:
    """Nobody reads along."""


async def rows(server: Server, sql: str, *args: Any) -> list[Row]:
    """Rows as they are committed."""
    async with server.database.read() as db:
        return await db.rows(sql, *args)


def names(reply: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode().lower(): value.decode() for name, value in reply}


def _reply(sent: list[dict[str, Any]]) -> Reply:
    body = b"".join(message.get("body", b"") for message in sent[1:])
    cookies = [value.decode() for name, value in sent[0]["headers"] if name.lower() == b"set-cookie"]
    pairs = [cookie.split(";")[0].partition("=") for cookie in cookies]
    return Reply(sent[0]["status"], names(sent[0]["headers"]), body, {name: value for name, _, value in pairs})
