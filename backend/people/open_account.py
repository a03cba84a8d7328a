"""Opening an account for oneself: with a join code, or with a mentor's invitation."""

from datetime import date

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Reader
from backend.core.door import Door
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.work import Op, Work
from backend.people import passwords, rules
from backend.people.actions import heed, person_scope, record_failure
from backend.people.queries import free_login
from backend.people.schemas import NewAccount, OpenAccount
from backend.people.sign_in import Try, address_guard, known_phone, password_of, prove
from backend.people.tables import Person

declare("name_short", 422, N_("A name has at least two letters. Type it in full."), "edit")
declare("name_long", 422, N_("A name has at most 100 letters. Shorten it."), "edit")
declare("name_mixed", 422, N_("This name mixes the letters of two alphabets. Type all of it in one."), "edit")
declare("name_letters", 422, N_("A name has only letters, apostrophes, hyphens and spaces. Take the rest out."), "edit")
declare(
    "login_letters",
    422,
    N_("A login name has from 3 to 64 letters, digits and . - _ @ without spaces, all of one alphabet. Change it."),
    "edit",
)
declare(
    "weak_password",
    422,
    N_("This password is easy to guess. Take at least 8 characters that are neither a login name nor a common word."),
    "edit",
)


TAKEN = {"free": 100, "longest": 30}  # a class behind one router; who asks which names there are is slowed down


def newcomer(language: str) -> Actor:
    """Who opens an account: the person's id is made now, the rest becomes known with `open_account`."""
    return Actor(new_id(), language)


async def sent_before(door: Door, new: NewAccount, phone: str | None, address: str) -> Actor | None:
    """Who opened this very account before and did not hear of it, as they show with the password.

    Over a weak line the answer is what gets lost. Told that the name is taken they would open another account and be
    two people. Raises login_taken when the password is another one.
    """
    login, family, given = rules.login_key(new.login), rules.tidy_name(new.family), rules.tidy_name(new.given)
    async with door.database.read() as db:
        if not await _is_called(db, login, family, given):
            return None
        taken = await _taken(db, login, family, given)
    wish = Try(login, new.password[:200], known_phone(phone), address)
    return (await prove(door.database, door.writer, wish, password_of, taken))[0]


async def _is_called(db: Reader, login: str, family: str, given: str) -> bool:
    held = await db.run(Person.select(Person.family, Person.given).where(Person.login == login))
    return held == [{"family": family, "given": given}]


async def prepared(
    door: Door, new: NewAccount, address: str, born: date | None = None, institution: str | None = None
) -> OpenAccount:
    """What was typed, as it is kept. Raises the problem of the first field that is wrong, slow_down and busy.

    The password comes last: its hash is what costs, and nobody gets one by asking for what is refused anyway.
    """
    login = rules.login_key(new.login)
    patronymic = rules.tidy_name(new.patronymic or "")
    family, given = _name("family", new.family), _name("given", new.given)
    if not rules.is_login(login):
        raise Problem("login_letters", field="login")
    if patronymic:
        patronymic = _name("patronymic", patronymic)
    if rules.is_weak(new.password, login):
        raise Problem("weak_password", field="password")
    await _require_free(door, login, family, given, address)
    return OpenAccount(
        family=family,
        given=given,
        patronymic=patronymic or None,
        login=login,
        password=await passwords.hashed(new.password),
        language=new.language,
        born=born,
        institution=institution,
    )


def _name(field: str, typed: str) -> str:
    name = rules.tidy_name(typed)
    fault = rules.name_fault(name)
    if fault:
        raise Problem(fault, field=field)
    return name


async def _require_free(door: Door, login: str, family: str, given: str, address: str) -> None:
    """Raises login_taken, and slow_down for who heard that too often."""
    guards: rules.Guards = {address_guard("taken", address): TAKEN}
    async with door.database.read() as db:
        await heed(db, guards, clock.now())
        taken = await _taken(db, login, family, given) if await _holder(db, login) else None
    if taken is not None:
        await door.writer.perform(record_failure, Actor.system("open account"), guards, audited=False)
        raise taken


async def open_account(work: Work, actor: Actor, op: Op, account: OpenAccount) -> str:
    """Make the actor, a `newcomer`, a person with an account and return the id. Raises login_taken."""
    login, family, given = account.login, account.family, account.given
    if await _holder(work, login) is not None:
        raise await _taken(work, login, family, given)
    work.add(
        Person,
        once=True,
        id=actor.id,
        login=login,
        password=account.password,
        family=family,
        given=given,
        patronymic=account.patronymic,
        sort_key=rules.sort_key(family, given, account.patronymic),
        search_key=rules.search_key(family, given, account.patronymic),
        born=account.born,
        language=account.language,
        institution=account.institution,
        created_at=op.happened,
    )
    if await _holder(work, login) != actor.id:  # another process was faster
        raise await _taken(work, login, family, given)
    work.touch(person_scope(actor.id), "person", actor.id)
    work.about("person", actor.id)
    return actor.id


async def _holder(db: Reader, login: str) -> str | None:
    held = await db.run(Person.select(Person.id).where(Person.login == login))
    return held[0]["id"] if held else None


async def _taken(db: Reader, login: str, family: str, given: str) -> Problem:
    return Problem("login_taken", field="login", login=login, suggestion=await free_login(db, family, given))
