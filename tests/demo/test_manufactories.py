"""The eight manufactories of the town: founded, looked after and kept in books by the people concerned."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from backend.app import build_app
from backend.core.clock import instant
from backend.core.door import Door
from tests.cast import Cast
from tests.demo.start import ANCHOR, count, file, rows
from tests.demo.test_accounts import listed, sign_in
from tests.phone import Phone

LIMIT = 200_000
TOLD = {
    "man-candle": (10_850_00, 51, 8_430_00, "2026-11-07"),
    "man-wood": (8_440_00, 17, 4_970_00, None),
    "man-print": (7_240_00, 44, 4_410_00, "2026-10-15"),
    "man-bakery": (11_565_00, 65, 7_785_00, "2026-10-16"),
    "man-sewing": (5_660_00, 5, 1_300_00, None),
    "man-ceramics": (5_640_00, 8, 1_200_00, None),
    "man-solar": (8_100_00, 6, 1_920_00, None),
    "man-velo": (2_684_50, 0, 0, None),
}
"""Balance, units sold, revenue, break-even: as written down beside the files, in shared/notes."""
TOWN = {one["key"]: one for one in file("town.yaml")["manufactories"]}
PEOPLE = {one["key"]: one["name"] for kind in ("students", "mentors") for one in file("town.yaml")[kind]}


def full(key: str) -> str:
    """The name of a student or mentor, as lists show it."""
    return f"{PEOPLE[key]['last']} {PEOPLE[key]['first']}"


def member(key: str, *roles: str) -> str:
    """Who has one of these roles in a manufactory."""
    return full(next(one["student"] for one in TOWN[key]["members"] if one["role"] in roles))


def keyed(rows_: list[Any]) -> dict[str, Any]:
    """What was read of manufactories, by their key in the file."""
    by_name = {one["name"]["uk"]: key for key, one in TOWN.items()}
    return {by_name[row["name"]["uk"]]: row for row in rows_}


async def manager(door: Door) -> Any:
    """What the programme's manager reads with."""
    name = file("staff.yaml")["managers"]["prog-lym"]
    (account,) = [one for one in listed(door) if one["name"] == f"{name['last']} {name['first']}"]
    return await sign_in(build_app(door), account)


async def read(door: Door) -> dict[str, Any]:
    """The manager's list of manufactories."""
    answer = await (await manager(door)).get("/api/reports/manufactories")
    assert answer.status_code == 200, answer.text
    return keyed(answer.json()["manufactories"])


async def phone_of(door: Door, name: str) -> Phone:
    """A phone of somebody, on which everything is."""
    (account,) = [one for one in listed(door) if one["name"] == name]
    phone = Phone(build_app(door), Cast())
    answer = await phone.try_to_sign_in(account["login"], account["password"])
    phone.person = answer.json()["person"]["id"]
    await phone.pull()
    return phone


async def test_it_works(town_door: Door) -> None:
    found = await read(town_door)
    told = {key: (row["balance"], row["units"], row["revenue"], row["break_even"]) for key, row in found.items()}
    assert told == TOLD


@pytest.mark.parametrize("key", TOLD)
async def test_a_members_phone_says_the_same(town_door: Door, key: str) -> None:
    phone = await phone_of(town_door, member(key, "production"))
    entries = [row for row in phone.held("entry").values() if not row["waits"]]
    lines = [(row["day"], line) for row in entries for line in row["lines"]]
    sums: Counter[str] = Counter()
    for _, line in lines:
        sums[line["account"]] += line["kopecks"]
    units = sum(line["quantity"] for _, line in lines if line["product"])
    even: str | None = None
    covered = 0
    for day in sorted({day for day, _ in lines}):
        kept = ("revenue", "purchases", "expenses")
        covered -= sum(line["kopecks"] for on, line in lines if on == day and line["account"] in kept)
        sold = any(line["account"] == "revenue" for on, line in lines if on <= day)
        even = even or (day if covered >= 0 and sold else None)
    assert sum(sums.values()) == 0
    assert (sums["cash"] + sums["card"], units, -sums["revenue"], even) == TOLD[key]


async def test_every_line_of_the_ledgers_is_there_and_nothing_else_counts(town_door: Door) -> None:
    found = await rows(town_door, "SELECT m.name, e.* FROM entry e JOIN manufactory m ON m.id = e.manufactory")
    taken_back = {row["reverses"] for row in found} - {None}
    kept = [row for row in found if row["id"] not in taken_back and row["kind"] not in ("reversal", "count")]
    assert Counter(
        (json.loads(row["name"])["uk"], str(row["day"]), row["kind"], row["kopecks"], row["note"]) for row in kept
    ) == Counter(
        (one["name"]["uk"], str(line["date"]), line["type"], round(float(line["amount_uah"]) * 100), line["note"]["uk"])
        for key, one in TOWN.items()
        for line in [*one["ledger"], *waiting(key)]
    )
    assert len(taken_back) == 1
    assert {row["kopecks"] for row in found if row["kind"] == "count"} == {0}
    assert {row["flags"] for row in found} == {"[]"}


def waiting(key: str) -> list[Any]:
    """What was written down and nobody has let count."""
    line = file("workshops.yaml")["manufactories"][key].get("waiting")
    return [line] if line else []


async def test_what_exceeds_the_limit_somebody_else_let_count(town_door: Door) -> None:
    found = await rows(
        town_door,
        "SELECT e.kopecks, e.held, e.kind, e.person, e.happened_at, a.person AS second, a.happened_at AS approved "
        "FROM entry e LEFT JOIN approval a ON a.entry = e.id",
    )
    over = [row for row in found if row["kind"] in ("purchase", "expense") and row["kopecks"] > LIMIT]
    assert [row for row in found if row["held"]] == over
    approved = [row for row in over if row["second"]]
    assert len(approved) == len(over) - sum(len(waiting(key)) for key in TOWN) == 9
    for row in approved:
        assert row["second"] != row["person"]
        assert timedelta(hours=3) < instant(row["approved"]) - instant(row["happened_at"]) < timedelta(hours=12)
    assert (await read(town_door))["man-solar"]["waiting"] == 1


async def test_teams_are_as_in_the_file(town_door: Door) -> None:
    http = await manager(town_door)
    for key, row in (await read(town_door)).items():
        report = (await http.get(f"/api/reports/manufactories/{row['id']}")).json()
        posts = {"sales": "marketing"}
        assert {one["name"]: one["posts"] for one in report["team"]} == {
            full(one["student"]): [posts.get(one["role"], one["role"])] for one in TOWN[key]["members"]
        }
        assert sorted(row["mentors"]) == sorted(full(one) for one in TOWN[key]["mentors"])
        assert row["makes"] == TOWN[key]["pitch"]


async def test_gates_are_as_in_the_file(town_door: Door) -> None:
    http = await manager(town_door)
    for key, row in (await read(town_door)).items():
        report = (await http.get(f"/api/reports/manufactories/{row['id']}")).json()
        assert sorted((one["due"], one["name"]["uk"], one["passed_on"]) for one in report["gates"]) == sorted(
            (str(one["due"]), one["name"]["uk"], one["done"] and str(one["done"])) for one in TOWN[key]["milestones"]
        )
        for gate in report["gates"]:
            assert bool(gate["steps"]) == (gate["kind"] == "plain" and gate["passed_on"] is not None)
            assert {step["by"] for step in gate["steps"]} <= {*row["mentors"]}


FOUNDED = "SELECT m.name, p.family, m.founded_at FROM manufactory m JOIN person p ON p.id = m.person"


async def test_who_founded_them_and_when(town_door: Door) -> None:
    staff, starts = file("staff.yaml"), {one["key"]: one["starts"] for one in file("town.yaml")["cohorts"]}
    more = file("workshops.yaml")["manufactories"]
    for key, row in keyed([row | {"name": json.loads(row["name"])} for row in await rows(town_door, FOUNDED)]).items():
        one = TOWN[key]
        mentor, coordinator = more[key].get("founder"), staff["coordinators"][one["institution"]]
        assert row["family"] == (PEOPLE[mentor]["last"] if mentor else coordinator["last"])
        day = instant(row["founded_at"]).date()
        assert starts[one["cohort"]] < day <= starts[one["cohort"]] + timedelta(days=7)
        assert day < min(line["date"] for line in one["ledger"])
    assert sum("founder" in one for one in more.values()) == 2


AUDIT = "SELECT a.act, p.family FROM audit_line a JOIN person p ON p.id = a.person WHERE a.act LIKE 'manufactories.%'"


async def test_acts_are_those_of_the_people_concerned(town_door: Door) -> None:
    did: dict[str, set[str]] = {}
    for row in await rows(town_door, AUDIT):
        did.setdefault(row["act"].partition(".")[2], set()).add(row["family"])
    money = {member(key, "finance").split()[0] for key in TOWN}
    sellers = {member(key, "sales", "marketing").split()[0] for key in TOWN if TOLD[key][1]}
    leads = {member(key, "lead").split()[0] for key in TOWN}
    mentors = {PEOPLE[one]["last"] for team in TOWN.values() for one in team["mentors"]}
    assert did["add_entry"] == money | sellers
    assert did["approve_entry"] <= leads | mentors
    assert did["approve_entry"] & leads
    assert did["approve_entry"] & mentors
    assert did["add_product"] == leads
    assert did["pass_gate"] | did["date_gate"] <= mentors
    assert did["set_rules"] == {file("staff.yaml")["managers"]["prog-lym"]["last"]}
    assert await count(town_door, "audit_line WHERE act LIKE 'manufactories.%' AND person IS NULL") == 0


async def test_sessions_of_teams_are_those_of_the_file(town_door: Door) -> None:
    found = await rows(
        town_door,
        "SELECT s.id, s.roll, s.held_on, s.minutes, s.kind, s.adult, s.note, s.flags, p.family, "
        "(SELECT count(*) FROM mark k WHERE k.roll = s.roll AND k.status = 'present') AS there, "
        "(SELECT count(*) FROM mark k WHERE k.roll = s.roll AND k.status = 'absent') AS away "
        "FROM session s JOIN person p ON p.id = s.person WHERE s.manufactory IS NOT NULL",
    )
    assert {row["flags"] for row in found} == {"[]"}
    assert sorted(
        (str(row["held_on"]), row["minutes"], row["kind"], row["adult"], row["note"], row["family"], row["there"])
        for row in found
    ) == sorted(
        (
            one["at"][:10],
            one["minutes"],
            {"in_person": "mentoring", "video": "online"}[one["mode"]],
            "second_adult" if one["second_adult"] else "observable",
            one["summary"]["uk"],
            PEOPLE[one["mentor"]]["last"],
            len(one["attended"]),
        )
        for one in file("town.yaml")["mentor_sessions"]
    )
    assert {row["there"] + row["away"] for row in found} == {4}


async def test_the_workshop_that_was_not_heard_of_is_quiet(town_door: Door) -> None:
    found = await read(town_door)
    assert [key for key, row in found.items() if row["quiet"]] == ["man-velo"]
    assert {key for key, row in found.items() if row["next_gate"] and row["next_gate"]["overdue"]} == {"man-velo"}
    assert max(instant(row["last_entry_at"]).date() for row in found.values()) < ANCHOR


async def test_prices_are_those_at_which_things_were_sold(town_door: Door) -> None:
    found = await rows(
        town_door,
        "SELECT p.name, k.kopecks, k.since FROM price k JOIN product p ON p.id = k.product ORDER BY k.since",
    )
    latest = {json.loads(row["name"])["uk"]: row["kopecks"] for row in found}
    assert latest == {
        ware["name"]["uk"]: round(float(ware["price_uah"]) * 100) for one in TOWN.values() for ware in one["products"]
    }
    assert len(found) == len(latest) + 1  # one has cost less at first
    first_sale = min(line["date"] for one in TOWN.values() for line in one["ledger"] if line["type"] == "sale")
    by_october = [row for row in found if instant(row["since"]).date() < date(2026, 10, 5)]
    assert len(by_october) == 13
    assert max(instant(row["since"]).date() for row in by_october) < first_sale
