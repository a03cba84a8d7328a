"""What tables are called in addresses and answers of the console, and which of their columns hold texts in languages.

The console of Piccolo shows the name in the address. So the address has the name for people, and is understood in
each language and as the table is called in the database.
"""

from contextvars import ContextVar
from functools import cache

from piccolo.columns import JSON
from piccolo.columns.base import Column

from admin.rooms import GROUPS
from backend.core.database.inserts import column_name, meta
from backend.core.i18n import gettext
from locales.catalogue import LANGUAGES

TEXTS = {"name", "short_name", "title", "summary", "body", "makes"}
"""JSON columns of these names hold language -> text."""
NOISE = {"device", "roll"}
"""Columns that say something to a person only where a table is searched by them."""
SPOKEN: ContextVar[str] = ContextVar("spoken", default="uk")
"""The language of the operator who asks, for what Piccolo makes of a row by itself."""

SHOWN = {meta(shown.table).tablename: shown for group in GROUPS.values() for shown in group}


def alias(table: str, language: str) -> str:
    """What a shown table is called in an address."""
    return gettext(language, SHOWN[table].name).replace(" ", "_")


@cache
def _aliases() -> dict[str, str]:
    spoken = {alias(table, language): table for language in LANGUAGES for table in SHOWN}
    return {table: table for table in SHOWN} | spoken


def table_of(name: str) -> str | None:
    """The shown table that is called so."""
    return _aliases().get(name)


def shown_columns(table: str) -> dict[str, Column]:
    """The columns of a table that anybody may see, by name."""
    shown = SHOWN[table]
    found = {column_name(column): column for column in meta(shown.table).columns}
    hidden = {*shown.hidden, *(NOISE - {*shown.listed, *shown.filters})}
    return {name: column for name, column in found.items() if name not in hidden and not _is_secret(column)}


def _is_secret(column: Column) -> bool:
    return column._meta.secret  # pyright: ignore[reportPrivateUsage] - documented by Piccolo


def is_texts(column: Column) -> bool:
    """Whether the column holds language -> text."""
    return isinstance(column, JSON) and column_name(column) in TEXTS


def fields(table: str, name: str) -> list[str]:
    """What a column is called in forms and lists: a column of texts is one field for each language."""
    return [f"{name}.{code}" for code in LANGUAGES] if is_texts(shown_columns(table)[name]) else [name]


def field(table: str, name: str, language: str) -> str:
    """The one field of a column that a list shows."""
    return f"{name}.{language}" if is_texts(shown_columns(table)[name]) else name
