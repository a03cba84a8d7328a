from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T14:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The way in which a page of a school's journal is found without a look at the lines themselves."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def indexes():
        await engine_finder().run_ddl("CREATE INDEX audit_line_page ON audit_line (about, arrived_at, act, id)")

    manager.add_raw(indexes)
    return manager
