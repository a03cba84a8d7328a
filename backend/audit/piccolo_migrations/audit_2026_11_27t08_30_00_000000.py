from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Timestamptz
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T08:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lines that arrived together have an order too: the way in which the latest are read one after the other."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def indexes():
        await engine_finder().run_ddl("CREATE INDEX audit_line_arrived ON audit_line (arrived_at, id)")

    manager.add_raw(indexes)
    manager.alter_column(
        table_class_name="Line",
        tablename="audit_line",
        column_name="arrived_at",
        db_column_name="arrived_at",
        params={"index": False},
        old_params={"index": True},
        column_class=Timestamptz,
        old_column_class=Timestamptz,
        schema=None,
    )
    return manager
