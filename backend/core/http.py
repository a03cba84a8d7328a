"""HTTP for every room: problems, the check against other websites, headers, an access log that names nobody."""

import logging
import time
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend.core import i18n
from backend.core.actor import Actor
from backend.core.errors import Problem

log = logging.getLogger(__name__)
access = logging.getLogger("verstat.access")

SAFE = ("GET", "HEAD", "OPTIONS")
CODES = {
    400: "malformed",
    401: "sign_in",
    404: "not_found",
    405: "wrong_method",
    413: "too_much",
    503: "busy",
}
PATIENCE = 5  # seconds; by then a crowd is served or a restart is over
HEADERS = {
    "cache-control": "no-store",  # what may be kept says so itself
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def language_of(request: Request[Any, Any, Any]) -> str:
    """The actor's language, or what the browser asks for, or the installation's."""
    actor: Actor | None = getattr(request.state, "actor", None)
    return (
        actor.language if actor else i18n.choose(request.headers.get("accept-language", ""), request.app.state.language)
    )


def answer(request: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    """The one form in which a refusal leaves the server (RFC 9457)."""
    headers: dict[str, str] = {}
    if "seconds" in problem.data:
        headers["retry-after"] = str(problem.data["seconds"])
    elif problem.kind.status == 503:
        headers["retry-after"] = str(PATIENCE)
    body = msgspec.json.encode(problem.wire(language_of(request)))
    return Response(body, status_code=problem.kind.status, media_type="application/problem+json", headers=headers)


def on_problem(request: Request[Any, Any, Any], error: Problem) -> Response[bytes]:
    """A refusal of ours."""
    return answer(request, error)


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """A refusal of the framework: no such address, wrong method, unreadable or oversized body."""
    code = CODES.get(error.status_code, "malformed" if error.status_code < 500 else "broken")
    said = answer(request, Problem(code))
    said.headers.update(error.headers or {})  # which methods are right
    return said


def on_unreadable(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A body that is no UTF-8, or nested without end: the decoder lets these two through as they are."""
    log.warning("%s %s could not be read", request.method, request.url.path, exc_info=error)
    return answer(request, Problem("malformed"))


def on_mistake(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A mistake of ours: the log has it, the person does not."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(request, Problem("broken"))


HANDLERS: Any = {
    Problem: on_problem,
    ValidationException: on_http,
    HTTPException: on_http,
    UnicodeDecodeError: on_unreadable,
    RecursionError: on_unreadable,
    Exception: on_mistake,
}


class Gatekeeper:
    """Refuses what another website makes a visitor's browser send, adds the headers, writes the access log.

    A modern browser says where a request comes from (Sec-Fetch-Site), an older one names the Origin; what names
    neither is no browser and carries no cookie by itself. No token is needed that a phone could hold for too long.
    Stands round the router, which refuses unknown addresses without asking any middleware of Litestar's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableScopeHeaders.from_message(message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request: Request[Any, Any, Any] = Request(scope)
        try:
            if request.method not in SAFE and _cross_site(request):
                await answer(request, Problem("cross_site")).to_asgi_response(None, request)(scope, receive, sending)
            else:
                await self._app(scope, receive, sending)
        finally:
            access.info(
                "%s %s %s %.0f ms",
                request.method,
                scope["raw_path"].decode("ascii", "replace"),  # as sent: a decoded line break would forge a line
                status,
                (time.perf_counter() - started) * 1000,
            )


def _cross_site(request: Request[Any, Any, Any]) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("host")
