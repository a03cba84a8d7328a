"""From a request's cookie to its actor."""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.people import queries
from backend.people.sign_in import Opened, digest

SESSION, PHONE = "verstat_session", "verstat_phone"
TEN_YEARS = 10 * 365 * 86_400  # browsers make it 400 days; how long a session lasts is judged here, by the silence


async def actor(request: Request[Any, Any, Any], door: Door) -> Actor:
    """Who is asking, with the roles of this moment. Raises sign_in when nobody is."""
    token = request.cookies.get(SESSION)
    found = None
    if token:
        async with door.database.read() as db:
            found = await queries.session(db, digest(token))
    if found is None or (clock.now() - found.contact.seen_at).days >= door.settings.session_days:
        raise Problem("sign_in")
    request.state.actor = found.actor
    request.state.contact = found.contact
    request.state.heard_at = found.heard_at
    return found.actor


def cookies(opened: Opened, *, secure: bool) -> list[Cookie]:
    """What a sign-in leaves in the browser."""
    shared: dict[str, Any] = {"httponly": True, "secure": secure, "samesite": "strict", "path": "/"}
    values = {SESSION: opened.token, PHONE: opened.phone}
    return [Cookie(name, value=value, max_age=TEN_YEARS, **shared) for name, value in values.items()]


def gone(*, secure: bool) -> Cookie:
    """The session's cookie, taken away; the phone stays known."""
    return Cookie(SESSION, value="", max_age=0, httponly=True, secure=secure, samesite="strict", path="/")
