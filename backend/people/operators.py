"""Operators: accounts of the console, apart from everyone who takes part in programmes.

Passwords are hashed as Piccolo does it, a tenth of a second each, off the loop. A session is an opaque token in a
cookie; the database keeps its hash. Wrong passwords are counted for a name from an address, for an address and, far
more patiently, for a name from anywhere: who guesses is slowed down, and whoever knows the password is not locked out.
"""

import asyncio
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Database, Reader, Row
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.work import Op, Work
from backend.core.writer import Writer
from backend.people import actions, passwords, rules
from backend.people.sign_in import address_guard, digest, one_of_few
from backend.people.tables import Operator, OperatorSession, SignInFailure

SHORTEST = 12
LONGEST = 128  # Piccolo's own limit
HERE = {"free": 5, "longest": 60}  # seconds: as for an account of the app
ADDRESS = {"free": 20, "longest": 60}
ANYWHERE = {"free": 50, "longest": 30}  # reached by many addresses together; the operator then waits half a minute
IDLE, WHOLE = timedelta(hours=1), timedelta(hours=12)  # a session ends after an hour without a request, or at night
NOBODY = "pbkdf2_sha256$600000$nobody$nothing"  # as many rounds as for an operator: an unknown name takes as long

declare("operator_password", 422, N_("A password has from 12 to 128 characters. Choose another one."), "edit")
declare("passwords_differ", 422, N_("The two new passwords are not alike. Type them again."), "edit")


class OperatorTrouble(Exception):
    """Why no account was made; the text is for the person at the command line."""


class Seated(Struct, frozen=True):
    """An operator with a session."""

    id: int
    name: str
    session: str
    """The hash of its token."""


async def create_operator(name: str, password: str) -> None:
    """Make an operator's account in the database that is bound. Raises OperatorTrouble."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise OperatorTrouble(f"An operator's password has from {SHORTEST} to {LONGEST} characters.")
    if not name.strip() or len(name) > 100:
        raise OperatorTrouble("An operator's name has from 1 to 100 characters.")
    if await Operator.exists().where(Operator.username == name):
        raise OperatorTrouble(f"There is an operator named {name} already.")
    hashed = await asyncio.to_thread(Operator.hash_password, password)
    # The e-mail column must be unique and nobody has one.
    row = Operator(username=name, password=hashed, email=name, active=True, admin=True, superuser=True)
    await row.save()


ACCOUNT = "SELECT id, username, password FROM operator WHERE username = $1 AND active AND admin"


async def sign_in(database: Database, writer: Writer, name: str, password: str, address: str, language: str) -> str:
    """The token of a new session. Raises wrong_password (unknown names alike), slow_down and busy."""
    guards = _guards(name, address)
    async with database.read() as db:
        await actions.heed(db, guards, clock.now())
        account = await _account(db, name)
    with one_of_few(guards):
        if not await _matches(account, password) or account is None:
            await writer.perform(actions.record_failure, Actor.system("sign-in"), guards, audited=False)
            raise Problem("wrong_password")
    async with database.read() as db:  # again: one of many tries made all at once must not be told that it was right
        failed = await actions.heed(db, guards, clock.now())
    token = secrets.token_urlsafe(32)
    actor = Actor.at_console(account["username"], language)
    mine = [key for key in failed if not key.startswith("console-address:")]
    await writer.perform(sign_in_operator, actor, account["id"], digest(token), mine)
    return token


def _guards(name: str, address: str) -> rules.Guards:
    here = address_guard("console-address", address)
    return {
        f"console-here:{digest(name + here)}": HERE,
        here: ADDRESS,
        f"console-anywhere:{digest(name)}": ANYWHERE,
    }


async def _matches(account: Row | None, password: str) -> bool:
    kept = account["password"] if account else NOBODY
    _, rounds, salt, _ = Operator.split_stored_password(kept)
    typed = password[:LONGEST]
    made = await passwords.queued(lambda: Operator.hash_password(typed, salt, int(rounds)))
    return hmac.compare_digest(made, kept) and account is not None and typed == password


async def sign_in_operator(
    work: Work, _actor: Actor, op: Op, operator: int, token: str, forgiven: Sequence[str]
) -> None:
    """Open a session at the console: `token` is a hash. Sessions that ended are thrown away."""
    now = _naive(op.arrived)
    await work.rows("DELETE FROM operator_session WHERE expiry_date < $1 OR max_expiry_date < $1", now)
    work.add(OperatorSession, token=token, user_id=operator, expiry_date=now + IDLE, max_expiry_date=now + WHOLE)
    await work.rows("UPDATE operator SET last_login = $1 WHERE id = $2", now, operator)
    for guard in forgiven:
        work.change(SignInFailure, guard, failures=0)


SEATED = """
SELECT s.expiry_date, s.max_expiry_date, o.id, o.username
FROM operator_session s JOIN operator o ON o.id = s.user_id WHERE s.token = $1 AND o.active AND o.admin
"""


async def seated(database: Database, writer: Writer, token: str) -> Seated | None:
    """Whose session it is; a session that is used goes on."""
    session, now = digest(token), clock.now()
    async with database.read() as db:
        found = await db.rows(SEATED, session)
    if not found:
        return None
    ends, last = (clock.instant(found[0][name]) for name in ("expiry_date", "max_expiry_date"))
    if not now < min(ends, last):
        return None
    if ends - now < IDLE / 2:
        await writer.perform(go_on, Actor.system("console"), session, audited=False)
    return Seated(found[0]["id"], found[0]["username"], session)


async def go_on(work: Work, _actor: Actor, op: Op, session: str) -> None:
    """A session lasts for another hour."""
    await work.rows("UPDATE operator_session SET expiry_date = $1 WHERE token = $2", _naive(op.arrived) + IDLE, session)


async def sign_out_operator(work: Work, _actor: Actor, _op: Op, session: str) -> None:
    """End a session at the console."""
    await work.rows("DELETE FROM operator_session WHERE token = $1", session)


async def new_password(
    database: Database, writer: Writer, who: Seated, typed: tuple[str, str, str], address: str, language: str
) -> None:
    """Give the operator another password and end their sessions; `typed`: the former one, the new one, it again.

    Raises wrong_password, slow_down, operator_password, passwords_differ and busy.
    """
    former, new, again = typed
    if new != again:
        raise Problem("passwords_differ")
    if not SHORTEST <= len(new) <= LONGEST:
        raise Problem("operator_password")
    guards = _guards(who.name, address)
    async with database.read() as db:
        await actions.heed(db, guards, clock.now())
        account = await _account(db, who.name)
    with one_of_few(guards):
        if not await _matches(account, former):
            await writer.perform(actions.record_failure, Actor.system("sign-in"), guards, audited=False)
            raise Problem("wrong_password")
    hashed = await passwords.queued(lambda: Operator.hash_password(new))
    await writer.perform(change_operator_password, Actor.at_console(who.name, language), who.id, hashed)


async def _account(db: Reader, name: str) -> Row | None:
    return next(iter(await db.rows(ACCOUNT, name)), None)


async def change_operator_password(work: Work, _actor: Actor, _op: Op, operator: int, hashed: str) -> None:
    """Keep another password of an operator; all their sessions end."""
    await work.rows("UPDATE operator SET password = $1 WHERE id = $2", hashed, operator)
    await work.rows("DELETE FROM operator_session WHERE user_id = $1", operator)


def _naive(moment: datetime) -> datetime:
    """UTC as Piccolo's tables of users and sessions keep it."""
    return moment.replace(tzinfo=None)
