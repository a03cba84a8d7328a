"""An operator at the console's forms, as the page of the console uses them."""

from typing import Any

import httpx

from backend.app import build_app
from backend.core.door import Door
from backend.people.operators import create_operator

OPERATOR, SECRET = "anna", "a long enough password"


class Desk:
    """A browser at the console, signed in."""

    def __init__(self, door: Door) -> None:
        app: Any = build_app(door)  # Litestar and httpx name the types of ASGI each by themselves
        transport = httpx.ASGITransport(app, client=("10.0.0.9", 1))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://localhost")

    async def sign_in(self) -> "Desk":
        await self.http.get("/admin/")
        await self.http.get("/admin/public/translations/")
        self.http.headers["x-csrftoken"] = self.http.cookies["csrftoken"]
        typed = {"username": OPERATOR, "password": SECRET}
        answer = await self.http.post("/admin/public/login/", json=typed)
        assert answer.status_code == 200, answer.text
        return self

    async def speak(self, language: str) -> None:
        """Choose a language in the corner of the page."""
        assert (await self.http.get(f"/admin/public/translations/{language}/")).status_code == 200

    async def submit(self, form: str, **typed: Any) -> httpx.Response:
        """Fill a form in, by its English name, and send it with what its fields begin with."""
        url = f"/admin/api/forms/{form.replace(' ', '-').lower()}/"
        schema = (await self.http.get(url + "schema/")).json()
        begun = {name: told.get("default", "") for name, told in schema["properties"].items()}
        assert not set(typed) - set(begun), typed
        return await self.http.post(url, json=begun | typed)

    async def done(self, form: str, **typed: Any) -> str:
        """What a form says that did what it is for."""
        answer = await self.submit(form, **typed)
        assert answer.status_code == 200, answer.text
        return answer.json()["custom_form_success"]

    async def refused(self, form: str, **typed: Any) -> str:
        """What a form says that did nothing."""
        answer = await self.submit(form, **typed)
        assert answer.status_code == 422, answer.text
        return answer.json()["custom_form_error"]


async def at_desk(door: Door) -> Desk:
    """An operator who has just signed in, with English chosen."""
    await create_operator(OPERATOR, SECRET)
    desk = await Desk(door).sign_in()
    await desk.speak("en")
    return desk
