import hashlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.database import Row
from backend.core.door import Door
from tests.cast import PASSWORD, Cast
from tests.phone import Phone

New = Callable[..., Phone]


def cookies(answer: httpx.Response) -> dict[str, tuple[str, set[str]]]:
    """Name -> value and attributes of each cookie that an answer sets."""
    found: dict[str, tuple[str, set[str]]] = {}
    for line in answer.headers.get_list("set-cookie"):
        pair, *attributes = line.split("; ")
        name, _, value = pair.partition("=")
        found[name] = (value, {attribute.lower() for attribute in attributes})
    return found


async def devices_of(door: Door, person: str) -> list[Row]:
    async with door.database.read() as db:
        return await db.rows("SELECT token, phone FROM device WHERE person = $1 AND label = 'Phone'", person)


async def test_it_works(phone: New, cast: Cast) -> None:
    answer = await phone().try_to_sign_in("solomiia")
    assert answer.status_code == 200
    person = answer.json()["person"]
    roles = {role["kind"]: role for role in person.pop("roles")}
    assert person == {
        "id": cast.people["solomiia"],
        "login": "solomiia",
        "name": "solomiia-family Solomiia",
        "given": "Solomiia",
        "language": "uk",
    }
    assert set(roles) == {"applicant", "learner"}
    assert roles["learner"] == {
        "kind": "learner",
        "place_kind": "cohort",
        "place": cast.cohorts["ratusha"],
        "source": cast.enrolment("solomiia"),
    }
    assert answer.json()["now"].endswith("Z")


async def test_the_session_opens_the_other_doors(phone: New) -> None:
    solomiia = phone()
    assert (await solomiia.http.get("/api/people/devices")).status_code == 401
    await solomiia.sign_in("solomiia")
    assert (await solomiia.http.get("/api/people/devices")).status_code == 200


@pytest.mark.parametrize("login", ["Solomiia", " solomiia ", "SOLOMIIA\u00a0"])
async def test_what_a_phone_does_to_a_login_name_does_not_matter(phone: New, login: str) -> None:
    assert (await phone().try_to_sign_in(login)).status_code == 200


async def test_a_wrong_password_and_an_unknown_name_look_alike(phone: New) -> None:
    wrong = await phone().try_to_sign_in("solomiia", "wrong")
    unknown = await phone().try_to_sign_in("nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["code"] == "wrong_password"
    assert wrong.content == unknown.content
    assert sorted(wrong.headers) == sorted(unknown.headers)


async def test_a_password_must_be_right_to_the_letter(phone: New) -> None:
    for near in (PASSWORD.title(), f"{PASSWORD} ", PASSWORD[:-1]):
        assert (await phone().try_to_sign_in("solomiia", near)).status_code == 401


async def test_no_script_and_no_other_site_gets_at_the_cookies(phone: New) -> None:
    for _, attributes in cookies(await phone().try_to_sign_in("solomiia")).values():
        assert {"httponly", "samesite=strict", "path=/"} <= attributes
        assert "secure" not in attributes


async def test_over_tls_the_cookies_stay_on_tls(phone: New) -> None:
    solomiia = phone()
    solomiia.http.base_url = "https://test.local"
    found = cookies(await solomiia.try_to_sign_in("solomiia"))
    assert len(found) == 2
    assert all("secure" in attributes for _, attributes in found.values())


async def test_the_database_keeps_only_a_hash_of_the_token(phone: New, door: Door, cast: Cast) -> None:
    found = cookies(await phone().try_to_sign_in("solomiia"))
    (device,) = await devices_of(door, cast.people["solomiia"])
    assert device["token"] == hashlib.sha256(found["verstat_session"][0].encode()).hexdigest()
    assert device["phone"] == hashlib.sha256(found["verstat_phone"][0].encode()).hexdigest()


async def test_signing_in_again_ends_the_former_session_of_that_phone(phone: New, door: Door, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    former = solomiia.http.cookies["verstat_session"]
    await solomiia.sign_in("solomiia")
    assert len(await devices_of(door, cast.people["solomiia"])) == 1
    assert (await solomiia.http.get("/api/people/devices")).status_code == 200
    thief = phone()
    thief.http.cookies.set("verstat_session", former)
    assert (await thief.http.get("/api/people/devices")).status_code == 401


async def test_another_phone_keeps_its_session(phone: New) -> None:
    first = await phone().sign_in("solomiia")
    await phone().sign_in("solomiia")
    assert (await first.http.get("/api/people/devices")).status_code == 200


async def test_a_phone_silent_for_longer_than_session_days_signs_in_again(phone: New, later: Any) -> None:
    solomiia = await phone().sign_in("solomiia")
    later(days=179, hours=23)
    assert (await solomiia.http.get("/api/people/devices")).status_code == 200
    later(hours=2)
    answer = await solomiia.http.get("/api/people/devices")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")


async def test_a_phone_heard_of_now_and_then_stays_signed_in(phone: New, later: Any) -> None:
    solomiia = await phone().sign_in("solomiia")
    (max_age,) = {
        int(attribute.removeprefix("max-age="))
        for _, attributes in cookies(await solomiia.try_to_sign_in("solomiia")).values()
        for attribute in attributes
        if attribute.startswith("max-age=")
    }
    assert max_age > 400 * 86_400, "the server judges by the silence; the browser keeps the cookie as long as it may"
    for _ in range(3):
        later(days=100)
        assert (await solomiia.send()).status_code == 200


@pytest.mark.parametrize("body", [{"login": "solomiia"}, {"login": "solomiia", "password": ""}, [], "x", None])
async def test_a_body_of_another_shape_is_malformed(phone: New, body: Any) -> None:
    answer = await phone().http.post("/api/people/sign-in", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("field", ["login", "password", "label"])
@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "x" * 100_000])
async def test_no_text_breaks_it(phone: New, field: str, text: str) -> None:
    fields = {"login": "solomiia", "password": "wrong", "label": "Phone"} | {field: text}
    body = "{" + ", ".join(f'"{name}": "{value}"' for name, value in fields.items()) + "}"
    answer = await phone().http.post("/api/people/sign-in", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 401), answer.text


@pytest.mark.parametrize("cookie", ["%0d%0aSet-Cookie: a=b", "%F0%9F%98%80", "x" * 5_000, "", ";", "%00"])
async def test_a_made_up_phone_cookie_is_replaced(phone: New, cookie: str) -> None:
    solomiia = phone()
    answer = await solomiia.http.post(
        "/api/people/sign-in",
        json={"login": "solomiia", "password": PASSWORD},
        headers={"cookie": f"verstat_phone={cookie}"},
    )
    assert answer.status_code == 200
    assert len(cookies(answer)["verstat_phone"][0]) == 43
