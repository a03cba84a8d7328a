from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.changes import tables

APP_CONFIG = AppConfig(
    app_name="changes",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.Scope, tables.Change],
    migration_dependencies=[],
)
