from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T23:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What must be unique, and the ways in which rows are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="people", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE UNIQUE INDEX person_login ON person (login)")
        await engine.run_ddl("CREATE UNIQUE INDEX device_token ON device (token)")
        await engine.run_ddl("CREATE INDEX device_person ON device (person)")
        await engine.run_ddl("CREATE INDEX role_person ON role (person)")

    manager.add_raw(indexes)
    return manager
