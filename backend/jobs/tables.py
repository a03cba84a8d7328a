from piccolo.columns import Integer, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now


class Job(Table, tablename="job"):
    """One kind of work that is done again and again, by one process at a time."""

    id = Varchar(length=64, primary_key=True)
    """The name of that kind, in the list of the scheduler."""
    due = Timestamptz(default=now)
    claimed_until = Timestamptz(null=True, default=None)
    """Until when a process has it to itself; one that was killed lets go by that."""
    tries = Integer(default=0)
    """How often it went wrong in a row."""
    trouble = Varchar(length=200, null=True, default=None)
    """What went wrong the last time: the kind of the mistake alone, for its text may hold what a row says."""
