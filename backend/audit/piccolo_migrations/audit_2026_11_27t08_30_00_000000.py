from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T08:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lines that arrived together have an order too: the way in which the latest are read one after the other."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def indexes():
        await engine_finder().run_ddl("CREATE INDEX audit_line_arrived ON audit_line (arrived_at, id)")
        await engine_finder().run_ddl("DROP INDEX audit_line_arrived_at")

    manager.add_raw(indexes)
    return manager
