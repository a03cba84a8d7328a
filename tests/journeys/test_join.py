"""From the code on a poster to the first lesson: a request, an answer, a consent, each where there is no network."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import COORDINATOR, Handset, Server, picture, until

New = Callable[..., Handset]
MINUTES = 120_000
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
"""Whether the app opens without a network."""


class Thumb:
    """Counts what it taps; typing, and the phone's own key to the next field, are no taps."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def fill_in(self, *texts: str) -> None:
        """Type into the field one is in and into those after it; an empty text passes by what stands there."""
        for n, text in enumerate(texts):
            if n:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(text)


def scan(phone: Handset, code: str) -> Page:
    """Open the link of the square on the poster."""
    page = phone.go(f"/join#{code}")
    page.locator("#given").wait_for()
    return page


def ask(page: Page, given: str, family: str, born: str) -> Thumb:
    """Fill in the form and send it."""
    thumb = Thumb(page)
    thumb.tap(page.locator("#given"))
    thumb.fill_in(given, family, born)
    expect(page.locator("#login")).not_to_have_value("")
    thumb.fill_in("", "", "довгий пароль 7")
    thumb.tap(page.locator(".go-main"))
    return thumb


def group_of(page: Page, server: Server) -> str:
    """The path of the coordinator's first group."""
    page.goto(server.url + "/groups")
    page.locator("main .row").first.click()
    page.locator(".code").first.wait_for()
    return page.url.removeprefix(server.url)


def code_of(page: Page) -> str:
    """The code that a group's screen shows."""
    return page.locator(".code").first.inner_text().replace("-", "")


def later(*phones: Handset) -> None:
    """Two minutes pass, in which a phone with a network is heard of."""
    for phone in phones:
        phone.context.clock.run_for(MINUTES)


def delivered(page: Page) -> None:
    expect(page.locator(".truth")).to_contain_text("Доставлено")


def accept_in_the_dark(school: Handset, server: Server, name: str) -> None:
    """The coordinator's phone has no network when it accepts, and comes back."""
    page = school.page
    page.goto(server.url + "/desk")
    request = page.locator("#requests .row").filter(has_text=name)
    request.wait_for()
    until(page, CONTROLLED)
    server.kill()
    request.get_by_role("button", name="Прийняти").tap()
    expect(page.locator("#requests .row.wait").filter(has_text=name)).to_contain_text("прийнято")
    expect(page.locator(".truth .cnt")).to_have_text("1")
    picture(page, "accepted-waiting")
    server.start()
    later(school)
    delivered(page)
    expect(page.locator("#requests .row.wait")).to_have_count(0)


def first_lesson(phone: Handset, server: Server) -> None:
    """Read and finished without a network, and delivered afterwards."""
    page = phone.go("/")
    phone.ready_for_the_dark()
    server.kill()
    page.reload()
    page.locator(".go-main").tap()
    expect(page.locator("h1")).to_contain_text("Урок 1 з 12")
    expect(page.locator(".prose")).not_to_be_empty()
    page.locator(".go-main").tap()
    expect(page.locator(".truth .cnt")).to_have_text("1")
    server.start()
    later(phone)
    delivered(page)


def test_the_poster_is_saved_as_a_file_to_print(handset: New, server: Server) -> None:
    school = handset()
    group_of(school.sign_in(COORDINATOR), server)
    with school.page.expect_download() as saved:
        school.page.get_by_role("button", name="PDF").tap()
    assert saved.value.suggested_filename == "verstat-poster.pdf"
    assert saved.value.path().read_bytes().startswith(b"%PDF-")


def test_a_minor_goes_from_the_poster_to_the_first_lesson(handset: New, server: Server) -> None:
    school, phone = handset(), handset()
    group = group_of(school.sign_in(COORDINATOR), server)
    page = scan(phone, code_of(school.page))
    thumb = ask(page, "Лілія", "Кучер", "05.03.2010")
    expect(page.locator("main")).to_contain_text("Ви попросили місце")
    assert thumb.taps <= 4
    picture(page, "waiting-for-an-answer")

    later(school)
    accept_in_the_dark(school, server, "Кучер Лілія")
    later(phone)
    expect(page.locator("main")).to_contain_text("Вас прийнято. Бракує згоди")
    picture(page, "waiting-for-a-paper")

    school.go("/desk")
    school.page.locator(".rows .row").filter(has_text="чекає на папір").tap()
    assert school.page.url.startswith(server.url + group + "/people/")
    school.page.locator("#guardian").fill("Кучер Оксана Петрівна")
    school.page.get_by_role("button", name="Участь").tap()
    school.page.get_by_role("button", name="Статистика").tap()
    picture(school.page, "a-guardians-paper")
    school.page.locator(".go-main").tap()
    expect(school.page.locator("main")).to_contain_text("бере участь")
    delivered(school.page)
    later(phone)
    expect(page.locator("main")).not_to_contain_text("Бракує згоди")
    first_lesson(phone, server)
    page.goto(server.url + "/me/consents")
    expect(page.locator(".card").first).to_contain_text("Так · Кучер Оксана Петрівна")


def test_an_adult_consents_alone_and_without_a_network(handset: New, server: Server) -> None:
    school, phone = handset(), handset()
    group_of(school.sign_in(COORDINATOR), server)
    page = scan(phone, code_of(school.page))
    ask(page, "Роксолана", "Паламар", "17.08.2001")
    expect(page.locator("main")).to_contain_text("Ви попросили місце")
    later(school)
    accept_in_the_dark(school, server, "Паламар Роксолана")
    later(phone)
    page.get_by_role("link", name="До згод").tap()
    until(page, CONTROLLED)
    server.kill()
    taking_part, photos = page.locator(".card").nth(0), page.locator(".card").nth(1)
    taking_part.get_by_role("button", name="Так").tap()
    photos.get_by_role("button", name="Ні").tap()
    page.reload()
    expect(taking_part.get_by_role("button", name="Так")).to_have_attribute("aria-pressed", "true")
    page.locator(".go-main").tap()
    expect(taking_part.locator(".stamp.wait")).to_be_visible()
    server.start()
    later(phone)
    delivered(page)
    expect(taking_part.locator(".stamp.done")).to_be_visible()
    page.goto(server.url + "/")
    expect(page.locator(".go-main")).to_contain_text("Почати курс")
    expect(page.locator("main")).not_to_contain_text("Бракує згоди")


def test_a_code_that_changes_while_one_types_costs_no_typing(handset: New, server: Server) -> None:
    school, phone = handset(), handset()
    group_of(school.sign_in(COORDINATOR), server)
    page = scan(phone, code_of(school.page))
    rotate = school.page.get_by_role("button", name="Створити новий код")
    rotate.tap()
    with school.page.expect_response("**/code"):
        school.page.get_by_role("dialog").get_by_role("button", name="Створити новий код").tap()
    expect(school.page.get_by_role("dialog")).to_have_count(0)
    ask(page, "Марко", "Федишин", "21.11.2009")
    expect(page.locator(".ban")).to_contain_text("Немає групи з таким кодом")
    expect(page.locator("#family")).to_have_value("Федишин")
    expect(page.locator("#password")).to_have_value("довгий пароль 7")
    picture(page, "code-changed")
    fresh = code_of(school.page)
    page.locator("#code").fill(f" {fresh[:4].lower()} {fresh[4:].lower()} ")
    page.locator(".go-main").tap()
    expect(page.locator(".go-main")).to_contain_text("Надіслати запит")
    page.locator(".go-main").tap()
    expect(page.locator("main")).to_contain_text("Ви попросили місце")


def test_a_login_name_that_is_taken_is_said_beside_its_field(handset: New, server: Server) -> None:
    school, phone = handset(), handset()
    group_of(school.sign_in(COORDINATOR), server)
    page = scan(phone, code_of(school.page))
    thumb = Thumb(page)
    thumb.tap(page.locator("#given"))
    thumb.fill_in("Олена", "Кравчук", "21.11.2009", COORDINATOR, "довгий пароль 7")
    expect(page.locator("#login")).to_have_value(COORDINATOR)
    page.locator(".go-main").tap()
    expect(page.locator("#login-help")).to_contain_text(COORDINATOR)
    expect(page.locator("#login")).to_be_focused()
    picture(page, "login-taken")
    page.get_by_role("button", name="Взяти").tap()
    page.locator(".go-main").tap()
    expect(page.locator("main")).to_contain_text("Ви попросили місце")


def test_without_a_network_the_form_says_so_and_keeps_what_was_typed(handset: New, server: Server) -> None:
    school, phone = handset(), handset()
    group_of(school.sign_in(COORDINATOR), server)
    code = code_of(school.page)
    page = scan(phone, code)
    page.locator("#given").fill("Лев")
    page.locator("#family").fill("Заброцький")
    page.locator("#born").fill("21.11.2009")
    server.kill()
    page.locator("#login").fill("lev.zabrotskyi")
    page.locator("#password").fill("довгий пароль 7")
    page.locator(".go-main").tap()
    expect(page.locator(".ban")).to_contain_text("Немає мережі")
    server.start()
    page.reload()
    expect(page.locator("#born")).to_have_value("21.11.2009")
    expect(page.locator("#login")).to_have_value("lev.zabrotskyi")
    page.locator("#password").fill("довгий пароль 7")
    page.locator(".go-main").tap()
    expect(page.locator("main")).to_contain_text("Ви попросили місце")
