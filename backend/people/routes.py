import secrets
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Reader
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import is_id
from backend.people import actions, queries, session
from backend.people.close_account import close_mine
from backend.people.invite_mentor import accept_invitation, invite_mentor
from backend.people.open_account import newcomer, prepared, sent_before
from backend.people.reset_password import give_code, reset
from backend.people.schemas import (
    AcceptInvitation,
    AcceptMine,
    ClosedMine,
    CloseMine,
    Devices,
    InvitationMade,
    InvitationSeen,
    Invite,
    LookAtInvitation,
    MakeResetCode,
    ProposedLogin,
    ProposeLogin,
    Reset,
    ResetMade,
    SignedIn,
    SignIn,
)
from backend.people.sign_in import digest, sign_in


class People(Controller):
    """Sign-in, sign-out and the phones of the person who asks."""

    path = "/api/people"
    tags = ("people",)

    @post("/sign-in", status_code=200)
    async def sign_in(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], data: JSONBody[SignIn]
    ) -> Response[SignedIn]:
        """Open a session on this phone."""
        address = session.address_of(request)
        opened = await sign_in(door.database, door.writer, data, session.phone_of(request), address)
        return session.answer(request, opened)

    @post("/login-name", status_code=200)
    async def login_name(self, door: NamedDependency[Door], data: JSONBody[ProposeLogin]) -> ProposedLogin:
        """Propose a login name for somebody who is about to open an account."""
        async with door.database.read() as db:
            return {"login": await queries.free_login(db, data.family, data.given)}

    @post("/reset-codes", status_code=200)
    async def make_reset_code(
        self, door: NamedDependency[Door], actor: NamedDependency[Actor], data: JSONBody[MakeResetCode]
    ) -> ResetMade:
        """A code with which a learner of the actor's school chooses a new password."""
        return await give_code(door, actor, data)

    @post("/reset", status_code=200)
    async def reset(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], data: JSONBody[Reset]
    ) -> Response[SignedIn]:
        """Choose a new password with a code, and open a session on this phone."""
        address = session.address_of(request)
        return session.answer(request, await reset(door, data, session.phone_of(request), address))

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

    @post("/me/close", status_code=200)
    async def close(
        self,
        request: Request[Any, Any, Any],
        door: NamedDependency[Door],
        actor: NamedDependency[Actor],
        data: JSONBody[CloseMine],
    ) -> ClosedMine:
        """Close the account of who asks, for ever."""
        return await close_mine(door, actor, data, session.phone_of(request), session.address_of(request))


class Invitations(Controller):
    """One-time links that make somebody mentor or coordinator of a school, or manager of a programme.

    The token stands in bodies only.
    """

    path = "/api/people/invitations"
    tags = ("people",)

    @post("/", status_code=200)
    async def invite(
        self, door: NamedDependency[Door], actor: NamedDependency[Actor], data: JSONBody[Invite]
    ) -> InvitationMade:
        """Invite somebody to be a mentor of the actor's school."""
        return await door.writer.perform(invite_mentor, actor, data, secrets.token_urlsafe(32))

    @post("/look", status_code=200)
    async def look(self, door: NamedDependency[Door], data: JSONBody[LookAtInvitation]) -> InvitationSeen:
        """Who invites with this link, and to be what."""
        async with door.database.read() as db:
            return await _good(db, data.token)

    @post("/accept", status_code=200)
    async def accept(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], data: JSONBody[AcceptInvitation]
    ) -> Response[SignedIn]:
        """Accept an invitation with a new account, and open a session on this phone.

        Sent again, because the answer was lost, it opens the session alone.
        """
        address = session.address_of(request)
        actor = await sent_before(door, data, session.phone_of(request), address)
        async with door.database.read() as db:
            mine = actor is not None and await queries.was_accepted_by(db, digest(data.token), actor.id)
            if not mine:
                await _good(db, data.token)  # first: who has no link gets no password hashed
        if actor is None:
            account, actor = await prepared(door, data, address), newcomer(data.language)
            await door.writer.perform(accept_invitation, actor, data.token, account)
        elif not mine:
            await door.writer.perform(accept_invitation, actor, data.token)
        return await session.welcome(request, door, actor, data.label)

    @post("/accept-mine", status_code=204)
    async def accept_mine(
        self, door: NamedDependency[Door], actor: NamedDependency[Actor], data: JSONBody[AcceptMine]
    ) -> None:
        """Accept an invitation with the account that is signed in."""
        await door.writer.perform(accept_invitation, actor, data.token)


async def _good(db: Reader, token: str) -> InvitationSeen:
    """The invitation of a link. Raises invitation_over."""
    found = await queries.invitation(db, digest(token), clock.now())
    if found is None:
        raise Problem("invitation_over")
    return found
