"""The database, read only: is what is confirmed safe in it, and is it the right one?"""

from collections.abc import AsyncIterator
from datetime import timedelta

from backend import migrations, scheduler
from backend.core import clock
from backend.core.database import Db, Row, Unready
from backend.core.database.looking import cluster, has, keeps_a_log
from backend.demo import command as demo
from backend.doctor.case import Case, Finding, bad, look, ok
from backend.sync import guard

OLDEST_POSTGRES = 150_000
LATE = timedelta(hours=1)  # a job is looked for every 15 seconds
OFTEN = 3  # failures in a row; once may be a restart


async def reached(case: Case) -> AsyncIterator[Finding]:
    """Is it there?"""
    settings = case.settings
    if case.trouble:
        yield bad(case.trouble)
    elif case.db is not None:
        yield ok("The database can be read: " + ("PostgreSQL." if settings.database else f"SQLite, {settings.sqlite}."))
    elif guard.file_in(settings).exists():
        yield _lost(case)
    else:
        yield look("There is no database yet. ./verstat migrate makes it.")


def _lost(case: Case) -> Finding:
    return bad(
        f"There is no database here, but one was served before: it has left its guard {guard.file_in(case.settings)}. "
        "Is its disk there, are --data and VERSTAT_DATABASE right? If it is lost, restore a backup (see the README)."
    )


async def durable(case: Case) -> AsyncIterator[Finding]:
    """What a confirmed commit depends on. How SQLite takes to the folder is tried among the writes."""
    if case.db is None:
        return
    if not case.settings.database:
        if await keeps_a_log(case.settings, case.db):
            yield ok("SQLite keeps a write-ahead log; each commit waits for the disk (synchronous=FULL).")
        else:
            yield look(
                "The database is not in WAL mode: another program has changed that. The next start sets it back."
            )
        return
    kept = {row["name"]: row["setting"] for row in await case.db.rows(POSTGRES)}
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if kept.get(name) == "off"]
    if off:
        yield bad(
            f"PostgreSQL runs with {' and '.join(f'{name}=off' for name in off)}: a power cut costs work. Set on."
        )
    else:
        yield ok("PostgreSQL waits for its disk: fsync, full_page_writes and synchronous_commit are on.")
    if int(kept["server_version_num"]) < OLDEST_POSTGRES:
        yield bad(f"This PostgreSQL is {kept['server_version']}; Verstat needs 15 or newer.")
    free = int(kept["max_connections"]) - int(kept["superuser_reserved_connections"])
    wanted = case.settings.database_connections * case.settings.processes
    if free < wanted:
        yield bad(
            f"PostgreSQL gives {free} connections, fewer than VERSTAT_DATABASE_CONNECTIONS times VERSTAT_PROCESSES "
            f"({wanted}): lower these, or raise max_connections."
        )


POSTGRES = """
SELECT name, setting FROM pg_settings WHERE name IN (
'fsync', 'full_page_writes', 'synchronous_commit', 'server_version', 'server_version_num', 'max_connections',
'superuser_reserved_connections')
"""


async def migrated(case: Case) -> AsyncIterator[Finding]:
    """Has it the shape that this program needs?"""
    if case.db is None:
        return
    ran: list[Row] = []
    if await has(case.db, "migration"):
        ran = await case.db.rows("SELECT app_name, name FROM migration")
    try:
        waiting = migrations.still_waiting({f"{row['app_name']} {row['name']}" for row in ran})
    except Unready as error:
        yield bad(str(error))
        return
    if not ran and guard.file_in(case.settings).exists():
        yield _lost(case)
    elif waiting:
        yield bad(f"{len(waiting)} migrations wait: ./verstat migrate, with the server stopped.")
    else:
        yield ok("The database has the shape that this version needs.")


async def _meta(db: Db) -> dict[str, str]:
    found = await db.rows("SELECT id, value FROM sync_meta") if await has(db, "sync_meta") else []
    return {row["id"]: row["value"] for row in found}


async def guarded(case: Case) -> AsyncIterator[Finding]:
    """Is it what was served here last?"""
    if case.db is None or "epoch" not in (meta := await _meta(case.db)):
        return
    try:
        objection = await guard.look(case.settings, case.db, await cluster(case.settings, case.db))
    except Unready as error:
        yield bad(str(error))
        return
    if objection:
        yield bad(
            f"{objection} (The guard is {guard.file_in(case.settings)}.) It is not served so. If it is the right one: "
            "./verstat restore --accept; if not, put the right one in its place (see the README)."
        )
    elif meta["generation"] == "0":
        yield ok("This database was never served; its guard is written at the first start.")
    else:
        yield ok(f"The guard knows this database; it stands at generation {meta['generation']}.")


async def kind(case: Case) -> AsyncIterator[Finding]:
    """A demonstration has passwords that anybody can read."""
    meta = await _meta(case.db) if case.db is not None else {}
    if demo.MARK in meta:
        yield bad(
            "This is the demonstration's data: its passwords stand in a file. Nobody real belongs here; give a real "
            "installation another folder with --data."
        )
    elif demo.has_accounts(case.settings.data):
        yield bad(
            f"The data folder {case.settings.data} has the demonstration's accounts and another database. Move what is "
            "real to a folder of its own."
        )


async def jobs(case: Case) -> AsyncIterator[Finding]:
    """Is what is due done?"""
    if case.db is None or not await has(case.db, "job"):
        return
    found = await case.db.rows("SELECT id, due, claimed_until, tries, trouble FROM job ORDER BY id")
    known = [row for row in found if row["id"] in scheduler.JOBS]
    troubled = False
    for row in known:
        due, failures = clock.instant(row["due"]), row["tries"]
        if failures:
            troubled = True
            say = bad if failures >= OFTEN else look
            yield say(
                f"The job {row['id']} failed {failures} times in a row ({row['trouble']}). The server's log has the "
                "reason; it is tried again by itself."
            )
        elif case.now - due > LATE:
            troubled = True
            since = f"The job {row['id']} is due since {due:%Y-%m-%d %H:%M} UTC"
            if case.server is None:
                yield look(f"{since}: it is done once the server runs.")
            else:
                yield bad(f"{since} and the server runs: restart it, and look into its log.")
    if known and not troubled:
        yield ok(f"Nothing is overdue: {', '.join(row['id'] for row in known)}.")


async def operators(case: Case) -> AsyncIterator[Finding]:
    """Can anybody keep the installation?"""
    if case.db is None or not await has(case.db, "operator"):
        return
    (row,) = await case.db.rows("SELECT count(*) AS n FROM operator WHERE active AND admin")
    if not row["n"]:
        yield look("There is no operator who could sign in at /admin: ./verstat create-operator NAME")
    else:
        console = "on" if case.settings.console else "off (VERSTAT_CONSOLE)"
        yield ok(f"Operators: {row['n']}. The console is {console}.")
