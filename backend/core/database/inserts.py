"""INSERT statements made once per Piccolo table, and the columns that need care on the way in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

import msgspec
from piccolo.columns import JSON, Boolean, Bytea, Date, Serial, Timestamp, Timestamptz
from piccolo.columns.base import Column
from piccolo.table import Table, TableMeta


def meta(table: type[Table]) -> TableMeta:
    """What Piccolo knows of a table; `_meta` is its documented, oddly named, way to it."""
    return table._meta  # pyright: ignore[reportPrivateUsage] - documented by Piccolo


def column_name(column: Column) -> str:
    """The column's name in the database."""
    return column._meta.db_column_name  # pyright: ignore[reportPrivateUsage] - documented by Piccolo


@cache
def columns(table: type[Table]) -> tuple[Column, ...]:
    """The table's columns in the order of `Db.insert`; a serial key numbers itself and is left out."""
    return tuple(c for c in meta(table).columns if not isinstance(c, Serial))


UNSET: Any = object()


class Layout(NamedTuple):
    """How a row of a table is filled: worked out once, since every row that is written asks for it."""

    place: dict[str, int]
    """Column -> where its value stands in a row."""
    blank: tuple[Any, ...]
    """The defaults; UNSET where each row gets one of its own."""
    made: tuple[tuple[int, Callable[[], Any]], ...]
    """Where that is, and what makes it."""


@cache
def layout(table: type[Table]) -> Layout:
    """See `Layout`."""
    cols = columns(table)
    own = [callable(getattr(c, "default", None)) for c in cols]
    return Layout(
        {column_name(c): i for i, c in enumerate(cols)},
        tuple(UNSET if each else c.get_default_value() for c, each in zip(cols, own, strict=True)),
        tuple((i, c.get_default_value) for i, c in enumerate(cols) if own[i]),
    )


@cache
def json_columns(table: type[Table]) -> frozenset[str]:
    """The columns that hold JSON."""
    return frozenset(column_name(c) for c in columns(table) if isinstance(c, JSON))


@cache
def depth(table: type[Table]) -> int:
    """How many tables must be filled before this one: rows go in along the foreign keys."""
    keys = cast("list[Any]", meta(table).foreign_key_columns)
    above: list[type[Table]] = [key._foreign_key_meta.resolved_references for key in keys]
    return 1 + max((depth(other) for other in above if other is not table), default=-1)


def json_text(value: Any) -> Any:
    """A value of a JSON column as both databases take it. Text is JSON already."""
    return value if value is None or isinstance(value, str) else msgspec.json.encode(value).decode()


@lru_cache(4_096)  # what arrived together has one moment, in many rows
def sqlite_moment(value: datetime) -> str:
    """The one text form of a moment in SQLite: Piccolo reads it, and text order is time order.

    A naive one stays as it is: the sessions of the console keep UTC so, because Piccolo's table wants it.
    """
    if value.tzinfo not in (UTC, None):
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds")


def sqlite_moment_or_null(value: datetime | None) -> str | None:
    """The same for a column that may be empty."""
    return None if value is None else sqlite_moment(value)


def _sqlite_value(column: Column) -> Callable[[Any], Any] | None:
    if isinstance(column, Timestamptz | Timestamp):
        return sqlite_moment_or_null
    if isinstance(column, Date):
        return lambda v: v.isoformat() if isinstance(v, date) else v
    return json_text if isinstance(column, JSON) else None


def _postgres_array(column: Column) -> str:
    if isinstance(column, Timestamptz):
        return "timestamptz[]"
    kinds = {JSON: "json[]", Boolean: "boolean[]", Bytea: "bytea[]", Date: "date[]"}
    for kind, array in kinds.items():
        if isinstance(column, kind):
            return array
    name = column.column_type.lower()
    return "text[]" if name.startswith("varchar") else f"{name}[]"


@cache
def sqlite_insert(table: type[Table], once: bool, rows: int) -> str:
    """The statement for so many rows."""
    cols = columns(table)
    names, marks = ", ".join(f'"{column_name(c)}"' for c in cols), ", ".join("?" * len(cols))
    tail = " ON CONFLICT DO NOTHING" if once else ""
    values = ", ".join([f"({marks})"] * rows)
    return f'INSERT INTO "{meta(table).tablename}" ({names}) VALUES {values}{tail}'  # noqa: S608 - our names


@cache
def sqlite_care(table: type[Table]) -> list[tuple[int, Callable[[Any], Any]]]:
    """Which positions of a row go through which conversion."""
    return [(i, convert) for i, c in enumerate(columns(table)) if (convert := _sqlite_value(c))]


@cache
def postgres_insert(table: type[Table], once: bool) -> tuple[str, list[int]]:
    """The statement over one array per column, and which positions hold JSON."""
    cols = columns(table)
    names = ", ".join(f'"{column_name(c)}"' for c in cols)
    arrays = ", ".join(f"${i + 1}::{_postgres_array(c)}" for i, c in enumerate(cols))
    tail = " ON CONFLICT DO NOTHING" if once else ""
    sql = f'INSERT INTO "{meta(table).tablename}" ({names}) SELECT * FROM unnest({arrays}){tail}'  # noqa: S608 - our names
    return sql, [i for i, c in enumerate(cols) if isinstance(c, JSON)]
