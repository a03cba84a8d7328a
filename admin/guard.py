"""The outermost part of the console: limits, headers and cookies, whatever Piccolo does inside."""

import logging
import re

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin.asked import LANGUAGE, language_of, refusal
from admin.page import index, program
from backend.core import hosts
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.packing import accepts
from locales.catalogue import LANGUAGES

log = logging.getLogger(__name__)

BODY = 256 * 1024
UPLOAD = 12 * 1024 * 1024
FOREVER = "public, max-age=31536000, immutable"
CSP = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)  # Vue puts styles on elements; no script stands in the page
CLOSED = re.compile(r"/admin/(openapi\.json|(api|public)/(docs|openapi\.json))(/|\Z)").match
_chooses = re.compile(r"/admin/public/translations/(\w+)/?\Z").match


class Hosts(list[str]):
    """The names by which an installation is reached, for Piccolo's check of the origin; addresses always are."""

    def __init__(self, names: str) -> None:
        super().__init__(hosts.names(names))

    def __contains__(self, name: object) -> bool:
        return hosts.is_ours(str(name).strip("[]").removesuffix(".").lower(), frozenset(self))


class Guard:
    """Round the whole console."""

    def __init__(self, inner: ASGIApp, door: Door) -> None:
        self._inner, self._door = inner, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        scope["door"] = self._door
        request = Request(scope, receive)
        counted = Counted(receive, UPLOAD if scope["path"] == "/admin/api/media/" else BODY)
        answering = Answering(request, send, counted)
        try:
            answer = _at_once(request, counted)
            if answer is None:
                await self._inner(scope, counted.receive, answering.send)
            else:
                await answer(scope, receive, answering.send)
        except Exception as error:
            if not counted.exceeded:
                log.exception("%s %s failed", request.method, scope["path"], exc_info=error)
            answering.failed = True
        await answering.end(scope, receive)


def _at_once(request: Request, counted: "Counted") -> Response | None:
    """What Piccolo is not asked."""
    path = request.scope["path"]
    if CLOSED(path):
        return refusal(request, Problem("not_found"))
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > counted.most:
        return refusal(request, Problem("too_much"))
    if request.method not in ("GET", "HEAD"):
        return None
    if path == "/admin/":
        return Response(index(language_of(request)), media_type="text/html")
    if path == f"/admin/assets/{program().name}":
        packed = accepts(request.headers.get("accept-encoding", ""), "br")
        headers = {"vary": "accept-encoding"} | ({"content-encoding": "br"} if packed else {})
        return Response(program().packed if packed else program().body, 200, headers, "text/javascript")
    return None


class Counted:
    """A body as it comes in, up to `most` bytes; nothing of it is given on afterwards."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self.most, self._left = receive, most, most
        self.exceeded = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.exceeded = True
            return {"type": "http.disconnect"}
        return message


class Answering:
    """An answer as it goes out: with our headers and cookies; ours instead of one that failed."""

    def __init__(self, request: Request, send: Send, counted: Counted) -> None:
        self._request, self._send, self._counted = request, send, counted
        self.failed = self._begun = False

    async def send(self, message: Message) -> None:
        if self.failed or (self._counted.exceeded and not self._begun):
            return
        if message["type"] == "http.response.start":
            if message["status"] >= 500 and message["status"] != 503:
                self.failed = True
                return
            self._begun = True
            self._dress(MutableHeaders(raw=message["headers"]), message["status"])
        await self._send(message)

    def _dress(self, headers: MutableHeaders, status: int) -> None:
        path = self._request.scope["path"]
        headers["content-security-policy"] = CSP
        headers["cache-control"] = FOREVER if status == 200 and path.startswith("/admin/assets/") else "no-store"
        kept = [(name, value) for name, value in headers.raw if name != b"set-cookie"]
        cookies = [self._cookie(value.decode("latin-1")) for name, value in headers.raw if name == b"set-cookie"]
        chosen = _chooses(path)
        if chosen and chosen[1] in LANGUAGES and status == 200:
            cookies.append(self._cookie(f"{LANGUAGE}={chosen[1]}; Max-Age=31536000; HttpOnly"))
        headers.raw[:] = [*kept, *((b"set-cookie", cookie.encode("latin-1")) for cookie in cookies)]

    def _cookie(self, given: str) -> str:
        """For the console alone, and for no page of elsewhere."""
        ours = ("path", "samesite", "secure")
        parts = [part.strip() for part in given.split(";")]
        kept = [part for part in parts if part.partition("=")[0].lower() not in ours]
        secure = ["Secure"] if self._request.url.scheme == "https" else []
        return "; ".join([*kept, "Path=/admin", "SameSite=Strict", *secure])

    async def end(self, scope: Scope, receive: Receive) -> None:
        """Say what went wrong, if nothing was said."""
        if self._begun:
            return
        problem = Problem("too_much" if self._counted.exceeded else "broken")
        self.failed, self._counted.exceeded = False, False
        await refusal(self._request, problem)(scope, receive, self.send_refusal)

    async def send_refusal(self, message: Message) -> None:
        """A refusal of ours may be a 500."""
        if message["type"] == "http.response.start":
            self._begun = True
            self._dress(MutableHeaders(raw=message["headers"]), message["status"])
        await self._send(message)
