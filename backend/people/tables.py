from piccolo.apps.user.tables import BaseUser
from piccolo.columns import JSON, UUID, Boolean, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table
from piccolo_api.session_auth.tables import SessionsBase

from backend.core.clock import now
from backend.core.ids import uuid7


class Institution(Table, tablename="institution"):
    """A school or another organisation that sends people or hosts cohorts."""

    id = UUID(primary_key=True, default=uuid7)
    kind = Varchar(length=32)
    name = JSON()
    """Language -> full name."""
    short_name = JSON()
    emblem = Varchar(length=64, null=True, default=None)
    """The id of a `media` picture: what stands on its posters and at the door of its cohorts."""


class Person(Table, tablename="person"):
    """One human being, once, whatever they take part in."""

    id = UUID(primary_key=True, default=uuid7)
    login = Varchar(length=64)
    """As `rules.login_key` writes it; unique."""
    password = Text(null=True, default=None, secret=True)
    """An argon2 hash; null until a password is chosen."""
    family = Varchar(length=200)
    given = Varchar(length=200)
    patronymic = Varchar(length=200, null=True, default=None)
    preferred = Varchar(length=200, null=True, default=None)
    """What they want to be called instead of the given name."""
    sort_key = Text()
    """Orders by the Ukrainian alphabet."""
    search_key = Text()
    born = Date(null=True, default=None)
    language = Varchar(length=2, default="uk")
    institution = ForeignKey(Institution, null=True, default=None, on_delete=OnDelete.restrict)
    """The school they belong to now."""
    created_at = Timestamptz(default=now)
    closed_at = Timestamptz(null=True, default=None)
    """When the account was closed; nothing personal is left in the row then."""


class Role(Table, tablename="role"):
    """A right held in a place for a time. Ended, never deleted: facts are judged by the roles of their moment."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=16)
    """applicant, learner, member, mentor, coordinator or manager."""
    place_kind = Varchar(length=16)
    """enrolment, cohort, manufactory, institution or programme."""
    place = UUID(default=uuid7, index=True)
    source = UUID(default=uuid7)
    """The row that granted it; ending that row ends only its roles."""
    since = Timestamptz(default=now)
    until = Timestamptz(null=True, default=None)


class Device(Table, tablename="device"):
    """A phone on which a person signed in. One row for each pair of both, so that signing in again finds it."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    phone = Text(secret=True)
    """Hash of the phone's own cookie, by which it is known when nobody is signed in."""
    token = Text(null=True, default=None, secret=True)
    """Hash of the session token; null when signed out. Unique."""
    label = Varchar(length=200)
    created_at = Timestamptz(default=now)
    seen_at = Timestamptz(default=now)
    unsent = Integer(null=True, default=None)
    """Acts that waited on the phone when it was last heard of."""


class Consent(Table, tablename="consent"):
    """One answer to one purpose. Appended: the latest by somebody entitled counts, see `rules.in_force`."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    """Whom it is about."""
    purpose = Varchar(length=16)
    given = Boolean(default=False)
    text = Varchar(length=32)
    """Version of the words that were shown, in `consents.TEXTS`."""
    language = Varchar(length=2)
    guardian = Varchar(length=200, null=True, default=None)
    """Who signed for a minor; null when the person answered."""
    day = Date()
    """The day on the guardian's paper, or on which the person answered: on it they had to be entitled."""
    recorded_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict)
    """Who read that paper."""
    device = UUID(null=True, default=None)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)


class SignInFailure(Table, tablename="sign_in_failure"):
    """Wrong passwords in a row, for an account, an address or a known phone; see `rules.pause`."""

    id = Text(primary_key=True)
    failures = Integer(default=0)
    latest_at = Timestamptz(default=now)


class ResetCode(Table, tablename="reset_code"):
    """A one-time code for a new password, from a coordinator to a learner of the own school."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    code = Text(secret=True)
    """An argon2 hash of it."""
    made_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    made_at = Timestamptz(default=now)
    until = Timestamptz(default=now)
    """When it stops working; a newer code ends it at once."""
    used_at = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
    """When its person was told that it was made."""


class StaffCode(Table, tablename="staff_code"):
    """A one-time code for a new password, from an operator to anybody with an account.

    Apart from `reset_code`: that one is made by a person, by a column that is never null and that SQLite cannot alter;
    and what each of the two opens is not the same.
    """

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    code = Text(secret=True)
    """An argon2 hash of it."""
    operator = Varchar(length=100)
    made_at = Timestamptz(default=now)
    until = Timestamptz(default=now)
    """When it stops working; a newer code of either kind ends it at once."""
    used_at = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
    """When its person was told that it was made."""


class Invitation(Table, tablename="invitation"):
    """A one-time link that a school gives to somebody who is to be a mentor there."""

    id = UUID(primary_key=True, default=uuid7)
    institution = ForeignKey(Institution, null=False, on_delete=OnDelete.restrict)
    label = Varchar(length=200)
    """What the coordinator calls it: whom it is for."""
    token = Text(secret=True)
    """Hash of the token in the link; unique."""
    made_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    made_at = Timestamptz(default=now)
    until = Timestamptz(default=now)
    used_at = Timestamptz(null=True, default=None)
    used_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict)


class Appointment(Table, tablename="appointment"):
    """A one-time link by which an operator makes somebody coordinator of a school or manager of a programme."""

    id = UUID(primary_key=True, default=uuid7)
    kind = Varchar(length=16)
    """coordinator or manager."""
    place = UUID(default=uuid7)
    """The institution or the programme."""
    place_name = JSON(null=True, default=None)
    """Language -> what the place was called then: a programme belongs to a room above, which cannot be asked here."""
    label = Varchar(length=200)
    """What the operator calls it: whom it is for."""
    token = Text(secret=True)
    """Hash of the token in the link; unique."""
    operator = Varchar(length=100)
    made_at = Timestamptz(default=now)
    until = Timestamptz(default=now)
    used_at = Timestamptz(null=True, default=None)
    used_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict)


class SchoolMentor(Table, tablename="school_mentor"):
    """A person who accepted a school's invitation. Its id is the pair of both; it gives no right by itself."""

    id = UUID(primary_key=True, default=uuid7)
    institution = ForeignKey(Institution, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    since = Timestamptz(default=now)


class Clearance(Table, tablename="clearance"):
    """What a school's check of a mentor came to: never the document. The latest counts, by `recorded_at` and id."""

    id = UUID(primary_key=True, default=uuid7)
    school_mentor = ForeignKey(SchoolMentor, null=False, on_delete=OnDelete.restrict)
    outcome = Varchar(length=16)
    """cleared or refused."""
    checked_on = Date()
    expires_on = Date(null=True, default=None)
    """The last day on which it holds; null when it does not expire."""
    recorded_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    recorded_at = Timestamptz(default=now)
    """When the coordinator recorded it, as far as can be known."""


class Operator(BaseUser, tablename="operator"):
    """Who keeps the installation, at the console only. Piccolo's user, because the console signs in with it."""


class OperatorSession(SessionsBase, tablename="operator_session"):
    """A session at the console. Piccolo's, because the console signs in with it."""
