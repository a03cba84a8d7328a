"""The acts by name, each as the requests that a phone or a browser sends for it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from argon2 import PasswordHasher

from backend.core.door import Door
from backend.people.session import PHONE, SESSION
from tests.load.acts_cells import Cell, Script
from tests.load.acts_world import World, delivery, sale
from tests.load.population import Population, add_entries, cookie, signed_in
from tests.load.rows import Team
from tests.load.serving import Served
from tests.load.wire import Reply, Wire, request
from tests.sync.peek import alter

PASSWORD = "correct horse"
SIGNING_IN = 20
"""People of the home who have a password."""
BOOK = 2_000
"""Entries of the cash book that is pulled whole."""


@dataclass
class Walk:
    """What a phone asks until it holds everything."""

    script: Script
    rows: list[dict[str, Any]]
    cursor: str


@dataclass
class Stage:
    """Everything that is asked for, over a server that runs."""

    world: World
    server: Served
    wire: Wire
    sessions: dict[str, str] = field(default_factory=dict[str, str])
    """Of those whom no cookie of the population opens: the coordinator and the manager."""

    @property
    def found(self) -> Population:
        return self.world.found

    def learner(self) -> str:
        """Somebody of the home in whose books nothing is written."""
        return self.found.home.people[-1]

    def member(self, number: int = 0) -> str:
        """Somebody of the manufactory that has written most."""
        return self.found.home.teams[0].people[number]

    def get(self, path: str, person: str = "", **headers: str) -> bytes:
        session = f"{SESSION}={self.sessions.get(person) or cookie(person)}" if person else ""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return request("GET", path, cookie=session, headers={"accept-encoding": "br"} | told)

    def pull(self, person: str, cursor: str | None, max_rows: int = 500) -> bytes:
        session = self.sessions.get(person) or cookie(person)
        return delivery(person, session, pull={"cursor": cursor, "max_rows": max_rows})

    async def walk(self, person: str, max_rows: int = 500, pages: int = 1_000) -> Walk:
        """At most so many pages of a first sync."""
        script, rows, cursor, more = [], [], None, True
        while more and len(script) < pages:
            script.append(self.pull(person, cursor, max_rows))
            page = (await self.ask(script[-1])).json()["pull"]
            rows += page["rows"]
            cursor, more = page["cursor"], page["more"]
        return Walk(script, rows, cursor or "")

    async def ask(self, asked: bytes) -> Reply:
        """The answer, whatever the server did meanwhile to a line on which nothing was said."""
        if not self.wire.open:
            self.wire = await Wire.connect(self.server.host, self.server.port)
        answer = await self.wire.ask(asked)
        assert answer.status == 200, answer
        return answer


async def prepare(door: Door, found: Population, *, book: int, cheap: bool = False) -> dict[str, str]:
    """Give the coordinator and the manager sessions, some people passwords, and a manufactory a cash book.

    With `cheap` a password is proved in no time, so that the rest of a sign-in is seen.
    """
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if cheap else PasswordHasher(2, 19_456, 1)
    sql = "UPDATE person SET password = $1 WHERE id = ANY($2)"
    await alter(door.database, sql, hasher.hash(PASSWORD), found.home.people[:SIGNING_IN])
    await fill_book(door, found, found.home.teams[0], book)
    return {person: await signed_in(door, person) for person in (found.coordinator, found.manager)}


async def fill_book(door: Door, found: Population, team: Team, count: int) -> None:
    """`count` sales in the books of one manufactory."""
    if count:
        await add_entries(door, replace(found, groups=[found.home, replace(found.home, teams=[team])]), count)


async def push_1(stage: Stage) -> list[Cell]:
    """A phone that was offline for a moment: one operation."""
    return [Cell("push-1", many, fresh=lambda n: [[one] for one in stage.world.pushes(n, 1)]) for many in (1, 16)]


async def push_50(stage: Stage) -> list[Cell]:
    """A phone that was offline for days; figures of one operation."""
    return [
        Cell("push-50", many, fresh=lambda n: [[one] for one in stage.world.pushes(n, 50)], size=50) for many in (1, 10)
    ]


async def idle_pull(stage: Stage) -> list[Cell]:
    """A phone that asks whether there is anything new, and there is nothing."""
    people = stage.found.home.people[-16:]
    return [Cell("idle-pull", 16, [[stage.pull(one, (await stage.walk(one)).cursor)] for one in people])]


async def idle_member(stage: Stage) -> list[Cell]:
    """The same for a member of the manufactory that has written most."""
    member = stage.member()
    return [Cell("idle-pull", 16, [[stage.pull(member, (await stage.walk(member)).cursor)]])]


async def pull_20(stage: Stage) -> list[Cell]:
    """Another member of that manufactory has sold twenty things."""
    member, mate = stage.member(), stage.member(1)
    cursor = (await stage.walk(member)).cursor
    sold = [sale(mate, stage.found.home.teams[0]) for _ in range(20)]
    await stage.ask(delivery(mate, cookie(mate), ops=sold))
    return [Cell("pull-20", 4, [[stage.pull(member, cursor)]])]


async def pull_200(stage: Stage) -> list[Cell]:
    walk = await stage.walk(stage.found.coordinator, max_rows=200, pages=1)
    return [Cell(f"pull-{len(walk.rows)}", 4, [walk.script])]


async def pull_2000(stage: Stage) -> list[Cell]:
    """In pages of 500, as phones ask for them."""
    walk = await stage.walk(stage.found.coordinator, pages=4)
    return [Cell(f"pull-{len(walk.rows)}", 4, [walk.script])]


async def first_sync(stage: Stage) -> list[Cell]:
    """A learner's new phone."""
    return [Cell("first-sync", 4, [(await stage.walk(stage.learner())).script])]


async def first_sync_coordinator(stage: Stage) -> list[Cell]:
    """The new phone of the coordinator of everybody in the first school."""
    return [Cell("first-sync-coordinator", 2, [(await stage.walk(stage.found.coordinator)).script])]


async def cash_book(stage: Stage) -> list[Cell]:
    """A first sync of a member of the manufactory that has written most."""
    return [Cell("cash-book", 2, [(await stage.walk(stage.member())).script])]


async def sign_in(stage: Stage) -> list[Cell]:
    """With the login name and password, on a phone that is known."""
    return [Cell("sign-in", 4, [[one] for one in sign_ins(stage)])]


def sign_ins(stage: Stage) -> list[bytes]:
    known = [f"person-{stage.found.home.number}-{n}" for n in range(min(SIGNING_IN, len(stage.found.home.people)))]
    body = {"password": PASSWORD, "label": "Phone"}
    return [
        request(
            "POST",
            "/api/people/sign-in",
            cookie=f"{PHONE}={name.ljust(43, 'x')}",
            body=msgspec.json.encode({"login": name} | body),
        )
        for name in known
    ]


async def bundle(stage: Stage) -> list[Cell]:
    """A module of a course, as a new phone fetches it."""
    rows = (await stage.walk(stage.learner())).rows
    course = next(row["d"] for row in rows if row["e"] == "course")
    hash_ = course["parts"][0]["bundles"]["uk"]["hash"]
    return [Cell("bundle", 16, [[stage.get(f"/api/courses/bundles/{hash_}", stage.learner())]])]


async def _script_of_app(stage: Stage) -> str:
    page = (await stage.ask(stage.get("/"))).plain.decode()
    found = re.search(r"/assets/[\w.-]+\.js", page)
    assert found, page
    return found[0]


async def static(stage: Stage) -> list[Cell]:
    """The script that the app begins with."""
    return [Cell("static", 16, [[stage.get(await _script_of_app(stage))]])]


async def static_304(stage: Stage) -> list[Cell]:
    """The same for a browser that has it."""
    return [Cell("static-304", 16, [[await unchanged(stage)]])]


async def unchanged(stage: Stage) -> bytes:
    """The cheapest that can be asked: a file that the browser has."""
    path = await _script_of_app(stage)
    etag = (await stage.ask(stage.get(path))).header(b"etag").decode()
    return stage.get(path, if_none_match=etag)


async def read_50(stage: Stage) -> list[Cell]:
    """A page of fifty rows: the latest that was done in a coordinator's school."""
    asked = stage.get("/api/reports/audit", stage.found.coordinator)
    assert len((await stage.ask(asked)).json()["lines"]) == 50
    return [Cell("read-50", 16, [[asked]])]


async def card(stage: Stage) -> list[Cell]:
    """Everything of one participant."""
    home = stage.found.home
    path = f"/api/reports/participants/{home.enrolment(stage.learner())}"
    return [Cell("card", 4, [[stage.get(path, stage.found.coordinator)]])]


async def desk(stage: Stage) -> list[Cell]:
    return [Cell("desk", 4, [[stage.get("/api/reports/desk", stage.found.coordinator)]])]


async def desk_manager(stage: Stage) -> list[Cell]:
    return [Cell("desk-manager", 1, [[stage.get("/api/reports/desk", stage.found.manager)]])]


async def cohort(stage: Stage) -> list[Cell]:
    """The table of a group of thirty."""
    return [Cell("cohort", 4, [[stage.get(_cohort(stage), stage.found.coordinator)]])]


async def cohort_manager(stage: Stage) -> list[Cell]:
    return [Cell("cohort-manager", 1, [[stage.get(_cohort(stage), stage.found.manager)]])]


def _cohort(stage: Stage) -> str:
    return f"/api/reports/cohorts/{stage.found.home.id}"


Act = Callable[[Stage], Awaitable[list[Cell]]]

ACTS: dict[str, Act] = {
    "push-1": push_1,
    "push-50": push_50,
    "idle-pull": idle_pull,
    "pull-200": pull_200,
    "pull-2000": pull_2000,
    "first-sync": first_sync,
    "first-sync-coordinator": first_sync_coordinator,
    "cash-book": cash_book,
    "sign-in": sign_in,
    "bundle": bundle,
    "static": static,
    "static-304": static_304,
    "read-50": read_50,
    "card": card,
    "desk": desk,
    "cohort": cohort,
}
SENDING = {"push-1", "push-50"}


async def stage_over(world: World, sessions: dict[str, str], server: Served) -> Stage:
    """All phones of the senders have been heard of: their first visit writes more."""
    stage = Stage(world, server, await Wire.connect(server.host, server.port), sessions)
    for sender in world.senders:
        await stage.ask(stage.pull(sender.person, None, 1))
    return stage
