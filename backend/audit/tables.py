from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7


class Line(Table, tablename="audit_line"):
    """One act that was carried out."""

    id = UUID(primary_key=True, default=uuid7)
    act = Varchar(length=64)
    person = UUID(null=True, default=None)
    """Who did it; null for the system, and then `reason` says why."""
    device = UUID(null=True, default=None)
    reason = Text(null=True, default=None)
    about_kind = Varchar(length=32, null=True, default=None)
    about = UUID(null=True, default=None, index=True)
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now, index=True)
