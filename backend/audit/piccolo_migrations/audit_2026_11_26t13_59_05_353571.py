from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID

ID = "2026-11-26T13:59:05:353571"
VERSION = "1.38.0"
DESCRIPTION = "The index by whom a line is about gives way to the one of the next migration."


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="audit", description=DESCRIPTION
    )

    manager.alter_column(
        table_class_name="Line",
        tablename="audit_line",
        column_name="about",
        db_column_name="about",
        params={"index": False},
        old_params={"index": True},
        column_class=UUID,
        old_column_class=UUID,
        schema=None,
    )

    return manager
