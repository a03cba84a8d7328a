from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7
from backend.people.tables import Institution, Person
from backend.programmes.tables import Cohort, Enrolment, Programme


class RuleSet(Table, tablename="rule_set"):
    """The limits of a programme whose participants found manufactories; a programme without one founds none."""

    id = UUID(primary_key=True, default=uuid7)
    """The programme's."""
    team_min = Integer(default=3)
    team_max = Integer(default=8)
    spending_limit = BigInt(default=0)
    """Kopecks. What spends more, also out of the own pocket, waits for a second person."""
    cash_rounding = Integer(default=1)
    """Kopecks to whose multiple a sum paid in cash is rounded; 1 for not at all."""


class GateTemplate(Table, tablename="gate_template"):
    """A gate that every manufactory of a programme begins with."""

    id = UUID(primary_key=True, default=uuid7)
    programme = ForeignKey(Programme, null=False, on_delete=OnDelete.restrict)
    position = Integer(default=0)
    kind = Varchar(length=16)
    name = JSON()
    """Language -> text."""
    days = Integer(default=0)
    """Due so many days after the home cohort's first day."""


class Manufactory(Table, tablename="manufactory"):
    """A workshop company of students."""

    id = UUID(primary_key=True, default=uuid7)
    programme = ForeignKey(Programme, null=False, on_delete=OnDelete.restrict)
    cohort = ForeignKey(Cohort, null=False, on_delete=OnDelete.restrict)
    """Its home: no two marks in one cohort are alike."""
    institution = ForeignKey(Institution, null=False, on_delete=OnDelete.restrict)
    """The school in whose workshop it works: its coordinators look after it and clear its mentors."""
    name = JSON()
    """Language -> text."""
    makes = JSON()
    figure = Varchar(length=16)
    """With the pigment its maker's mark; see `schemas.Figure`."""
    pigment = Varchar(length=16)
    carrier = Varchar(length=16)
    """Who carries it before the law; see `schemas.Carrier`."""
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    """Who founded it."""
    founded_at = Timestamptz(default=now)


class Member(Table, tablename="member"):
    """An enrolment in a manufactory. Its id is the pair of both: who comes back gets the same row."""

    id = UUID(primary_key=True, default=uuid7)
    manufactory = ForeignKey(Manufactory, null=False, on_delete=OnDelete.restrict)
    enrolment = ForeignKey(Enrolment, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    since = Timestamptz(default=now)
    until = Timestamptz(null=True, default=None)


class Post(Table, tablename="post"):
    """A post that a member held for a time. Ended, never overwritten."""

    id = UUID(primary_key=True, default=uuid7)
    member = ForeignKey(Member, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=16)
    """See `schemas.PostKind`."""
    since = Timestamptz(default=now)
    until = Timestamptz(null=True, default=None)


class TeamMentor(Table, tablename="team_mentor"):
    """A mentor of a manufactory. Its id is the pair of both: who comes back gets the same row."""

    id = UUID(primary_key=True, default=uuid7)
    manufactory = ForeignKey(Manufactory, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    since = Timestamptz(default=now)
    until = Timestamptz(null=True, default=None)
    """When they were dismissed, or their check was refused; that it expires ends the role alone."""


class Gate(Table, tablename="gate"):
    """A gate on the way of one manufactory."""

    id = UUID(primary_key=True, default=uuid7)
    manufactory = ForeignKey(Manufactory, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=16)
    """plain: passed by a mentor; first_sale and break_even follow from the books."""
    name = JSON()
    """Language -> text."""
    due = Date()
    dropped_at = Timestamptz(null=True, default=None)


class GateStep(Table, tablename="gate_step"):
    """A plain gate was passed, or that was taken back. Appended; the last one says how the gate stands."""

    id = UUID(primary_key=True, default=uuid7)
    gate = ForeignKey(Gate, null=False, on_delete=OnDelete.restrict)
    number = Integer(default=0)
    """Counts the steps of a gate: two that came together have one time."""
    act = Varchar(length=16)
    """passed or undone."""
    said = Text()
    """The evidence, or why it was taken back."""
    day = Date()
    """The day on which it was passed or taken back."""
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    device = UUID(null=True, default=None)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)


class Product(Table, tablename="product"):
    """Something that a manufactory makes or does for money."""

    id = UUID(primary_key=True, default=uuid7)
    manufactory = ForeignKey(Manufactory, null=False, on_delete=OnDelete.restrict)
    name = JSON()
    """Language -> text."""
    unit = Varchar(length=16)
    figure = Varchar(length=16)
    """How its tile at the till is drawn."""
    active = Boolean(default=True)
    made_at = Timestamptz(default=now)


class Price(Table, tablename="price"):
    """What one unit of a product costs from a moment on. Appended."""

    id = UUID(primary_key=True, default=uuid7)
    """That of the act."""
    product = ForeignKey(Product, null=False, on_delete=OnDelete.restrict)
    kopecks = BigInt(default=0)
    since = Timestamptz(default=now)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)


class Entry(Table, tablename="entry"):
    """One entry in the books of a manufactory, with its lines. Never changed: a correction is a reversal."""

    id = UUID(primary_key=True, default=uuid7)
    """That of the act; of a reversal the pair of the entry and "reversal": an entry is reversed once."""
    manufactory = ForeignKey(Manufactory, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=16)
    """One of `schemas.EntryKind`, or reversal."""
    money = Varchar(length=8)
    """cash, card, or own: paid out of somebody's own pocket."""
    kopecks = BigInt(default=0)
    """What it is about, as typed or as the till took it; of a count what was missing (below zero) or too much."""
    counted = BigInt(null=True, default=None)
    """Kopecks that were in the box, of a count."""
    book = BigInt(null=True, default=None)
    """Kopecks that should have been there by the phone that counted."""
    day = Date()
    """The day in whose books it stands; of a reversal that of the entry."""
    note = Text()
    """What for; why it was reversed; how a difference came about."""
    reverses = UUID(null=True, default=None)
    """The entry that it takes back."""
    held = Boolean(default=False)
    """Whether it needs a second person to count; a reversal as its entry does."""
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    device = UUID(null=True, default=None)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)
    flags = JSON(default="[]")
    """For a person to look at: see `rules.entry_flags`."""


class EntryLine(Table, tablename="entry_line"):
    """One account of an entry. Debits are above zero, credits below; the lines of an entry come to zero."""

    id = UUID(primary_key=True, default=uuid7)
    """Of the moment: lines written together then lie together. An entry has one line in each place, by an index."""
    entry = ForeignKey(Entry, null=False, on_delete=OnDelete.restrict)
    place = Integer(default=0)
    account = Varchar(length=16)
    """One of `schemas.Account`."""
    kopecks = BigInt(default=0)
    product = ForeignKey(Product, null=True, default=None, on_delete=OnDelete.restrict)
    quantity = Integer(null=True, default=None)
    """Units sold; below zero where a sale was reversed."""
    price = BigInt(null=True, default=None)
    """Kopecks for one unit, as the till showed it."""


class Approval(Table, tablename="approval"):
    """A second person let an entry count. Its id is the pair of the entry and the person."""

    id = UUID(primary_key=True, default=uuid7)
    entry = ForeignKey(Entry, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    device = UUID(null=True, default=None)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)
