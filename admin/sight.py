"""How the console sees tables and rows: under people's names, texts in languages apart, nothing secret."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from piccolo.columns import JSON, ForeignKey, Timestamp, Timestamptz
from piccolo.columns.base import Column

from admin.catalogue import EDITED
from admin.names import SHOWN, alias, field, fields, is_texts, shown_columns
from admin.rooms import GROUPS
from admin.words import IN_LANGUAGE, choices, title
from backend.core.database import Row
from backend.core.database.inserts import meta
from backend.core.errors import Problem
from backend.core.i18n import gettext

PERSONS = {("audit_line", "person"), ("operation", "person")}
"""Columns that name a person without a foreign key: who is erased leaves the line as it is."""
SAID = ("title", "name", "description", "help_text", "display_name", "placeholder")
"""What a form says to people, in the answers about it."""


def grouped(language: str) -> dict[str, Any]:
    """The tables of each room."""
    return {
        "grouped": {
            gettext(language, room): [alias(meta(shown.table).tablename, language) for shown in tables]
            for room, tables in GROUPS.items()
        },
        "ungrouped": [],
    }


def listed(language: str) -> list[str]:
    """All tables."""
    return [alias(table, language) for table in SHOWN]


def references(found: Any, language: str) -> dict[str, Any]:
    """The tables that point to a row, of those that are shown."""
    return {
        "references": [
            one | {"tableName": alias(one["tableName"], language)} for one in found if one["tableName"] in SHOWN
        ]
    }


def schema(plain: dict[str, Any], table: str, language: str) -> dict[str, Any]:
    """What Piccolo says of a table, for people."""
    shown, columns = SHOWN[table], shown_columns(table)
    order = (shown.order or shown.listed[0]).removeprefix("-")
    by = field(table, order, language) if order in columns else order
    properties = {
        name: said
        for column, told in plain["properties"].items()
        if column in columns
        for name, said in _property(told, table, columns[column], column, language)
    }
    extra = plain["extra"] | {
        "help_text": None,
        "visible_column_names": [field(table, name, language) for name in shown.listed],
        "visible_filter_names": [
            field(table, name, language)
            for name in ([name for name in columns if is_texts(columns[name])][:1] + list(shown.filters))
        ],
        "link_column_name": field(table, shown.listed[0], language),
        "order_by": [{"column": by, "ascending": not shown.order.startswith("-")}],
        "visible_fields_options": list(properties),
        "kept": table not in EDITED,
        "full": is_full(table),
    }
    return plain | {"extra": extra, "properties": properties, "title": gettext(language, shown.name), "required": []}


def is_full(table: str) -> bool:
    """Whether an operator adds no rows to it."""
    return table not in EDITED or not EDITED[table].added


def _property(told: Any, table: str, column: Column, name: str, language: str) -> Iterator[tuple[str, Any]]:
    extra = dict(told["extra"])
    words = choices(language, table, name)
    if words:
        extra["choices"] = {key: {"display_name": said, "value": key} for key, said in words.items()}
    if (table, name) in PERSONS:
        extra["foreign_key"] = {"to": "person", "target_column": "id"}
    if "foreign_key" in extra:
        to = extra["foreign_key"]["to"]
        extra["foreign_key"] |= {"to": alias(to, language) if to in SHOWN else to, "full": is_full(to)}
    heading = title(language, table, name)
    if not is_texts(column):
        yield name, told | {"title": heading, "extra": extra}
        return
    extra["widget"] = "text-area" if name in ("summary", "body") else None
    for key in fields(table, name):
        of = gettext(language, IN_LANGUAGE[key.rpartition(".")[2]], column=heading)
        yield key, told | {"title": of, "extra": extra, "format": None}


def row(found: Row, table: str) -> Row:
    """One row, for its form: texts apart."""
    columns, out = shown_columns(table), Row()
    for name, value in found.items():
        if name in columns and is_texts(columns[name]):
            texts: dict[str, str] = json.loads(value) if value else {}
            out |= {key: texts.get(key.rpartition(".")[2], "") for key in fields(table, name)}
        elif name in columns or name.removesuffix("_readable") in columns or name == "id":
            out[name] = value
    return out


def new(found: Row, table: str) -> Row:
    """An empty row, for the form that adds one: lists are lists."""
    lists = {
        name
        for name, column in shown_columns(table).items()
        if isinstance(column, JSON)
        and not is_texts(column)
        and name in (EDITED[table].columns if table in EDITED else ())
    }
    return {name: "[]" if name in lists else value for name, value in row(found, table).items()}


def in_list(found: Row, table: str, language: str, zone: str) -> Row:
    """One row of a list: moments as they are read here, and the value that links to the row in words."""
    columns, out = shown_columns(table), row(found, table)
    for name, value in out.items():
        if value is not None and isinstance(columns.get(name), Timestamptz | Timestamp):
            out[name] = _here(value, zone)
    first = SHOWN[table].listed[0]
    if not isinstance(columns[first], ForeignKey) and first in out:
        out[first] = choices(language, table, first).get(out[first], out[first])
    return out


def _here(value: str, zone: str) -> str:
    moment = datetime.fromisoformat(value)
    known = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))
    return known.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def values(typed: Row) -> Row:
    """What a form sends, as the row is kept: texts of one column together."""
    out = {key: value for key, value in typed.items() if "." not in key}
    for key in typed.keys() - out.keys():
        name, _, language = key.partition(".")
        if not isinstance(out.setdefault(name, {}), dict):
            raise Problem("malformed")
        out[name][language] = typed[key]
    return out


def forms(plain: Any, language: str) -> Any:
    """What Piccolo says of forms, for people: of all in their groups, or of one."""
    if "grouped" not in plain:
        return spoken(plain, language)
    groups: dict[str, Any] = plain["grouped"]
    return {
        "grouped": {gettext(language, name): spoken(found, language) for name, found in groups.items()},
        "ungrouped": [],
    }


def spoken(node: Any, language: str) -> Any:
    """What is said of a form, in a language."""
    if isinstance(node, list):
        return [spoken(one, language) for one in node]  # pyright: ignore[reportUnknownVariableType] - JSON
    if not isinstance(node, dict):
        return node
    return {
        key: gettext(language, value) if key in SAID and isinstance(value, str) and value else spoken(value, language)
        for key, value in node.items()  # pyright: ignore[reportUnknownVariableType] - JSON
    }
