from piccolo.columns import JSON, UUID, Text, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.clock import now
from backend.core.ids import uuid7


class Line(Table, tablename="audit_line"):
    """One act that was carried out."""

    id = UUID(primary_key=True, default=uuid7)
    act = Varchar(length=64)
    person = UUID(null=True, default=None)
    """Who did it; null for the system, and then `reason` says why, and for an operator."""
    operator = Varchar(length=100, null=True, default=None)
    """Whose hand it was at the console."""
    acted_as = Varchar(length=64, default="")
    """The kinds of role that allowed it; operator; system; empty for what everybody may do for themselves."""
    device = UUID(null=True, default=None)
    reason = Text(null=True, default=None)
    about_kind = Varchar(length=32, null=True, default=None)
    about = UUID(null=True, default=None)
    details = JSON(null=True, default=None)
    """Of an edit at the console: column -> [before, after]."""
    happened_at = Timestamptz(default=now)
    arrived_at = Timestamptz(default=now)
