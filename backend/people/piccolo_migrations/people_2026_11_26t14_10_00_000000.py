from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T14:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Everybody who has used a phone is found at each of its syncs."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="people", description=DESCRIPTION)

    async def indexes():
        await engine_finder().run_ddl("CREATE INDEX device_phone ON device (phone)")

    manager.add_raw(indexes)
    return manager
