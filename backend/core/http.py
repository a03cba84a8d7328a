"""HTTP for every room: problems, the check against other websites, headers, an access log that names nobody."""

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ASGIApp, HTTPResponseStartEvent, HTTPScope, Message, Receive, Scope, Send

from backend.core import hosts, i18n
from backend.core.actor import Actor
from backend.core.database import Away
from backend.core.errors import Problem

T = TypeVar("T")
log = logging.getLogger(__name__)
access = logging.getLogger("verstat.access")

SAFE = ("GET", "HEAD", "OPTIONS")
CODES = {
    400: "malformed",
    401: "sign_in",
    404: "not_found",
    405: "wrong_method",
    413: "too_much",
    431: "heavy_head",
    503: "busy",
}
MOST_TOLD = 20  # names of elsewhere in the log of a process
MOST_LOGGED = 500  # bytes of an address
PATIENCE = 5  # seconds; by then a crowd is served or a restart is over
MOST_HEAD = 16_384  # bytes of address and headers; a browser with our cookies sends a tenth of it
SOURCES = {
    "default-src": "'none'",  # so no frame, no plug-in, no media, no font, nothing written into the page itself
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the icon in index.html, the ticks of the style sheet
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",  # a form that no script holds back would put a password into the address
    "frame-ancestors": "'none'",
}
UNUSED = """
accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection
local-fonts magnetometer microphone midi payment serial usb xr-spatial-tracking
"""  # photos come through a file field, a join code through the phone's own camera app
HEADERS = {
    "cache-control": "no-store",  # what may be kept says so itself
    "content-security-policy": "; ".join(f"{name} {sources}" for name, sources in SOURCES.items()),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in UNUSED.split()),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",  # phones that know no frame-ancestors
}
ALWAYS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
# A year, for this name alone: what else the school has under it is not ours to judge.
ONLY_TLS = (b"strict-transport-security", b"max-age=31536000")


def the_cookie(lines: Iterable[str], name: str) -> str | None:
    """What a cookie of ours says, in the Cookie headers of a request. Nothing when there are two: one of them another
    website of this domain has laid beside ours, and what is done must not land in somebody else's account."""
    pairs = [one.strip().partition("=") for line in lines for one in line.split(";")]
    values = {value for key, _, value in pairs if key == name}
    return values.pop() if len(values) == 1 else None


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


class Encoded(Response[T]):
    """JSON that is encoded already, with what else its headers say. What Litestar can do to an answer on its way costs
    more than an empty request, and nothing of it is wanted here."""

    def __init__(self, body: bytes, headers: Mapping[str, str]) -> None:
        super().__init__(cast("T", body), headers=headers)

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        body = cast("bytes", self.content)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        headers += [(name.encode(), value.encode()) for name, value in self.headers.items()]

        async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body, "more_body": False})

        return answer


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
    log.warning("%s could not be read", _asked(request.scope), exc_info=error)
    return answer(request, Problem("malformed"))


def on_away(request: Request[Any, Any, Any], error: Away) -> Response[bytes]:
    """PostgreSQL restarts, or a connection to it broke."""
    log.warning("%s met a database that does not answer (%s)", _asked(request.scope), type(error.__cause__).__name__)
    return answer(request, Problem("busy"))


def on_mistake(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A mistake of ours: the log has it, the person does not."""
    log.error("%s failed", _asked(request.scope), exc_info=error)
    return answer(request, Problem("broken"))


HANDLERS: Any = {
    Problem: on_problem,
    ValidationException: on_http,
    HTTPException: on_http,
    UnicodeDecodeError: on_unreadable,
    RecursionError: on_unreadable,
    Away: on_away,
    Exception: on_mistake,
}


class Gatekeeper:
    """Refuses what is asked by another's name and what another website makes a visitor's browser send, adds the
    headers, writes the access log.

    A modern browser says where a request comes from (Sec-Fetch-Site), an older one names the Origin; what names
    neither is no browser and carries no cookie by itself. No token is needed that a phone could hold for too long.
    Stands round the router, which refuses unknown addresses without asking any middleware of Litestar's.
    """

    def __init__(self, app: ASGIApp, ours: frozenset[str]) -> None:
        self._app, self._ours = app, ours
        self._told: set[str] = set()
        """Names of elsewhere that the log has."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": ""})  # before it is accepted: a 403
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _protect(message, scope["scheme"])
            await send(message)

        if any(b"\\" in value and name == b"cookie" for name, value in scope["headers"]):
            scope["headers"] = [_plain(header) if header[0] == b"cookie" else header for header in scope["headers"]]
        try:
            if refusal := self._refusal(scope):
                request: Request[Any, Any, Any] = Request(scope)
                await answer(request, Problem(refusal)).to_asgi_response(None, request)(scope, receive, sending)
            else:
                await self._app(scope, receive, sending)
        finally:
            access.info("%s %s %.0f ms", _asked(scope), status, (time.perf_counter() - started) * 1000)

    def _refusal(self, scope: HTTPScope) -> str | None:
        """The code of why a request gets no further."""
        headers = scope["headers"]
        host = hosts.said(headers)
        if host is None and (scope["http_version"] != "1.0" or any(name == b"host" for name, _ in headers)):
            return "malformed"  # a probe by HTTP/1.0 need not name a host
        if host is not None and not hosts.is_ours(host, self._ours):
            self._tell(host)
            return "other_host"
        if _weight(scope) > MOST_HEAD:
            return "heavy_head"
        said = dict(headers)
        if said.get(b"upgrade", b"").lower() == b"websocket":
            return "not_found"  # nowhere here is anything that speaks it
        return "cross_site" if scope["method"] not in SAFE and _cross_site(said) else None

    def _tell(self, host: str) -> None:
        """Once for each name, and not for ever: anybody can make names up."""
        if host not in self._told and len(self._told) < MOST_TOLD:
            self._told.add(host)
            log.warning("Refused what was asked of %s. If that is a name of this installation: VERSTAT_HOSTS", host)


def _protect(message: HTTPResponseStartEvent, scheme: str) -> None:
    given = list(message["headers"])
    said = {name.lower() for name, _ in given}
    wanted = [*ALWAYS, ONLY_TLS] if scheme == "https" else ALWAYS
    message["headers"] = [*given, *(header for header in wanted if header[0] not in said)]


def _plain(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A Cookie header without what is quoted with backslashes: ours never are, and Python takes half a minute over
    64 kB of them (CVE-2024-7592), on the loop."""
    return header[0], b";".join(part for part in header[1].split(b";") if b"\\" not in part)


def _weight(scope: HTTPScope) -> int:
    sizes = sum(len(name) + len(value) for name, value in scope["headers"])
    return len(scope["raw_path"]) + len(scope["query_string"]) + sizes


def _asked(scope: HTTPScope) -> str:
    """What was asked, as it was sent: a decoded line break would forge a line of the log. No query: it may say who."""
    return f"{scope['method']} {scope['raw_path'][:MOST_LOGGED].decode('ascii', 'replace')}"


def _cross_site(said: Mapping[bytes, bytes]) -> bool:
    site = said.get(b"sec-fetch-site")
    if site is not None:
        return site not in (b"same-origin", b"none")
    origin = said.get(b"origin")
    return origin is not None and origin.partition(b"://")[2] != said.get(b"host")
