"""An operator's day at the console: an edit that reaches phones, evidence that stays, a password mistyped."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.demo.town import town
from tests.journeys.conftest import COORDINATOR, STUDENT, Handset, Server, deliver, picture
from tests.journeys.test_console import Console

New = Callable[..., Handset]


def operator(server: Server) -> tuple[str, str]:
    """Name and password of the demonstration's operator."""
    return "operator", server.password("operator")


@pytest.fixture
def console(browser: Browser, server: Server) -> Console:
    return Console(browser, server).sign_in(*operator(server))


def first_row(console: Console, table: str, name: str = "") -> Page:
    """Open the first row of a table, or the one of this name."""
    console.open(f"{table}/")
    links = console.page.locator("tbody a[href*='#/']")
    (links.filter(has_text=name) if name else links).first.click()
    console.page.locator("form input, form textarea").first.wait_for()
    return console.page


def lesson(title: str) -> str:
    """The id of a lesson of the town."""
    modules = [module for course in town().courses.values() for module in course.modules]
    return next(one.id for module in modules for one in module.lessons if one.title["uk"] == title)


def save(page: Page) -> None:
    """Press the form's own button."""
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
        page.locator("[data-uitest=save_button]").click()
    assert saved.value.ok, saved.value.text()


def test_an_edit_reaches_the_phones_and_the_school_reads_of_it(console: Console, handset: New) -> None:
    student, school = handset(), handset()
    student.sign_in(STUDENT)
    page = first_row(console, "cohort", "Ратуша")
    page.locator("[name='name.uk']").fill("Ратуша. Осінній набір")
    save(page)
    picture(page, "console-edited")
    deliver(student)
    expect(student.go("/me").locator("main")).to_contain_text("Ратуша. Осінній набір")
    school.sign_in(COORDINATOR)
    line = school.go("/journal").locator(".row").filter(has_text="Ратуша. Осінній набір").first
    expect(line).to_contain_text("operator")
    picture(school.page, "journal-of-an-edit")


def test_a_lesson_is_corrected_and_reaches_the_phone_when_it_is_published(console: Console, handset: New) -> None:
    student = handset()
    student.sign_in(STUDENT)
    student.ready_for_the_dark()
    page = console.page
    console.open(f"lesson/{lesson('Точка беззбитковості')}/")
    page.locator("[name='title.uk']").fill("Точка, де вже не збиток")
    save(page)
    deliver(student)
    expect(student.go("/learn").locator("main .row").first).to_be_visible()
    student.page.locator("main .row").first.click()
    expect(student.page.locator("main")).not_to_contain_text("Точка, де вже не збиток")
    console.submit("publish-a-course", course="Від ідеї")
    deliver(student)
    expect(student.page.locator("main")).to_contain_text("Точка, де вже не збиток")


def test_evidence_is_shown_and_cannot_be_changed(console: Console) -> None:
    page = first_row(console, "completion")
    expect(page.locator("[data-uitest=save_button]")).to_have_count(0)
    picture(page, "console-evidence")
    refusal = page.evaluate(
        """async () => {
            const [table, id] = location.hash.split("/").slice(1).map(decodeURIComponent);
            const token = /csrftoken=([^;]+)/.exec(document.cookie)[1];
            const headers = {"X-CSRFToken": token, "Content-Type": "application/json"};
            const asked = {method: "DELETE", headers};
            const reply = await fetch(`/admin/api/tables/${encodeURIComponent(table)}/${id}/`, asked);
            return {status: reply.status, ...(await reply.json())};
        }"""
    )
    assert refusal["status"] == 403
    assert len(refusal["detail"]) > 30


def test_a_school_with_history_is_not_deleted_and_the_page_says_why(console: Console) -> None:
    page = first_row(console, "institution", "Ратуша")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-uitest=drop_down_button]").click()
    page.get_by_text("Видалити").first.click()
    expect(page.locator("body")).to_contain_text("Видалити не можна: із цим пов’язані")
    picture(page, "console-row-held")


def test_a_password_wrong_twenty_times_and_then_right_after_the_pause(browser: Browser, server: Server) -> None:
    console, (name, password) = Console(browser, server), operator(server)
    page = console.page
    page.goto(f"{server.url}/admin/")
    for number in range(20):
        console.try_to_sign_in(name, f"wrong {number}")
    pause = 0
    while pause < 10:  # seconds: the right one follows within them, however slow this machine is
        answer = console.try_to_sign_in(name, "wrong again")
        pause = int(answer.headers.get("retry-after", "0")) if answer.status == 429 else 0
    expect(page.locator("body")).to_contain_text(re.compile(r"Зачекайте|Забагато спроб"))
    picture(page, "console-slow-down")
    assert console.try_to_sign_in(name, password).status == 429
    expect(page.locator("input[name=password]")).to_be_visible()
    page.wait_for_timeout(61_000)  # the longest pause there is
    console.try_to_sign_in(name, password)
    page.get_by_text(name).wait_for()
    expect(page.locator("input[name=password]")).to_have_count(0)
