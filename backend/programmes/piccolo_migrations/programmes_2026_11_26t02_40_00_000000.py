from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T02:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which mentors are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX cohort_mentor_person ON cohort_mentor (person)")

    manager.add_raw(indexes)
    return manager
