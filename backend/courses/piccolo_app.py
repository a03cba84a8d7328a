from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.courses import tables

APP_CONFIG = AppConfig(
    app_name="courses",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        tables.Course,
        tables.Module,
        tables.Lesson,
        tables.Quiz,
        tables.Release,
        tables.Bundle,
        tables.ReleaseQuiz,
    ],
    migration_dependencies=[],
)
