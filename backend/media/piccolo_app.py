from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.media import tables

APP_CONFIG = AppConfig(
    app_name="media",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.Picture],
    migration_dependencies=[],
)
