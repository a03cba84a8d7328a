"""What the server did not take is put right where it was written, and nobody finds what another person typed."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import COORDINATOR, NOON, Handset, Server, picture, until

MENTOR = "oksana.hrytsenko"
TYPED = """async () => {
    for (const {name} of await indexedDB.databases()) {
        if (!name.startsWith("verstat-")) continue;
        const db = await new Promise((resolve) => {
            const open = indexedDB.open(name);
            open.onsuccess = () => resolve(open.result);
        });
        const drafts = await new Promise((resolve) => {
            const get = db.transaction("drafts").objectStore("drafts").getAll();
            get.onsuccess = () => resolve(get.result);
        });
        db.close();
        if (drafts.some(({note}) => note)) return true;
    }
    return false;
}"""
"""Whether the note that was typed is on the disk."""


def sign_out(phone: Handset) -> None:
    """Leave the phone to somebody else."""
    phone.go("/me").get_by_role("button", name="Вийти").last.click()
    phone.page.locator("#password").wait_for()


def test_a_session_refused_for_its_day_opens_as_it_was_typed_and_is_put_right(
    handset: Callable[..., Handset], server: Server
) -> None:
    phone = handset()
    page = phone.sign_in(MENTOR)
    page.locator(".poster").wait_for()
    until(page, "() => navigator.serviceWorker.controller !== null")
    server.kill()
    phone.context.clock.set_system_time(NOON + timedelta(days=2))  # a clock that runs ahead writes a day to come
    phone.go("/log").locator("button.row", has_text="Ратуша").click()  # the group: a team of it stands first
    page.locator("#note").fill("Рахували ціну свічки.")
    page.locator(".unfold summary").click()
    page.locator(".tile button").first.click()
    page.locator(".go-main").click()
    waiting = page.locator("main .row.wait", has_text="Рахували ціну свічки.")
    expect(waiting).to_contain_text("було 11 із 12")

    server.start()
    page.locator(".truth").click()
    phone.context.clock.run_for(120_000)
    refused = page.locator(".ban.err", has_text="Зустріч, 60 хвилин")
    expect(refused).to_contain_text("Рахували ціну свічки.")
    picture(page, "refused")
    refused.get_by_role("link").click()
    expect(page.locator("#note")).to_have_value("Рахували ціну свічки.")
    picture(page, "put-right")
    page.reload()
    page.locator("#day").fill("2026-11-15")
    expect(page.locator(".unfold")).to_contain_text("11 із 12")
    page.locator(".go-main").click()
    row = page.locator("main .row:not(.wait)", has_text="Рахували ціну свічки.")
    expect(row).to_contain_text("15.11.2026")
    expect(row).to_contain_text("було 11 із 12")
    page.locator(".truth").click()
    expect(page.locator(".ban.err", has_text="Зустріч, 60 хвилин")).to_have_count(0)


def test_the_next_person_on_a_phone_finds_nothing_that_was_typed_before(
    handset: Callable[..., Handset], server: Server
) -> None:
    phone = handset()
    page = phone.go("/reset")
    page.locator("#login").fill("roksolana.palamar")
    page.reload()
    expect(page.locator("#login")).to_have_value("roksolana.palamar")
    page = phone.sign_in(MENTOR)
    phone.go("/log").locator("#note").fill("Розмова про ціну")
    until(page, TYPED)  # as fast as a machine types, the disk is not
    page.reload()
    expect(page.locator("#note")).to_have_value("Розмова про ціну")

    sign_out(phone)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('typed'))") == []
    page = phone.sign_in(COORDINATOR)
    expect(phone.go("/log").locator("#note")).to_have_value("")
    sign_out(phone)

    page = phone.sign_in(MENTOR)
    expect(phone.go("/log").locator("#note")).to_have_value("Розмова про ціну")
