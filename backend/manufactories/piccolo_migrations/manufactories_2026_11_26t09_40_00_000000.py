from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T09:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which rows are found; no two marks of a cohort are alike."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="manufactories", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX gate_template_programme ON gate_template (programme)")
        await engine.run_ddl("CREATE UNIQUE INDEX manufactory_mark ON manufactory (cohort, figure, pigment)")
        await engine.run_ddl("CREATE INDEX manufactory_institution ON manufactory (institution)")
        await engine.run_ddl("CREATE INDEX manufactory_programme ON manufactory (programme)")
        await engine.run_ddl("CREATE INDEX member_manufactory ON member (manufactory)")
        await engine.run_ddl("CREATE INDEX member_enrolment ON member (enrolment)")
        await engine.run_ddl("CREATE INDEX post_member ON post (member)")
        await engine.run_ddl("CREATE INDEX team_mentor_manufactory ON team_mentor (manufactory)")
        await engine.run_ddl("CREATE INDEX team_mentor_person ON team_mentor (person)")
        await engine.run_ddl("CREATE INDEX gate_manufactory ON gate (manufactory)")
        await engine.run_ddl("CREATE UNIQUE INDEX gate_step_number ON gate_step (gate, number)")
        await engine.run_ddl("CREATE INDEX product_manufactory ON product (manufactory)")
        await engine.run_ddl("CREATE INDEX price_product ON price (product)")
        await engine.run_ddl("CREATE INDEX entry_manufactory ON entry (manufactory)")
        await engine.run_ddl("CREATE INDEX entry_line_entry ON entry_line (entry)")
        await engine.run_ddl("CREATE INDEX approval_entry ON approval (entry)")

    manager.add_raw(indexes)
    return manager
