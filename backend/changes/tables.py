from piccolo.columns import BigInt, BigSerial, Boolean, Text, Timestamptz
from piccolo.table import Table


class Scope(Table, tablename="scope"):
    """A set of rows that the same people may hold, named `<kind>:<id>`."""

    id = Text(primary_key=True)
    version = BigInt(default=0)
    """The version of its latest change; it has a change for each version, or had one that a later replaced."""
    floor = BigInt(default=0)
    """Below it tombstones may be missing; a phone that stands lower starts the scope again."""


class Change(Table, tablename="change"):
    """The latest change of one row in one scope. Unique by (scope, entity, row); read by (scope, version)."""

    id = BigSerial(primary_key=True)
    scope = Text()
    entity = Text()
    row = Text()
    version = BigInt()
    gone = Boolean(default=False)
    gone_at = Timestamptz(null=True, default=None)
    """Since when it is gone; `compaction` lets go of it by that."""
