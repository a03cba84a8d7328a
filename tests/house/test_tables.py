"""What the tables promise: how rows leave, and that the migrations make exactly these tables."""

import ast
import importlib
from typing import Any

import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.columns import OnDelete

from backend import migrations, piccolo_conf
from backend.core.database.inserts import meta
from tests.house.tree import ROOT, name

ROOMS: list[Any] = [importlib.import_module(path).APP_CONFIG for path in piccolo_conf.APP_REGISTRY.apps]
EVIDENCE = {
    *("completion", "attempt", "enrolment", "release", "release_quiz", "bundle", "role", "audit_line", "operation"),
    *("session", "mark", "plan", "announcement", "clearance", "consent", "enrolment_step"),
    *("manufactory", "member", "post", "gate", "gate_step", "product", "price", "entry", "entry_line", "approval"),
}


@pytest.mark.parametrize("path", sorted((ROOT / "backend").glob("*/tables.py")), ids=name)
def test_every_foreign_key_says_what_happens_on_delete(path: Any) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    keys = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "ForeignKey"]
    assert [key.lineno for key in keys if "on_delete" not in {word.arg for word in key.keywords}] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.app_name)
def test_evidence_outlives_what_it_points_to(room: Any) -> None:
    evidence: list[Any] = [meta(table) for table in room.table_classes if meta(table).tablename in EVIDENCE]
    keys = [key for table in evidence for key in table.foreign_key_columns]
    loose = [str(key._meta.name) for key in keys if key._foreign_key_meta.on_delete is not OnDelete.restrict]
    assert loose == []


def test_every_table_belongs_to_a_room() -> None:
    found = {path.parent.name for path in (ROOT / "backend").glob("*/tables.py")}
    assert found == {room.app_name for room in ROOMS}
    tables = {path.parent.name: path.read_text().count("\nclass ") for path in (ROOT / "backend").glob("*/tables.py")}
    assert tables == {room.app_name: len(room.table_classes) for room in ROOMS}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.app_name)
async def test_the_migrations_make_exactly_these_tables(room: Any) -> None:
    assert migrations  # tells Piccolo where its registry is
    wanted = await AutoMigrationManager(auto_input="n").get_alter_statements(room)
    assert [statement for one in wanted for statement in one.statements] == []
