"""Opening an account for oneself: with a join code, or with a mentor's invitation."""

from datetime import date

from backend.core.actor import Actor
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.work import Op, Work
from backend.people import passwords, rules
from backend.people.actions import person_scope
from backend.people.queries import free_login
from backend.people.schemas import NewAccount, OpenAccount
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


def newcomer(language: str) -> Actor:
    """Who opens an account: the person's id is made now, the rest becomes known with `open_account`."""
    return Actor(new_id(), language)


async def prepared(new: NewAccount, born: date | None = None, institution: str | None = None) -> OpenAccount:
    """What was typed, as it is kept. Raises the problem of the first field that is wrong, and busy."""
    login = rules.login_key(new.login)
    patronymic = rules.tidy_name(new.patronymic or "")
    family, given = _name("family", new.family), _name("given", new.given)
    if not rules.is_login(login):
        raise Problem("login_letters", field="login")
    return OpenAccount(
        family=family,
        given=given,
        patronymic=_name("patronymic", patronymic) if patronymic else None,
        login=login,
        password=await password_hash(new.password, login),
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


async def password_hash(password: str, login: str) -> str:
    """The hash of a password that somebody chose. Raises weak_password and busy."""
    if rules.is_weak(password, login):
        raise Problem("weak_password", field="password")
    return await passwords.hashed(password)


async def open_account(work: Work, actor: Actor, op: Op, account: OpenAccount) -> str:
    """Make the actor, a `newcomer`, a person with an account and return the id. Raises login_taken."""
    if await _holder(work, account) is not None:
        raise await _taken(work, account)
    work.add(
        Person,
        once=True,
        id=actor.id,
        login=account.login,
        password=account.password,
        family=account.family,
        given=account.given,
        patronymic=account.patronymic,
        sort_key=rules.sort_key(account.family, account.given, account.patronymic),
        search_key=rules.search_key(account.family, account.given, account.patronymic),
        born=account.born,
        language=account.language,
        institution=account.institution,
        created_at=op.happened,
    )
    if await _holder(work, account) != actor.id:  # another process was faster
        raise await _taken(work, account)
    work.touch(person_scope(actor.id), "person", actor.id)
    work.about("person", actor.id)
    return actor.id


async def _holder(work: Work, account: OpenAccount) -> str | None:
    held = await work.run(Person.select(Person.id).where(Person.login == account.login))
    return held[0]["id"] if held else None


async def _taken(work: Work, account: OpenAccount) -> Problem:
    suggestion = await free_login(work, account.family, account.given)
    return Problem("login_taken", field="login", login=account.login, suggestion=suggestion)
