"""The screens of getting in, as their users meet them: both languages, both themes, three widths."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import COORDINATOR, Handset, Server, picture
from tests.journeys.test_join import code_of, group_of, later
from tests.journeys.test_screens import WIDTHS, outgrown, troubles

Look = Callable[[Page, str], None]
INVITE = """async () => {
    const school = await new Promise((found) => indexedDB.databases().then((all) => {
        const open = indexedDB.open(all.map(({name}) => name).find((name) => /verstat-.{36}/.test(name)));
        open.onsuccess = () => {
            const rows = open.result.transaction("rows").objectStore("rows").getAll();
            rows.onsuccess = () => found(rows.result.find(({entity}) => entity === "institution").id);
        };
    }));
    const body = JSON.stringify({institution: school, label: "Оля з кав’ярні"});
    const headers = {"Content-Type": "application/json"};
    const reply = await fetch("/api/people/invitations", {method: "POST", headers, body});
    return (await reply.json()).token;
}"""
"""The token of a new invitation, made as the signed-in coordinator."""


@pytest.fixture(params=[(language, theme) for language in ("uk", "en") for theme in ("light", "dark")], ids="-".join)
def phone(request: pytest.FixtureRequest, handset: Callable[..., Handset]) -> Callable[[], Handset]:
    """New phones in one language and theme."""
    language, theme = request.param

    def make() -> Handset:
        one = handset(color_scheme=theme, reduced_motion="reduce")  # no colour is looked at on its way to another
        one.go().locator("#login").wait_for()
        one.page.get_by_role("button", name="Українська" if language == "uk" else "English").click()
        return one

    return make


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Iterator[Look]:
    """Looks at a page at every width; what is wrong anywhere is said at the end."""
    said: list[str] = []

    def at(page: Page, name: str) -> None:
        for width, (x, y) in WIDTHS.items():
            page.set_viewport_size({"width": x, "height": y})
            page.wait_for_timeout(50)
            said.extend([*troubles(page, f"{name} {width}"), *outgrown(page, f"{name} {width}")])
            picture(page, f"{name}-{request.node.callspec.id}-{width}")
        page.set_viewport_size({"width": 180, "height": 400})  # a phone of 360 px with text twice as large
        page.wait_for_timeout(50)
        said.extend(one for one in outgrown(page, f"{name} at 200 %") if "wide" in one)
        picture(page, f"{name}-{request.node.callspec.id}-large")
        page.set_viewport_size({"width": 360, "height": 800})

    yield at
    assert not said, "\n".join(said)


def join(page: Page, born: str) -> None:
    page.locator("#given").fill("Роксолана")
    page.locator("#family").fill("Паламар")
    page.locator("#born").fill(born)
    page.locator("#login").fill("roksolana")
    page.locator("#password").fill("довгий пароль 7")
    page.locator(".go-main").tap()
    page.locator(".poster.blue").wait_for()


def test_the_doors(phone: Callable[[], Handset], look: Look, server: Server) -> None:
    school = phone()
    group_of(school.sign_in(COORDINATOR), server)
    one = phone()
    for path in ("/join", "/reset", "/welcome#nobody"):
        page = one.go(path)
        page.locator("#code, .ban").first.wait_for()
        look(page, path.strip("/").split("#")[0])
    page = one.go(f"/welcome#{school.page.evaluate(INVITE)}")
    page.reload()
    page.locator("#given").wait_for()
    look(page, "welcome-form")
    page = one.go(f"/join#{code_of(school.page)}")
    page.locator("#given").wait_for()
    page.locator("summary").tap()
    page.locator(".go-main").tap()
    page.locator("#given-help.bad").wait_for()
    look(page, "join-form")


def test_who_waits(phone: Callable[[], Handset], look: Look, server: Server) -> None:
    school, one = phone(), phone()
    group_of(school.sign_in(COORDINATOR), server)
    code = code_of(school.page)
    page = one.go(f"/join#{code}")
    join(page, "17.08.2001")
    look(page, "today-applied")
    page.locator("main > .btn").tap()
    page.locator("dialog[open]").wait_for()
    look(page, "leave")
    page = one.go(f"/join#{code}")
    page.locator(".card").wait_for()
    look(page, "ask")
    school.go("/desk")
    with school.page.expect_response(lambda answer: "accept" in (answer.request.post_data or "")):
        school.page.locator("#requests li").filter(has_text="Паламар").locator(".btn").tap()
    later(one)
    page = one.go("/")
    page.locator(".ban.dashed").wait_for()
    look(page, "today-accepted")
    page = one.go("/me/consents")
    page.locator(".card .opt").first.tap()
    look(page, "consents")


def test_the_school(phone: Callable[[], Handset], look: Look, server: Server) -> None:
    school, one = phone(), phone()
    page = school.sign_in(COORDINATOR)
    group = group_of(page, server)
    join(one.go(f"/join#{code_of(page)}"), "05.03.2010")
    later(school)
    page = school.go("/desk")
    page.locator(".who").filter(has_text="Паламар").tap()
    look(page, "desk")
    page.locator(".go-main").tap()
    look(page, "decide")
    page = school.go(group)
    page.locator(".code").wait_for()
    look(page, "group")
    page.locator(f'a.row[href*="{group}/people"]').last.tap()
    page.locator("h2").first.wait_for()
    look(page, "participant-applied")
    page.locator(".go-main").tap()
    page.locator("#guardian").wait_for()
    page.locator(".go-main").tap()
    look(page, "participant-accepted")
    page = school.go("/mentors")
    page.locator(".go-main").tap()
    page.locator("#label").fill("Оля з кав’ярні")
    page.locator("dialog[open] button[type=submit]").tap()
    page.locator("#link").wait_for()
    look(page, "invite")
    page = school.go("/mentors")
    page.locator(".rows, .empty").first.wait_for()
    look(page, "mentors")
