from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T02:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which rows are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="mentoring", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX plan_cohort ON plan (cohort)")
        await engine.run_ddl("CREATE INDEX session_cohort ON session (cohort)")
        await engine.run_ddl("CREATE INDEX mark_cohort ON mark (cohort)")
        await engine.run_ddl("CREATE INDEX mark_enrolment ON mark (enrolment)")
        await engine.run_ddl("CREATE INDEX announcement_cohort ON announcement (cohort)")

    manager.add_raw(indexes)
    return manager
