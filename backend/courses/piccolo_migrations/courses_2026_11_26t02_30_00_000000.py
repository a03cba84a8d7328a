from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T02:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ways in which quizzes are found. Releases in one piece are current no more: phones want an outline."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="courses", description=DESCRIPTION)

    async def indexes():
        engine = engine_finder()
        await engine.run_ddl("CREATE INDEX quiz_module ON quiz (module)")
        await engine.run_ddl("CREATE UNIQUE INDEX release_quiz_pair ON release_quiz (release, quiz)")

    async def no_outline():
        await engine_finder().run_ddl("UPDATE course SET release = NULL")

    manager.add_raw(indexes)
    manager.add_raw(no_outline)
    return manager
