"""From a request's cookie to its actor."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem, declare
from backend.core.http import the_cookie
from backend.core.i18n import N_
from backend.people import queries
from backend.people.schemas import SignedIn
from backend.people.sign_in import Opened, digest, opened

declare("account_closed", 401, N_("This account was closed. What this phone kept of it is taken off the phone."))

SESSION, PHONE = "verstat_session", "verstat_phone"
TEN_YEARS = 10 * 365 * 86_400  # browsers make it 400 days; how long a session lasts is judged here, by the silence


async def actor(request: Request[Any, Any, Any], door: Door) -> Actor:
    """Who is asking, with the roles of this moment. Raises sign_in when nobody is.

    Raises account_closed, however long the phone was silent: it has something to clear away, and of this person alone.
    """
    token = said(request, SESSION)
    found = await queries.session(door.database, digest(token)) if token else None
    if found is not None and found.closed:
        raise Problem("account_closed", person=found.actor.id)
    if found is None or (clock.now() - found.contact.seen_at).days >= door.settings.session_days:
        raise Problem("sign_in")
    state = request.scope["state"]  # what `request.state` shows, which is made anew each time that it is asked for
    state["actor"], state["session"] = found.actor, found
    return found.actor


def said(request: Request[Any, Any, Any], name: str) -> str | None:
    """What a cookie of ours says."""
    lines = [value.decode("latin-1") for key, value in request.scope["headers"] if key == b"cookie"]
    return the_cookie(lines, name)


def phone_of(request: Request[Any, Any, Any]) -> str | None:
    """The phone that a request says it comes from."""
    return said(request, PHONE)


def address_of(request: Request[Any, Any, Any]) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def cookies(opened: Opened, *, secure: bool) -> list[Cookie]:
    """What a sign-in leaves in the browser."""
    shared: dict[str, Any] = {"httponly": True, "secure": secure, "samesite": "strict", "path": "/"}
    values = {SESSION: opened.token, PHONE: opened.phone}
    return [Cookie(name, value=value, max_age=TEN_YEARS, **shared) for name, value in values.items()]


def answer(request: Request[Any, Any, Any], session: Opened) -> Response[SignedIn]:
    """What tells a phone that it is signed in."""
    body: SignedIn = {"person": session.account, "now": clock.wire(clock.now()), "resets": session.resets}
    return Response(body, status_code=200, cookies=cookies(session, secure=request.url.scheme == "https"))


async def welcome(request: Request[Any, Any, Any], door: Door, actor: Actor, label: str) -> Response[SignedIn]:
    """A session for the newcomer whose account was opened just now, on the phone that asks."""
    phone = phone_of(request)
    return answer(request, await opened(door.database, door.writer, actor, phone, label))


def gone(*, secure: bool) -> Cookie:
    """The session's cookie, taken away; the phone stays known."""
    return Cookie(SESSION, value="", max_age=0, httponly=True, secure=secure, samesite="strict", path="/")
