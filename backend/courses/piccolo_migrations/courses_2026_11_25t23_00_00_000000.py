from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T23:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What must be unique, and the ways in which rows are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="courses", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX module_course ON module (course)")
        await engine.run_ddl("CREATE INDEX lesson_module ON lesson (module)")
        await engine.run_ddl("CREATE INDEX release_course ON release (course)")
        await engine.run_ddl("CREATE INDEX bundle_release ON bundle (release)")

    manager.add_raw(indexes)
    return manager
