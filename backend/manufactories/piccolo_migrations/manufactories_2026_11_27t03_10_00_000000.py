from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which all that one person did is found."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="manufactories", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX manufactory_person ON manufactory (person)")
        await engine.run_ddl("CREATE INDEX member_person ON member (person)")
        await engine.run_ddl("CREATE INDEX gate_step_person ON gate_step (person)")
        await engine.run_ddl("CREATE INDEX price_person ON price (person)")
        await engine.run_ddl("CREATE INDEX approval_person ON approval (person)")

    manager.add_raw(indexes)
    return manager
