from piccolo.columns import JSON, UUID, Boolean, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7
from backend.courses.tables import Lesson, Quiz, Release
from backend.programmes.tables import Enrolment


class Completion(Table, tablename="completion"):
    """A lesson finished by a learner. Its id is the pair of enrolment and lesson: finished twice is finished once."""

    id = UUID(primary_key=True, default=uuid7)
    enrolment = ForeignKey(Enrolment, null=False, on_delete=OnDelete.restrict)
    lesson = ForeignKey(Lesson, null=False, on_delete=OnDelete.restrict)
    release = ForeignKey(Release, null=False, on_delete=OnDelete.restrict)
    """The edition in which it was read."""
    device = UUID(null=True, default=None)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)
    flag = Varchar(length=16, null=True, default=None)
    """For a person to look at: "clock" (the phone's time was not believable), "after_end" (the role had ended)."""


class Attempt(Table, tablename="attempt"):
    """An attempt at a quiz, marked as it came. Its id is the id of the act: an observation, never a pair."""

    id = UUID(primary_key=True, default=uuid7)
    enrolment = ForeignKey(Enrolment, null=False, on_delete=OnDelete.restrict)
    quiz = ForeignKey(Quiz, null=False, on_delete=OnDelete.restrict)
    release = ForeignKey(Release, null=False, on_delete=OnDelete.restrict)
    """The edition in which it was taken, and by which it is marked."""
    answers = JSON()
    """Question -> what was answered."""
    score = Integer(default=0)
    """Percent."""
    passed = Boolean(default=False)
    results = JSON()
    """Question -> percent."""
    device = UUID(null=True, default=None)
    started_at = Timestamptz(default=now)
    """The phone's word, as far as it can be believed."""
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)
    flag = Varchar(length=16, null=True, default=None)
    """"extra" (all that count were used up: it does not count), "after_end" and "clock" as for a completion, "odd" (it
    answers what was not asked, or as nobody could)."""


class Headway(Table, tablename="headway"):
    """How far a participant has come, for those who read of many at once. Follows from other rows, see `headway`."""

    id = UUID(primary_key=True, default=uuid7)
    """The enrolment's."""
    cohort = UUID(default=uuid7)
    school = UUID(null=True, default=None)
    """The school that sent them."""
    counts = Boolean(default=False)
    """Whether they take part, or did to the end, also with an account that is closed now."""
    lessons_done = Integer(default=0)
    """Of the current releases of the cohort's courses."""
    lessons_total = Integer(default=0)
    courses = JSON()
    """[{id, done, total}] of each course, in their order."""
    behind_on = Integer(null=True, default=None)
    """The first day, as `date.toordinal` counts, on which they are behind the even pace if they do nothing more; null
    when that never comes, and for who is not active."""
    heard = Integer(null=True, default=None)
    """The minute since 1970 in which a phone of theirs was heard of, as often as the cohort's staff are told: 0 for
    never; null for who is not active."""
