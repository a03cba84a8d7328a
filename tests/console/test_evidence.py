"""Every table has been decided about: shown or kept back, edited or kept as it is. Nothing secret is anywhere."""

import importlib
import json
from typing import Any

from piccolo.table import Table

from admin.catalogue import EDITED
from admin.names import SHOWN, shown_columns
from admin.rooms import KEPT_BACK
from admin.words import CHOICES, COLUMNS
from backend import piccolo_conf
from backend.core.database.inserts import column_name, meta
from backend.core.door import Door
from tests.cast import Cast
from tests.console.desk import Console, refused

NONE = "00000000-0000-0000-0000-000000000000"
SECRETS = ("password", "token", "secret", "hash", "phone", "salt")


def tables() -> dict[str, type[Table]]:
    """Every table of every room."""
    rooms = [importlib.import_module(path).APP_CONFIG for path in piccolo_conf.APP_REGISTRY.apps]
    return {meta(table).tablename: table for room in rooms for table in room.table_classes}


def test_every_table_has_been_decided_about() -> None:
    assert {*SHOWN} | {*KEPT_BACK} == {*tables()}, (
        "a new table: show it in admin/rooms.py, or keep it back with a reason"
    )
    assert {*SHOWN} & {*KEPT_BACK} == set()
    assert {*EDITED} <= {*SHOWN}


def test_what_happened_is_edited_nowhere() -> None:
    evidence = {
        *("completion", "attempt", "mark", "session", "entry", "entry_line", "approval", "consent", "enrolment"),
        *("enrolment_step", "role", "operation", "audit_line", "release", "bundle", "release_quiz", "clearance"),
        *("appointment", "invitation", "reset_code", "gate_step", "price", "person", "device", "operator"),
    }
    assert evidence & {*EDITED} == set()
    timed = {name for name, table in tables().items() for c in meta(table).columns if column_name(c) == "happened_at"}
    assert timed & {*EDITED} == set(), "what has a time at which it happened is evidence"


def test_every_column_has_a_name_for_people() -> None:
    lacking = {
        f"{table}.{name}"
        for table in SHOWN
        for name in shown_columns(table)
        if f"{table}.{name}" not in COLUMNS and name not in COLUMNS
    }
    assert lacking == set()
    assert {key.partition(".")[0] for key in CHOICES if "." in key} <= {*SHOWN}


def test_no_column_that_holds_a_secret_is_shown() -> None:
    shown = {(table, name) for table in SHOWN for name in shown_columns(table)}
    assert {one for one in shown if any(word in one[1] for word in SECRETS)} == set()
    assert ("reset_code", "code") not in shown


async def test_nothing_secret_leaves_the_console(console: Console, cast: Cast, door: Door) -> None:
    """As every answer says it, whatever is asked for."""
    kept: set[str] = set()
    async with door.database.read() as db:
        for sql in (
            "SELECT password AS s FROM person",
            "SELECT token AS s FROM device",
            "SELECT phone AS s FROM device",
            "SELECT password AS s FROM operator",
            "SELECT token AS s FROM operator_session",
        ):
            kept |= {row["s"] for row in await db.rows(sql) if row["s"]}
    assert len(kept) > 5
    for table in SHOWN:
        said = [await console.get(f"tables/{table}/{part}") for part in ("", "schema/", "new/", "ids/", "references/")]
        said += [await console.row(table, row["id"]) for row in said[0]["rows"][:2]]
        names = {*said[1]["properties"], *said[2], *(key for row in said[0]["rows"] for key in row)}
        assert not names & {"password", "token", "phone", "hash"}, table
        text = json.dumps(said)
        assert not [secret for secret in kept if secret in text], table
    for query in ("__visible_fields=password", "__order=password", "password=x", "__order=-sort_key,password"):
        refused(await console.ask("GET", f"api/tables/person/?{query}"), 400, "malformed")
    refused(await console.ask("GET", "api/tables/person/?__visible_fields=institution.name"), 400, "malformed")


async def test_what_is_evidence_is_refused_with_what_to_do_instead(console: Console, cast: Cast) -> None:
    sentences: set[str] = set()
    for table in [name for name in SHOWN if name not in EDITED]:
        rows = await console.rows(table)
        id_ = rows[0]["id"] if rows else "01a05bfb-700c-7c8d-aa73-b104e077c193"
        before = await console.get(f"tables/{table}/count/")
        for answer in (
            await console.add(table, {"id": id_}),
            await console.edit(table, id_, {}),
            await console.delete(table, id_),
            await console.ask("PUT", f"api/tables/{table}/{id_}/", {}),
            await console.ask("DELETE", f"api/tables/{table}/"),
        ):
            sentences.add(refused(answer, 403, "only_read"))
        assert await console.get(f"tables/{table}/count/") == before
        assert (await console.get(f"tables/{table}/schema/"))["extra"]["kept"] is True
    assert len(sentences) > 8


async def test_what_is_kept_back_is_not_there(console: Console) -> None:
    for table in (*KEPT_BACK, "nothing", "piccolo_user", "migration", "..", "Institution"):
        for method in ("GET", "POST", "DELETE"):
            refused(await console.ask(method, f"api/tables/{table}/"), 404, "not_found")
        refused(await console.ask("GET", f"api/tables/{table}/schema/"), 404, "not_found")


async def test_the_card_of_a_minor_leaves_a_line(console: Console, cast: Cast, door: Door) -> None:
    await console.row("person", cast.people["maksym"])
    await console.row("person", cast.people["olena"])
    lines: list[Any] = await console.lines("people.read_card")
    assert [(line["operator"], line["about"]) for line in lines] == [("halyna", cast.people["maksym"])]


async def test_of_links_nothing_is_said_that_holds_of_codes_alone(console: Console) -> None:
    """A link sent to the wrong person works until it is used or over, whatever was made since."""
    said = {
        table: refused(await console.edit(table, NONE, {"label": "x"}), 403, "only_read")
        for table in ("invitation", "appointment", "reset_code", "staff_code")
    }
    assert said["invitation"] == said["appointment"] != said["reset_code"] == said["staff_code"]
