"""The acts of editing the catalogue at the console. Piccolo reads and draws; nothing but these writes.

Each leaves an audit line with what was and what is, and phones learn of it at their next pull.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, cast

import msgspec
from msgspec import Struct
from piccolo.columns import JSON, Boolean, ForeignKey
from piccolo.columns.base import Column
from piccolo.table import Table

from admin.catalogue import EDITED, Both, Edited, Kept, Long
from admin.names import SHOWN
from admin.words import title
from backend.core.actor import Actor
from backend.core.database.inserts import column_name, columns, meta
from backend.core.errors import Problem, declare
from backend.core.i18n import N_, gettext
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.media.tables import Picture

declare(
    "column_value",
    422,
    N_("“%(column)s” cannot be this. Give a number, a day or one of the values that are offered."),
    "edit",
    states={
        "texts": N_("“%(column)s” is needed in Ukrainian and in English, in at most 200 letters each."),
        "long": N_("“%(column)s” is needed in Ukrainian and in English."),
        "row": N_("“%(column)s” names something that is not there. Choose it from the list."),
        "missing": N_("“%(column)s” is missing."),
    },
)
declare("column_fixed", 403, N_("“%(column)s” cannot be changed here."), "edit")
declare("column_unknown", 422, N_("This table has no column “%(column)s”."), "edit")
declare(
    "row_held",
    409,
    N_(
        "This cannot be deleted: rows in “%(what)s” belong to it, and what happened is kept. "
        "Rename it, or leave it unused."
    ),
    "edit",
)
declare("row_there", 409, N_("This is there already."), "edit")
declare("not_added", 403, N_("Rows of this table are neither added nor deleted here: they come with a programme."))


class Row(Struct, frozen=True):
    """What an operator typed into the form of a row; `id` is empty for a new one."""

    table: str
    id: str
    values: dict[str, Any]


async def edit_row(work: Work, actor: Actor, _op: Op, typed: Row) -> None:
    """Give columns of a catalogue row new values; what is as it was is not touched.

    Raises only_read, not_found, column_fixed, column_unknown, column_value and what is judged of the row.
    """
    actor.must_be_system()
    edited = _edited(typed.table)
    before = await _row(work, edited.table, typed.id)
    after: Kept = {}
    for name, value in typed.values.items():
        column = _column(edited, name)
        value = _read(column, value)
        if isinstance(value, dict) and isinstance(before[name], dict):
            # One language of two; and a text that is not there is an empty field of the form.
            value = _joined(before[name], cast("Kept", value))
        if _same(before[name], value):
            continue
        if name not in edited.columns:
            raise Problem("column_fixed", column=title(actor.language, typed.table, name))
        new = await _value(work, edited, column, value, actor)
        if new != before[name]:
            after[name] = new
    if after:
        await _save(work, edited, before, after)
    work.about(typed.table, typed.id)
    work.detail(**{name: [before[name], new] for name, new in after.items()})


async def _save(work: Work, edited: Edited, before: Kept, after: Kept) -> None:
    whole = before | after
    if edited.judge is not None:
        await edited.judge(work, whole)
    days = {name: date.fromisoformat(value) for name, value in after.items() if edited.columns[name] is date}
    work.change(edited.table, before["id"], **(after | days))
    await edited.touch(work, whole, frozenset(after))


async def add_row(work: Work, actor: Actor, op: Op, typed: Row) -> str:
    """Add a row to the catalogue and return its id. Raises what `edit_row` raises, row_there and not_added."""
    actor.must_be_system()
    edited = _edited(typed.table)
    if not edited.added:
        raise Problem("not_added")
    wanted = {**edited.columns, **edited.given}
    row: Kept = {}
    for name, value in typed.values.items():
        column = _column(edited, name)
        value = _read(column, value)
        if name in wanted:
            row[name] = await _value(work, edited, column, value, actor)
        elif value not in (None, "", _plain(column, column.get_default_value())):
            raise Problem("column_fixed", column=title(actor.language, typed.table, name))
    for name in wanted:
        if name not in row and not _may_lack(edited, name):
            raise Problem("column_value", column=title(actor.language, typed.table, name), state="missing")
    if edited.judge is not None:
        await edited.judge(work, row)
    id_ = await _added(work, actor, op, edited, row)
    work.about(typed.table, id_)
    work.detail(**{name: [None, value] for name, value in row.items()})
    return id_


async def _added(work: Work, actor: Actor, op: Op, edited: Edited, row: Kept) -> str:
    if edited.add is not None:
        return await edited.add(work, actor, op, row)
    id_ = pair_id(*(row[name] for name in edited.pair)) if edited.pair else op.id
    if edited.pair and await work.rows(f"SELECT id FROM {_named(edited.table)} WHERE id = $1", id_):  # noqa: S608 - our names
        raise Problem("row_there")
    work.add(edited.table, id=id_, **row)
    await edited.touch(work, {"id": id_, **row}, frozenset(row))
    return id_


async def delete_row(work: Work, actor: Actor, _op: Op, table: str, id_: str) -> None:
    """Delete a row of the catalogue that nothing belongs to. Raises only_read, not_found, not_added and row_held."""
    actor.must_be_system()
    edited = _edited(table)
    if not edited.added:
        raise Problem("not_added")
    row = await _row(work, edited.table, id_)
    for holder, sql in [*_references(edited.table), *edited.held]:
        if await work.rows(f"{sql} LIMIT 1", id_):
            raise Problem("row_held", what=_called(holder, actor.language))
    await work.rows(f"DELETE FROM {_named(edited.table)} WHERE id = $1", id_)  # noqa: S608 - our names
    await edited.touch(work, row, frozenset(row))
    work.about(table, id_)
    work.detail(**{name: [value, None] for name, value in row.items()})


def _edited(table: str) -> Edited:
    if table not in EDITED:
        raise Problem("only_read", state=table)
    return EDITED[table]


def _called(table: str, language: str) -> str:
    return gettext(language, SHOWN[table].name) if table in SHOWN else table


def _named(table: type[Table]) -> str:
    return f'"{meta(table).tablename}"'


@cache
def _references(table: type[Table]) -> list[tuple[str, str]]:
    """Every foreign key to this table."""
    keys = cast("list[Any]", meta(table).foreign_key_references)
    return [
        (key._meta.table._meta.tablename, f'SELECT id FROM {_named(key._meta.table)} WHERE "{column_name(key)}" = $1')  # noqa: S608 - our names
        for key in keys
    ]


async def _row(work: Work, table: type[Table], id_: str) -> Kept:
    found = await work.rows(f"SELECT * FROM {_named(table)} WHERE id = $1", id_)  # noqa: S608 - our names
    if not found:
        raise Problem("not_found")
    return {column_name(column): _plain(column, found[0][column_name(column)]) for column in columns(table)}


def _plain(column: Column, raw: Any) -> Any:
    """A value of the database as JSON has it."""
    if raw is None:
        return None
    if isinstance(column, JSON):
        return json.loads(raw)
    if isinstance(column, Boolean):
        return bool(raw)
    return raw if isinstance(raw, int) else str(raw)


def _column(edited: Edited, name: str) -> Column:
    """Raises column_unknown, for a secret too."""
    found = next((column for column in columns(edited.table) if column_name(column) == name), None)
    if found is None or found._meta.secret:  # pyright: ignore[reportPrivateUsage] - documented by Piccolo
        raise Problem("column_unknown", column=name[:50])
    return found


def _read(column: Column, typed: Any) -> Any:
    """What a form sends for a column of JSON is text; what cannot be read stays, and is refused later."""
    if not isinstance(column, JSON) or not isinstance(typed, str):
        return typed
    try:
        return msgspec.json.decode(typed)
    except (msgspec.DecodeError, RecursionError):
        return typed


def _joined(before: Kept, typed: Kept) -> Kept:
    return before | {code: text for code, text in typed.items() if text != before.get(code, "")}


def _same(before: Any, typed: Any) -> bool:
    """Whether a form sends a value back as it got it: it knows text and nothing else."""
    if isinstance(before, dict | list):
        return before == typed
    return before == typed or str("" if before is None else before) == str("" if typed is None else typed)


def _may_lack(edited: Edited, name: str) -> bool:
    column = next(column for column in columns(edited.table) if column_name(column) == name)
    return column._meta.null  # pyright: ignore[reportPrivateUsage] - documented by Piccolo


async def _value(work: Work, edited: Edited, column: Column, typed: Any, actor: Actor) -> Any:
    """What was typed, as the column may hold it. Raises column_value."""
    name = column_name(column)
    kind = edited.columns.get(name) or edited.given[name]
    told = title(actor.language, meta(edited.table).tablename, name)
    try:
        value = msgspec.to_builtins(msgspec.convert(_trimmed(typed), kind, strict=False))
    except (msgspec.ValidationError, ValueError) as error:
        raise Problem("column_value", column=told, state=_STATES.get(kind, "")) from error
    target = _target(column)
    if value is not None and target and not await work.rows(f"SELECT id FROM {target} WHERE id = $1", value):  # noqa: S608 - our names
        raise Problem("column_value", column=told, state="row")
    return value


_STATES: Mapping[Any, str] = {Both: "texts", Long: "long"}


def _trimmed(typed: Any) -> Any:
    """Text without spaces around it; an empty one is none."""
    if isinstance(typed, dict):
        return {key: _trimmed(value) for key, value in cast("Kept", typed).items()}
    return (typed.strip() or None) if isinstance(typed, str) else typed


def _target(column: Column) -> str:
    if isinstance(column, ForeignKey):
        return _named(column._foreign_key_meta.resolved_references)  # pyright: ignore[reportPrivateUsage] - documented by Piccolo
    return _named(Picture) if column_name(column) == "emblem" else ""
