"""A mentor comes in by a link and gets a group; a student comes back in by a code."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import COORDINATOR, STUDENT, Handset, Server, picture
from tests.journeys.test_join import Thumb, delivered, group_of, later

New = Callable[..., Handset]
NEW_PASSWORD = "зовсім новий пароль"


def invite(page: Page, server: Server) -> str:
    """Invite a mentor; the link that is shown once."""
    page.goto(server.url + "/mentors")
    page.locator(".go-main").tap()
    page.locator("#label").fill("Андрій із пекарні")
    page.locator("dialog[open] button[type=submit]").tap()
    link = page.locator("#link").inner_text()
    picture(page, "invitation")
    return link


def test_a_mentor_is_invited_checked_and_given_a_group(handset: New, server: Server) -> None:
    school, phone = handset(), handset()
    group = group_of(school.sign_in(COORDINATOR), server)
    page = phone.page
    page.goto(invite(school.page, server))
    thumb = Thumb(page)
    thumb.tap(page.locator("#given"))
    thumb.fill_in("Андрій", "Бойко")
    expect(page.locator("#login")).not_to_have_value("")
    thumb.fill_in("", "", "довгий пароль 7")
    thumb.tap(page.locator(".go-main"))
    page.locator(".truth .ok").first.wait_for()
    assert thumb.taps == 2

    later(school)
    page = school.go("/mentors")
    newcomer = page.locator("li").filter(has_text="Бойко Андрій")
    newcomer.wait_for()
    server.kill()
    newcomer.get_by_role("button").tap()
    page.get_by_role("button", name="Зберегти перевірку").tap()
    expect(page.locator("li.wait").filter(has_text="Бойко Андрій")).to_contain_text("до 16.11.2027")
    server.start()
    page = school.go(group)
    page.get_by_role("button", name="Дати групі ментора").tap()
    page.get_by_role("button", name="Обрати: Бойко Андрій").tap()
    expect(page.locator(".row").filter(has_text="Бойко Андрій")).to_be_visible()
    later(school)
    delivered(page)
    picture(page, "mentor-of-a-group")
    later(phone)
    page = phone.go("/groups")
    expect(page.locator("main")).to_contain_text("Мануфактури")


def test_a_link_works_once(handset: New, server: Server) -> None:
    school, phone = handset(), handset()
    link = invite(school.sign_in(COORDINATOR), server)
    page = phone.sign_in(STUDENT)
    page.goto(link)
    page.locator(".go-main").tap()
    expect(page.locator("h1")).to_have_text("Сьогодні")
    page.goto(link)
    page.reload()
    expect(page.locator(".ban")).to_contain_text("Це запрошення вже не діє")


def test_a_forgotten_password_is_chosen_anew_and_the_student_is_told(handset: New, server: Server) -> None:
    school, before, phone = handset(), handset(), handset()
    before.sign_in(STUDENT)
    group_of(school.sign_in(COORDINATOR), server)
    codes = [code_for(school.page, "Коваль Соломія") for _ in range(2)]
    page = phone.go("/")
    page.get_by_role("link", name="Забули пароль?").tap()
    page.locator("#code").wait_for()  # the door that one comes from has a login name too
    thumb = Thumb(page)
    thumb.tap(page.locator("#login"))
    thumb.fill_in(STUDENT, codes[0].lower(), NEW_PASSWORD)
    thumb.tap(page.locator(".go-main"))
    expect(page.locator(".ban")).to_contain_text("Логін і код не збігаються")
    page.locator("#code").fill(codes[1])
    page.locator(".go-main").tap()
    expect(page.locator("h1")).to_have_text("Сьогодні")
    told = page.locator(".ban").filter(has_text="створено код нового пароля")
    expect(told).to_contain_text("Кравчук Олена")
    picture(page, "told-of-a-code")
    page.reload()
    told.get_by_role("button").tap()
    expect(told).to_have_count(0)
    page.reload()
    expect(page.locator(".poster")).to_be_visible()
    expect(told).to_have_count(0)
    before.page.locator(".go-main").tap()
    before.page.locator(".go-main").tap()
    expect(before.page.locator(".truth")).to_contain_text("Увійдіть, щоб надіслати")


def code_for(page: Page, name: str) -> str:
    """Make somebody a code; it stands on the screen this once."""
    page.locator("a").filter(has_text=name).first.tap()
    page.get_by_role("button", name="Код для нового пароля").tap()
    page.get_by_role("button", name="Створити код").tap()
    code = page.get_by_role("dialog").locator(".code").inner_text()
    picture(page, "reset-code")
    page.get_by_role("dialog").get_by_role("button", name="Закрити").tap()
    page.get_by_role("link", name="Назад").tap()
    return code
