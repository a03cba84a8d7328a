from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Timestamptz
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

from backend.core.clock import now

ID = "2026-11-26T01:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What is gone already is kept for its whole time from today; the way in which the oldest is found."


class Change(Table, tablename="change"):
    gone = Boolean()
    gone_at = Timestamptz(null=True, default=None)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="changes", description=DESCRIPTION)

    async def fill():
        engine = engine_finder()
        Change._meta.db = engine
        await Change.update({Change.gone_at: now()}).where(Change.gone.eq(True))
        await engine.run_ddl("CREATE INDEX change_gone ON change (gone_at) WHERE gone_at IS NOT NULL")

    manager.add_raw(fill)
    return manager
