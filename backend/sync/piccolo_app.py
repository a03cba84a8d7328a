from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.sync import tables

APP_CONFIG = AppConfig(
    app_name="sync",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.Operation, tables.Meta],
    migration_dependencies=[],
)
