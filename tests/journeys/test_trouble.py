"""What goes wrong around a phone is said in words, and nothing a person did is lost by it."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import COORDINATOR, NOON, STUDENT, Handset, Server, picture, until

New = Callable[..., Handset]

WILL_NOT_OPEN = """indexedDB.open = () => {
    const request = new EventTarget();
    setTimeout(() => {
        request.error = new DOMException("Internal error opening backing store", "UnknownError");
        request.dispatchEvent(new Event("error"));
    });
    return request;
}"""

IS_FULL = """() => new Promise((resolve) => {
    const open = indexedDB.open("scratch", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("s");
    open.onerror = () => resolve(false);
    open.onsuccess = () => {
        const writing = open.result.transaction("s", "readwrite");
        writing.objectStore("s").put("x", 1);
        writing.oncomplete = () => resolve(false);
        writing.onabort = () => resolve(true);
    };
})"""


SPOILT = """() => {
    const {getAll, get} = IDBObjectStore.prototype;
    const spoilt = JSON.parse(localStorage.spoilt ?? "[]");
    const check = (store) => {
        if (spoilt.includes(store.name)) throw new DOMException("Internal error", "UnknownError");
    };
    IDBObjectStore.prototype.getAll = function (...args) { check(this); return getAll.apply(this, args); };
    IDBObjectStore.prototype.get = function (...args) { check(this); return get.apply(this, args); };
    const {getAll: getIndexed} = IDBIndex.prototype;
    IDBIndex.prototype.getAll = function (...args) {
        check(this.objectStore);
        return getIndexed.apply(this, args);
    };
    const remove = IDBFactory.prototype.deleteDatabase;
    IDBFactory.prototype.deleteDatabase = function (name) {
        localStorage.spoilt = "[]";
        spoilt.length = 0;
        return remove.call(this, name);
    };
}"""
"""Stores that cannot be read, named in localStorage, until their database is another one."""

GONE = """async () => {
    for (const {name} of await indexedDB.databases()) indexedDB.deleteDatabase(name);
}"""


def next_lesson(page: Page) -> str:
    """Open the next lesson; its title."""
    page.locator(".go-main").click()
    page.locator(".meter, [role=img]").first.wait_for()
    return page.locator("main h2").first.inner_text()


def finish(page: Page) -> None:
    page.locator(".go-main").click()


def delivered(page: Page, title: str) -> None:
    """The lesson was delivered, by the outbox."""
    expect(page.locator(".truth")).to_contain_text("Доставлено")
    page.locator(".truth").click()
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main .row.wait")).to_have_count(0)


def test_the_page_of_a_wifi_hotel_is_no_answer(handset: New) -> None:
    phone = handset()
    page = phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    phone.context.route("**/api/sync", lambda route: route.fulfill(content_type="text/html", body="<h1>Accept!</h1>"))
    title = next_lesson(page)
    finish(page)
    expect(page.locator(".truth .cnt")).to_have_text("1")
    expect(page.locator("main")).to_contain_text("Цей Wi-Fi спершу чогось просить")
    picture(page, "trouble-portal")
    phone.context.unroute("**/api/sync")
    phone.context.clock.run_for(120_000)
    delivered(page, title)


def test_a_full_phone_does_not_claim_that_it_saved(handset: New, server: Server) -> None:
    phone = handset()
    page = phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    title = next_lesson(page)
    assert not page.evaluate(IS_FULL)
    quota = phone.context.new_cdp_session(page)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": server.url, "quotaSize": 1})
    until(page, IS_FULL)  # Chromium believes an earlier figure for half a minute
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    finish(page)
    expect(page.locator(".ban").last).to_contain_text("немає місця")
    expect(page.locator(".ban").last).to_be_in_viewport()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator(".truth .cnt")).to_have_count(0)
    picture(page, "trouble-full")
    quota.send("Storage.overrideQuotaForOrigin", {"origin": server.url})
    finish(page)
    expect(page.get_by_role("heading", name=title)).to_have_count(0)
    delivered(page, title)


def test_a_memory_that_will_not_open_is_said(handset: New) -> None:
    phone = handset()
    phone.context.add_init_script(WILL_NOT_OPEN)
    page = phone.go()
    expect(page.locator("main")).to_contain_text("Пам’ять телефона не відкривається")
    assert page.locator("#login").count() == 0
    picture(page, "trouble-closed")


def spoil(page: Page, stores: str) -> None:
    """From the next start on, these stores of the phone's memory cannot be read."""
    page.evaluate("(stores) => { localStorage.spoilt = stores; }", stores)
    page.reload()
    expect(page.locator("main")).to_contain_text("Пам’ять телефона не відкривається")


def test_a_memory_that_fails_for_good_is_given_up_and_the_work_in_it_is_delivered(handset: New, server: Server) -> None:
    phone = handset()
    phone.context.add_init_script(f"({SPOILT})()")
    page = phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    server.kill()
    title = next_lesson(page)
    finish(page)
    expect(page.locator(".truth .cnt")).to_have_text("1")
    spoil(page, '["rows", "outbox"]')
    assert page.locator("main .btn").count() == 0  # first the phone tries by itself
    phone.context.clock.run_for(11_000)
    page.locator("main .btn").click()
    expect(page.locator("main .ban.err")).to_be_visible()
    picture(page, "repair-nothing")
    page.locator("main .btn").last.click()
    picture(page, "repair-nothing-sure")
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 2

    spoil(page, '["rows"]')
    phone.context.clock.run_for(11_000)
    page.locator("main .btn").click()
    expect(page.locator("main")).to_contain_text("1")
    assert page.locator("main .ban.err").count() == 0
    picture(page, "repair")
    with page.expect_download() as saved:
        page.locator("main .btn").first.click()
    assert title in saved.value.path().read_text("utf-8")
    page.locator("main .btn").last.click()
    picture(page, "repair-sure")
    page.locator("dialog .btn").first.click()
    expect(page.locator(".truth .cnt")).to_have_text("1")
    server.start()
    phone.context.clock.run_for(120_000)
    delivered(page, title)


def test_a_memory_that_the_system_has_cleared_is_told_of_at_the_door(handset: New) -> None:
    phone = handset()
    page = phone.sign_in(STUDENT)
    page.goto(phone.server.url + "/manifest.webmanifest")  # no tab holds them open
    page.evaluate(GONE)
    page = phone.go()
    page.locator("#login").wait_for()
    expect(page.locator("main .ban.err")).to_be_visible()
    picture(page, "vanished")
    page = phone.sign_in(STUDENT)
    expect(page.locator("main .ban.err")).to_have_count(0)


def test_a_clock_five_years_off_is_mended_by_the_server(handset: New) -> None:
    phone = handset()
    page = phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    phone.context.clock.set_system_time(NOON + timedelta(days=5 * 365))
    title = next_lesson(page)
    finish(page)
    phone.context.clock.run_for(120_000)
    delivered(page, title)
    expect(page.locator("main")).to_contain_text("Годинник телефона")
    picture(page, "trouble-clock")
    school = handset().sign_in(COORDINATOR)
    school.locator(".bar a[href='/groups']").click()
    school.locator(".rows .row").first.click()
    learner = school.locator("tr, .row").filter(has_text="Коваль Соломія").first
    expect(learner).to_contain_text("6")
    expect(learner).to_contain_text("16.11")


def test_a_removed_phone_keeps_its_work_until_one_signs_in_again(handset: New, server: Server) -> None:
    lost, mine = handset(), handset()
    page = lost.sign_in(STUDENT)
    lost.ready_for_the_dark()
    other = mine.sign_in(STUDENT)
    other.goto(server.url + "/me")
    with other.expect_response("**/revoke") as answer:
        other.locator("li", has_text="Chrome, Linux").get_by_role("button").click()
    assert answer.value.status == 204
    title = next_lesson(page)
    finish(page)
    expect(page.locator(".truth")).to_contain_text("Увійдіть, щоб надіслати")
    expect(page.locator(".truth .cnt")).to_have_text("1")
    picture(page, "trouble-removed")
    page.goto(server.url + "/sign-in")
    page.locator("#login").fill(STUDENT)
    page.locator("#password").fill(server.password(STUDENT))
    page.locator(".go-main").click()
    delivered(page, title)


def test_a_wrong_password_is_said_and_the_phone_is_not_locked(handset: New, server: Server) -> None:
    page = handset().go()
    page.locator("#login").fill(STUDENT)
    page.locator("#password").fill("не той")
    page.locator(".go-main").click()
    expect(page.locator(".ban")).to_contain_text("Неправильний логін або пароль")
    picture(page, "trouble-password")
    page.locator("#password").fill(server.password(STUDENT))
    page.locator(".go-main").click()
    expect(page.locator(".truth")).to_contain_text("Доставлено")


def test_signing_in_without_a_network_says_that_it_needs_one(handset: New, server: Server) -> None:
    phone = handset()
    page = phone.go()
    page.locator("#login").wait_for()
    server.kill()
    page.locator("#login").fill(STUDENT)
    page.locator("#password").fill("будь-що")
    page.locator(".go-main").click()
    expect(page.locator(".ban")).to_contain_text("Немає мережі")
