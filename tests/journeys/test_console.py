"""Operators at the console: from an installation with nothing in it to the first student's first lesson."""

import io
import re
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.journeys.conftest import Handset, Server, picture
from tests.journeys.test_join import ask, code_of, delivered, group_of, later, scan
from tests.server import OPERATOR, OPERATORS_PASSWORD

New = Callable[..., Handset]


@pytest.fixture
def server(tmp_path: Path) -> Generator[Server]:
    """An installation of this journey's own with nothing in it but an operator."""
    one = Server(tmp_path / "empty", "--empty")
    one.start()
    yield one
    one.kill()


class Console:
    """A wide screen at /admin, in Ukrainian."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="uk-UA")
        self.page, self._url = self.context.new_page(), f"{server.url}/admin/"

    def sign_in(self, name: str = OPERATOR, password: str = OPERATORS_PASSWORD) -> "Console":
        self.page.goto(self._url)
        self.try_to_sign_in(name, password)
        self.page.get_by_text(name).wait_for()
        return self

    def try_to_sign_in(self, name: str, password: str) -> Response:
        """Type both, press Enter, and return the answer."""
        self.page.locator("input[name=username]").fill(name)
        self.page.locator("input[name=password]").fill(password)
        with self.page.expect_response("**/public/login/") as answer:
            self.page.keyboard.press("Enter")
        return answer.value

    def form(self, slug: str) -> Locator:
        """Open a form."""
        self.open(f"forms/{slug}/")
        found = self.page.locator("form").filter(has=self.page.locator("[data-uitest=submit_custom_form_button]"))
        found.locator("input, select").first.wait_for()
        return found

    def open(self, path: str) -> None:
        """As from a bookmark: Piccolo's page does not see that only what follows the # is another."""
        self.page.goto("about:blank")
        self.page.goto(f"{self._url}#/{path}")

    def fill(self, form: Locator, typed: dict[str, str]) -> None:
        """Type into fields by their names, or choose a row by its name where rows are chosen."""
        for name, text in typed.items():
            field = form.locator(f"[name='{name}']").first
            if field.get_attribute("type") == "hidden":
                self.choose(form.locator(".key_search").filter(has=self.page.locator(f"[name='{name}']")), text)
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    def choose(self, field: Locator, text: str) -> None:
        """A row by a part of its name."""
        field.locator("input[type=text]").click()
        self.page.locator("input[type=search]:visible").fill(text)
        self.page.locator(".results_list a:visible").filter(has_text=text).first.click()

    def submit(self, slug: str, **typed: str) -> str:
        """Fill a form in and send it; what it says."""
        form = self.form(slug)
        self.fill(form, typed)
        picture(self.page, f"console-{slug}")
        form.get_by_role("button").last.click()
        said = self.page.locator("#success_message")
        expect(said).not_to_be_empty()
        picture(self.page, f"console-{slug}-done")
        return said.inner_text()

    def add_row(self, table: str, **typed: str) -> None:
        """A row of a table, on its own page."""
        self.open(f"{table}/add/")
        form = self.page.locator("form").last
        form.locator("input, textarea").first.wait_for()
        self.fill(form, {name.replace("__", "."): text for name, text in typed.items()})
        picture(self.page, f"console-{table}")
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            form.locator("button").last.click()
        assert answer.value.ok, answer.value.text()


def emblem() -> bytes:
    """A round picture on nothing, as a school has one."""
    drawn = Image.new("RGBA", (900, 900))
    ImageDraw.Draw(drawn).ellipse((20, 20, 880, 880), fill=(10, 60, 110))
    ImageDraw.Draw(drawn).rectangle((380, 200, 520, 700), fill="white")
    kept = io.BytesIO()
    drawn.save(kept, "PNG")
    return kept.getvalue()


def give_an_emblem(console: Console, school: str) -> None:
    """Upload a file whose name is Cyrillic, look at it, save the row."""
    page = console.page
    console.open("institution/")
    page.get_by_role("link", name=school).click()
    field = page.locator("input[type=file]")
    file = {"name": "Герб ліцею №1.png", "mimeType": "image/png", "buffer": emblem()}
    with page.expect_response("**/api/media/") as answer:
        field.set_input_files([file])  # type: ignore[list-item] - as the documentation has it
    assert answer.value.ok, answer.value.text()
    page.locator(".media_block a").click()
    expect(page.locator("#media_viewer img")).to_be_visible()
    assert page.locator("#media_viewer img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 512
    picture(page, "console-emblem")
    page.locator("#media_viewer .close a").click()
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
        page.locator("form").last.locator("button").last.click()
    assert saved.value.ok, saved.value.text()


def shows_an_emblem(page: Page) -> None:
    shown = page.locator(".poster img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 512
    assert shown.evaluate("image => Math.abs(image.width - image.height)") < 2


def link_in(said: str) -> str:
    """The path of the one-time link that a form told."""
    (path,) = re.findall(r"https?://[^/]+(/welcome#\S+)", said)
    return path


def write_a_course(console: Console) -> None:
    """One course of one lesson, in both languages."""
    console.add_row(
        "course", title__uk="Своя справа", title__en="A business", summary__uk="Про що", summary__en="About", hours="1"
    )
    console.add_row("module", course="Своя справа", title__uk="Початок", title__en="The beginning")
    console.add_row(
        "lesson",
        module="Початок",
        minutes="10",
        title__uk="Перший урок",
        title__en="The first lesson",
        summary__uk="Коротко",
        summary__en="In short",
        body__uk="Текст **уроку**.",
        body__en="The text of the *lesson*.",
    )
    console.submit("publish-a-course", course="Своя справа")


def come_in(phone: Handset, path: str) -> Page:
    """Accept an invitation with a new account."""
    page = phone.go(path)
    page.locator("#given").wait_for()
    shows_an_emblem(page)
    picture(page, "welcome-coordinator")
    page.locator("#given").fill("Ганна")
    page.locator("#family").fill("Мельник")
    expect(page.locator("#login")).not_to_have_value("")
    page.locator("#password").fill("довгий пароль 7")
    page.locator(".go-main").tap()
    page.locator(".truth .ok").first.wait_for()
    return page


def set_up(console: Console) -> str:
    """A school, a programme, a course and a cohort; the path of the coordinator's link."""
    school = {
        "kind": "lyceum",
        "name_uk": "Ліцей «Сихів»",
        "name_en": "Sykhiv Lyceum",
        "short_name_uk": "Сихів",
        "short_name_en": "Sykhiv",
    }
    link = link_in(console.submit("add-an-institution", label="Ганна Мельник", **school))
    programme = {"name_uk": "Мануфактури", "name_en": "Manufactories", "summary_uk": "Своя.", "summary_en": "Own."}
    console.submit("add-a-programme", **programme)
    write_a_course(console)
    cohort = {
        "programme": "Мануфактури",
        "institution": "Сихів",
        "name_uk": "Осінь",
        "name_en": "Autumn",
        "starts": "2026-11-01",
        "ends": "2027-05-31",
        "seats": "12",
        "course": "Своя справа",
    }
    console.submit("open-a-cohort", **cohort)
    return link


def take_in(school: Handset, name: str) -> None:
    """The coordinator accepts a request and enters the guardian's paper."""
    page = school.go("/desk")
    request = page.locator("#requests .row").filter(has_text=name)
    request.get_by_role("button", name="Прийняти").tap()
    expect(page.locator("#requests .row.wait")).to_have_count(0)
    delivered(page)
    school.go("/desk")
    page.locator(".rows .row").filter(has_text="чекає на папір").tap()
    page.locator("#guardian").fill("Кучер Оксана Петрівна")
    page.get_by_role("button", name="Участь").tap()
    page.locator(".go-main").tap()
    expect(page.locator("main")).to_contain_text("бере участь")
    delivered(page)


def learn(phone: Handset) -> None:
    """The student reads the lesson and finishes it."""
    page = phone.page
    expect(page.locator(".go-main")).to_contain_text("Почати курс")
    phone.ready_for_the_dark()
    page.locator(".go-main").tap()
    expect(page.locator("h1")).to_contain_text("Урок 1 з 1")
    expect(page.locator(".prose")).to_contain_text("Текст уроку.")
    picture(page, "first-lesson")
    page.locator(".go-main").tap()
    later(phone)
    delivered(page)


def test_from_nothing_to_the_first_student(browser: Browser, handset: New, server: Server) -> None:
    console = Console(browser, server).sign_in()
    picture(console.page, "console-home")
    link = set_up(console)
    give_an_emblem(console, "Ліцей «Сихів»")
    school, phone = handset(), handset(color_scheme="dark")
    page = come_in(school, link)
    assert page.url == server.url + "/"
    expect(page.locator("h1")).to_have_text("Справи")
    picture(page, "first-desk")
    group = group_of(page, server)
    picture(page, "first-group")
    page = scan(phone, code_of(page))
    expect(page.locator(".poster")).to_contain_text("Ліцей «Сихів»")
    shows_an_emblem(page)
    picture(page, "first-door")
    ask(page, "Лілія", "Кучер", "05.03.2010")
    expect(page.locator("main")).to_contain_text("Ви попросили місце")
    later(school)
    take_in(school, "Кучер Лілія")
    later(phone)
    learn(phone)
    later(school)
    page = school.go(group)
    expect(page.locator("main")).to_contain_text("100")
    picture(page, "first-progress")
