"""The two databases behind one face. Whatever differs between them lives in this folder and nowhere else.

SQL is written once, with $1, $2 … and `= ANY($n)` for a list; each side reads it in its own way.
"""

from backend.core.database.face import REFUSED, Away, Database, Db, Reader, Row, Unready, fails_any_act, worth_repeating
from backend.core.database.postgres import Postgres
from backend.core.database.sqlite import SQLite
from backend.core.settings import Settings

__all__ = [
    "REFUSED",
    "Away",
    "Database",
    "Db",
    "Reader",
    "Row",
    "Unready",
    "connect",
    "fails_any_act",
    "worth_repeating",
]


def connect(settings: Settings) -> Database:
    """The database that the settings name, not opened yet."""
    if settings.database:
        return Postgres(settings.database, settings.database_connections)
    return SQLite(settings.sqlite)
