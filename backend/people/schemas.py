from datetime import date, datetime
from typing import Annotated, Literal, TypedDict

from msgspec import Meta, Struct

from backend.core.fields import PRINTABLE, Language, Line, Texts
from backend.core.ids import Id

Typed = Annotated[str, Meta(max_length=2_000)]
"""Text as a person typed it; what it may be is judged by a rule, which can say why."""
Label = Annotated[str, Meta(max_length=200, pattern=PRINTABLE)]
"""How a phone calls itself in the list of phones."""


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A login name, a password and how the phone calls itself in the list of phones."""

    login: Annotated[str, Meta(min_length=1, max_length=200, pattern=PRINTABLE)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]
    label: Label = ""


class ChooseLanguage(Struct, frozen=True, forbid_unknown_fields=True):
    """The language to be spoken to on every phone."""

    language: Language


class NewInstitution(Struct, frozen=True, forbid_unknown_fields=True):
    """A school or another organisation."""

    kind: Line
    name: Texts
    short_name: Texts


class NewPerson(Struct, frozen=True, forbid_unknown_fields=True):
    """A person with an account. `password` is a hash made by `passwords.hashed`."""

    login: Line
    family: Line
    given: Line
    password: str | None = None
    patronymic: Line | None = None
    preferred: Line | None = None
    born: date | None = None
    institution: Id | None = None


class NewAccount(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody types who opens an account for themselves."""

    family: Typed
    given: Typed
    login: Typed
    password: Typed
    language: Language
    patronymic: Typed | None = None
    label: Label = ""


class OpenAccount(Struct, frozen=True):
    """The same as it is kept; made by `open_account.prepared` alone. `password` is a hash."""

    family: str
    given: str
    patronymic: str | None
    login: str
    password: str
    language: str
    born: date | None = None
    institution: str | None = None


class ProposeLogin(Struct, frozen=True, forbid_unknown_fields=True):
    """A name for which a login name is wanted."""

    family: Typed
    given: Typed


class MakeResetCode(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose password was forgotten."""

    person: Id


class Reset(Struct, frozen=True, forbid_unknown_fields=True):
    """A code from the coordinator or an operator, and the password to have from now on."""

    login: Annotated[str, Meta(min_length=1, max_length=200, pattern=PRINTABLE)]
    code: Annotated[str, Meta(max_length=100)]
    password: Typed
    label: Label = ""


Purpose = Literal["taking_part", "photos", "public_profile", "statistics", "contact"]
"""What a consent is for."""

Outcome = Literal["cleared", "refused"]
"""What the check of a mentor came to."""


Becoming = Literal["mentor", "coordinator", "manager"]
"""What one becomes by a link."""


class GiveConsent(Struct, frozen=True, forbid_unknown_fields=True):
    """An adult's own answer, purpose by purpose; `text` is the version of the words that were shown."""

    answers: dict[Purpose, bool]
    text: Annotated[str, Meta(min_length=1, max_length=32, pattern=PRINTABLE)]
    language: Language


class Invite(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody is to be mentor or coordinator of a school; `label` is what who invites calls the invitation."""

    institution: Id
    label: Line


Token = Annotated[str, Meta(max_length=200)]
"""What stands in a one-time link."""


class LookAtInvitation(Struct, frozen=True, forbid_unknown_fields=True):
    """Who invites with this link, and is it still good?"""

    token: Token


class AcceptInvitation(NewAccount, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The invitation is accepted by somebody without an account."""

    token: Token


class AcceptMine(Struct, frozen=True, forbid_unknown_fields=True):
    """The invitation is accepted by who is signed in."""

    token: Token


class RecordClearance(Struct, frozen=True, forbid_unknown_fields=True):
    """The outcome of a mentor's check, never the document. One that does not expire has no `expires_on`."""

    institution: Id
    person: Id
    outcome: Outcome
    checked_on: date
    expires_on: date | None = None


class CloseMine(Struct, frozen=True, forbid_unknown_fields=True):
    """The password once more: a phone that was left lying about closes nothing."""

    password: Annotated[str, Meta(min_length=1, max_length=200)]


class LeftAlone(TypedDict):
    """A place that nobody of this kind looks after any more."""

    kind: str
    place_kind: str
    place: str


class Closed(TypedDict):
    """What else is to be known of an account that was closed."""

    left_alone: list[LeftAlone]
    """Schools without a coordinator and programmes without a manager since then: an operator can appoint another."""


class ClosedMine(Closed):
    """The same for whoever closed it, with a sentence to leave by."""

    said: str


class RoleRow(TypedDict):
    """A role as the phone holds it."""

    kind: str
    place_kind: str
    place: str
    source: str


class PersonRow(TypedDict):
    """The person's own account as the phone holds it."""

    family: str
    given: str
    patronymic: str | None
    preferred: str | None
    name: str
    login: str
    language: str
    institution: Texts | None


class InstitutionRow(TypedDict):
    """A school as its coordinators' phones hold it."""

    name: Texts
    short: Texts


class ConsentRow(TypedDict):
    """An answer to one purpose, as the person's phone holds it; the latest of a purpose counts."""

    purpose: str
    given: bool
    text: str
    language: str
    guardian: str | None
    """Who signed for a minor; null when the person answered for themselves."""
    at: str


class SchoolMentorRow(TypedDict):
    """Somebody a school invited as a mentor, with the latest outcome of the check; dates are YYYY-MM-DD."""

    institution: str
    person: str
    name: str
    outcome: str | None
    checked_on: str | None
    expires_on: str | None


class InvitationRow(TypedDict):
    """A one-time link that a school gave out; its token is told once, to who made it."""

    institution: str
    label: str
    until: str
    used: bool


class InvitationMade(TypedDict):
    """A new invitation, with the token that is told this once."""

    id: str
    token: str
    until: str


class InvitationSeen(TypedDict):
    """An invitation, for who holds its link."""

    kind: Becoming
    place: Texts
    """The school or the programme."""
    emblem: str | None
    """The school's picture."""
    until: str


class Account(TypedDict):
    """Who signed in."""

    id: str
    login: str
    name: str
    given: str
    language: str
    roles: list[RoleRow]


class ResetSeen(TypedDict):
    """A code for a new password that was made for the account; `by` says who made it."""

    at: str
    by: str


class SignedIn(TypedDict):
    """The answer to a sign-in; the session itself travels in a cookie that no script can read."""

    person: Account
    now: str
    resets: list[ResetSeen]
    """Codes made since the last sign-in, used or not; told once."""


class ResetMade(TypedDict):
    """A code for a new password, told once to who made it, and until when it works."""

    code: str
    until: str


class ProposedLogin(TypedDict):
    """A login name that is free at the moment."""

    login: str


class DeviceRow(TypedDict):
    """A phone on which the person is signed in."""

    id: str
    label: str
    created_at: str
    last_seen_at: str
    current: bool


class Devices(TypedDict):
    """The person's phones, the latest first."""

    devices: list[DeviceRow]


class Contact(Struct, frozen=True):
    """What a phone says of itself when it is heard of."""

    seen_at: datetime
    unsent: int | None
