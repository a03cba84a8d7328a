from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T23:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What must be unique, and the ways in which rows are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX enrolment_cohort ON enrolment (cohort)")
        await engine.run_ddl("CREATE INDEX enrolment_person ON enrolment (person)")
        await engine.run_ddl("CREATE INDEX enrolment_institution ON enrolment (institution)")
        await engine.run_ddl("CREATE INDEX cohort_institution ON cohort (institution)")
        await engine.run_ddl("CREATE INDEX cohort_programme ON cohort (programme)")
        await engine.run_ddl("CREATE INDEX cohort_course_cohort ON cohort_course (cohort)")
        await engine.run_ddl("CREATE INDEX cohort_course_course ON cohort_course (course)")

    manager.add_raw(indexes)
    return manager
