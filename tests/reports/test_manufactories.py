from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from backend.core import clock
from backend.core.door import Door
from backend.programmes import actions as programmes
from backend.programmes.schemas import NewProgramme
from backend.reports.manufactories import manufactories
from tests.cast import SYSTEM, Cast, actor
from tests.manufactories.till import (
    BOX,
    CANDLE,
    Counting,
    Shop,
    approval,
    count,
    entry,
    item,
    open_shop,
    reversal,
    sale,
)
from tests.manufactories.workshop import MAKES, NAME, New, cleared, do, found, gate, member, set_limits
from tests.mentoring.meetings import applied
from tests.phone import Phone
from tests.reports.conftest import NOW
from tests.reports.school import NOBODY, read, third_school
from tests.sync.crowd import signed_in

TEAM = ("solomiia", "ostap")


@pytest.fixture
async def phones(door: Door, phone: New, cast: Cast) -> dict[str, Phone]:
    """Everybody's phone. Ratusha cleared Roman; Levko coordinates a school that has nothing to do with all this."""
    await set_limits(door, cast)
    await third_school(door, cast)
    phones = {"roman": await cleared(door, phone, cast, "roman"), "levko": await phone().sign_in("levko")}
    return phones | {name: await signed_in(door, phone, id_) for name, id_ in cast.people.items() if name != "roman"}


@pytest.fixture
async def shop(phones: dict[str, Phone], cast: Cast) -> Shop:
    """Solomiia's and Ostap's manufactory, looked after by Ratusha, mentored by Roman; founded in October."""
    clock.set_to(datetime.fromisoformat("2026-10-12T09:00Z"))
    members = (member(cast, "solomiia", "lead", "finance"), member(cast, "ostap", "production"))
    id_ = await found(phones["olena"], *members, mentors=[phones["roman"].person])
    made = await open_shop(phones["solomiia"], id_)
    clock.set_to(NOW)
    return made


async def one(phone: Phone) -> Any:
    """The one manufactory that is listed."""
    (found_,) = (await read(phone, "manufactories"))["manufactories"]
    return found_


async def whole(phone: Phone, shop: Shop) -> Any:
    return await read(phone, f"manufactories/{shop.id}")


async def write(phone: Phone, *operations: dict[str, Any]) -> list[str]:
    """The ids of entries that were written down."""
    return [data["entry"] for data in await applied(phone, *operations)]


async def test_it_works(phones: dict[str, Phone], shop: Shop) -> None:
    solomiia = phones["solomiia"]
    await write(
        solomiia,
        entry(solomiia, shop.id, "grant", 300_000, money="card", day="2026-10-20"),
        entry(solomiia, shop.id, "purchase", 40_000, day="2026-10-22", note="Віск"),
        sale(solomiia, shop.id, item(shop.candle, 2, CANDLE), day="2026-11-02"),
    )
    await do(phones["roman"], "pass_gate", shop.id, gate=await gate(phones["roman"], "Business plan"), evidence="Є")
    listed = await read(phones["olena"], "manufactories")
    assert listed["as_of"].startswith("2026-11-16T12:00")
    assert listed["manufactories"] == [
        {
            "id": shop.id,
            "name": NAME,
            "makes": MAKES,
            "figure": "candle",
            "pigment": "clay",
            "carrier": "school_project",
            "school": {"uk": "ratusha", "en": "ratusha"},
            "cohort": {"uk": "ratusha", "en": "ratusha"},
            "programme": {"uk": "П", "en": "P"},
            "members": 2,
            "mentors": ["roman-family Roman"],
            "balance": 304_000,
            "revenue": 44_000,
            "result": 4_000,
            "units": 2,
            "first_sale": "2026-11-02",
            "break_even": "2026-11-02",
            "next_gate": {"name": {"uk": "Звіт", "en": "Report"}, "due": "2027-01-22", "overdue": False},
            "gates_passed": {"passed": 3, "total": 4},
            "last_entry_at": listed["manufactories"][0]["last_entry_at"],
            "waiting": 0,
            "quiet": False,
        }
    ]
    assert listed["manufactories"][0]["last_entry_at"].startswith("2026-11-16T12:00")


async def test_all_of_one(phones: dict[str, Phone], shop: Shop) -> None:
    solomiia, ostap, roman = phones["solomiia"], phones["ostap"], phones["roman"]
    await write(
        solomiia,
        entry(solomiia, shop.id, "grant", 100_000, money="card", day="2026-10-25"),  # a Sunday
        sale(solomiia, shop.id, item(shop.box, 3, BOX), item(None, 1, 5_000), day="2026-10-26"),
        entry(solomiia, shop.id, "purchase", 20_000, money="card", day="2026-11-08"),
    )
    (waits,) = await write(ostap, entry(ostap, shop.id, "purchase", 60_000, note="Форми"))
    log = {"kind": "mentoring", "held_on": "2026-11-10", "minutes": 45, "cohort": roman.cast.cohorts["ratusha"]}
    marks = [{"enrolment": roman.cast.enrolment(name), "status": "present"} for name in TEAM]
    await applied(roman, roman.operation("mentoring.log_session", log | {"marks": marks, "manufactory": shop.id}))
    await do(roman, "pass_gate", shop.id, gate=await gate(roman, "Business plan"), evidence="План є")
    report = await whole(phones["olena"], shop)
    assert {key: report[key] for key in await one(phones["olena"])} == await one(phones["olena"])
    assert (report["led"], report["institution"]) == (True, solomiia.cast.schools["ratusha"])
    assert (report["cash"], report["card"]) == (3 * BOX + 5_000, 80_000)
    assert report["weeks"] == [
        {"monday": "2026-10-19", "came": 100_000, "went": 0},
        {"monday": "2026-10-26", "came": 24_500, "went": 0},
        {"monday": "2026-11-02", "came": 0, "went": 20_000},
    ]
    assert report["products"] == [
        {"id": shop.candle, "name": {"uk": "Свічка"}, "unit": "piece", "units": 0, "revenue": 0},
        {"id": shop.box, "name": {"uk": "Скринька"}, "unit": "piece", "units": 3, "revenue": 3 * BOX},
        {"id": None, "name": {}, "unit": None, "units": 0, "revenue": 5_000},
    ]
    assert [(person["name"], sorted(person["posts"])) for person in report["team"]] == [
        ("ostap-family Ostap", ["production"]),
        ("solomiia-family Solomiia", ["finance", "lead"]),
    ]
    assert report["team_mentors"] == [{"person": roman.person, "name": "roman-family Roman"}]
    (waiting,) = report["waiting_entries"]
    assert waiting.pop("at").startswith("2026-11-16T12:00")
    assert waiting == {
        "id": waits,
        "kind": "purchase",
        "note": "Форми",
        "kopecks": 60_000,
        "person": ostap.person,
        "by": "ostap-family Ostap",
        "day": "2026-11-16",
    }
    assert report["sessions"] == [{"kind": "mentoring", "day": "2026-11-10", "minutes": 45, "by": "roman-family Roman"}]
    said = [(g["name"]["en"], g["kind"], g["due"], g["passed_on"], g["overdue"]) for g in report["gates"]]
    assert said == [
        ("Business plan", "plain", "2026-10-14", "2026-11-16", False),
        ("First sale", "first_sale", "2026-11-13", "2026-10-26", False),
        ("Break-even", "break_even", "2026-12-23", "2026-10-26", False),
        ("Report", "plain", "2027-01-22", None, False),
    ]
    assert [step["said"] for step in report["gates"][0]["steps"]] == ["План є"]


async def test_the_figures_are_an_independent_sum(phones: dict[str, Phone], shop: Shop) -> None:
    """Sales over the till, one taken back, a purchase let count and one not, a count that lacks something."""
    solomiia, ostap, olena = phones["solomiia"], phones["ostap"], phones["olena"]
    sold = [(shop.candle, n, CANDLE, f"2026-11-{n:02}") for n in range(1, 8)]
    kept = await write(solomiia, *(sale(solomiia, shop.id, item(p, n, c), day=day) for p, n, c, day in sold))
    approved, lacks = await write(
        ostap,
        entry(ostap, shop.id, "purchase", 300_000, money="card", day="2026-10-31"),
        entry(ostap, shop.id, "purchase", 70_000, money="card", day="2026-11-03"),
    )
    await applied(
        solomiia,
        entry(solomiia, shop.id, "owner_in", 90_000, money="card"),
        reversal(solomiia, shop.id, kept[6]),
        approval(solomiia, shop.id, approved),
        count(solomiia, shop.id, 459_000, 462_000, note="Решта не зійшлася"),
    )
    cash = sum(n * CANDLE for n in range(1, 7))
    assert cash == 462_000
    line = await one(olena)
    assert (line["revenue"], line["units"]) == (cash, 21)
    assert line["balance"] == cash - 3_000 + 90_000 - 300_000
    assert line["result"] == cash - 300_000 - 3_000
    assert (line["first_sale"], line["break_even"]) == ("2026-11-01", "2026-11-05")
    assert line["waiting"] == 1
    report = await whole(olena, shop)
    assert [one["id"] for one in report["waiting_entries"]] == [lacks]
    flows: Counter[str] = Counter()
    for week in report["weeks"]:
        flows["came"] += week["came"]
        flows["went"] += week["went"]
    assert flows == {"came": cash + 90_000, "went": 303_000}
    assert sum(product["revenue"] for product in report["products"]) == cash


async def test_what_was_taken_back_waits_for_nobody(phones: dict[str, Phone], shop: Shop) -> None:
    ostap = phones["ostap"]
    (waits,) = await write(ostap, entry(ostap, shop.id, "purchase", 60_000))
    assert (await one(phones["olena"]))["waiting"] == 1
    await applied(ostap, reversal(ostap, shop.id, waits))
    assert (await one(phones["olena"]))["waiting"] == 0
    assert (await whole(phones["olena"], shop))["waiting_entries"] == []


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("olena", True),
        ("sofiia", True),
        ("vasyl", False),
        ("levko", False),
        ("solomiia", False),  # her phone has it all
        ("roman", False),
        ("maksym", False),
    ],
)
async def test_each_sees_what_their_places_give(phones: dict[str, Phone], shop: Shop, name: str, sees: bool) -> None:
    listed = (await read(phones[name], "manufactories"))["manufactories"]
    assert [row["id"] for row in listed] == ([shop.id] if sees else [])
    answers = [
        await phones[name].http.get(f"/api/reports/manufactories/{id_}")
        for id_ in (shop.id, NOBODY, "nonsense", "%00", shop.id.upper())
    ]
    assert [answer.status_code for answer in answers] == [200 if sees else 404, 404, 404, 404, 404]
    if not sees:
        assert len({answer.content for answer in answers}) == 1
        assert answers[0].json()["code"] == "not_found"


async def test_the_school_that_sent_a_member_sees_it_while_they_are_in_it(
    phones: dict[str, Phone], shop: Shop, cast: Cast
) -> None:
    vasyl, olena = phones["vasyl"], phones["olena"]
    await do(olena, "add_member", shop.id, enrolment=cast.enrolment("zoriana"), posts=[])
    assert (await one(vasyl))["members"] == 3
    assert (await whole(vasyl, shop))["led"] is False
    await do(olena, "end_member", shop.id, enrolment=cast.enrolment("zoriana"))
    assert (await read(vasyl, "manufactories"))["manufactories"] == []
    assert (await vasyl.http.get(f"/api/reports/manufactories/{shop.id}")).status_code == 404


async def test_a_mentor_who_was_dismissed_is_none_of_it(phones: dict[str, Phone], shop: Shop) -> None:
    await do(phones["olena"], "dismiss_mentor", shop.id, person=phones["roman"].person)
    report = await whole(phones["olena"], shop)
    assert (report["mentors"], report["team_mentors"]) == ([], [])


async def test_the_latest_session_comes_first(phones: dict[str, Phone], shop: Shop) -> None:
    roman = phones["roman"]
    for day in ("2026-11-03", "2026-11-10", "2026-10-20"):
        log = {"kind": "fair", "held_on": day, "minutes": 45, "cohort": roman.cast.cohorts["ratusha"]}
        await applied(roman, roman.operation("mentoring.log_session", log | {"marks": [], "manufactory": shop.id}))
    said = [one["day"] for one in (await whole(phones["olena"], shop))["sessions"]]
    assert said == ["2026-11-10", "2026-11-03", "2026-10-20"]


async def test_the_manager_of_another_programme_does_not(phones: dict[str, Phone], shop: Shop, door: Door) -> None:
    other = await door.writer.perform(programmes.add_programme, SYSTEM, NewProgramme({"uk": "І"}, {"uk": "…"}))
    await door.writer.perform(programmes.appoint_manager, SYSTEM, phones["maksym"].person, other)
    assert (await read(phones["maksym"], "manufactories"))["manufactories"] == []
    assert (await phones["maksym"].http.get(f"/api/reports/manufactories/{shop.id}")).status_code == 404


async def test_a_manager_sees_it_without_looking_after_it(phones: dict[str, Phone], shop: Shop) -> None:
    assert (await whole(phones["sofiia"], shop))["led"] is False


@pytest.mark.parametrize(
    ("entered", "met", "quiet"),
    [
        (None, None, True),  # founded a month ago
        ("2026-11-02", None, False),
        ("2026-11-01", None, True),
        (None, "2026-11-02", False),
        ("2026-11-02", "2026-10-20", False),
    ],
)
async def test_quiet_is_who_neither_enters_nor_meets(
    phones: dict[str, Phone], shop: Shop, entered: str | None, met: str | None, quiet: bool
) -> None:
    solomiia, roman = phones["solomiia"], phones["roman"]
    if entered:
        clock.set_to(datetime.fromisoformat(f"{entered}T18:00Z"))
        await write(solomiia, entry(solomiia, shop.id, "grant", 1_000))
    clock.set_to(NOW)
    if met:
        log = {"kind": "fair", "held_on": met, "minutes": 45, "cohort": roman.cast.cohorts["ratusha"]}
        await applied(roman, roman.operation("mentoring.log_session", log | {"marks": [], "manufactory": shop.id}))
    assert (await one(phones["olena"]))["quiet"] is quiet


async def test_a_new_team_is_not_quiet(phones: dict[str, Phone], cast: Cast) -> None:
    await found(phones["olena"], *(member(cast, name) for name in TEAM))
    line = await one(phones["olena"])
    assert (line["quiet"], line["last_entry_at"], line["balance"], line["break_even"]) == (False, None, 0, None)


async def test_a_gate_is_overdue_after_its_day(phones: dict[str, Phone], shop: Shop) -> None:
    roman, olena = phones["roman"], phones["olena"]
    assert (await one(olena))["next_gate"] == {
        "name": {"uk": "Бізнес-план", "en": "Business plan"},
        "due": "2026-10-14",
        "overdue": True,
    }
    await do(roman, "date_gate", shop.id, gate=await gate(roman, "Business plan"), due="2026-11-16")
    assert (await one(olena))["next_gate"]["name"]["en"] == "First sale"  # due on the 13th
    await do(roman, "date_gate", shop.id, gate=await gate(roman, "First sale"), due="2026-11-20")
    assert (await one(olena))["next_gate"]["overdue"] is False
    await do(roman, "drop_gate", shop.id, gate=await gate(roman, "Business plan"))
    assert (await one(olena))["next_gate"]["name"]["en"] == "First sale"
    assert (await one(olena))["gates_passed"] == {"passed": 0, "total": 3}


async def test_no_query_is_asked_for_each_manufactory(
    phones: dict[str, Phone], shop: Shop, cast: Cast, door: Door
) -> None:
    await set_limits(door, cast, team_min=1)
    school = {"institution": cast.schools["sykhiv"], "figure": "sun"}
    second = await found(phones["vasyl"], member(cast, "zoriana"), **school)
    sofiia, asked = await actor(door, cast.people["sofiia"]), list[str]()
    async with door.database.read() as db:
        listed = await manufactories(sofiia, Counting(db, asked), NOW, door.settings.timezone)
    assert {row["id"] for row in listed["manufactories"]} == {shop.id, second}
    assert len(asked) == len(set(asked)) <= 12


async def test_who_is_not_signed_in_is_told_so(phone: New) -> None:
    for path in ("manufactories", f"manufactories/{NOBODY}"):
        answer = await phone().http.get(f"/api/reports/{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")
