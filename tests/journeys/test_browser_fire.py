"""A real browser under fire: several tabs at once, a dead battery, another version of the app on either side."""

import re
import shutil
import sqlite3
import tarfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, Route, expect

from tests.journeys.conftest import Handset, Server, lasting, picture, pull_the_battery, until
from tests.journeys.test_fair import LEAD, WAX, open_till, sell, tile

LAST_WEEK = Path(__file__).with_name("last-week.tar.xz")
"""The app as it was before it brought proofs. Made from its build: `tar --exclude='*.br' --exclude='*.gz'
--exclude=icons --exclude=.stamp --sort=name -cJf tests/journeys/last-week.tar.xz -C pwa/dist .` Whoever changes what
phones and server say to each other freezes the build from before it likewise."""
MENTOR = "oksana.hrytsenko"
SALE, LESSON, ANNOUNCEMENT, PLAN = (
    "manufactories.add_entry",
    "progress.complete_lesson",
    "mentoring.announce",
    "mentoring.plan_session",
)
EFFECTS = {SALE: "entry", LESSON: "completion", ANNOUNCEMENT: "announcement", PLAN: "plan"}
WITHOUT_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})"
JOURNAL = """async () => {
    for (const {name} of await indexedDB.databases()) {
        if (!name.startsWith("verstat-")) continue;
        const open = indexedDB.open(name);
        await new Promise((resolve) => (open.onsuccess = resolve));
        const all = open.result.transaction("journal").objectStore("journal").getAll();
        await new Promise((resolve) => (all.onsuccess = resolve));
        open.result.close();
        return all.result.map(({op}) => op.id);
    }
}"""

TRIED = """async () => {
    for (const {name} of await indexedDB.databases()) {
        if (!name.startsWith("verstat-")) continue;
        const open = indexedDB.open(name);
        await new Promise((resolve) => (open.onsuccess = resolve));
        const writing = open.result.transaction("meta", "readwrite");
        const get = writing.objectStore("meta").get("sync");
        get.onsuccess = () => {
            const {stuck, ...kept} = get.result;
            writing.objectStore("meta").put({...kept, stuck: {...stuck, tries: 20}}, "sync");
        };
        await new Promise((resolve) => (writing.oncomplete = resolve));
        open.result.close();
    }
}"""


def counted(server: Server) -> Counter[str]:
    """What the server's own database says: receipts by type, and rows of what these made."""
    with closing(sqlite3.connect(server.data / "verstat.sqlite")) as db:
        receipts = dict(db.execute("SELECT type, count(*) FROM operation WHERE code IS NULL GROUP BY type"))
        rows = {
            f"rows of {kind}": db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for kind, table in EFFECTS.items()
        }
    return Counter(receipts | rows)


def once(**acts: int) -> Counter[str]:
    """What the database must have more after so many acts."""
    named = {globals()[name.upper()]: count for name, count in acts.items()}
    return Counter(named | {f"rows of {kind}": count for kind, count in named.items()})


def wait(page: Page, count: int) -> None:
    """So many acts are saved and wait."""
    expect(page.locator(".truth .cnt")).to_have_text(str(count))


def sell_candles(page: Page, count: int) -> None:
    open_till(page)
    for _ in range(count):
        sell(page, Counter({WAX: 1}))


def lead(phone: Handset) -> Page:
    """Solomiia's phone, with her books and courses, ready for the dark."""
    page = phone.sign_in(LEAD)
    phone.ready_for_the_dark()
    page.locator(".bar a[href='/workshop']").click()
    page.locator(".poster .huge").wait_for()
    return page


def there_is_a_network(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


def delivered(page: Page) -> None:
    """All that was made is with the server, as the phone sees it."""
    expect(page.locator(".truth .cnt")).to_have_count(0)
    expect(page.locator(".truth")).to_contain_text("Доставлено")


class Barrier:
    """Holds the syncs of a phone on their way to the server."""

    def __init__(self, phone: Handset) -> None:
        self.phone = phone
        self.held: list[Route] = []
        phone.context.route("**/api/sync", lambda route: self.held.append(route))

    def loaded(self) -> list[Route]:
        """Those that bring acts."""
        return [route for route in self.held if (route.request.post_data_json or {})["ops"]]

    def senders(self) -> set[Page]:
        return {route.request.frame.page for route in self.loaded()}

    def wait(self, is_so: Callable[[], bool]) -> None:
        for _ in range(200):
            if is_so():
                return
            self.phone.page.wait_for_timeout(100)
        raise AssertionError("those that were awaited did not come")

    def open(self) -> None:
        """Let them through, those that follow too."""
        self.phone.context.unroute_all(behavior="default")
        for route in self.held:
            with suppress(Error):  # its page has gone, or it was let through with the route
                route.continue_()


def test_three_tabs_without_locks_send_at_once_and_each_act_counts_once(
    handset: Callable[..., Handset], server: Server
) -> None:
    phone = handset()
    phone.context.add_init_script(WITHOUT_LOCKS)
    lead(phone)
    tabs = [phone.page, phone.context.new_page(), phone.context.new_page()]
    before = counted(server)
    server.kill()
    for tab in tabs[1:]:
        tab.goto(server.url)
    sell_candles(phone.page, 4)
    for tab in tabs:
        wait(tab, 4)
    barrier = Barrier(phone)
    server.start()
    for tab in tabs:
        there_is_a_network(tab)
    phone.context.clock.run_for(5_000)
    barrier.wait(lambda: barrier.senders() == set(tabs))  # nobody is answered before all have asked
    barrier.open()
    for tab in tabs:
        delivered(tab)
    assert counted(server) - before == once(sale=4)
    ids = phone.page.evaluate(JOURNAL)
    assert len(ids) == len(set(ids)) == 4


def expense(page: Page) -> None:
    page.locator(".bar a[href='/workshop']").click()
    page.get_by_role("link", name="Витрата").click()
    page.locator("#sum").fill("60")
    page.locator(".go-main").click()


def count(page: Page) -> None:
    page.locator(".bar a[href='/workshop']").click()
    page.get_by_role("link", name="Звірка").click()
    page.locator("#counted").fill("10 855")  # as the books say after a sale and an expense
    page.locator(".go-main").click()


def sale(page: Page) -> None:
    page.locator(".bar a[href='/workshop']").click()
    open_till(page)
    tile(page, WAX)
    page.locator(".go-main").click()


def lesson(page: Page) -> None:
    page.locator(".go-main").click()
    page.locator(".meter, [role=img]").first.wait_for()
    page.locator(".go-main").click()


def test_what_was_saved_survives_a_battery_that_dies_at_that_moment(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    with lasting(playwright, server, tmp_path / "phone") as phone:
        lead(phone)
        before = counted(server)
        server.kill()
        kinds = [sale, lesson, expense, count, sale]
        for made, act in enumerate(kinds, 1):
            page = phone.go()
            page.locator(".bar").wait_for()
            act(page)
            page.locator(".truth .cnt").filter(has_text=re.compile(rf"^{made}$")).wait_for()
            pull_the_battery(tmp_path / "phone")
            phone.on()
            wait(phone.go(), made)
        phone.context.clear_cookies()  # Chromium writes them when it likes
        server.start()
        page = phone.page
        there_is_a_network(page)
        phone.context.clock.run_for(5_000)
        expect(page.locator(".truth")).to_contain_text("Увійдіть")
        page.goto(server.url + "/sign-in")
        page.locator("#login").fill(LEAD)
        page.locator("#password").fill(server.password(LEAD))
        page.locator(".go-main").click()
        delivered(page)
        assert counted(server) - before == once(sale=4, lesson=1)


@pytest.fixture
def last_week(server: Server, tmp_path: Path) -> Server:
    """Today's server with the app of last week."""
    with tarfile.open(LAST_WEEK) as build:
        build.extractall(tmp_path / "app")  # noqa: S202 - ours; `filter` came with Python 3.11.4, and Debian has 3.11.2
    server.kill()
    server.options = ("--app", str(tmp_path / "app"))
    server.start()
    return server


def build_of(page: Page) -> str:
    """The first script of the app that runs."""
    return page.locator("script[type=module]").first.get_attribute("src") or ""


def test_the_app_of_last_week_delivers_to_the_server_of_today_and_is_updated_in_mid_sync(
    handset: Callable[..., Handset], last_week: Server
) -> None:
    server, phone = last_week, handset()
    page = lead(phone)
    old, before = build_of(page), counted(server)
    server.kill()
    sell_candles(page, 2)
    wait(page, 2)
    server.start()
    there_is_a_network(page)
    phone.context.clock.run_for(5_000)
    delivered(page)
    assert counted(server) - before == once(sale=2)

    server.kill()
    server.options = ()
    sell_candles(page, 2)
    lesson(phone.go())
    wait(page, 3)
    barrier = Barrier(phone)
    server.start()
    page.reload()
    page.get_by_role("button", name="Оновити").wait_for()
    wait(page, 3)
    there_is_a_network(page)
    phone.context.clock.run_for(5_000)
    barrier.wait(lambda: bool(barrier.loaded()))
    barrier.loaded()[-1].fetch()  # the server has it, and the page that asked is gone before it hears so
    picture(page, "fire-update")
    page.get_by_role("button", name="Оновити").click()
    until(page, f"() => !document.querySelector('script[type=module]').src.endsWith('{old}')")
    barrier.open()
    there_is_a_network(page)
    phone.context.clock.run_for(60_000)
    delivered(page)
    assert build_of(page) != old
    assert counted(server) - before == once(sale=4, lesson=1)


def test_a_server_that_was_set_back_lets_wait_what_it_does_not_know_and_takes_the_rest(
    handset: Callable[..., Handset], server: Server
) -> None:
    phone = handset()
    page = phone.sign_in(MENTOR)
    until(page, "() => navigator.serviceWorker.controller !== null")
    before = counted(server)
    page.locator(".bar a[href='/groups']").click()
    page.locator("main a.row").first.wait_for()
    server.kill()
    server.options = ("--without", "mentoring.announce", "--without", "announcement")
    page.locator("main a.row").first.click()
    group = page.url
    for _ in range(2):
        page.goto(group + "/announce")
        page.locator("#text").fill("Завтра о десятій.")
        page.locator(".go-main").click()
        expect(page.locator("h1")).to_contain_text("Група")
    page.goto(group + "/plan")
    page.locator("#topic").fill("Ціна свічки")
    page.locator(".go-main").click()
    wait(page, 3)
    server.start()
    there_is_a_network(page)
    phone.context.clock.run_for(5_000)
    wait(page, 2)
    assert counted(server) - before == once(plan=1)
    phone.context.clock.run_for(120_000)
    wait(page, 2)
    page.locator(".truth").click()
    expect(page.locator("main .row.wait")).to_have_count(2)
    expect(page.locator("main .ban.err")).to_have_count(0)

    server.kill()
    server.options = ()
    server.start()
    there_is_a_network(page)
    phone.context.clock.run_for(120_000)
    delivered(page)
    assert counted(server) - before == once(plan=1, announcement=2)


def test_an_image_of_the_whole_disk_put_back_without_a_word_is_noticed_by_the_phones(
    handset: Callable[..., Handset], server: Server, tmp_path: Path
) -> None:
    phone = handset()
    page = lead(phone)
    server.stop()
    image = shutil.copytree(server.data, tmp_path / "image")
    before = counted(server)
    server.start()
    sell_candles(page, 2)
    phone.context.clock.run_for(120_000)
    delivered(page)
    assert counted(server) - before == once(sale=2)

    server.stop()
    shutil.rmtree(server.data)
    shutil.copytree(image, server.data)  # whatever stands beside the database to know its age goes back with it
    assert counted(server) == before
    server.start()
    page.reload()
    page.locator(".truth").wait_for()
    for _ in range(3):
        phone.context.clock.run_for(60_000)
        page.wait_for_timeout(500)
    delivered(page)
    assert counted(server) - before == once(sale=2)


def test_work_that_does_not_get_through_says_so_and_can_be_taken_to_a_mentor_as_a_text(
    handset: Callable[..., Handset], server: Server
) -> None:
    phone = handset()
    page = lead(phone)
    phone.context.route("**/api/sync", lambda route: route.fulfill(status=500, json={"code": "internal"}))
    sell_candles(page, 1)
    page.evaluate(TRIED)  # as often as it takes, which the tests of the store count
    page.goto(server.url + "/outbox")
    expect(page.locator(".truth")).to_contain_text("Потрібна ваша увага")
    notice = page.locator("main .ban.err")
    expect(notice.locator(".btn")).to_have_count(2)  # once more, or the file
    picture(page, "fire-watchdog")
    with page.expect_download() as saved:
        notice.locator(".btn").last.click()
    assert saved.value.suggested_filename.endswith(".txt")
    text = saved.value.path().read_text("utf-8")
    assert "Коваль Соломія" in text
    assert re.search(r"1\. Продаж: .*, 65\s₴\n   16\.11\.2026, 14:0\d", text)
    assert '"manufactories.add_entry"' in text
