from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.mentoring import tables

APP_CONFIG = AppConfig(
    app_name="mentoring",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.Plan, tables.Session, tables.Mark, tables.Announcement],
    migration_dependencies=[
        "backend.manufactories.piccolo_app",
        "backend.people.piccolo_app",
        "backend.programmes.piccolo_app",
    ],
)
