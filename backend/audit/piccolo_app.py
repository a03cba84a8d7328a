from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.audit import tables

APP_CONFIG = AppConfig(
    app_name="audit",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.Line],
    migration_dependencies=[],
)
