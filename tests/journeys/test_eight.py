"""The eight manufactories of the town on screen: for the programme's manager, and on the phone of a member of each."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import expect

from backend.demo.town import town
from backend.people.rules import full_name
from tests.journeys.conftest import MANAGER, Handset, Server, picture

SPACES = re.compile(r"\s+")
EIGHT = {
    "Віск і льон": ("10 850,00", "51", "8 430", "07.11"),
    "Дубова стружка": ("8 440,00", "17", "4 970", None),
    "Шар за шаром": ("7 240,00", "44", "4 410", "15.10"),
    "Тепла скоринка": ("11 565,00", "65", "7 785", "16.10"),
    "Нитка": ("5 660,00", "5", "1 300", None),
    "Глина і полива": ("5 640,00", "8", "1 200", None),
    "Сонячний запас": ("8 100,00", "6", "1 920", None),
    "Спиця": ("2 684,50", "0", "0", None),
}
"""A part of the name -> balance, units sold, revenue, the day of break-even."""
LEADS = {
    "Віск і льон": "stu-01",
    "Дубова стружка": "stu-05",
    "Шар за шаром": "stu-09",
    "Тепла скоринка": "stu-13",
    "Нитка": "stu-17",
    "Глина і полива": "stu-21",
    "Сонячний запас": "stu-25",
    "Спиця": "stu-30",
}


def plain(text: str) -> str:
    """Without the kinds of space that keep figures together."""
    return SPACES.sub(" ", text)


def test_the_manager_reads_the_balances_units_revenues_and_days_of_all_eight(
    handset: Callable[..., Handset],
) -> None:
    phone = handset()
    phone.sign_in(MANAGER)
    page = phone.go("/manufactories")
    expect(page.locator("main a[href^='/manufactories/']")).to_have_count(len(EIGHT))
    for name, (balance, units, revenue, day) in EIGHT.items():
        page.locator("main a[href^='/manufactories/']", has_text=name).click()
        expect(page.locator(".poster")).to_contain_text(name)
        assert balance in plain(page.locator(".poster .huge").inner_text().replace("\n", "")), name
        said = plain(page.locator("main").inner_text())
        assert re.search(rf"Виручка {revenue} ₴", said), (name, said)
        assert re.search(rf"Продано одиниць {units}\b", said), (name, said)
        assert (f"Беззбитковість {day}" if day else "Беззбитковість –") in said, (name, said)
        page.locator("[rel=up]").click()


def test_each_team_reads_its_own_balance_on_its_phone(handset: Callable[..., Handset], server: Server) -> None:
    students = {one.key: full_name(one.name.last, one.name.first) for one in town().students}
    accounts = json.loads((server.data / "demo-accounts.json").read_text("utf-8"))
    logins = {one["name"]: one["login"] for one in accounts}
    for name, lead in LEADS.items():
        phone = handset()
        phone.sign_in(logins[students[lead]])
        page = phone.go("/workshop")
        expect(page.locator(".poster")).to_contain_text(name)
        shown = plain(page.locator(".poster").inner_text().replace("\n", ""))
        assert EIGHT[name][0].removesuffix(",00") in shown, (name, shown)
        picture(page, f"workshop-{lead}")
