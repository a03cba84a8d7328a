from backend.core.door import Door
from tests.http.wire import App
from tests.sync.peek import alter


async def test_it_works(app: App) -> None:
    answer = await app.ask("/api/health")
    assert answer.status == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "done"}


async def test_a_waiting_migration_is_no_health(app: App, door: Door) -> None:
    await alter(door.database, "DELETE FROM migration WHERE app_name = 'people'")
    answer = await app.ask("/api/health")
    assert (answer.status, answer.json()["code"], answer.json()["part"]) == (503, "not_ready", "migrations")
    assert answer.headers["retry-after"] == "5"


async def test_a_database_that_does_not_answer_is_no_health(app: App, door: Door) -> None:
    await door.close()
    answer = await app.ask("/api/health")
    assert (answer.status, answer.json()["part"]) == (503, "database")
