"""A phone as the server knows it: a cookie jar and what it sends."""

import uuid
from datetime import timedelta
from typing import Any

import httpx

from backend.core import clock
from backend.core.clock import wire
from tests.cast import PASSWORD, Cast


class Phone:
    """Talks to the app through its public door; `rows` is what it holds, kept as a real phone keeps it."""

    def __init__(self, app: Any, cast: Cast, address: str = "10.0.0.1") -> None:
        transport = httpx.ASGITransport(app, client=(address, 1))
        self.http = httpx.AsyncClient(
            transport=transport, base_url="http://test.local", event_hooks={"response": [_careful]}
        )
        self.cast, self.person = cast, ""
        self.rows: dict[tuple[str, str, str], Any] = {}
        self.cursor: str | None = None

    async def try_to_sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """The answer to a sign-in."""
        return await self.http.post(
            "/api/people/sign-in", json={"login": login, "password": password, "label": "Phone"}
        )

    async def sign_in(self, name: str) -> "Phone":
        """Sign in as one of the cast."""
        answer = await self.try_to_sign_in(name)
        assert answer.status_code == 200, answer.text
        self.person = answer.json()["person"]["id"]
        return self

    def operation(self, type_: str, body: Any, **given: Any) -> dict[str, Any]:
        """An operation made now by who is signed in."""
        made = {
            "id": str(uuid.uuid4()),
            "type": type_,
            "v": 1,
            "actor": self.person,
            "at": wire(clock.now()),
            "body": body,
        }
        return made | given

    def lesson(self, number: int, name: str = "solomiia", **given: Any) -> dict[str, Any]:
        """`name` finished lesson `number` of Ratusha's cohort."""
        body = {
            "enrolment": self.cast.enrolment(name),
            "lesson": self.cast.lessons[number],
            "release": self.cast.release,
        }
        return self.operation("progress.complete_lesson", body, **given)

    async def send(self, *operations: Any, **given: Any) -> httpx.Response:
        """Deliver operations and nothing else."""
        body = {"protocol": 1, "actor": self.person, "now": wire(clock.now()), "ops": list(operations)}
        return await self.http.post("/api/sync", json=body | given)

    async def verdicts(self, *operations: Any) -> list[dict[str, Any]]:
        """What became of the operations."""
        answer = await self.send(*operations)
        assert answer.status_code == 200, answer.text
        return answer.json()["verdicts"]

    async def pull(self, max_rows: int = 500) -> list[dict[str, Any]]:
        """Take every page, keep the rows as a phone does, and return the pages."""
        pages: list[dict[str, Any]] = []
        while not pages or pages[-1]["more"]:
            answer = await self.send(pull={"cursor": self.cursor, "max_rows": max_rows})
            assert answer.status_code == 200, answer.text
            pages.append(answer.json()["pull"])
            assert len(pages) < 1000, "the pull does not come to an end"
            self._keep(pages[-1])
        return pages

    def _keep(self, page: dict[str, Any]) -> None:
        for scope in (*page["drop"], *page["reset"]):
            self.rows = {key: row for key, row in self.rows.items() if scope not in (key[0], "*")}
        for row in page["rows"]:
            self.rows[row["s"], row["e"], row["id"]] = row["d"]
        self.cursor = page["cursor"]

    def held(self, entity: str) -> dict[str, Any]:
        """Rows of an entity that are there, by id."""
        return {key[2]: row for key, row in self.rows.items() if key[1] == entity and row is not None}


async def _careful(answer: httpx.Response) -> None:
    """What holds for every answer of every test: no script has a cookie, and nothing is kept without a word on it."""
    for cookie in answer.headers.get_list("set-cookie"):
        marks = {mark.strip().lower() for mark in cookie.split(";")[1:]}
        assert {"httponly", "samesite=strict", "path=/"} <= marks, cookie
        assert ("secure" in marks) == (answer.request.url.scheme == "https"), cookie
    assert answer.headers["cache-control"], answer.request.url


def ago(**span: float) -> str:
    """A moment in the past, at the wire."""
    return wire(clock.now() - timedelta(**span))
