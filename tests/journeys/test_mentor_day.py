"""A mentor's day without a network: a session in four taps, a roll of thirty, two mentors who saw it differently."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.classroom import MENTORS
from tests.journeys.conftest import (
    COORDINATOR,
    STUDENT,
    Handset,
    Server,
    Taps,
    deliver,
    picture,
    with_class,
)

MYROSLAVA, LEVKO = MENTORS
CLASS = "Клас на тридцять"


@pytest.fixture(scope="module")
def town(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with the class of thirty in it."""
    return with_class(town, tmp_path_factory.mktemp("class"))


@pytest.fixture
def phones(phones: Callable[[str], Handset]) -> Callable[[str], Handset]:
    """Phones of mentors, with the session of today and the rows of the class."""

    def make(login: str) -> Handset:
        phone = phones(login)
        phone.page.locator(".poster").wait_for()
        return phone

    return make


def tile(page: Page, family: str) -> Locator:
    """The name of one learner on the roll."""
    return page.locator(".tile", has_text=family).get_by_role("button").first


def open_group(page: Page, name: str = CLASS) -> None:
    """From the bar to a group."""
    page.locator(".bar a[href='/groups']").click()
    expect(page.locator("h1")).to_have_text("Групи")  # the screen before it stands until this one is there
    page.locator("main a.row", has_text=name).click()
    expect(page.locator("h1")).to_contain_text("Група")


def call_roll(page: Page, *absent: str) -> int:
    """Call today's roll; how many taps it took."""
    thumb = Taps()
    for family in absent:
        thumb.on(tile(page, family))
    expect(page.locator(".go-main")).to_contain_text(f"є {30 - len(absent)}")
    thumb.on(page.locator(".go-main"))
    expect(page.locator("h1")).to_contain_text("Група")
    expect(page.locator(".truth .cnt")).to_have_text("1")
    return thumb.count


def statuses(page: Page) -> dict[str, str]:
    """What an open roll says of everyone who is not simply here."""
    found: dict[str, str] = {}
    for one in page.locator(".tile:not(:has([aria-pressed=true]))").all():
        family, _, state = one.get_by_role("button").nth(1).get_attribute("aria-label").partition(": ")  # type: ignore[union-attr] - the second button of a tile always has one
        found[family.split()[0]] = state.split(".")[0]
    return found


def test_a_session_is_logged_in_four_taps_without_a_network_and_the_school_reads_it(
    phones: Callable[[str], Handset], server: Server, handset: Callable[..., Handset]
) -> None:
    phone = phones(MYROSLAVA)
    page = phone.page
    server.kill()
    page.reload()
    page.locator(".bar").wait_for()
    thumb = Taps()
    thumb.on(page.locator(".bar a[href='/log']"))
    thumb.on(page.get_by_role("button", name="90", exact=True))
    thumb.on(page.get_by_role("button", name="друга доросла людина"))
    picture(page, "log")
    thumb.on(page.locator(".go-main"))
    expect(page.locator(".truth .cnt")).to_have_text("1")
    assert thumb.count == 4
    expect(page.locator("main .row.wait")).to_contain_text("1 год 30 хв")
    picture(page, "log-waiting")
    page.locator(".truth").click()
    expect(page.locator("main .row.wait")).to_contain_text(f"Зустріч, 90 хвилин: {CLASS}")

    server.start()
    deliver(phone)
    school = handset().sign_in(COORDINATOR)
    open_group(school)
    session = school.locator("main .row", has_text="1 год 30 хв")
    expect(session).to_contain_text("16.11.2026")
    expect(session).to_contain_text("Стеценко Мирослава")
    expect(session).to_contain_text("було 30 із 30")
    expect(session).not_to_contain_text("нікого не вказано")
    picture(school, "log-school")
    page.locator(".bar a[href='/log']").click()
    # Who stands alongside is as a rule the same person, so it need not be said again; nothing else is remembered.
    expect(page.get_by_role("button", name="друга доросла людина")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="60", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_roll_of_thirty_with_three_absent_takes_four_taps(phones: Callable[[str], Handset], server: Server) -> None:
    phone = phones(MYROSLAVA)
    page = phone.page
    expect(page.locator(".go-main")).to_contain_text("Провести перекличку")
    server.kill()
    page.reload()
    page.locator(".go-main").click()
    expect(page.locator(".tile")).to_have_count(30)
    height = page.evaluate("document.querySelector('.tiles').getBoundingClientRect().bottom + scrollY")
    assert height <= 2 * 800, f"thirty names end at {height} px"
    picture(page, "roll")
    assert call_roll(page, "Бойко", "Жук", "Ярема") == 4
    page.locator(".go-main").click()
    expect(page.locator(".tile.off")).to_have_count(3)
    assert statuses(page) == dict.fromkeys(("Бойко", "Жук", "Ярема"), "немає")
    expect(page.locator(".go-main")).to_contain_text("Змін немає")


def test_late_is_said_by_a_button_and_a_half_called_roll_is_not_lost(
    phones: Callable[[str], Handset], server: Server
) -> None:
    phone = phones(MYROSLAVA)
    page = phone.page
    page.locator(".go-main").click()
    tile(page, "Гук").click()
    page.locator(".tile", has_text="Гук").get_by_role("button").nth(1).click()
    page.get_by_role("dialog").get_by_role("button", name="15", exact=True).click()
    tile(page, "Заяць").click()
    assert statuses(page) == {"Гук": "запізнення, 15\u00a0хв", "Заяць": "немає"}
    phone.off()
    phone.on()
    page = phone.go()
    page.locator(".go-main").click()
    expect(page.locator(".tile.off")).to_have_count(1)
    assert statuses(page) == {"Гук": "запізнення, 15\u00a0хв", "Заяць": "немає"}
    tile(page, "Заяць").click()
    expect(page.locator(".go-main")).to_contain_text("є 30")


def test_two_mentors_who_saw_it_differently_come_to_one_truth(
    phones: Callable[[str], Handset], server: Server, handset: Callable[..., Handset]
) -> None:
    one, other = phones(MYROSLAVA), phones(LEVKO)
    server.kill()
    for phone, absent in ((one, ("Бойко", "Жук", "Ткач")), (other, ("Ткач", "Усик", "Хома"))):
        phone.page.reload()
        phone.page.locator(".go-main").click()
        call_roll(phone.page, *absent)
        other.context.clock.run_for(60_000)  # the second mentor presses a minute after the first
    server.start()
    for phone in (one, other, one):
        deliver(phone)
    seen = [roll_of(one, "Стеценко Мирослава", len(DISPUTED)), roll_of(other, "Дорошенко Левко", len(DISPUTED))]
    assert seen[0] == seen[1] == (dict.fromkeys(("Ткач", "Усик", "Хома"), "немає"), DISPUTED)
    picture(one.page, "roll-disputed")
    school = handset()
    school.sign_in(COORDINATOR)
    assert roll_of(school, "", len(DISPUTED)) == seen[0]

    for family in ("Бойко", "Жук"):
        tile(other.page, family).click()
    other.page.locator(".go-main").click()
    deliver(other)
    deliver(one)
    absent, voices = roll_of(one, "Стеценко Мирослава", 2)
    assert absent == dict.fromkeys(("Бойко", "Жук", "Ткач", "Усик", "Хома"), "немає")
    assert voices.keys() == {"Усик", "Хома"}


DISPUTED = {
    "Бойко": [("є", "Дорошенко Левко"), ("немає", "Стеценко Мирослава")],
    "Жук": [("є", "Дорошенко Левко"), ("немає", "Стеценко Мирослава")],
    "Усик": [("немає", "Дорошенко Левко"), ("є", "Стеценко Мирослава")],
    "Хома": [("немає", "Дорошенко Левко"), ("є", "Стеценко Мирослава")],
}
"""Of whom two people said what; the one that counts first."""

Voices = dict[str, list[tuple[str, str]]]


def roll_of(phone: Handset, me: str, disputed: int) -> tuple[dict[str, str], Voices]:
    """What a phone says of today's roll, opened anew: who is not here, and of whom two people said what."""
    page = phone.page
    open_group(page)
    page.locator("a[href$='/roll']").first.click()
    expect(page.locator(".tile")).to_have_count(30)
    rows = page.locator("main .rows .row", has_text="зараховано")
    expect(rows).to_have_count(disputed)
    voices: Voices = {}
    for row in rows.all():
        lines = [text.partition(",")[0].split(" — ") for text in row.locator("p").all_inner_texts()]
        family = row.locator("h3").inner_text().split()[0]
        voices[family] = [(what, me if who == "ви" else who) for what, who in lines]
    return statuses(page), voices


def test_what_a_group_is_told_reaches_its_learners_and_can_be_taken_back(
    server: Server, handset: Callable[..., Handset]
) -> None:
    school, learner = handset(), handset()
    page = school.sign_in(COORDINATOR)
    open_group(page, "Ратуша")
    page.get_by_role("link", name="Запланувати").click()
    page.locator("#place").fill("Бібліотека")
    page.locator("#topic").fill("Портфоліо")
    page.reload()
    expect(page.locator("#topic")).to_have_value("Портфоліо")
    page.locator(".go-main").click()
    page.get_by_role("link", name="Оголосити").click()
    page.locator("#text").fill("Візьміть зразки виробів.")
    page.locator(".go-main").click()
    expect(page.locator("main .row", has_text="Візьміть зразки")).to_contain_text("ви")
    deliver(school)

    theirs = learner.sign_in(STUDENT)
    session = theirs.locator("main .row", has_text="Бібліотека")
    expect(session).to_contain_text("вт 17.11, 15:00")
    expect(session.locator("s")).to_have_count(0)
    expect(theirs.locator("main .row", has_text="Візьміть зразки")).to_contain_text("Кравчук Олена")
    picture(theirs, "told")

    for what, yes in (("Бібліотека", "Так, скасувати"), ("Візьміть зразки", "Так, відкликати")):
        row = page.locator("main .row", has_text=what)
        row.get_by_role("button").first.click()
        row.get_by_role("button", name=yes).click()
    deliver(school)
    deliver(learner)
    expect(session.locator("s")).to_contain_text("вт 17.11, 15:00")
    expect(session).to_contain_text("скасовано")
    expect(theirs.locator("main .row", has_text="Візьміть зразки")).to_have_count(0)


def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_saved(phones: Callable[[str], Handset]) -> None:
    page = phones(MYROSLAVA).page
    page.locator(".bar a[href='/log']").click()
    other = page.get_by_role("textbox", name="Інша кількість хвилин")
    for minutes in ("0", "2000"):
        other.fill(minutes)
        page.locator(".go-main").click()
        expect(page.get_by_role("alert")).to_contain_text("від 1 до 600 хвилин")
    other.fill("75")
    for day, words in (("2026-11-17", "ще не настав"), ("2025-11-01", "понад рік тому"), ("2026-02-01", "задовго")):
        page.locator("#day").fill(day)
        page.locator(".go-main").click()
        expect(page.get_by_role("alert")).to_contain_text(words)
        expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator(".truth .cnt")).to_have_count(0)
    page.locator("#day").fill("2026-11-13")
    page.locator(".go-main").click()
    expect(page.locator("main .row", has_text="13.11.2026")).to_contain_text("1 год 15 хв")
