from piccolo.columns import Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from backend.core.clock import now


class Picture(Table, tablename="picture"):
    """A picture, named by its content. Never changed; the row that shows it holds its id."""

    id = Text(primary_key=True)
    """SHA-256 of `body`, in hex."""
    body = Bytea()
    """WebP, drawn again by us: nothing of the file that came in is left but the picture."""
    width = Integer(default=0)
    height = Integer(default=0)
    """Pixels."""
    kept_at = Timestamptz(default=now)
