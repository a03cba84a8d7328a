"""Three phones of one team at a fair without a network: forty sales, some undone, one battery dead in the middle; then
the network comes, and everybody agrees to the kopeck. And how many taps a sale, an expense and a count take."""

import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Handset, Server, Taps, picture, pull_the_battery

LEAD, PRODUCTION, FINANCE = "solomiia.koval", "ostap.moroz", "daryna.melnyk"
TEAM = (LEAD, PRODUCTION, FINANCE)
MORNING, WAX = "Ранкова кава", "вощини"
PRICES = {MORNING: 220_00, WAX: 65_00}
BEFORE, SOLD_BEFORE = 10_850_00, 51
"""What the demonstration's candle makers have in the box and have sold."""
SALES = 40
BALANCE = """
SELECT sum(l.kopecks) FROM entry_line l JOIN entry e ON e.id = l.entry JOIN manufactory m ON m.id = e.manufactory
WHERE m.name LIKE '%Віск і льон%' AND l.account IN ('cash', 'card')
  AND (NOT e.held OR EXISTS (SELECT 1 FROM approval a WHERE a.entry = coalesce(e.reverses, e.id)))
"""
SOLD = """
SELECT sum(l.quantity) FROM entry_line l JOIN entry e ON e.id = l.entry JOIN manufactory m ON m.id = e.manufactory
WHERE m.name LIKE '%Віск і льон%' AND l.product IS NOT NULL
"""
SALES_KEPT = """
SELECT count(*) FROM entry e JOIN manufactory m ON m.id = e.manufactory
WHERE m.name LIKE '%Віск і льон%' AND e.kind = ? AND e.device IS NOT NULL AND e.arrived_at > ?
"""


@pytest.fixture
def phones(phones: Callable[[str], Handset]) -> Callable[[str], Handset]:
    """Phones of the team, with its books."""

    def make(login: str) -> Handset:
        phone = phones(login)
        open_workshop(phone.page)
        return phone

    return make


def open_workshop(page: Page) -> None:
    """From the bar, or back from the till, to the manufactory, once its books are here."""
    page.locator("[rel=up], .bar a[href='/workshop']").filter(visible=True).first.click()
    page.locator(".poster .huge").wait_for()


def open_till(page: Page) -> None:
    open_workshop(page)
    page.locator(".go-main").click()
    page.locator(".ware").first.wait_for()


def tile(page: Page, name: str) -> None:
    """One more of a product."""
    page.locator(".ware", has_text=name).get_by_role("button").first.click()


def sell(page: Page, basket: Counter[str]) -> None:
    """Tap what is sold, and take the money."""
    for name in basket.elements():
        tile(page, name)
    page.locator(".go-main").click()
    page.locator(".pay .btn").wait_for()


def undo(page: Page) -> None:
    """Take the last sale back, within its minute."""
    page.locator(".pay .btn").click()
    page.locator(".pay .btn").wait_for(state="detached")


def kopecks(text: str) -> int:
    """A sum as a poster says it."""
    hryvnias, _, rest = re.sub(r"[^\d,]", "", text).partition(",")
    return int(hryvnias) * 100 + int(rest or 0)


def catch_up(phone: Handset) -> None:
    """The phone is told that there is a network, as a real one is: all is sent, and what others did comes."""
    with phone.page.expect_response(lambda answer: "/api/sync" in answer.url):
        phone.page.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.page.locator(".truth .cnt")).to_have_count(0)
    expect(phone.page.locator(".truth")).to_contain_text("Доставлено")


def again(phone: Handset) -> None:
    """Sign in on the phone of Daryna, who is asked to; what it holds unsent stays."""
    page = phone.page
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".truth")).to_contain_text("Увійдіть")
    page.goto(phone.server.url + "/sign-in")
    page.locator("#login").fill(FINANCE)
    page.locator("#password").fill(phone.server.password(FINANCE))
    page.locator(".go-main").click()
    open_workshop(page)


def in_the_box(page: Page) -> int:
    """What a phone says that there is."""
    open_workshop(page)
    return kopecks(page.locator(".poster .huge").inner_text())


def asked(server: Server, sql: str, *args: str) -> int:
    """What the server's own database says."""
    with closing(sqlite3.connect(server.data / "verstat.sqlite")) as db:
        return db.execute(sql, args).fetchone()[0]


def test_three_phones_sell_without_a_network_and_everybody_agrees_to_the_kopeck(
    phones: Callable[[str], Handset], server: Server, tmp_path: Path
) -> None:
    team = {login: phones(login) for login in TEAM}
    assert {in_the_box(phone.page) for phone in team.values()} == {BEFORE}
    server.kill()
    chance = random.Random(7)  # noqa: S311 - no secret
    taken, units, undone = 0, 0, 0
    for phone in team.values():
        open_till(phone.page)
    for number in range(SALES):
        login = TEAM[number % len(TEAM)]
        page = team[login].page
        basket = Counter({MORNING: chance.randint(0, 3), WAX: chance.randint(1, 3)})
        sell(page, basket)
        if number % 8 == 5:
            undo(page)
            undone += 1
        else:
            taken += sum(PRICES[name] * count for name, count in basket.items())
            units += basket.total()
        if number == SALES // 2:
            tile(page, MORNING)  # half a sale, when the battery dies
            page.wait_for_timeout(300)
            pull_the_battery(tmp_path / login)
            team[login].on()
            team[login].context.clear_cookies()  # Chromium writes them within half a minute: this one came too late
            team[login].go()
            team[login].context.clock.fast_forward(600_000)  # it begins at noon again; no phone's time goes back
            open_till(team[login].page)
            expect(team[login].page.locator(".ware .x")).to_have_text("1")  # it is still there
            team[login].page.locator(".less").click()
    picture(team[LEAD].page, "till-sold")
    server.start()
    again(team[FINANCE])
    for _ in range(2):  # what the first had not sent when the second asked
        for phone in team.values():
            catch_up(phone)
    wanted = BEFORE + taken
    assert {login: in_the_box(phone.page) for login, phone in team.items()} == dict.fromkeys(TEAM, wanted)
    picture(team[FINANCE].page, "workshop-after-the-fair")
    assert asked(server, BALANCE) == wanted
    assert asked(server, SOLD) == SOLD_BEFORE + units
    assert asked(server, SALES_KEPT, "sale", "2026-11-16") == SALES
    assert asked(server, SALES_KEPT, "reversal", "2026-11-16") == undone


def test_a_sale_takes_two_taps_an_expense_three_and_the_sum_a_count_four(
    phones: Callable[[str], Handset], server: Server
) -> None:
    phone = phones(FINANCE)
    page = phone.page
    server.kill()
    page.reload()
    page.locator(".bar").wait_for()
    page.goto(server.url + "/")  # the open app, on its first screen
    expense, count, sale = Taps(), Taps(), Taps()
    expense.on(page.locator(".bar a[href='/workshop']"))
    expense.on(page.get_by_role("link", name="Витрата"))
    page.locator("#sum").fill("600,50")
    picture(page, "expense")
    expense.on(page.locator(".go-main"))
    expect(page.locator(".truth .cnt")).to_have_text("1")
    assert expense.count == 3
    assert in_the_box(page) == BEFORE - 600_50
    page.locator(".bar a").first.click()
    count.on(page.locator(".bar a[href='/workshop']"))
    count.on(page.get_by_role("link", name="Звірка"))
    page.locator("#counted").fill("10 249,50")
    picture(page, "count")
    count.on(page.locator(".go-main"))
    expect(page.locator(".truth .cnt")).to_have_text("2")
    assert count.count <= 4
    page.locator("[rel=up], .bar a[href='/workshop']").filter(visible=True).first.click()
    page.locator(".go-main[href$='/till']").click()
    sale.on(page.locator(".ware", has_text=WAX).get_by_role("button").first)
    sale.on(page.locator(".go-main"))
    page.locator(".pay .btn").wait_for()
    assert sale.count == 2
    assert in_the_box(page) == BEFORE - 600_50 + 65_00
    picture(page, "workshop-offline")
    page.locator(".truth").click()
    expect(page.locator("main")).to_contain_text("Витрата")
    server.start()
    catch_up(phone)
    assert asked(server, BALANCE) == BEFORE - 600_50 + 65_00
