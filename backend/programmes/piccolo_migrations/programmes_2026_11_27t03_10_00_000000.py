from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which all that one person did is found, and a cohort's mentors."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX cohort_mentor_cohort ON cohort_mentor (cohort)")
        await engine.run_ddl("CREATE INDEX enrolment_step_person ON enrolment_step (person)")

    manager.add_raw(indexes)
    return manager
