"""Every screen, as its users meet it: both languages, both themes, three widths, text twice as large."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright

from tests.classroom import MENTORS
from tests.journeys.conftest import (
    COORDINATOR,
    MANAGER,
    ROOT,
    STUDENT,
    Handset,
    Server,
    lasting,
    picture,
    until,
    with_class,
)

AXE = (ROOT / "pwa" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # It counts what a row loses under the dock before one scrolls; `SMALL` measures what can be reached.
    "rules": {"target-size": {"enabled": False}},
}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {"320": (320, 640), "360": (360, 800), "wide": (1280, 800)}

WORKSHOP = ["/workshop", "TILL", "BASKET", "OTHER-SUM", "BOOK", "BOOKED", "WRITE", "COUNT"]
QUIZZES = ["NEW-QUIZ", "QUIZ", "QUESTION", "CHECKED", "NUMBER", "PAIRS", "SEVERAL", "LAST-LOOK"]
MINE = ["/me", "/me/consents", "MY-DATA", "CLOSING"]
SCREENS = {
    STUDENT: ["/", "/learn", "COURSE", "LESSON", *QUIZZES, *WORKSHOP, *MINE, "/outbox", "/nowhere"],
    COORDINATOR: ["/desk", "/journal", "/mentors", "/groups", "COHORT", "ROLL", "/manufactories", "MANUFACTORY", "/me"],
    MANAGER: ["/desk", "CARD", "/manufactories"],
    next(iter(MENTORS)): ["/", "/groups", "GROUP", "ROLL", "ASKED", "/log", "PLAN", "ANNOUNCE", "/teams", "/found"],
    "bohdan.savchuk": [
        "/",
        "/groups",
        "/teams",
        "TEAM",
        "PASS",
        "PEOPLE",
        "POSTS",
        "GATES",
        "ABOUT",
        "PRODUCTS",
        "WARE",
    ],
}
SKIP = "main .pick .btn:last-child"
TO_QUIZ = ["main .row", ".mod", "main a.row[href*=quiz]"]
GROUP = ("/groups", "main .row")
TILL = ("/workshop", ".go-main")
TEAM = ("/teams", "main a.row")
PRODUCTS = (*TEAM, "main a[href^='/workshop/']", "main a[href$='/products']")
FOLLOW = {
    "COURSE": ("/learn", "main .row"),
    "LESSON": ("/", ".go-main"),
    "COHORT": ("/groups", ".rows .row"),
    "CARD": ("/groups", ".rows .row", "main a[href*='/people/']"),
    "NEW-QUIZ": ("/learn", "main .row", "details[open] a.row[href*=quiz]"),
    "QUIZ": ("/learn", *TO_QUIZ),
    # From here on the quiz is under way and opens where it was left.
    "QUESTION": ("/learn", *TO_QUIZ, "main .btn.wide"),
    "CHECKED": ("/learn", *TO_QUIZ, ".opt", ".go-main"),
    "NUMBER": ("/learn", *TO_QUIZ, ".go-main"),
    "PAIRS": ("/learn", *TO_QUIZ, SKIP, SKIP),
    "SEVERAL": ("/learn", *TO_QUIZ, SKIP),
    "LAST-LOOK": ("/learn", *TO_QUIZ, SKIP, SKIP),
    "TILL": TILL,
    "BASKET": (*TILL, ".ware button"),
    "OTHER-SUM": (*TILL, ".shelf .row"),
    "BOOK": ("/workshop", "[href$='/book']"),
    "BOOKED": ("/workshop", "[href$='/book']", "main .rows button"),
    "WRITE": ("/workshop", "[href$='/entry']"),
    "COUNT": ("/workshop", "[href$='/count']", "summary"),
    "MANUFACTORY": ("/manufactories", "main a[href^='/manufactories/']"),
    "MY-DATA": ("/me/data",),
    "CLOSING": ("/me/data", "main .part:last-of-type > .btn.wide"),
    "GROUP": GROUP,
    "ROLL": (*GROUP, "a[href$='/roll']", ".tile button"),
    "ASKED": (*GROUP, "a[href$='/roll']", ".tile button + button"),  # the first learner, away since ROLL
    "PLAN": (*GROUP, "a[href$='/plan']"),
    "ANNOUNCE": (*GROUP, "a[href$='/announce']"),
    "TEAM": TEAM,
    "PASS": (*TEAM, "main button.row"),
    "PEOPLE": (*TEAM, "a[href$='/people']"),
    "POSTS": (*TEAM, "a[href$='/people']", "main .btn"),
    "GATES": (*TEAM, "a[href$='/gates']"),
    "ABOUT": (*TEAM, "a[href$='/about']"),
    "PRODUCTS": PRODUCTS,
    "WARE": (*PRODUCTS, "main a.row"),
}


@pytest.fixture(scope="module")
def town(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with a class that has mentors."""
    return with_class(town, tmp_path_factory.mktemp("class"))


def troubles(page: Page, where: str) -> list[str]:
    """What axe finds."""
    page.evaluate(AXE)
    found: Any = page.evaluate("(rules) => axe.run(document, rules)", RULES)
    return [f"{where}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in found["violations"]]


def outgrown(page: Page, where: str) -> list[str]:
    """Whatever sticks out sideways or is too small for a thumb."""
    said: list[str] = []
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        said.append(f"{where}: {over} px too wide")
    small: list[str] = page.evaluate(SMALL)
    return said + [f"{where}: small target {html}" for html in small]


SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
    .filter((one) => one.checkVisibility() && !one.closest(".vh"))
    .filter((one) => {
        const box = one.getBoundingClientRect();
        const around = getComputedStyle(one, "::after");  // the truth line's finger is larger than its eye
        const grown = around.position === "absolute" ? -parseFloat(around.top) - parseFloat(around.bottom) : 0;
        return box.height + Math.max(grown, 0) < 47.5 || box.width < 47.5;
    })
    .map((one) => one.outerHTML.slice(0, 120))"""


ROUTER = (ROOT / "pwa/src/router.ts").read_text("utf-8")
PATHS: dict[str, str] = dict(re.findall(r'\["(/[^"]*)", "([\w-]+)"\]', ROUTER))
"""Pattern -> screen, as the app has them."""
ELSEWHERE = {"join", "welcome", "reset", "sign-in"}
"""The doors, in test_joining_screens.py."""


def screen_of(page: Page) -> str:
    """Which screen a page shows, by its address."""
    path = urlsplit(page.url).path
    return next((name for way, name in PATHS.items() if re.fullmatch(way.replace("*", "[^/]+"), path)), "missing")


def visit(phone: Handset, screen: str) -> Page:
    """Open a screen as its user would."""
    path, *presses = FOLLOW.get(screen, (screen,))
    page = phone.go(path)
    page.locator("main").first.wait_for()
    for press in presses:
        page.locator(press).first.click()
    page.locator(".skel").first.wait_for(state="detached")
    page.wait_for_timeout(150)
    return page


def look(page: Page, name: str, language: str) -> list[str]:
    """What is wrong with a screen at any width, in either theme."""
    said: list[str] = []
    for width, (x, y) in WIDTHS.items():
        page.set_viewport_size({"width": x, "height": y})
        said += outgrown(page, f"{name} {width}")
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            if width == "320" or (width == "wide" and language == "uk"):  # between them it finds nothing new
                said += troubles(page, f"{name} {theme} {width}")
            picture(page, f"{name}-{language}-{theme}-{width}")
    page.set_viewport_size({"width": 360, "height": 800})
    return said


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_screen_is_whole_and_open_to_all(handset: Callable[..., Handset], server: Server, language: str) -> None:
    said: list[str] = []
    seen: set[str] = set()
    for login, screens in SCREENS.items():
        # Still, so that no colour is looked at on its way from one theme to the other.
        phone = handset(locale="uk-UA" if language == "uk" else "en-GB", reduced_motion="reduce")
        page = phone.go()
        page.locator("#login").wait_for()
        page.get_by_role("button", name="Українська" if language == "uk" else "English").click()
        said += look(page, "sign-in", language)
        phone.sign_in(login)
        phone.page.wait_for_timeout(500)
        for screen in screens:
            page = visit(phone, screen)
            seen.add(screen_of(page))
            said += look(page, f"{login.split('.')[0]}-{screen.strip('/').lower() or 'today'}", language)
        assert phone.hosts == {f"127.0.0.1:{server.port}"}
    assert not said, "\n".join(said)
    assert set(PATHS.values()) - seen == ELSEWHERE, "a screen that nobody looks at"


def test_text_twice_as_large_hides_nothing(handset: Callable[..., Handset]) -> None:
    """A 360 px phone zoomed to 200 % has 180 px to lay out."""
    said: list[str] = []
    for login, screens in SCREENS.items():
        phone = handset()
        phone.sign_in(login)
        for screen in screens:
            page = visit(phone, screen)
            page.set_viewport_size({"width": 180, "height": 400})
            page.wait_for_timeout(100)
            said += [one for one in outgrown(page, f"{login} {screen} at 200 %") if "wide" in one]
            picture(page, f"large-{login.split('.')[0]}-{screen.strip('/').lower() or 'today'}")
            page.set_viewport_size({"width": 360, "height": 800})
    assert not said, "\n".join(said)


def test_a_usable_sign_in_takes_six_requests_at_most(handset: Callable[..., Handset]) -> None:
    phone = handset(service_workers="block")
    page = phone.go()
    page.locator("#login").wait_for()
    page.wait_for_load_state("networkidle")
    assert len(phone.requests) <= 6, phone.requests


def test_the_next_lesson_is_seen_at_once_and_two_taps_away(handset: Callable[..., Handset]) -> None:
    page = handset().sign_in(STUDENT)
    page.locator(".poster .art").wait_for()
    title = page.locator(".poster h2").inner_text()
    page.locator(".go-main").click()
    page.locator(".prose").wait_for()
    assert page.locator("main h2").first.inner_text() == title
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator(".go-main").click()
    page.wait_for_function("(title) => document.querySelector('main h2')?.innerText !== title", arg=title)
    assert page.evaluate("scrollY") == 0


def test_the_app_can_be_installed(playwright: Playwright, server: Server, tmp_path: Path) -> None:
    with lasting(playwright, server, tmp_path / "phone") as phone:
        page = phone.go()
        until(page, "() => navigator.serviceWorker.controller !== null")
        chromium_says = phone.context.new_cdp_session(page)
        assert chromium_says.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        assert chromium_says.send("Page.getAppManifest")["errors"] == []
