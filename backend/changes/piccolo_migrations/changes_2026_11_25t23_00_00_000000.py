from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T23:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What must be unique, and the ways in which rows are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="changes", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE UNIQUE INDEX change_row ON change (scope, entity, row)")
        await engine.run_ddl("CREATE INDEX change_version ON change (scope, version)")

    manager.add_raw(indexes)
    return manager
