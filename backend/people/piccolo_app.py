from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.people import tables

APP_CONFIG = AppConfig(
    app_name="people",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        tables.Institution,
        tables.Person,
        tables.Role,
        tables.Device,
        tables.Consent,
        tables.SignInFailure,
        tables.ResetCode,
        tables.StaffCode,
        tables.Invitation,
        tables.Appointment,
        tables.SchoolMentor,
        tables.Clearance,
        tables.Operator,
        tables.OperatorSession,
    ],
    migration_dependencies=[],
)
