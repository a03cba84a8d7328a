"""Signing in at the console and out again. The rules of it: `backend.people.operators`."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from starlette.authentication import AuthCredentials, AuthenticationBackend, AuthenticationError, SimpleUser
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from admin.asked import SESSION, address_of, door_of, expired, language_of, refusal, session_of
from backend.core.actor import Actor
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.people import operators
from backend.people.operators import Seated

declare("console_closed", 401, N_("Sign in at the console."), "sign_in")


class Typed(Struct):
    """What the form of the console sends."""

    username: Annotated[str, Meta(max_length=200)]
    password: Annotated[str, Meta(max_length=1_000)]


class AtDesk(SimpleUser):
    """The operator who asks, as Piccolo wants to know them."""

    def __init__(self, seated: Seated) -> None:
        super().__init__(seated.name)
        self.seated = seated
        self.user = self
        self.username = seated.name
        self.user_id = seated.id
        self.superuser = True


class Sessions(AuthenticationBackend):
    """Knows operators by the console's own cookie; a session of the app is none."""

    async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, AtDesk]:
        door, token = conn.scope["door"], session_of(conn)
        seated = await operators.seated(door.database, door.writer, token) if token else None
        if seated is None:
            raise AuthenticationError
        return AuthCredentials(["authenticated"]), AtDesk(seated)


def closed(conn: HTTPConnection, _error: Exception) -> Response:
    """The answer to who is not signed in."""
    return refusal(Request(conn.scope), Problem("console_closed"))


async def sign_in(request: Request) -> Response:
    """Open a session."""
    door = door_of(request)
    try:
        typed = msgspec.json.decode(await request.body(), type=Typed)
        token = await operators.sign_in(
            door.database, door.writer, typed.username, typed.password, address_of(request), language_of(request)
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return refusal(request, Problem("malformed"))
    except Problem as refused:
        return refusal(request, refused)
    answer = JSONResponse({})
    seconds = int(operators.WHOLE.total_seconds())
    secure = request.url.scheme == "https"
    answer.set_cookie(SESSION, token, seconds, path="/admin", secure=secure, httponly=True, samesite="strict")
    return answer


async def sign_out(request: Request) -> Response:
    """End the session, if there is one."""
    door, token = door_of(request), session_of(request)
    seated = await operators.seated(door.database, door.writer, token) if token else None
    if seated is not None:
        actor = Actor.at_console(seated.name, language_of(request))
        await door.writer.perform(operators.sign_out_operator, actor, seated.session)
    return expired(JSONResponse({}))
