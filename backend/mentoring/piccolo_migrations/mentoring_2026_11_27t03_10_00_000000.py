from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which all that one person did is found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="mentoring", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX plan_person ON plan (person)")
        await engine.run_ddl("CREATE INDEX session_person ON session (person)")
        await engine.run_ddl("CREATE INDEX announcement_person ON announcement (person)")

    manager.add_raw(indexes)
    return manager
