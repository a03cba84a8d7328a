import secrets

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Timestamptz, Varchar
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

from backend.core.ids import uuid7

ID = "2026-11-26T02:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Cohorts that are there get a code, participants that are there the right to see their own request."
ALPHABET = "CDFGHJKMNPQRTVWXY3479"


class Cohort(Table, tablename="cohort"):
    id = UUID(primary_key=True)
    code = Varchar(length=8)


class Enrolment(Table, tablename="enrolment"):
    id = UUID(primary_key=True)
    person = UUID()
    since = Timestamptz()


class Role(Table, tablename="role"):
    id = UUID(primary_key=True, default=uuid7)
    person = UUID()
    kind = Varchar(length=16)
    place_kind = Varchar(length=16)
    place = UUID()
    source = UUID()
    since = Timestamptz()


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def fill():
        engine = engine_finder()
        for table in (Cohort, Enrolment, Role):
            table._meta.db = engine
        for row in await Cohort.select(Cohort.id):
            code = "".join(secrets.choice(ALPHABET) for _ in range(8))
            await Cohort.update({Cohort.code: code}).where(Cohort.id == row["id"])
        for row in await Enrolment.select():
            at = row["id"]
            role = Role(
                person=row["person"], kind="applicant", place_kind="enrolment", place=at, source=at, since=row["since"]
            )
            await role.save()
        await engine.run_ddl("CREATE UNIQUE INDEX cohort_code ON cohort (code)")
        await engine.run_ddl("CREATE INDEX enrolment_step_enrolment ON enrolment_step (enrolment)")

    manager.add_raw(fill)
    return manager
