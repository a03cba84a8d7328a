"""A student leaves a group from the own phone, with a reason, and may come back."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import STUDENT, Handset, Server, picture


def test_a_student_leaves_without_a_network_and_keeps_what_was_done(
    handset: Callable[..., Handset], server: Server
) -> None:
    phone = handset()
    phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    server.kill()
    page = phone.go("/me")
    page.locator(".unfold summary", has_text="Ратуша").last.click()
    page.get_by_role("button", name="Вийти з групи").click()
    sheet = page.locator("dialog[open]")
    expect(sheet.get_by_role("button", name="Вийти з групи")).to_have_count(0)  # a reason comes first
    sheet.get_by_role("button", name="Переїзд").click()
    picture(page, "leaving")
    sheet.get_by_role("button", name="Вийти з групи").click()
    expect(page.locator(".truth")).to_contain_text("1")

    server.start()
    phone.context.clock.run_for(120_000)
    expect(page.locator(".truth")).to_contain_text("Доставлено")
    expect(phone.go("/").locator("main")).to_contain_text("Ви вийшли з групи")
    expect(page.locator("main")).to_contain_text("Переїзд")
    picture(page, "left")
    expect(phone.go("/learn").locator("main")).to_contain_text("Полиця порожня")
