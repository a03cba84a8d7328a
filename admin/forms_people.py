"""Forms about schools, those who run them, and accounts."""

import secrets

from piccolo_admin.endpoints import FormConfig
from pydantic import BaseModel
from starlette.requests import Request

from admin.asked import actor_of, door_of, perform, said, sentences
from admin.fields import Typed, asked, asked_choice, asked_row
from admin.telling import link, moment
from admin.words import CHOICES
from backend.core.errors import Problem
from backend.core.i18n import N_
from backend.people.appoint import invite_coordinator, open_school
from backend.people.close_account import close_account
from backend.people.queries import person_rows
from backend.people.reset_password import give_code
from backend.people.schemas import Invite, MakeResetCode, NewInstitution

SCHOOLS = N_("Schools")
ACCOUNTS = N_("Accounts")
KINDS = CHOICES["institution.kind"]
WHO = N_("For your own list: a name and where from.")


def new_token() -> str:
    """What stands in a one-time link."""
    return secrets.token_urlsafe(32)


class OpenSchool(BaseModel):
    """An institution and a link for its first coordinator."""

    kind: str = asked_choice(N_("Kind"), KINDS)
    name_uk: str = asked(N_("Full name in Ukrainian"))
    name_en: str = asked(N_("Full name in English"))
    short_name_uk: str = asked(N_("Short name in Ukrainian"), N_("As one calls it: two or three words."))
    short_name_en: str = asked(N_("Short name in English"))
    label: str = asked(N_("Whom do you invite as its coordinator?"), WHO)


async def _open_school(request: Request, form: OpenSchool) -> str:
    typed = Typed(request, form)
    if form.kind not in KINDS:
        raise typed.wrong("kind", N_("“%(field)s”: choose one from the list."))
    name, short = typed.texts("name"), typed.texts("short_name")
    new, label = typed.into(NewInstitution, kind=form.kind, name=name, short_name=short), typed.line("label")
    made = await perform(request, open_school, new, label, new_token())
    return link(request, made, label)


class InviteCoordinator(BaseModel):
    """A link for one more coordinator."""

    institution: str = asked_row(N_("Institution"), "institution")
    label: str = asked(N_("Whom do you invite?"), WHO)


async def _invite_coordinator(request: Request, form: InviteCoordinator) -> str:
    typed = Typed(request, form)
    wish = typed.into(Invite, institution=typed.row("institution"), label=typed.line("label"))
    return link(request, await perform(request, invite_coordinator, wish, new_token()), wish.label)


class StaffCode(BaseModel):
    """A code for a new password."""

    person: str = asked_row(N_("Person"), "person")


CODE = N_(
    "Read this code to %(name)s (login name %(login)s), who types it at %(address)s with a new password. It works "
    "once, until %(until)s, and is shown only now: %(code)s"
)


async def _staff_code(request: Request, form: StaffCode) -> str:
    person = Typed(request, form).row("person")
    with sentences(request):
        made = await give_code(door_of(request), actor_of(request), MakeResetCode(person))
    known = await _known(request, person)
    address, until = f"{request.url.netloc}/reset", moment(request, made["until"])
    return said(request, CODE, name=known[0], login=known[1], address=address, until=until, code=made["code"])


class CloseAccount(BaseModel):
    """An account that goes for ever."""

    person: str = asked_row(N_("Person"), "person")
    login: str = asked(N_("Type the login name of this account"), N_("So that nobody is closed by a slip of the hand."))


async def _close_account(request: Request, form: CloseAccount) -> str:
    typed = Typed(request, form)
    person, login = typed.row("person"), typed.line("login")
    if (await _known(request, person))[1] != login:
        raise typed.wrong("login", N_("“%(field)s”: this is not the login name of the person above."))
    closed = await perform(request, close_account, person)
    if closed["left_alone"]:
        return said(
            request,
            N_("The account is closed. A place that it looked after has nobody now: invite somebody there."),
        )
    return said(request, N_("The account is closed. Its phones forget what they held as soon as they have a network."))


async def _known(request: Request, person: str) -> tuple[str, str]:
    """Name and login name. ValueError for who is not there."""
    async with door_of(request).database.read() as db:
        found = (await person_rows(db, [person])).get(person)
    with sentences(request):
        if found is None:
            raise Problem("not_found")
    return found["name"], found["login"]


FORMS = [
    FormConfig(
        N_("Add an institution"),
        OpenSchool,
        _open_school,
        N_("A school or another organisation, with a one-time link by which its first coordinator comes in."),
        SCHOOLS,
    ),
    FormConfig(
        N_("Invite a coordinator"),
        InviteCoordinator,
        _invite_coordinator,
        N_("A one-time link by which somebody becomes coordinator of an institution that is there already."),
        SCHOOLS,
    ),
    FormConfig(
        N_("Code for a new password"),
        StaffCode,
        _staff_code,
        N_(
            "For somebody who forgot it and whom no coordinator may help. Make sure that it is they who ask: whoever "
            "has the code has the account. They are told at the next sign-in that you made it."
        ),
        ACCOUNTS,
    ),
    FormConfig(
        N_("Close an account"),
        CloseAccount,
        _close_account,
        N_("For ever: what is personal goes, what was done stays and counts. It cannot be taken back."),
        ACCOUNTS,
    ),
]
