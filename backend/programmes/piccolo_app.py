from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.programmes import tables

APP_CONFIG = AppConfig(
    app_name="programmes",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        tables.Programme,
        tables.Cohort,
        tables.CohortCourse,
        tables.Enrolment,
        tables.EnrolmentStep,
        tables.CohortMentor,
    ],
    migration_dependencies=["backend.courses.piccolo_app", "backend.people.piccolo_app"],
)
