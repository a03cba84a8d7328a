from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T13:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which links and sessions are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="people", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE UNIQUE INDEX appointment_token ON appointment (token)")
        await engine.run_ddl("CREATE UNIQUE INDEX operator_session_token ON operator_session (token)")

    manager.add_raw(indexes)
    return manager
