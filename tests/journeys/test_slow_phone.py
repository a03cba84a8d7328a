"""What makes the app quick on a slow phone, as far as no clock is needed; `./verstat bench phone` has the clock."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import STUDENT, Handset, until
from tests.load.slow_line import Line

READS = """
window.reads = 0;
for (const kind of [IDBObjectStore, IDBIndex])
    for (const name of ["getAll", "openCursor", "getAllRecords"]) {
        const read = kind.prototype[name];
        if (!read) continue;
        kind.prototype[name] = function (...asked) {
            if ((this.objectStore ?? this).name === "rows") window.reads++;
            return read.apply(this, asked);
        };
    }
"""
"""Counts how often rows are read."""
DRAWN = """
window.drawn = [];
new MutationObserver(() => {
    const main = document.querySelector("main")?.textContent;
    if (main && main !== drawn.at(-1)) drawn.push(main);
}).observe(document, {subtree: true, childList: true, characterData: true});
"""
"""Everything that the screen has said since its beginning."""
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def test_the_first_load_takes_six_requests_and_60_kb_at_most(handset: Callable[[], Handset]) -> None:
    phone, line = handset(), Line()
    cdp = phone.context.new_cdp_session(phone.page)
    cdp.on("Network.requestWillBeSent", line.asked)
    cdp.on("Network.loadingFinished", line.came)
    cdp.send("Network.enable")
    page = phone.go()
    expect(page.locator("#login")).to_be_editable()
    until(page, CONTROLLED)  # whatever else the page wants, it has asked for by now
    assert 4 <= len(line.requests) <= 6, line.requests
    assert 20_000 < line.bytes <= 60_000


def test_no_tap_reads_rows_again_and_books_wait_for_whoever_looks(handset: Callable[[], Handset]) -> None:
    phone = handset()
    phone.context.add_init_script(READS)
    phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    phone.context.set_offline(True)
    page = phone.go("/learn")
    page.locator("main .row").first.wait_for()
    assert page.evaluate("reads") == 2  # all but the entries of books: those before and those after them in the index
    page.locator(".bar a[href='/']").click()
    expect(page.locator("main a.row[href^='/workshop/'] .n")).to_contain_text("₴")
    assert page.evaluate("reads") == 3
    page.locator(".bar a[href='/workshop']").click()
    page.locator(".go-main[href$='/till']").click()  # home has a main button of its own
    page.locator(".ware button").first.click()
    page.locator(".go-main").click()
    expect(page.locator(".truth .cnt")).to_have_text("1")
    page.locator("[rel=up]").click()
    page.locator(".daily a[href$='/book']").click()
    page.locator("main .rows button").first.click()
    expect(page.locator("dialog[open] table")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".truth").click()
    expect(page.locator("main .row.wait")).to_have_count(1)
    assert page.evaluate("reads") == 3


def test_a_start_from_the_phone_draws_the_first_screen_at_once(handset: Callable[[], Handset]) -> None:
    phone = handset()
    phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    phone.context.set_offline(True)
    phone.context.add_init_script(DRAWN)
    page = phone.go()
    mine = page.locator("main a.row[href^='/workshop/']")
    expect(mine.locator(".n")).to_contain_text("₴")
    shell, first, *_ = page.evaluate("drawn")
    title, team = page.locator("main .poster h2").inner_text(), mine.locator("h3").inner_text()
    assert "JavaScript" in shell
    assert title not in shell
    assert title in first, "no skeleton, no course on its way"
    assert team in first, "nothing comes a moment later"
    scripts = "performance.getEntriesByType('resource').filter(({name}) => name.endsWith('.js')).length"
    assert page.evaluate(scripts) <= 12  # each costs a slow phone 10 to 20 ms
