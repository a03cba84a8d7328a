"""A day of those who look after teams, without a network: a session in four taps, a gate on the way, a team founded."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.classroom import MENTORS
from tests.journeys.conftest import Handset, Server, Taps, deliver, picture, with_class

OKSANA, BOHDAN, LEAD = "oksana.hrytsenko", "bohdan.savchuk", "solomiia.koval"
MYROSLAVA, LEVKO = MENTORS
CANDLES, BICYCLES = "Віск і льон", "Спиця"


@pytest.fixture(scope="module")
def town(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with a class in which nobody is in a team."""
    return with_class(town, tmp_path_factory.mktemp("class"))


def test_a_session_of_a_team_is_logged_in_four_taps_without_a_network(
    phones: Callable[[str], Handset], handset: Callable[[], Handset], server: Server
) -> None:
    mentor = phones(OKSANA)
    page = mentor.page
    page.locator("main a.row", has_text=CANDLES).first.wait_for()
    server.kill()
    page = mentor.go()
    thumb = Taps()
    thumb.on(page.locator(".go-main"))
    thumb.on(page.locator("main button.row", has_text=CANDLES))
    thumb.on(page.get_by_role("button", name="друга доросла людина"))
    thumb.on(page.locator(".go-main"))
    expect(page.locator("h1")).to_have_text("Команда")
    expect(page.locator("main .wait", has_text="16.11.2026")).to_contain_text("було 4 із 4")
    assert thumb.count == 4
    picture(page, "team-after-the-session")
    server.start()
    deliver(mentor)
    member = handset().sign_in(LEAD)
    member.locator(".bar a[href='/me']").click()
    member.locator("main details", has_text="Ратуша").first.locator("summary").click()
    expect(member.locator("main details li", has_text="16.11.2026")).to_contain_text(CANDLES)


def test_a_gate_is_passed_with_the_session_and_who_leads_no_group_waits_for_nothing(
    phones: Callable[[str], Handset], server: Server
) -> None:
    mentor = phones(BOHDAN)
    page = mentor.page
    page.locator("main a.row", has_text=BICYCLES).first.wait_for()
    expect(page.locator(".go-main")).to_have_text("Записати зустріч")
    server.kill()
    page.locator("main a.row", has_text=BICYCLES).first.click()
    page.locator(".go-main").click()
    expect(page.locator(".row.on").first).to_contain_text(BICYCLES)
    page.locator("button.row", has_text="Пробне обслуговування").click()
    expect(page.get_by_label("Що це підтверджує")).to_be_focused()  # no tap more to write it
    page.locator(".go-main").click()
    page.get_by_label("Що це підтверджує").fill("Двоє клієнтів із гуртожитку")
    page.locator(".go-main").click()
    expect(page.locator("main .wait", has_text="Пробне обслуговування")).to_contain_text("пройдено 16.11.2026")
    server.start()
    deliver(mentor)
    passed = page.locator("main li", has_text="Пробне обслуговування")
    expect(passed).to_contain_text("Двоє клієнтів із гуртожитку")
    expect(passed.locator(".stamp.wait")).to_have_count(0)


def test_two_teams_founded_with_one_mark_without_a_network_are_both_there_in_the_end(
    phones: Callable[[str], Handset], server: Server
) -> None:
    founders = {"Перша": phones(MYROSLAVA), "Друга": phones(LEVKO)}
    for phone in founders.values():
        phone.page.locator(".poster").wait_for()
    server.kill()
    for place, (name, phone) in enumerate(founders.items()):
        page = phone.page
        page.locator(".bar a[href='/teams']").click()
        page.locator(".go-main[href='/found']").click()
        for one in range(3):
            page.locator("button.who").nth(4 * place + one).click()
        page.locator("#name").fill(name)
        page.locator("#makes").fill("Медівники")
        page.locator(".go-main").click()
        expect(page.locator("main a.row", has_text=name)).to_contain_text("чекає доставки")
    server.start()
    for phone in founders.values():
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        expect(phone.page.locator(".truth")).to_contain_text(re.compile("Доставлено|увага"))
    # Whichever came second is told; the phones keep their own time.
    by_name = sorted(founders, key=lambda name: "увага" in founders[name].page.locator(".truth").inner_text())
    taken, mine = by_name
    page = founders[mine].page
    expect(page.locator(".truth")).to_contain_text("увага")
    page.locator(".truth").click()
    page.locator("a[href^='/found/']").click()
    expect(page.locator(".row.on")).to_have_count(3)  # nothing is typed again
    expect(page.locator("main .rows", has_text=taken)).to_be_visible()  # whose the mark is
    picture(page, "founding-put-right")
    page.get_by_role("button", name="глек").click()
    page.locator(".go-main").click()
    expect(page.locator("h1")).to_have_text("Команди")
    deliver(founders[mine])
    expect(page.locator("main a.row", has_text=mine)).not_to_contain_text("чекає")
