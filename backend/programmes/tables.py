from piccolo.columns import JSON, UUID, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7
from backend.courses.tables import Course
from backend.people.tables import Institution, Person


class Programme(Table, tablename="programme"):
    """What funders pay for: Lviv Youth Manufactories, soft-skills training."""

    id = UUID(primary_key=True, default=uuid7)
    name = JSON()
    """Language -> text."""
    summary = JSON()


class Cohort(Table, tablename="cohort"):
    """A group of people going through a programme together, hosted by one institution."""

    id = UUID(primary_key=True, default=uuid7)
    programme = ForeignKey(Programme, null=False, on_delete=OnDelete.restrict)
    institution = ForeignKey(Institution, null=False, on_delete=OnDelete.restrict)
    """The host, whose coordinators run it."""
    name = JSON()
    starts = Date()
    ends = Date()
    seats = Integer(default=0)
    code = Varchar(length=8, default="")
    """What one types or scans to ask for a seat, of the letters in `rules.ALPHABET`; unique."""


class CohortCourse(Table, tablename="cohort_course"):
    """A course that a cohort goes through. Its id is the pair of both."""

    id = UUID(primary_key=True, default=uuid7)
    cohort = ForeignKey(Cohort, null=False, on_delete=OnDelete.restrict)
    course = ForeignKey(Course, null=False, on_delete=OnDelete.restrict)
    position = Integer(default=0)


class Enrolment(Table, tablename="enrolment"):
    """One person in one cohort. Its id is the pair of both: a person who returns reopens the same."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    cohort = ForeignKey(Cohort, null=False, on_delete=OnDelete.restrict)
    institution = ForeignKey(Institution, null=True, default=None, on_delete=OnDelete.restrict)
    """The school that sent them; stays when the person moves on."""
    status = Varchar(length=16)
    """applied, accepted, waitlisted, refused, active, paused, completed, withdrawn, transferred or alumni."""
    since = Timestamptz(default=now)
    """When the status began."""
    reason = Varchar(length=16, null=True, default=None)
    """Why it was refused or ended."""


class EnrolmentStep(Table, tablename="enrolment_step"):
    """One step of an enrolment from state to state. Appended; an enrolment's status is what the last one says."""

    id = UUID(primary_key=True, default=uuid7)
    enrolment = ForeignKey(Enrolment, null=False, on_delete=OnDelete.restrict)
    number = Integer(default=0)
    """Counts the steps of an enrolment: two that came together have one time."""
    act = Varchar(length=16)
    before = Varchar(length=16, null=True, default=None)
    """null for the first."""
    after = Varchar(length=16)
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict)
    """Who did it; of a step that follows by itself, who did what it follows from."""
    reason = Varchar(length=16, null=True, default=None)
    device = UUID(null=True, default=None)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)


class CohortMentor(Table, tablename="cohort_mentor"):
    """A mentor of a cohort. Its id is the pair of both: who comes back gets the same row."""

    id = UUID(primary_key=True, default=uuid7)
    cohort = ForeignKey(Cohort, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    since = Timestamptz(default=now)
    until = Timestamptz(null=True, default=None)
    """When they were dismissed, or their check was refused; that it expires ends the role alone."""
