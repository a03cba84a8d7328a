"""Every screen in its other states: without a network, with a server that fails or takes long, with nothing on it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import COORDINATOR, MANAGER, Handset, Server, picture, until, with_class
from tests.journeys.test_screens import SCREENS, outgrown, troubles, visit

READS = "**/api/reports/**"
ONLINE = {COORDINATOR: ["/desk", "/manufactories"], MANAGER: ["/desk", "/manufactories"]}
KEPT_HERE = (COORDINATOR, "/manufactories")  # they stand on the phone, and are shown before their figures come
NOBODY_YET = {
    "myroslava.hnativ": ["/desk", "/groups", "/manufactories", "/mentors", "/me"],  # a school without a cohort
    "iryna.yuzkiv": ["/", "/groups", "/log", "/teams", "/me"],
    "sofiia.hulei": ["/", "/learn", "/me", "/outbox"],
}


@pytest.fixture(scope="module")
def town(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with a class that has mentors."""
    return with_class(town, tmp_path_factory.mktemp("class"))


def whole(page: Page, name: str) -> list[str]:
    """What is wrong with a screen that has come to rest: it says where one is, and something."""
    expect(page.locator("h1").first).not_to_be_empty()
    expect(page.locator(".skel")).to_have_count(0)
    expect(page.locator("main")).not_to_be_empty()
    picture(page, name)
    return outgrown(page, name)


def test_without_a_network_every_screen_opens(handset: Callable[..., Handset], server: Server) -> None:
    phones: list[tuple[str, Handset]] = []
    for login in SCREENS:
        phone = handset()
        phone.sign_in(login)
        until(phone.page, "() => navigator.serviceWorker.controller !== null")
        phones.append((login, phone))
    phones[0][1].ready_for_the_dark()
    server.kill()
    said: list[str] = []
    for login, phone in phones:
        for screen in SCREENS[login]:
            page = visit(phone, screen) if screen not in LISTED_ONLINE else phone.go(SCREENS[login][0])
            said += whole(page, f"dark-{login.split('.')[0]}-{screen.strip('/').lower() or 'today'}")
    assert not said, "\n".join(said)


LISTED_ONLINE = {"COHORT", "CARD", "MANUFACTORY"}
"""Reached by a row of an answer that was never had."""


def fail(route: Route) -> None:
    """As a mistake of ours does."""
    body = json.dumps({"code": "broken", "detail": "Щось зламалося на сервері.", "fix": "retry"})
    route.fulfill(status=500, content_type="application/problem+json", body=body)


def test_a_server_that_fails_is_said_and_asked_again(handset: Callable[..., Handset]) -> None:
    said: list[str] = []
    for login, paths in ONLINE.items():
        phone = handset(service_workers="block")  # what a worker asks for is out of the test's reach
        phone.context.route(READS, fail)
        phone.sign_in(login)
        for path in paths:
            page = phone.go(path)
            expect(page.locator(".ban")).to_contain_text("Сервер відповідає не так")
            said += whole(page, f"fails-{login.split('.')[0]}-{path.strip('/')}")
        phone.context.unroute(READS)
        phone.page.locator(".ban .btn").tap()
        expect(phone.page.locator(".ban")).to_have_count(0)
    assert not said, "\n".join(said)


def test_an_answer_that_takes_long_is_awaited_in_its_place(handset: Callable[..., Handset]) -> None:
    said: list[str] = []
    for login, paths in ONLINE.items():
        phone = handset(service_workers="block")
        phone.context.route(READS, lambda _: None)
        phone.sign_in(login)
        for path in paths:
            page = phone.go(path)
            page.locator(".row" if (login, path) == KEPT_HERE else ".skel").first.wait_for()
            expect(page.locator("h1").first).not_to_be_empty()
            said += troubles(page, f"waits {login} {path}") + outgrown(page, f"waits {login} {path}")
            picture(page, f"waits-{login.split('.')[0]}-{path.strip('/')}")
        phone.context.unroute_all(behavior="ignoreErrors")
    assert not said, "\n".join(said)


def test_an_empty_screen_says_what_will_be_there(handset: Callable[..., Handset]) -> None:
    said: list[str] = []
    for login, paths in NOBODY_YET.items():
        phone = handset()
        phone.sign_in(login)
        for path in paths:
            page = visit(phone, path)
            assert len(page.locator("main").inner_text().strip()) > 30, (login, path)
            said += whole(page, f"empty-{login.split('.')[0]}-{path.strip('/') or 'today'}")
    assert not said, "\n".join(said)
