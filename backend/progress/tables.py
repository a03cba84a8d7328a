from piccolo.columns import UUID, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7
from backend.courses.tables import Lesson, Release
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
