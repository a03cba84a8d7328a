"""Courses on a phone that counts its megabytes, and lessons that were left in the middle."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.journeys.conftest import STUDENT, Handset, Server, lasting, picture, pull_the_battery, until

METERED = 'Object.defineProperty(navigator, "connection", {value: {saveData: false, type: "cellular"}})'
PLACE_KEPT = """async () => {
    const account = (await indexedDB.databases()).find(({name}) => name.startsWith("verstat-"));
    const db = await new Promise((resolve) => {
        const open = indexedDB.open(account.name);
        open.onsuccess = () => resolve(open.result);
    });
    const keys = db.transaction("drafts").objectStore("drafts").getAllKeys();
    await new Promise((resolve) => (keys.onsuccess = resolve));
    db.close();
    return keys.result.some((key) => key.startsWith("reading "));
}"""


def to_course(page: Page) -> None:
    page.locator(".bar a").nth(1).click()
    page.locator("main .row", has_text="Від ідеї до першого продажу").click()
    expect(page.locator("main")).to_contain_text("На телефоні")


def fetched(phone: Handset) -> int:
    """How many bundles came over the network."""
    return sum("/api/courses/bundles/" in url for url in phone.requests)


def test_on_mobile_data_the_next_module_comes_by_itself_and_the_rest_when_asked(
    handset: Callable[..., Handset],
) -> None:
    phone = handset(service_workers="block")
    phone.context.add_init_script(METERED)
    page = phone.sign_in(STUDENT)
    to_course(page)
    expect(page.locator("main")).to_contain_text("На телефоні: 2 з 4 модулів")
    page.wait_for_timeout(500)
    assert fetched(phone) == 4  # two outlines, the module that one is in, the one after
    expect(page.locator("summary", has_text="Правові основи ФОП")).to_contain_text(
        re.compile(r"Немає на телефоні: \d+")
    )
    keep = page.get_by_role("button", name=re.compile(r"^Зберегти весь курс на телефоні, \d+"))
    picture(page, "course-metered")
    keep.click()
    expect(page.locator("main")).to_contain_text("Увесь курс на телефоні")
    expect(keep).to_have_count(0)
    assert fetched(phone) == 6

    page.get_by_role("button", name="Прибрати уроки з телефона").click()
    expect(page.locator("main")).to_contain_text("На телефоні: 0 з 4 модулів")
    page.wait_for_timeout(1_000)  # the wish is carried out to its end before the next thing is fetched
    page.locator(".go-main").click()
    expect(page.locator(".prose")).to_contain_text("беззбитковості")
    page.locator(".back, .hit").first.click()
    expect(page.locator("main")).to_contain_text("На телефоні: 1 з 4 модулів")


def test_a_lesson_opens_where_it_was_left_when_the_battery_died(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "phone"
    with lasting(playwright, server, folder) as phone:
        page = phone.sign_in(STUDENT)
        phone.ready_for_the_dark()
        page.locator(".go-main").click()
        page.locator(".prose").wait_for()
        page.evaluate("scrollTo(0, document.querySelector('.prose > table, .prose > .tw').offsetTop - 100)")
        until(page, PLACE_KEPT)
        server.kill()
        pull_the_battery(folder)

        phone.on()
        page = phone.go()
        page.locator(".go-main").click()
        expect(page.locator(".prose .tw")).to_be_in_viewport()
        assert page.evaluate("scrollY") > 400
        picture(page, "lesson-resumed")
        page.get_by_role("button", name="Читати спочатку").click()
        expect(page.get_by_role("button", name="Читати спочатку")).to_have_count(0)
        assert page.evaluate("scrollY") == 0
        page.locator(".go-main").click()
        expect(page.locator("h1")).to_have_text("Тест")
        assert not page.evaluate(f"() => ({PLACE_KEPT})()")
