"""A phone passed from hand to hand: the next person sees nothing, and nothing unsent is lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import CLASSMATE, STUDENT, Handset, Server, picture

EVERYTHING = """async () => {
    const found = [];
    for (const {name} of await indexedDB.databases()) {
        const db = await new Promise((resolve) => {
            const open = indexedDB.open(name);
            open.onsuccess = () => resolve(open.result);
        });
        for (const store of db.objectStoreNames) {
            const all = db.transaction(store).objectStore(store).getAll();
            await new Promise((resolve) => (all.onsuccess = resolve));
            for (const value of all.result) found.push([name, store, JSON.stringify(value)]);
        }
        db.close();
    }
    return found;
}"""
"""Every value that the browser keeps for the app: [database, store, JSON]."""


def finish_a_lesson(page: Page) -> str:
    """Finish the next lesson; its title."""
    page.locator(".bar a").first.click()
    page.locator(".go-main").click()
    title = page.locator("h2").first.inner_text()
    page.locator(".go-main").click()
    return title


def sign_out(phone: Handset) -> None:
    """Leave the phone to the next person."""
    page = phone.go("/me")
    page.get_by_role("button", name="Вийти", exact=True).click()
    keeping = page.get_by_role("dialog").get_by_role("button", name="Вийти")
    page.locator("#login, dialog[open]").first.wait_for()
    if page.get_by_role("dialog").is_visible():
        keeping.click()
    page.locator("#login").wait_for()


def test_the_next_person_sees_nothing_and_unsent_work_returns(server: Server, handset: Callable[..., Handset]) -> None:
    phone = handset()
    page = phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    server.kill()
    title = finish_a_lesson(page)
    expect(page.locator(".truth .cnt")).to_have_text("1")
    sign_out(phone)
    picture(page, "handed-over")
    assert "Соломія" not in page.inner_text("body")
    assert STUDENT not in page.content()
    expect(page.locator("main")).to_contain_text("чекає на цьому телефоні")
    kept = page.evaluate(EVERYTHING)
    assert [store for _, store, _ in kept if store in ("rows", "bundles", "answers")] == []
    assert [store for _, store, _ in kept if store == "outbox"] == ["outbox"]

    server.start()
    page = phone.sign_in(CLASSMATE)
    phone.ready_for_the_dark()
    assert "Соломія" not in page.inner_text("body")
    page.locator(".truth").click()
    assert title not in page.inner_text("body")
    sign_out(phone)

    page = phone.sign_in(STUDENT)
    page.locator(".truth").click()
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main .row.wait")).to_have_count(0)
    expect(page.locator(".truth")).to_contain_text("Доставлено")
