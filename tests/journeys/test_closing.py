"""Closing the account: on one phone it is done, the other follows at its next sync, nobody else's work goes with it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import CLASSMATE, STUDENT, Handset, Server, picture
from tests.journeys.test_one_phone_two_people import EVERYTHING, finish_a_lesson, sign_out


def close(page: Page, password: str) -> None:
    """Close the account from the screen on which one reads what that means."""
    page.locator("main .part").last.get_by_role("button").last.click()
    page.locator("dialog[open] #password").fill(password)
    page.locator("dialog[open] button[type=submit]").click()


def kept(page: Page) -> str:
    return "\n".join(f"{base} {store} {value}" for base, store, value in page.evaluate(EVERYTHING))


def test_it_works(server: Server, handset: Callable[..., Handset]) -> None:
    first, second = handset(), handset()
    first.sign_in(STUDENT)
    # On the other phone a classmate has left work that is not sent, and she has some herself.
    second.sign_in(CLASSMATE)
    second.ready_for_the_dark()
    server.kill()
    finish_a_lesson(second.page)
    expect(second.page.locator(".truth .cnt")).to_have_text("1")
    sign_out(second)
    server.start()
    second.sign_in(STUDENT)
    second.ready_for_the_dark()
    server.kill()
    finish_a_lesson(second.page)
    expect(second.page.locator(".truth .cnt")).to_have_text("1")
    hers = server.password(STUDENT)
    server.start()

    page = first.go("/me")
    page.locator("a[href='/me/data']").click()
    close(page, "not the password")
    expect(page.locator("dialog[open] .bad")).to_be_visible()
    picture(page, "closing-wrong")
    page.locator("dialog[open] #password").fill(hers)
    page.locator("dialog[open] button[type=submit]").click()
    page.locator("#login").wait_for()
    expect(page.locator("main .ban")).to_be_visible()
    picture(page, "closed")
    assert "Соломія" not in kept(page)
    assert STUDENT not in kept(page)

    other = second.page
    second.context.clock.run_for(120_000)
    other.locator("#login").wait_for()
    expect(other.locator("main .ban")).to_have_count(2)  # it is closed; the classmate's act waits
    picture(other, "closed-elsewhere")
    left = kept(other)
    assert "Соломія" not in left
    assert STUDENT not in left
    assert left.count(" outbox ") == 1

    second.sign_in(CLASSMATE)
    expect(other.locator(".truth .cnt")).to_have_count(0, timeout=20_000)
    assert kept(other).count(" outbox ") == 0
    page.locator("#login").fill(STUDENT)
    page.locator("#password").fill(hers)
    page.locator(".go-main").click()
    expect(page.locator(".ban.err")).to_be_visible()


def test_what_is_kept_can_be_seen_and_saved(server: Server, handset: Callable[..., Handset]) -> None:
    phone = handset()
    phone.sign_in(STUDENT)
    phone.ready_for_the_dark()
    page = phone.go("/me/data")
    act = page.locator("main .part").first.get_by_role("button")
    with page.expect_download() as saved:
        act.last.click()
    assert '"verstat-person-1"' in saved.value.path().read_text("utf-8")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    act.first.click()
    page.wait_for_url("**/my-data.html")
    expect(page.locator("h1")).to_be_visible()
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"my-data-{width}")
    assert page.evaluate("getComputedStyle(document.querySelector('.row')).display") == "block"
    assert not [one for one in said if "Content Security Policy" in one]
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator("nav a").click()
    page.wait_for_url("**/me")
    server.kill()
    phone.go("/me/data")
    act.first.click()
    expect(page.locator("main [role=alert]")).to_be_visible()
    act.last.click()
    expect(page.locator("main [role=alert]")).to_be_visible()
    close(page, "anything")
    expect(page.locator("dialog[open] .ban.err")).to_be_visible()
    picture(page, "closing-offline")
