"""Signing in: the guards, the password off the loop, the session.

The session is an opaque token in a cookie that no script can read; the database keeps only its hash. A second
cookie, kept when one signs out, makes the phone known, so that a class behind one address cannot be slowed down
by one of them, nor a student by a stranger who tries the name from elsewhere.
"""

import asyncio
import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address, ip_network

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Database, Reader, Row
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.writer import Writer
from backend.people import actions, passwords, queries, rules
from backend.people.schemas import Account, ResetSeen, SignIn

declare(
    "wrong_password",
    401,
    N_("This login name and password do not belong together. Check both and try again."),
    "edit",
)

ACCOUNT = {"free": 5, "longest": 60}  # seconds: a minute for each guess keeps a password for years
ADDRESS = {"free": 100, "longest": 30}  # a class of thirty behind one router, each mistaken a few times
PHONE = {"free": 10, "longest": 60}  # its owner mistypes more often than a thief holds it
AT_ONCE = {
    "account": 5,
    "address": 60,
    "phone": 10,
    "console-here": 5,
    "console-address": 20,
    "console-anywhere": 20,
}  # of the hundred that may wait: no one name, no one address has all
_trying = Counter[str]()
_is_phone = re.compile(r"[\w-]{43}\Z", re.ASCII).match


class Opened(msgspec.Struct, frozen=True):
    """What goes into the two cookies, and what the answer says."""

    token: str
    phone: str
    account: Account
    resets: list[ResetSeen]


def digest(secret: str) -> str:
    """What the database keeps of a token: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Try(msgspec.Struct, frozen=True):
    """Somebody says who they are: with which secret, on which phone (as `known_phone` gives it), from where."""

    login: str
    secret: str
    phone: str
    address: str


Kept = Callable[[Reader, Row], Awaitable[str | None]]
"""Account -> the hash of the secret that it is opened with now, if there is one."""


async def prove(database: Database, writer: Writer, wish: Try, kept: Kept, refusal: Problem) -> tuple[Actor, list[str]]:
    """Whose secret it is, and the guards under which failures may be forgiven.

    Raises `refusal` (unknown names alike), slow_down and busy.
    """
    login, phone = rules.login_key(wish.login), digest(wish.phone)
    await asyncio.sleep(0)  # a class signs in at once: between the two halves of so many requests others have a turn
    async with database.read() as db:
        account = await queries.account(db, login)
        known = account is not None and await queries.knows_phone(db, account["id"], phone)
        guards = _guards(login, phone, wish.address, known)
        await actions.heed(db, guards, clock.now())
        right = await kept(db, account) if account else None
    with one_of_few(guards):
        if not await passwords.matches(right, wish.secret, on_known_phone=known) or account is None:
            await writer.perform(actions.record_failure, Actor.system("sign-in"), guards, audited=False)
            raise refusal
    async with database.read() as db:  # again: one of many tries made all at once must not be told that it was right
        failed = await actions.heed(db, guards, clock.now())
    mine = [key for key in failed if not key.startswith("address:")]
    return Actor(account["id"], account["language"]), mine


@contextmanager
def one_of_few(guards: rules.Guards) -> Generator[None]:
    """Tries made all at once, before the first of them has failed. Raises slow_down when there are too many."""
    if any(_trying[key] >= AT_ONCE[key.partition(":")[0]] for key in guards):
        raise Problem("slow_down", seconds=1)
    _trying.update(guards.keys())
    try:
        yield
    finally:
        _trying.subtract(guards.keys())
        for key in guards:
            if not _trying[key]:
                del _trying[key]


async def password_of(_db: Reader, account: Row) -> str | None:
    """The hash of the password: what an account is opened with every day."""
    return account["password"]


async def sign_in(database: Database, writer: Writer, wish: SignIn, phone: str | None, address: str) -> Opened:
    """Open a session. Raises wrong_password (unknown names alike), slow_down and busy."""
    attempt = Try(wish.login, wish.password, known_phone(phone), address)
    actor, forgiven = await prove(database, writer, attempt, password_of, Problem("wrong_password"))
    return await opened(database, writer, actor, attempt.phone, wish.label, forgiven)


async def opened(
    database: Database, writer: Writer, actor: Actor, phone: str | None, label: str, forgiven: Sequence[str] = ()
) -> Opened:
    """A session for somebody who has just shown who they are; failures under the guards `forgiven` are forgotten."""
    phone, token = known_phone(phone), secrets.token_urlsafe(32)
    resets = await writer.perform(actions.sign_in, actor, digest(phone), digest(token), label, forgiven)
    return Opened(token, phone, await _account(database, actor.id, token), resets)


def known_phone(cookie: str | None) -> str:
    """What a phone's cookie says, if it is one of ours; else a new one."""
    return cookie if cookie and _is_phone(cookie) else secrets.token_urlsafe(32)


def _guards(login: str, phone: str, address: str, known: bool) -> rules.Guards:
    if known:
        return {f"phone:{phone}": PHONE}
    return {account_guard(login): ACCOUNT, address_guard("address", address): ADDRESS}


def account_guard(login: str) -> str:
    """The name under which wrong passwords of a login name are counted."""
    return f"account:{digest(login)}"


def address_guard(kind: str, address: str) -> str:
    """The name under which failures of one kind from an address are counted."""
    return f"{kind}:{digest(_network(address))}"


def _network(address: str) -> str:
    """Whoever has an IPv6 address has the other 2**64 of its network too."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


async def _account(database: Database, person: str, token: str) -> Account:
    async with database.read() as db:
        row = (await queries.person_rows(db, [person]))[person]
        session = await queries.session(db, digest(token))
    roles = session.actor.roles if session else ()
    now = clock.now()
    return {
        "id": person,
        "login": row["login"],
        "name": row["name"],
        "given": row["preferred"] or row["given"],
        "language": row["language"],
        "roles": [
            {"kind": r.kind, "place_kind": r.place_kind, "place": r.place, "source": r.source}
            for r in roles
            if r.held_at(now)
        ],
    }
