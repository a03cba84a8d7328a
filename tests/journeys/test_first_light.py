"""One student, three lessons, no network, and the school sees it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.journeys.conftest import COORDINATOR, STUDENT, Handset, Server, lasting, picture


def lessons_of(page: Page, server: Server) -> str:
    """How many lessons Solomiia has finished, as her coordinator reads it."""
    page.goto(server.url + "/groups")
    page.locator("main .row, main .list .row").first.click()
    learner = page.locator("tr, .row").filter(has_text="Коваль Соломія").first
    learner.wait_for()
    return learner.inner_text()


def test_lessons_finished_without_a_server_arrive_by_themselves(
    playwright: Playwright, server: Server, handset: Callable[..., Handset], tmp_path: Path
) -> None:
    school = handset()
    school.sign_in(COORDINATOR)
    assert "5" in lessons_of(school.page, server)
    with lasting(playwright, server, tmp_path / "phone") as phone:
        page = phone.sign_in(STUDENT)
        phone.ready_for_the_dark()
        page.locator(".bar a").nth(1).click()
        page.locator("main .row").first.click()
        expect(page.locator("h2").first).to_contain_text("Від ідеї до першого продажу")
        server.kill()
        page.reload()
        page.locator(".go-main").click()
        for number in (6, 7, 8):
            expect(page.locator("h1")).to_contain_text(f"Урок {number} з 12")
            page.locator(".go-main").click()
            if number == 6:  # its module ends with a quiz, which holds nobody up
                page.get_by_role("link", name="Пізніше; спершу урок 7").click()
        expect(page.locator(".truth .cnt")).to_have_text("3")
        picture(page, "waiting")

        phone.off()
        phone.on()
        page = phone.go()
        expect(page.locator(".truth")).to_contain_text("Збережено на телефоні")
        expect(page.locator(".truth .cnt")).to_have_text("3")
        page.locator(".truth").click()
        expect(page.locator("main .row.wait")).to_have_count(3)
        picture(page, "outbox-waiting")

        server.start()
        phone.context.clock.run_for(120_000)
        expect(page.locator(".truth")).to_contain_text("Доставлено")
        expect(page.locator("main .row.wait")).to_have_count(0)
        picture(page, "outbox-delivered")
    text = lessons_of(school.page, server)
    assert "8" in text, text
    assert phone.hosts == school.hosts == {f"127.0.0.1:{server.port}"}
