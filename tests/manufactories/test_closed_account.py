"""What is left in reports and on the phones of others once somebody has closed the account."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.i18n import gettext
from tests.cast import Cast
from tests.manufactories.till import Shop, entry, item, sale
from tests.manufactories.workshop import act, do, gate, posts
from tests.mentoring.meetings import announcement, applied, log, mark, plan
from tests.people.closing import close_for, traces
from tests.phone import Phone
from tests.progress.test_submit_quiz import attempt
from tests.reports.school import read
from tests.sync.peek import peek

CLOSED = gettext("uk", "Closed account")


async def reports(phone: Phone, team: str) -> dict[str, Any]:
    """Every report that the reader may open."""
    paths = ["desk", f"cohorts/{phone.cast.cohorts['ratusha']}", "manufactories", f"manufactories/{team}"]
    return {path: await read(phone, path) for path in paths}


def each(value: Any, change: Callable[[Any], Any], *keys: str) -> Any:
    """The same with every part changed, and without these keys."""
    parts: Any = value
    if isinstance(value, dict):
        return {key: each(parts[key], change, *keys) for key in parts if key not in keys}
    if isinstance(value, list):
        return change([each(one, change, *keys) for one in parts])
    return change(value)


def without(value: Any, *keys: str) -> Any:
    """The same with neither these keys nor when it was read."""
    return each(value, lambda one: one, "as_of", *keys)


def unnamed(value: Any, name: str) -> Any:
    """The same with this name taken for that of a closed account."""
    return each(value, lambda one: CLOSED if one == name else one)


def in_any_order(value: Any) -> Any:
    """Without a name one stands last in lists of people."""

    def ordered(one: Any) -> Any:
        parts: Any = one
        return sorted(parts, key=str) if isinstance(one, list) else one

    return each(value, ordered)


@pytest.fixture
async def work(shop: Shop, solomiia: Phone, ostap: Phone, roman: Phone, nazar: Phone, cast: Cast) -> Shop:
    """Everybody has done something that says who did it."""
    await applied(
        solomiia, sale(solomiia, shop.id, item(shop.candle, 2, 22_000)), solomiia.lesson(0), solomiia.lesson(1)
    )
    await applied(solomiia, entry(solomiia, shop.id, "expense", 70_000, note="Віск"))
    waiting = entry(ostap, shop.id, "expense", 60_000, note="Форми")
    await applied(ostap, waiting, ostap.lesson(0, "ostap"))
    await do(solomiia, "approve_entry", shop.id, entry=waiting["id"])
    await applied(nazar, announcement(nazar), plan(nazar), log(nazar, mark(cast, "solomiia")))
    passed = {"gate": await gate(roman, "Business plan"), "evidence": "Є", "passed_on": None}
    meeting = log(roman, mark(cast, "solomiia"), manufactory=shop.id)
    await applied(roman, act(roman, "pass_gate", shop.id, **passed), meeting)
    return shop


async def test_it_works(work: Shop, olena: Phone, cast: Cast, door: Door) -> None:
    """Who has left before changes no report but for the name."""
    await do(olena, "end_member", work.id, enrolment=cast.enrolment("solomiia"))
    await applied(
        olena, olena.operation("programmes.withdraw", {"enrolment": cast.enrolment("solomiia"), "reason": "other"})
    )
    before = await reports(olena, work.id)
    await close_for(door, cast.people["solomiia"])
    after = await reports(olena, work.id)
    assert without(after) == without(unnamed(before, "solomiia-family Solomiia"))
    assert "olomiia" not in str(after)


async def test_who_takes_part_goes_on_being_counted(work: Shop, olena: Phone, cast: Cast, door: Door) -> None:
    """The seat and the place in the team are given back; what was done counts as before."""
    before = await reports(olena, work.id)
    await close_for(door, cast.people["solomiia"])
    after = await reports(olena, work.id)
    moved = ("status", "behind", "silent", "unsent", "last_seen_at", "members", "team")
    same = unnamed(without(before, *moved), "solomiia-family Solomiia")
    assert in_any_order(without(after, *moved)) == in_any_order(same)
    assert [
        one["status"] for one in after[f"cohorts/{cast.cohorts['ratusha']}"]["learners"] if one["name"] == CLOSED
    ] == ["withdrawn"]
    assert (
        before["manufactories"]["manufactories"][0]["members"],
        after["manufactories"]["manufactories"][0]["members"],
    ) == (2, 1)
    assert CLOSED not in str(after["desk"]["behind"]) + str(after["desk"]["silent"])


@pytest.mark.parametrize("name", ["nazar", "roman"])
async def test_a_mentors_meetings_are_counted(work: Shop, olena: Phone, cast: Cast, door: Door, name: str) -> None:
    before = await reports(olena, work.id)
    await close_for(door, cast.people[name])
    after = await reports(olena, work.id)
    left = ("mentors", "team_mentors")
    assert without(after, *left) == unnamed(without(before, *left), f"{name}-family {name.title()}")
    assert name not in str(after)


async def test_the_books_say_the_same(work: Shop, olena: Phone, cast: Cast, door: Door) -> None:
    sql = "SELECT id, kind, kopecks, day, note, person, held FROM entry ORDER BY id"
    before = await peek(door.database, sql)
    await close_for(door, cast.people["solomiia"])
    assert await peek(door.database, sql) == before


@pytest.mark.parametrize("name", ["solomiia", "ostap", "roman", "nazar", "olena"])
async def test_no_phone_holds_the_name_after_the_next_pull(
    work: Shop,
    olena: Phone,
    solomiia: Phone,
    ostap: Phone,
    roman: Phone,
    nazar: Phone,
    cast: Cast,
    door: Door,
    name: str,
) -> None:
    phones = {"olena": olena, "solomiia": solomiia, "ostap": ostap, "roman": roman, "nazar": nazar}
    for one in phones.values():
        await one.pull()
    held = str([one.rows for other, one in phones.items() if other != name])
    assert f"{name}-family" in held or name == "olena"
    await close_for(door, cast.people[name])
    for other, one in phones.items():
        if other != name:
            await one.pull()
            assert f"{name}-family" not in str(one.rows), other
    assert await traces(door, f"{name}-family") == []


async def test_a_member_leaves_the_team_and_the_posts(work: Shop, roman: Phone, cast: Cast, door: Door) -> None:
    await close_for(door, cast.people["solomiia"])
    await roman.pull()
    (row,) = [one for one in roman.held("member").values() if one["person"] == cast.people["solomiia"]]
    assert (row["name"], posts(row, now=True)) == ("", [])
    assert row["until"] is not None


async def test_what_was_typed_in_quizzes_goes_and_the_marks_stay(
    work: Shop, solomiia: Phone, cast: Cast, door: Door
) -> None:
    await applied(solomiia, attempt(solomiia))
    sql = "SELECT score, passed, results, answers FROM attempt"
    (before,) = await peek(door.database, sql)
    await close_for(door, cast.people["solomiia"])
    (after,) = await peek(door.database, sql)
    assert {**after, "answers": before["answers"]} == before
    assert after["answers"] == "{}" != before["answers"]
