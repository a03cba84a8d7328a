from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which a school's people, and the roles that a row granted, are found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="people", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX person_institution ON person (institution)")
        await engine.run_ddl("CREATE INDEX role_source ON role (source)")
        await engine.run_ddl("CREATE INDEX school_mentor_institution ON school_mentor (institution)")
        await engine.run_ddl("CREATE INDEX invitation_institution ON invitation (institution)")
        await engine.run_ddl("CREATE INDEX appointment_place ON appointment (place)")

    manager.add_raw(indexes)
    return manager
