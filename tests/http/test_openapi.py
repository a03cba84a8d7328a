from tests.http.wire import App


async def test_it_works(app: App) -> None:
    answer = await app.ask("/schema/openapi.json")
    assert answer.status == 200
    assert {"/api/sync", "/api/people/sign-in", "/api/reports/desk", "/api/health"} <= set(answer.json()["paths"])


async def test_no_page_that_loads_from_elsewhere_is_served(app: App) -> None:
    for page in ("", "/", "/swagger", "/redoc", "/elements", "/rapidoc", "/scalar", "/openapi.yaml"):
        answer = await app.ask(f"/schema{page}")
        assert b"<script" not in answer.body
        assert b"cdn" not in answer.body.lower()
