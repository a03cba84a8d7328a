from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T13:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The way in which the lines of a person are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def indexes():
        await engine_finder().run_ddl("CREATE INDEX audit_line_person ON audit_line (person)")

    manager.add_raw(indexes)
    return manager
