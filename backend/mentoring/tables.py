from piccolo.columns import JSON, UUID, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7
from backend.manufactories.tables import Manufactory
from backend.people.tables import Person
from backend.programmes.tables import Cohort, Enrolment


class Plan(Table, tablename="plan"):
    """A session to come, as a cohort was told of it."""

    id = UUID(primary_key=True, default=uuid7)
    cohort = ForeignKey(Cohort, null=False, on_delete=OnDelete.restrict)
    starts_at = Timestamptz(default=now)
    minutes = Integer(default=0)
    place = Varchar(length=200)
    topic = Varchar(length=200)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    """Who planned it."""
    made_at = Timestamptz(default=now)
    cancelled_at = Timestamptz(null=True, default=None)


class Session(Table, tablename="session"):
    """A session that was held, as one person logged it. A correction is another log."""

    id = UUID(primary_key=True, default=uuid7)
    cohort = ForeignKey(Cohort, null=False, on_delete=OnDelete.restrict)
    """Of a team's session the home of its manufactory."""
    manufactory = ForeignKey(Manufactory, null=True, default=None, on_delete=OnDelete.restrict)
    """The team whose session it was; null for a cohort's."""
    plan = ForeignKey(Plan, null=True, default=None, on_delete=OnDelete.restrict)
    roll = UUID(default=uuid7)
    """What joins it with its marks: see `actions.roll_id`."""
    kind = Varchar(length=16)
    held_on = Date()
    minutes = Integer(default=0)
    adult = Varchar(length=16, null=True, default=None)
    """second_adult or observable; null when nothing of the kind was told."""
    note = Text()
    next_steps = Text()
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    device = UUID(null=True, default=None)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)
    flags = JSON(default="[]")
    """For a person to look at: see `rules.session_flags`."""


class Mark(Table, tablename="mark"):
    """One participant on one roll, as one person saw it at one time. Its id is the pair of the act and enrolment."""

    id = UUID(primary_key=True, default=uuid7)
    cohort = ForeignKey(Cohort, null=False, on_delete=OnDelete.restrict)
    """Of a team's session the home of its manufactory."""
    manufactory = ForeignKey(Manufactory, null=True, default=None, on_delete=OnDelete.restrict)
    """The team whose session it was; null for a cohort's."""
    enrolment = ForeignKey(Enrolment, null=False, on_delete=OnDelete.restrict)
    roll = UUID(default=uuid7)
    held_on = Date()
    status = Varchar(length=16)
    """present, absent, late or excused."""
    late_minutes = Integer(null=True, default=None)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    device = UUID(null=True, default=None)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)
    flag = Varchar(length=16, null=True, default=None)
    """For a person to look at: see `rules.mark_flag`."""


class Announcement(Table, tablename="announcement"):
    """A word to everybody in a cohort. Taken back, it leaves the phones and stays here."""

    id = UUID(primary_key=True, default=uuid7)
    cohort = ForeignKey(Cohort, null=False, on_delete=OnDelete.restrict)
    text = Text()
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    made_at = Timestamptz(default=now)
    retracted_at = Timestamptz(null=True, default=None)
