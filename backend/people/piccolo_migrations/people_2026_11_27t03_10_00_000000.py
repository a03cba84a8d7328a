from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which all that one person did is found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="people", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX staff_code_person ON staff_code (person)")
        await engine.run_ddl("CREATE INDEX reset_code_made_by ON reset_code (made_by)")
        await engine.run_ddl("CREATE INDEX appointment_used_by ON appointment (used_by)")
        await engine.run_ddl("CREATE INDEX invitation_made_by ON invitation (made_by)")
        await engine.run_ddl("CREATE INDEX invitation_used_by ON invitation (used_by)")
        await engine.run_ddl("CREATE INDEX consent_recorded_by ON consent (recorded_by)")
        await engine.run_ddl("CREATE INDEX school_mentor_person ON school_mentor (person)")
        await engine.run_ddl("CREATE INDEX clearance_recorded_by ON clearance (recorded_by)")

    manager.add_raw(indexes)
    return manager
