"""An operator at the console, as the page of Piccolo speaks for them."""

from typing import Any

import httpx

from backend.people.tables import Operator

NAME, PASSWORD = "halyna", "a long enough password"
HASHED = Operator.hash_password(PASSWORD)


class Console:
    """A browser at /admin."""

    def __init__(self, app: Any, address: str = "10.9.0.1", url: str = "http://test.local") -> None:
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1)), base_url=url)

    async def open(self) -> "Console":
        """Fetch what the page fetches first: with it comes the token against other websites."""
        await self.http.get("/admin/public/meta/")
        return self

    async def sign_in(self, name: str = NAME, password: str = PASSWORD) -> httpx.Response:
        return await self.ask("POST", "public/login/", {"username": name, "password": password})

    async def ask(self, method: str, path: str, body: Any = None, **given: Any) -> httpx.Response:
        """A request of the page: with the token, and a body as JSON."""
        token = self.http.cookies.get("csrftoken") or ""
        headers: dict[str, str] = {"X-CSRFToken": token, **given.pop("headers", {})}
        what = {"json": body} if body is not None else given
        return await self.http.request(method, f"/admin/{path}", headers=headers, **what)

    async def get(self, path: str) -> Any:
        """What a page of the console is told."""
        answer = await self.ask("GET", f"api/{path}")
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def row(self, table: str, id_: str) -> Any:
        return await self.get(f"tables/{table}/{id_}/")

    async def rows(self, table: str, query: str = "") -> list[Any]:
        return (await self.get(f"tables/{table}/?__readable=true&{query}"))["rows"]

    async def edit(self, table: str, id_: str, values: Any) -> httpx.Response:
        return await self.ask("PATCH", f"api/tables/{table}/{id_}/", values)

    async def add(self, table: str, values: Any) -> httpx.Response:
        return await self.ask("POST", f"api/tables/{table}/", values)

    async def delete(self, table: str, id_: str) -> httpx.Response:
        return await self.ask("DELETE", f"api/tables/{table}/{id_}/")

    async def lines(self, act: str) -> list[Any]:
        """The audit lines of an act, the latest first."""
        return await self.rows("audit_line", f"act={act}&act__match=exact&__order=-arrived_at")


def refused(answer: httpx.Response, status: int, code: str) -> str:
    """The sentence of a refusal."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert answer.json()["code"] == code
    return answer.json()["detail"]
