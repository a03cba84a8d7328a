from piccolo.columns import JSON, UUID, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7


class Operation(Table, tablename="operation"):
    """The receipt of an operation that has its final verdict. What it said is not kept, only its hash."""

    id = UUID(primary_key=True, default=uuid7)
    person = UUID(default=uuid7)
    device = UUID(null=True, default=None)
    type = Varchar(length=64)
    v = Integer(default=1)
    hash = Text()
    code = Varchar(length=32, null=True, default=None)
    """Why it was refused; null when it was applied."""
    data = JSON(null=True, default=None)
    """What the verdict carries."""
    made_at = Timestamptz(default=now)
    """The phone's own time: evidence."""
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)


class Meta(Table, tablename="sync_meta"):
    """What the database says of itself. `database`: which one it is. `epoch`: replaced when a backup is restored, so
    that phones send again. `generation`: counts on while it is served."""

    id = Varchar(length=32, primary_key=True)
    value = Text()
