from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import is_id
from backend.people import actions, queries, session
from backend.people.schemas import Devices, ProposedLogin, ProposeLogin, SignedIn, SignIn
from backend.people.sign_in import sign_in


class People(Controller):
    """Sign-in, sign-out and the phones of the person who asks."""

    path = "/api/people"
    tags = ("people",)

    @post("/sign-in", status_code=200)
    async def sign_in(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], data: JSONBody[SignIn]
    ) -> Response[SignedIn]:
        """Open a session on this phone."""
        address = request.client.host if request.client else ""
        opened = await sign_in(door.database, door.writer, data, request.cookies.get(session.PHONE), address)
        return session.answer(request, opened)

    @post("/login-name", status_code=200)
    async def login_name(self, door: NamedDependency[Door], data: JSONBody[ProposeLogin]) -> ProposedLogin:
        """Propose a login name for somebody who is about to open an account."""
        async with door.database.read() as db:
            return {"login": await queries.free_login(db, data.family, data.given)}

    @post("/sign-out", status_code=204)
    async def sign_out(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], actor: NamedDependency[Actor]
    ) -> Response[None]:
        """End the session of this phone."""
        await door.writer.perform(actions.sign_out, actor)
        return Response(None, cookies=[session.gone(secure=request.url.scheme == "https")])

    @get("/devices")
    async def devices(self, door: NamedDependency[Door], actor: NamedDependency[Actor]) -> Devices:
        """The phones on which the person is signed in."""
        async with door.database.read() as db:
            return {"devices": await queries.devices(actor, db)}

    @post("/devices/{device:str}/revoke", status_code=204)
    async def revoke_device(
        self, door: NamedDependency[Door], actor: NamedDependency[Actor], device: FromPath[str]
    ) -> None:
        """End the session of one of the person's phones."""
        if not is_id(device):
            raise Problem("not_found")
        await door.writer.perform(actions.revoke_device, actor, device)
