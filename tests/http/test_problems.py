"""Whatever goes wrong, the answer has one shape (RFC 9457) and speaks the reader's language."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar import get

from backend.core.errors import KINDS
from backend.core.i18n import gettext
from tests.http.wire import Answer, App
from tests.phone import Phone

New = Callable[..., Phone]
FIXES = {"none", "edit", "retry", "sign_in", "ask_mentor", "update_app"}


@get("/api/breaks", media_type="application/json")
async def breaks() -> None:
    """A mistake of ours."""
    raise RuntimeError("solomiia's secret")


def problem(answer: Answer, status: int, code: str, language: str = "uk") -> dict[str, Any]:
    """The problem that an answer is, checked against everything that every problem has."""
    found = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert (answer.status, found["status"], found["code"]) == (status, status, code)
    assert found["type"] == f"/problems/{code}"
    assert found["title"] == found["detail"] == gettext(language, KINDS[code].sentence)
    assert found["fix"] in FIXES
    assert isinstance(found["retry"], bool)
    return found


async def test_it_works(app: App) -> None:
    found = problem(await app.ask("/api/nothing"), 404, "not_found")
    assert set(found) == {"type", "title", "status", "detail", "code", "fix", "retry"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/reports/desk", 401, "sign_in"),
        ("GET", "/api/people/sign-in", 405, "wrong_method"),
        ("POST", "/api/nothing", 404, "not_found"),
        ("POST", "/learn", 405, "wrong_method"),
        ("DELETE", "/api/reports/desk", 405, "wrong_method"),
        ("PUT", "/learn", 405, "wrong_method"),
        ("POST", "/api/people/sign-in", 400, "malformed"),
        ("POST", "/api/people/devices/x/revoke", 401, "sign_in"),
        ("GET", "/admin", 404, "not_found"),
        ("BREW", "/api/reports/desk", 405, "wrong_method"),
    ],
)
async def test_every_refusal_has_the_one_shape(app: App, method: str, path: str, status: int, code: str) -> None:
    problem(await app.ask(path, method=method), status, code)


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"login": "\xff"}', b"", b"null", b"[" * 100_000, b"<html>"])
async def test_a_body_that_cannot_be_read_is_malformed(app: App, body: bytes) -> None:
    answer = await app.ask("/api/people/sign-in", method="POST", body=body, content_type="application/json")
    problem(answer, 400, "malformed")


@pytest.mark.parametrize("path", ["/api/people/sign-in", "/api/sync"])
async def test_a_body_over_the_limit_is_too_much(app: App, phone: New, path: str) -> None:
    solomiia = await phone().sign_in("solomiia")
    cookie = f"verstat_session={solomiia.http.cookies['verstat_session']}"
    body = b'{"login": "' + b"x" * 300_000 + b'"}'
    answer = await app.ask(path, method="POST", body=body, content_type="application/json", cookie=cookie)
    problem(answer, 413, "too_much")


async def test_a_mistake_of_ours_tells_nothing_of_itself(app: App) -> None:
    app.litestar.register(breaks)
    found = problem(await app.ask("/api/breaks"), 500, "broken")
    assert "secret" not in str(found)
    assert found["retry"] is True


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "uk"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("en;q=0.5, uk;q=0.7", "uk"),
        ("pl, de", "uk"),
        ("pl, en;q=0.1", "en"),
        ("EN-us", "en"),
        ("*", "uk"),
        ("en;q=x", "uk"),
        (",;=,q", "uk"),
        ("en; q=0.5, uk; q=0.7", "uk"),
        ("english", "uk"),
    ],
)
async def test_a_stranger_is_answered_in_the_language_of_the_browser(app: App, accept: str, language: str) -> None:
    problem(await app.ask("/api/nothing", accept_language=accept), 404, "not_found", language)


async def test_the_catalogue_knows_every_sentence() -> None:
    ours = [kind for kind in KINDS.values() if not kind.code.startswith("tests_")]  # of other tests in this process
    assert [kind.code for kind in ours if gettext("uk", kind.sentence) == kind.sentence] == []


async def test_a_person_is_answered_in_the_own_language(phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    solomiia.http.headers["accept-language"] = "en"
    answer = await solomiia.http.get("/api/reports/cohorts/nonsense")
    assert answer.json()["detail"] == gettext("uk", KINDS["not_found"].sentence)


class TestInEnglish:
    """An installation that speaks English."""

    @pytest.fixture
    def given(self) -> dict[str, str]:
        return {"language": "en"}

    async def test_a_stranger_without_a_language_gets_the_installations(self, app: App) -> None:
        problem(await app.ask("/api/nothing"), 404, "not_found", "en")


async def test_a_wrong_method_is_told_which_are_right(app: App) -> None:
    answer = await app.ask("/api/people/sign-in", method="DELETE")
    assert answer.headers["allow"].replace(" ", "").split(",").count("POST") == 1
