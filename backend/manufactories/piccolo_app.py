from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.manufactories import tables

APP_CONFIG = AppConfig(
    app_name="manufactories",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        tables.RuleSet,
        tables.GateTemplate,
        tables.Manufactory,
        tables.Member,
        tables.Post,
        tables.TeamMentor,
        tables.Gate,
        tables.GateStep,
        tables.Product,
        tables.Price,
        tables.Entry,
        tables.EntryLine,
        tables.Approval,
    ],
    migration_dependencies=["backend.programmes.piccolo_app", "backend.people.piccolo_app"],
)
