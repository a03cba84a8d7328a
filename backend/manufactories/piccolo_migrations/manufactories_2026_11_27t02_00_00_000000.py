from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "An entry has one line in each place: what is written twice is known by that, and no longer by its id."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="manufactories", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("DROP INDEX entry_line_entry")
        await engine.run_ddl("CREATE UNIQUE INDEX entry_line_place ON entry_line (entry, place)")

    manager.add_raw(indexes)
    return manager
