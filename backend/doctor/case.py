"""What a doctor looks at, and what is said of it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from typing import NamedTuple

from backend.core.database import Db
from backend.core.settings import Settings


class Finding(NamedTuple):
    """One line for the operator."""

    mark: str
    """ok; look: a person should judge it; bad: work, privacy or the service is at risk."""
    text: str
    """What is, and what to do when that is not well. Nothing secret, and nobody's name."""

    def __str__(self) -> str:
        return f"{self.mark:5}{self.text}"


def ok(text: str) -> Finding:
    return Finding("ok", text)


def look(text: str) -> Finding:
    return Finding("look", text)


def bad(text: str) -> Finding:
    return Finding("bad", text)


class Answer(NamedTuple):
    """What an HTTP server said."""

    status: int
    headers: dict[str, str]
    body: bytes


def answer(connection: HTTPConnection, path: str) -> Answer:
    """What is answered to a GET. Raises OSError and HTTPException."""
    connection.request("GET", path, headers={"user-agent": "verstat-doctor", "connection": "close"})
    said = connection.getresponse()
    headers = {name.lower(): value for name, value in said.getheaders()}
    return Answer(said.status, headers, said.read(65_536))


@dataclass
class Case:
    """One installation, looked at once."""

    settings: Settings
    now: datetime
    server: Answer | None = None
    """What the server says at its own address; None while it does not run."""
    db: Db | None = None
    """The database, when it is there and has the tables of this program."""
    trouble: str = ""
    """Why it cannot be read."""


Check = Callable[[Case], AsyncIterator[Finding]]
