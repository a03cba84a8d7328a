"""The part of the console behind the sign-in: what is asked of tables and forms, and what becomes of it.

Piccolo answers what is read, and is put into people's words on the way. What is written is taken here and becomes an
act, as everything else: Piccolo writes nothing.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Struct
from piccolo.columns import JSON
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin import sight
from admin.asked import actor_of, address_of, door_of, expired, language_of, refusal
from admin.catalogue import EDITED
from admin.edits import Row, add_row, delete_row, edit_row
from admin.names import SHOWN, SPOKEN, is_texts, shown_columns, table_of
from backend.core.database import REFUSED
from backend.core.errors import Problem
from backend.people import operators
from backend.people.read_card import note_reading
from backend.reports.names import called
from locales.catalogue import LANGUAGES

_is_id = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,9}").fullmatch
UNREADABLE = (ValidationError, ValueError, TypeError, *REFUSED)
"""What Piccolo makes of a filter or an order that cannot be."""
ABOUT_ROWS = {"__order", "__page", "__page_size", "__readable", "__visible_fields"}


class NewPassword(Struct):
    """What the form for another password sends."""

    current_password: str
    new_password: str
    confirm_new_password: str


class Desk:
    """Stands where an operator is known and before what Piccolo answers."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        SPOKEN.set(language_of(request))
        path = scope["path"].removeprefix(scope["root_path"])
        try:
            answer = await self._answer(request, [part for part in path.split("/") if part])
        except Problem as refused:
            answer = refusal(request, refused)
        if answer is None:
            await self._inner(scope, receive, send)
        else:
            await answer(scope, receive, send)

    async def _answer(self, request: Request, path: list[str]) -> Response | None:
        """None for what Piccolo answers by itself."""
        language = language_of(request)
        match request.method, path:
            case "POST", ["change-password"]:
                return await _change_password(request)
            case _, ["tables"]:
                return JSONResponse(sight.listed(language))
            case _, ["tables", "grouped"]:
                return JSONResponse(sight.grouped(language))
            case _, ["tables", name, *rest] if len(rest) < 2:
                table = table_of(name)
                if table is None:
                    raise Problem("not_found")
                return await self._table(request, table, *rest)
            case "GET", ["forms", *_]:
                return JSONResponse(sight.forms(await self._ask(request, request.url.query), language))
            case _, ["forms" | "links" | "media" | "user", *_]:
                return None
            case _:
                raise Problem("not_found")

    async def _table(self, request: Request, table: str, rest: str = "") -> Response:
        """One table: `rest` is an id, what is asked of all rows, or nothing."""
        match request.method, rest:
            case "GET", _:
                return await self._read(request, table, rest)
            case _ if table not in EDITED:
                raise Problem("only_read", state=table)
            case "POST", "":
                typed = Row(table, "", await _typed(request))
                made = await door_of(request).writer.perform(add_row, actor_of(request), typed)
                return JSONResponse([{"id": made}], 201)
            case "PATCH", id_ if _is_id(id_):
                typed = Row(table, id_, await _typed(request))
                await door_of(request).writer.perform(edit_row, actor_of(request), typed)
                return JSONResponse(sight.row(await self._one(request, table, id_), table))
            case "DELETE", id_ if _is_id(id_):
                await door_of(request).writer.perform(delete_row, actor_of(request), table, id_)
                return Response(status_code=204)
            case _:
                raise Problem("wrong_method")

    async def _read(self, request: Request, table: str, rest: str) -> Response:
        language = language_of(request)
        match rest:
            case "":
                return JSONResponse({"rows": await self._rows(request, table)})
            case "schema":
                return JSONResponse(sight.schema(await self._asked(request, table, rest), table, language))
            case "references":
                found = await self._asked(request, table, rest)
                return JSONResponse(sight.references(found["references"], language))
            case "new":
                return JSONResponse(sight.new(await self._asked(request, table, rest), table))
            case "ids" | "count":
                wish = request.url.query if rest == "ids" else urlencode([*_wish(request, table)])
                return JSONResponse(await self._asked(request, table, rest, wish))
            case id_ if _is_id(id_):
                found = await self._one(request, table, id_)
                if table == "person":
                    await note_reading(door_of(request), actor_of(request), id_)
                return JSONResponse(sight.row(found, table))
            case _:
                raise Problem("not_found")

    async def _rows(self, request: Request, table: str) -> list[Any]:
        wish = [*_wish(request, table)]
        if not any(key == "__visible_fields" for key, _ in wish):
            wish.append(("__visible_fields", ",".join({"id": 1} | dict.fromkeys(SHOWN[table].listed))))
        found = (await self._asked(request, table, "", urlencode(wish)))["rows"]
        door, language = door_of(request), language_of(request)
        await _name_people(request, table, found)
        return [sight.in_list(row, table, language, door.settings.timezone) for row in found]

    async def _one(self, request: Request, table: str, id_: str) -> Any:
        fields = ",".join(dict.fromkeys(["id", *shown_columns(table)]))
        wish = urlencode({"__visible_fields": fields, "__readable": "true"})
        found = await self._asked(request, table, id_, wish)
        await _name_people(request, table, [found])
        return found

    async def _asked(self, request: Request, table: str, rest: str, query: str = "") -> Any:
        """What Piccolo says of a table."""
        path = f"{request.scope['root_path']}/tables/{table}/{rest}{'/' if rest else ''}"
        return await self._ask(request, query, path)

    async def _ask(self, request: Request, query: str, path: str = "") -> Any:
        asked = {
            **request.scope,
            "method": "GET",
            "path": path or request.scope["path"],
            "query_string": query.encode(),
        }
        heard: list[Message] = []

        async def nothing() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def hear(message: Message) -> None:
            heard.append(message)

        try:
            await self._inner(asked, nothing, hear)
        except UNREADABLE as error:
            raise Problem("malformed") from error
        if heard[0]["status"] != 200:
            raise Problem("not_found" if heard[0]["status"] == 404 else "malformed")
        return json.loads(b"".join(message.get("body", b"") for message in heard))


async def _typed(request: Request) -> dict[str, Any]:
    """The values of a form. Raises malformed."""
    try:
        found = msgspec.json.decode(await request.body(), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("malformed") from error
    return sight.values(found)


def _wish(request: Request, table: str) -> Iterator[tuple[str, str]]:
    """What is asked of a list, if it asks of what is shown. Raises malformed."""
    for key, value in parse_qsl(request.url.query, keep_blank_values=True):
        if key == "__visible_fields":
            yield key, ",".join(dict.fromkeys(_known(table, one) for one in value.split(",") if one))
        elif key == "__order":
            order = [_ordered(table, one, language_of(request)) for one in value.split(",") if one]
            if any(order):
                yield key, ",".join(filter(None, order))
        elif key in ABOUT_ROWS:
            yield key, value
        else:
            _known(table, key.removesuffix("[]").partition("__")[0])
            yield key, value


def _known(table: str, asked: str) -> str:
    """The column of a field: of texts all languages are given. Raises malformed for what is not shown."""
    name, _, language = asked.lstrip("-").partition(".")
    columns = shown_columns(table)
    if name not in ("id", SHOWN[table].order) and name not in columns:
        raise Problem("malformed")
    if language and not (language in LANGUAGES and name in columns and is_texts(columns[name])):
        raise Problem("malformed")
    return name


def _ordered(table: str, asked: str, language: str) -> str:
    """What a list is ordered by: texts by one language; other JSON has no order, and is left out."""
    name = _known(table, asked)
    column = shown_columns(table).get(name)
    if not isinstance(column, JSON) or "." in asked:
        return asked
    return f"{asked}.{language}" if is_texts(column) else ""


async def _name_people(request: Request, table: str, rows: list[Any]) -> None:
    """The audit and the receipts know persons by id alone; here they are called by name."""
    if (table, "person") not in sight.PERSONS:
        return
    wanted = {row["person"] for row in rows if row.get("person")}
    async with door_of(request).database.read() as db:
        found = await db.rows("SELECT id, family, given FROM person WHERE id = ANY($1)", [*wanted])
    names = {row["id"]: called(row, language_of(request)) for row in found}
    for row in rows:
        row["person_readable"] = names.get(row.get("person"), row.get("person"))


async def _change_password(request: Request) -> Response:
    try:
        typed = msgspec.json.decode(await request.body(), type=NewPassword)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("malformed") from error
    door = door_of(request)
    await operators.new_password(
        door.database,
        door.writer,
        request.user.seated,
        (typed.current_password, typed.new_password, typed.confirm_new_password),
        address_of(request),
        language_of(request),
    )
    return expired(JSONResponse({}))
