"""What a request at the console says of who asks, how it lets them act, and how it is refused."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.http import PATIENCE, the_cookie
from backend.core.i18n import gettext
from locales.catalogue import LANGUAGES

T = TypeVar("T")
LANGUAGE = "verstat_console_language"
"""The cookie with the language that was chosen in the console."""
SESSION = "verstat_console"
"""The cookie with the session."""


def session_of(conn: HTTPConnection) -> str | None:
    """The session's cookie."""
    return the_cookie(conn.headers.getlist("cookie"), SESSION)


def door_of(request: Request) -> Door:
    """The installation that this console belongs to."""
    return request.scope["door"]


def language_of(request: Request) -> str:
    """The language that was chosen at this console, or the installation's."""
    chosen = request.cookies.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else door_of(request).settings.language


def actor_of(request: Request) -> Actor:
    """The operator who is signed in."""
    return Actor.at_console(request.user.display_name, language_of(request))


def address_of(request: Request) -> str:
    """Where it comes from."""
    return request.client.host if request.client else ""


def said(request: Request, text: str, **data: object) -> str:
    """A text in N_() as this operator reads it."""
    return gettext(language_of(request), text, **data)


async def perform(request: Request, action: Callable[..., Awaitable[T]], *body: Any) -> T:
    """Let the operator act, and return what the action returned; refusals as `sentences` has them."""
    with sentences(request):
        return await door_of(request).writer.perform(action, actor_of(request), *body)


@contextmanager
def sentences(request: Request) -> Generator[None]:
    """A refusal inside becomes a ValueError with its sentence: that is how a form of the console shows it."""
    try:
        yield
    except Problem as refused:
        raise ValueError(refused.sentence(language_of(request))) from refused


def refusal(request: Request, problem: Problem) -> Response:
    """The one form in which a refusal leaves the server (RFC 9457)."""
    status = problem.kind.status
    wait = problem.data.get("seconds", PATIENCE if status == 503 else None)
    headers = {"retry-after": str(wait)} if wait is not None else {}
    return JSONResponse(problem.wire(language_of(request)), status, headers, "application/problem+json")


def expired(answer: Response) -> Response:
    """The answer, with which the session is forgotten by the browser."""
    answer.delete_cookie(SESSION, path="/admin", httponly=True, samesite="strict")
    return answer
