"""A school sees what is done that concerns it, and who reads what is kept of its students."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import COORDINATOR, MANAGER, Handset, Server, deliver, picture

MINOR, COORDINATES, MANAGES = "Мороз Остап", "Кравчук Олена", "Ґонта Софія"


def group_of(page: Page) -> str:
    """The group in which the minor learns, once it stands on the screen."""
    for row in page.locator("main a.row[href^='/groups/']").all():
        path = row.get_attribute("href") or ""
        row.click()
        page.locator("main .cells").first.wait_for()
        if page.locator("main a[href*='/people/']").filter(has_text=MINOR).count():
            return path
        page.locator("a[rel=up]").click()
        page.locator("main a.row[href^='/groups/']").first.wait_for()
    raise AssertionError(f"{MINOR} is in no group of this person")


def open_journal(phone: Handset) -> Page:
    """From the Desk, as one finds it."""
    page = phone.go("/desk")
    page.locator("main a[href='/journal']").click()
    page.locator("ol.rows .row").first.wait_for()
    return page


def test_a_school_sees_its_own_act_and_the_manager_who_read_a_card(
    handset: Callable[..., Handset], server: Server
) -> None:
    olena, sofiia = handset(), handset()
    page = olena.sign_in(COORDINATOR)
    page = olena.go("/groups")
    page.locator("main a.row[href^='/groups/']").first.wait_for()
    group = group_of(page)
    page.locator(f"a[href='{group}/announce']").click()
    page.locator("textarea").fill("Збір о десятій біля майстерні")
    page.locator(".go-main").click()
    deliver(olena)
    page = open_journal(olena)
    first = page.locator("ol.rows .row").first
    expect(first).to_contain_text(COORDINATES)
    expect(first.locator("h3")).not_to_be_empty()

    page = sofiia.sign_in(MANAGER)
    page = sofiia.go(group)
    page.locator("main a[href*='/people/']").filter(has_text=MINOR).click()
    expect(page.locator("main h2").first).to_have_text(MINOR)
    assert page.locator("main").inner_text().count("2009") == 0
    picture(page, "card")
    page = sofiia.go("/journal")
    page.locator("main .ban").wait_for()
    expect(page.locator("ol.rows")).to_have_count(0)

    page = open_journal(olena)
    reading = page.locator("ol.rows .row").filter(has_text=MANAGES).first
    expect(reading).to_contain_text(MINOR)
    picture(page, "journal")
    seen = page.locator("ol.rows .row").count()
    page.locator("main > .btn.wide").click()
    expect(page.locator("ol.rows .row")).to_have_count(2 * seen)
    page.locator(".opt").nth(3).click()
    expect(page.locator("ol.rows .row").filter(has_text=MANAGES)).to_have_count(0)
    page.locator(".opt").first.click()
    expect(reading).to_be_visible()

    server.kill()
    page = olena.page
    page.locator("a[rel=up]").click()
    page.locator("main a[href='/journal']").click()
    expect(page.locator("main .ban").first).to_be_visible()
    expect(reading).to_be_visible()
    picture(page, "journal-offline")
    server.start()
    page.locator("main .ban .btn").first.click()
    expect(page.locator("main .ban")).to_have_count(0)
