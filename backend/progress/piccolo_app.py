from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.progress import tables

APP_CONFIG = AppConfig(
    app_name="progress",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.Completion, tables.Attempt, tables.Headway],
    migration_dependencies=["backend.courses.piccolo_app", "backend.programmes.piccolo_app"],
)
