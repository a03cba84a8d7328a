from datetime import date, datetime
from typing import Annotated, Literal, TypedDict

from msgspec import Meta, Struct

from backend.core.fields import PRINTABLE, Language, Line, Texts
from backend.core.ids import Id


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A login name, a password and how the phone calls itself in the list of phones."""

    login: Annotated[str, Meta(min_length=1, max_length=200, pattern=PRINTABLE)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]
    label: Annotated[str, Meta(max_length=200, pattern=PRINTABLE)] = ""


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


Purpose = Literal["taking_part", "photos", "public_profile", "statistics", "contact"]
"""What a consent is for."""

Outcome = Literal["cleared", "refused"]
"""What the check of a mentor came to."""


class GiveConsent(Struct, frozen=True, forbid_unknown_fields=True):
    """An adult's own answer, purpose by purpose; `text` is the version of the words that were shown."""

    answers: dict[Purpose, bool]
    text: Annotated[str, Meta(min_length=1, max_length=32, pattern=PRINTABLE)]
    language: Language


class RecordClearance(Struct, frozen=True, forbid_unknown_fields=True):
    """The outcome of a mentor's check, never the document. One that does not expire has no `expires_on`."""

    institution: Id
    person: Id
    outcome: Outcome
    checked_on: date
    expires_on: date | None = None


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


class Account(TypedDict):
    """Who signed in."""

    id: str
    login: str
    name: str
    given: str
    language: str
    roles: list[RoleRow]


class SignedIn(TypedDict):
    """The answer to a sign-in; the session itself travels in a cookie that no script can read."""

    person: Account
    now: str


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
