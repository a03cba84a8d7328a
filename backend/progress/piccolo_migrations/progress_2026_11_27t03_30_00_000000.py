from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T03:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The way in which a Desk is added up; that of who was there before is taken at the next start."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="progress", description=DESCRIPTION)

    async def indexes():
        await engine_finder().run_ddl(
            "CREATE INDEX headway_desk ON headway"
            " (cohort, counts, lessons_done, lessons_total, behind_on, heard)"
        )

    manager.add_raw(indexes)
    return manager
