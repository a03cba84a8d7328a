"""The journal of a school: its own lines and no others, in words, page by page."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.audit import words
from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.work import Op
from backend.people.actions import add_institution, appoint_coordinator, choose_language
from backend.people.close_account import close_account
from backend.people.schemas import ChooseLanguage
from backend.reports.journal import PAGE
from tests.cast import SYSTEM, Cast
from tests.manufactories.till import entry
from tests.manufactories.workshop import do, found, member, set_limits
from tests.mentoring.meetings import applied, mentor
from tests.phone import Phone
from tests.reports.school import learn, other_manager, read, third_school
from tests.sync.crowd import signed_in
from tests.sync.peek import alter

New = Callable[..., Phone]
Said = tuple[str, str, str | None]


async def english(door: Door, phone: Phone) -> Phone:
    """Somebody who reads English, from now on."""
    await door.writer.perform(choose_language, Actor(phone.person, "uk"), ChooseLanguage("en"))
    return phone


async def lines(phone: Phone, **asked: str) -> list[Any]:
    """Every line that is shown, page after page, the latest first."""
    every: list[Any] = []
    before: dict[str, str] = {}
    while True:
        answer = await phone.http.get("/api/reports/audit", params=asked | before)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        every += page["lines"]
        if page["before"] is None:
            return every
        assert len(page["lines"]) == PAGE
        before = {"before": page["before"]}


def said(found: list[Any]) -> list[Said]:
    """Who did what to whom."""
    return [(line["who"], line["did"], line["about"]) for line in found]


@pytest.fixture
async def olena(door: Door, phone: New) -> Phone:
    return await english(door, await phone().sign_in("olena"))


@pytest.fixture
async def vasyl(door: Door, phone: New) -> Phone:
    return await english(door, await phone().sign_in("vasyl"))


async def test_it_works(phone: New, olena: Phone, cast: Cast) -> None:
    await applied(olena, olena.operation("mentoring.announce", {"cohort": cast.cohorts["ratusha"], "text": "Збір"}))
    answer = await read(olena, "audit")
    assert answer["as_of"].startswith("2026-11-16T12:00")
    first = answer["lines"][0]
    assert first.pop("at").startswith("2026-11-16T12:00")
    assert first.pop("id")
    assert first == {
        "day": "2026-11-16",
        "arrived": None,
        "who": "olena-family Olena",
        "acted_as": "as a coordinator",
        "did": "Announcement made",
        "about": "ratusha",
        "changes": [],
    }


async def test_it_is_told_in_the_language_of_who_reads_it(phone: New, olena: Phone, cast: Cast) -> None:
    sofiia = await phone().sign_in("sofiia")
    await read(sofiia, f"participants/{cast.enrolment('ostap')}")
    (line,) = [line for line in await lines(olena) if line["did"].startswith("Card")]
    assert (line["who"], line["acted_as"], line["about"]) == (
        "sofiia-family Sofiia",
        "as a programme manager",
        "ostap-family Ostap",
    )


async def test_the_screen_may_speak_another_language_than_the_account(olena: Phone) -> None:
    answer = await olena.http.get("/api/reports/audit", headers={"accept-language": "en"})
    asked = await olena.http.get("/api/reports/audit", headers={"accept-language": "uk"})
    assert "Group opened" in answer.text
    assert answer.json()["lines"][-1]["id"] == asked.json()["lines"][-1]["id"]


async def test_a_school_reads_of_its_own_and_of_nothing_else(
    door: Door, phone: New, olena: Phone, vasyl: Phone, cast: Cast
) -> None:
    await learn(phone(), "solomiia", 0)
    await learn(phone(), "zoriana", 0)
    await applied(vasyl, vasyl.operation("mentoring.announce", {"cohort": cast.cohorts["sykhiv"], "text": "Збір"}))
    ours, theirs = await lines(olena), await lines(vasyl)
    done = [(line["about"].split("-")[0], line["did"]) for line in ours if line["did"] == "Lesson completed"]
    assert sorted(done) == [("solomiia", "Lesson completed"), ("zoriana", "Lesson completed")]
    assert [line["about"] for line in theirs if line["did"] == "Lesson completed"] == [
        "zoriana-family Zoriana · ratusha"
    ]
    assert [line["did"] for line in ours if line["about"] == "sykhiv" or "maksym" in (line["about"] or "")] == []
    mine = {line["about"] for line in theirs if line["about"]}
    assert not any(name in about for about in mine for name in ("solomiia", "ostap", "olena"))
    assert mine >= {"sykhiv", "maksym-family Maksym · sykhiv", "zoriana-family Zoriana · ratusha"}


async def test_every_kind_of_thing_that_a_school_answers_for_is_there(
    door: Door, phone: New, olena: Phone, cast: Cast
) -> None:
    await set_limits(door, cast)
    roman = await mentor(door, phone, cast, "roman")
    team = await found(olena, member(cast, "solomiia"), member(cast, "ostap"), mentors=[roman.person])
    solomiia = await english(door, await phone().sign_in("solomiia"))
    await applied(solomiia, entry(solomiia, team, "grant", 300_000))
    await do(roman, "add_gate", team, name={"uk": "Етап"}, due="2026-12-01")
    told = said(await lines(olena))
    for one in (
        ("solomiia-family Solomiia", "Entry made in the books", "Candles"),
        ("roman-family Roman", "Gate added", "Candles"),
        ("olena-family Olena", "Manufactory founded", "Candles"),
        ("olena-family Olena", "Group given to a mentor", "roman-family Roman · ratusha"),
        ("olena-family Olena", "Check of a mentor recorded", "roman-family Roman"),
        ("roman-family Roman", "Invitation to be a mentor accepted", "Назар, столяр"),
        ("olena-family Olena", "Seat given", "ostap-family Ostap · ratusha"),
        ("sofiia-family Sofiia", "Group opened", "ratusha"),
        ("the system itself", "Rights of a coordinator given", "olena-family Olena"),
        ("the system itself", "School added", "ratusha"),
    ):
        assert one in told, one


async def test_what_people_do_with_their_own_phones_is_not_there(phone: New, olena: Phone) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.verdicts(solomiia.operation("people.choose_language", {"language": "en"}))
    await solomiia.http.post("/api/people/sign-out")
    told = " ".join(line["did"] for line in await lines(olena))
    assert "phone" not in told
    assert "Language" not in told


async def test_an_operators_edit_says_what_was_changed(door: Door, olena: Phone, cast: Cast) -> None:
    async def rename(work: Any, actor: Actor, op: Op) -> None:
        work.about("cohort", cast.cohorts["ratusha"])
        work.detail(seats=[16, 20], name=['{"uk": "А", "en": "A"}', '{"uk": "А", "en": "B"}'])

    rename.__module__ = add_institution.__module__
    await door.writer.perform(rename, Actor.at_console("ihor", "uk"))
    line = (await lines(olena))[0]
    assert (line["who"], line["acted_as"], line["about"]) == ("operator ihor", "", "ratusha")
    assert line["changes"] == ["Number of seats: 16 → 20", "Name: A → B"]


async def test_what_came_late_says_when(phone: New, olena: Phone) -> None:
    solomiia = await phone().sign_in("solomiia")
    told_at = clock.now() - timedelta(hours=20)
    anchor = {"srv": clock.wire(told_at), "since_ms": 0}
    late = solomiia.lesson(0, at=clock.wire(told_at), anchor=anchor)
    await applied(solomiia, late, solomiia.lesson(1))
    lessons = [line for line in await lines(olena) if line["did"] == "Lesson completed"]
    (one,) = [line for line in lessons if line["arrived"]]
    assert (one["at"][:13], one["arrived"][:13], one["day"]) == ("2026-11-15T16", "2026-11-16T12", "2026-11-16")
    assert len(lessons) == 2


async def test_each_line_is_under_one_field(door: Door, phone: New, olena: Phone, cast: Cast) -> None:
    await learn(phone(), "solomiia", 0)
    await set_limits(door, cast)
    team = await found(olena, member(cast, "solomiia"), member(cast, "ostap"))
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    await applied(solomiia, entry(solomiia, team, "grant", 300_000))
    parts = {field: await lines(olena, about=field) for field in ("people", "learning", "money")}
    assert [line["did"] for line in parts["money"]] == ["Entry made in the books"]
    assert "Lesson completed" in [line["did"] for line in parts["learning"]]
    assert "Seat given" in [line["did"] for line in parts["people"]]
    ids = [line["id"] for part in parts.values() for line in part]
    assert sorted(ids) == sorted(line["id"] for line in await lines(olena))


async def test_pages_hold_still_while_new_lines_come(door: Door, phone: New, olena: Phone, cast: Cast) -> None:
    await _busy(door, olena, cast, 2 * PAGE + 7)
    first = await read(olena, "audit")
    await _busy(door, olena, cast, 3)
    rest: list[Any] = []
    page = first
    while page["before"]:
        page = await read(olena, f"audit?before={page['before']}")
        rest += page["lines"]
    ids = [line["id"] for line in (*first["lines"], *rest)]
    every = [line["id"] for line in await lines(olena)]
    assert len(set(ids)) == len(ids)
    assert ids == every[3:]


async def _busy(door: Door, olena: Phone, cast: Cast, count: int) -> None:
    """So many announcements, many of them taken in together."""
    operations = [
        olena.operation("mentoring.announce", {"cohort": cast.cohorts["ratusha"], "text": "Збір"}) for _ in range(count)
    ]  # fmt: skip - one operation after the other
    for first in range(0, count, 40):
        await applied(olena, *operations[first : first + 40])


async def test_who_runs_two_schools_reads_of_both(door: Door, phone: New, olena: Phone, cast: Cast) -> None:
    await third_school(door, cast)
    sql = "SELECT place FROM role r JOIN person p ON p.id = r.person WHERE p.login = 'levko'"
    async with door.database.read() as db:
        (third,) = await db.rows(sql)
    assert "Third" not in {line["about"] for line in await lines(olena)}
    await door.writer.perform(appoint_coordinator, SYSTEM, olena.person, third["place"])
    assert {"Third", "ratusha"} <= {line["about"] for line in await lines(olena)}


async def test_a_closed_account_is_a_sentence_and_its_school_still_reads_of_it(
    door: Door, phone: New, olena: Phone, cast: Cast
) -> None:
    await learn(phone(), "solomiia", 0)
    await read(await phone().sign_in("sofiia"), f"participants/{cast.enrolment('ostap')}")
    for name in ("solomiia", "ostap"):
        await door.writer.perform(close_account, Actor.at_console("ihor", "uk"), cast.people[name])
    every = await lines(olena)
    (line,) = [line for line in every if line["did"] == "Lesson completed"]
    assert (line["who"], line["about"]) == ("Closed account", "Closed account · ratusha")
    (reading,) = [line for line in every if line["did"].startswith("Card")]
    assert reading["about"] == "Closed account"
    closings = [line for line in every if line["who"] == "operator ihor"]
    assert [line["about"] for line in closings] == ["Closed account"] * 2
    assert closings[0]["did"] == words.sentence("people.close_account", "en")


@pytest.mark.parametrize("name", ["solomiia", "sofiia", "zoriana", "roman", "petro"])
async def test_nobody_else_reads_it(door: Door, phone: New, cast: Cast, name: str) -> None:
    await mentor(door, phone, cast, "roman")
    await other_manager(door, cast, "petro")
    stranger = await signed_in(door, phone, cast.people[name])
    for query in ("", "?about=money", f"?before={'0' * 30}"):
        answer = await stranger.http.get(f"/api/reports/audit{query}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_who_is_not_signed_in_is_told_so(phone: New) -> None:
    answer = await phone().http.get("/api/reports/audit")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")


def cursor(moment: str) -> str:
    text = f"{moment} 00000000-0000-0000-0000-000000000000"
    return f"before={base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


@pytest.mark.parametrize(
    "query",
    [
        *("about=wages", "before=nonsense", "before=%00", "before=MjAyNg", "before=%D1%97"),
        *(cursor("0001-01-01T00:00:00+14:00"), cursor("9999-12-31T23:59:59-14:00"), cursor("2026-11-26T00:00:00")),
    ],
)
async def test_what_cannot_be_asked_is_refused(olena: Phone, query: str) -> None:
    answer = await olena.http.get(f"/api/reports/audit?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


async def test_a_past_coordinator_reads_nothing_more(door: Door, olena: Phone) -> None:
    await alter(door.database, "UPDATE role SET until = since WHERE person = $1", olena.person)
    assert (await olena.http.get("/api/reports/audit")).status_code == 404


async def test_a_past_coordinator_is_no_more_read_of(door: Door, phone: New, olena: Phone, cast: Cast) -> None:
    """Ratusha's journal says nothing of somebody from elsewhere who coordinated it once."""
    await door.writer.perform(appoint_coordinator, SYSTEM, cast.people["vasyl"], cast.schools["ratusha"])
    ended = "UPDATE role SET until = $3 WHERE person = $1 AND place = $2"
    await alter(door.database, ended, cast.people["vasyl"], cast.schools["ratusha"], clock.now())
    before = said(await lines(olena))
    operator = Actor.at_console("ihor", "uk")
    await door.writer.perform(appoint_coordinator, operator, cast.people["vasyl"], cast.schools["sykhiv"])
    assert said(await lines(olena)) == before
