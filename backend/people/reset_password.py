"""A forgotten password: a code, from the coordinator of the own school or from an operator, and what it opens.

A coordinator makes codes for learners alone: whoever holds another kind of role could lose more than an own account to
a coordinator. An operator, who could take any account in other ways too, makes them for everybody, and leaves their
name where the person sees it at the next sign-in.
"""

import secrets
from datetime import timedelta

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Reader, Row
from backend.core.door import Door
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.work import Op, Work
from backend.people import codes, passwords, queries, rules
from backend.people.schemas import MakeResetCode, Reset, ResetMade
from backend.people.sign_in import Opened, Try, known_phone, opened, prove
from backend.people.tables import Device, Person, ResetCode, StaffCode

declare(
    "not_a_learner",
    409,
    N_("A code can be made for learners only. Whoever has another role here asks who runs this installation."),
)
declare(
    "wrong_code",
    401,
    N_("This login name and code do not belong together, or the code is used or over. Check both or ask for another."),
    "edit",
)

LENGTH = 10
HOLDS_FOR = timedelta(hours=1)


async def new_code() -> tuple[str, str]:
    """A code and the hash of it to keep."""
    code = "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(LENGTH))
    return code, await passwords.hashed(code)


async def make_reset_code(work: Work, actor: Actor, op: Op, wish: MakeResetCode, hashed: str) -> str:
    """Let a learner choose a new password; return until when. Ends the learner's earlier codes.

    For a coordinator of the person's own school. Raises not_found and not_a_learner.
    """
    found = await work.run(Person.select(Person.institution).where(Person.id == wish.person))
    school = found[0]["institution"] if found else None
    if school is None or not actor.may("coordinator", school, op.arrived):
        raise Problem("not_found")
    if not await queries.only_learns(work, wish.person, op.arrived):
        raise Problem("not_a_learner")
    await _end_codes(work, wish.person, op)
    until = op.arrived + HOLDS_FOR
    work.add(ResetCode, id=op.id, person=wish.person, code=hashed, made_by=actor.id, made_at=op.arrived, until=until)
    work.about("person", wish.person)
    return clock.wire(until)


async def make_staff_code(work: Work, actor: Actor, op: Op, wish: MakeResetCode, hashed: str) -> str:
    """Let anybody with an account choose a new password; return until when. Ends the person's earlier codes.

    For operators. Raises not_found, also for an account that was closed.
    """
    actor.must_be_system()
    found = await work.run(Person.select(Person.closed_at).where(Person.id == wish.person))
    if not found or found[0]["closed_at"] is not None:
        raise Problem("not_found")
    await _end_codes(work, wish.person, op)
    until, operator = op.arrived + HOLDS_FOR, actor.operator or actor.reason or ""
    work.add(StaffCode, id=op.id, person=wish.person, code=hashed, operator=operator, made_at=op.arrived, until=until)
    work.about("person", wish.person)
    return clock.wire(until)


async def _end_codes(work: Work, person: str, op: Op) -> None:
    for code in await codes.open_codes(work, person, op.arrived):
        work.change(StaffCode if code["kept"] == "staff_code" else ResetCode, code["id"], until=op.arrived)


async def use_reset_code(work: Work, actor: Actor, op: Op, code: str, password: str) -> None:
    """Give the actor a new password, a hash, and end all their sessions. Raises wrong_code when it is too late.

    It is too late, too, for a coordinator's code once its person does more than learn.
    """
    if not await work.rows(TAKE_STAFF, code, op.arrived, actor.id):
        if not await queries.only_learns(work, actor.id, op.arrived):
            raise Problem("wrong_code")
        if not await work.rows(TAKE, code, op.arrived, actor.id):
            raise Problem("wrong_code")
    work.change(Person, actor.id, password=password)
    for device in await work.run(Device.select(Device.id).where(Device.person == actor.id)):
        work.change(Device, device["id"], token=None)
    work.about("person", actor.id)


TAKE = """
UPDATE reset_code SET used_at = $2 WHERE id = $1 AND person = $3 AND used_at IS NULL AND until > $2 RETURNING id
"""

TAKE_STAFF = """
UPDATE staff_code SET used_at = $2 WHERE id = $1 AND person = $3 AND used_at IS NULL AND until > $2 RETURNING id
"""


async def give_code(door: Door, actor: Actor, wish: MakeResetCode) -> ResetMade:
    """A new code, told once: an operator's for anybody, a coordinator's for a learner."""
    code, hashed = await new_code()
    if actor.operator:
        until = await door.writer.perform(make_staff_code, actor, wish, hashed)
    else:
        until = await door.writer.perform(make_reset_code, actor, wish, hashed)
    return {"code": code, "until": until}


async def reset(door: Door, wish: Reset, phone: str | None, address: str) -> Opened:
    """Open a session with a code. Raises weak_password, wrong_code (unknown names alike), slow_down and busy."""
    if rules.is_weak(wish.password, rules.login_key(wish.login)):
        raise Problem("weak_password", field="password")
    known: list[Row] = []

    async def kept(db: Reader, account: Row) -> str | None:
        known.extend(await codes.open_codes(db, account["id"], clock.now()))
        return known[0]["code"] if known else None

    attempt = Try(wish.login, rules.tidy_code(wish.code), known_phone(phone), address)
    actor, forgiven = await prove(door.database, door.writer, attempt, kept, Problem("wrong_code"))
    password = await passwords.hashed(wish.password)
    await door.writer.perform(use_reset_code, actor, known[0]["id"], password)
    return await opened(door.database, door.writer, actor, attempt.phone, wish.label, forgiven)
