"""What somebody gets who asks what is kept about them."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from backend.core.database.inserts import column_name, meta
from backend.core.door import Door
from backend.people.tables import Person
from backend.reports.own_data import PARTS, REASONS
from backend.reports.own_words import CODED, LABELS
from tests.cast import PASSWORD, Cast
from tests.house.test_tables import ROOMS
from tests.mentoring.meetings import announcement, log, mark, mentor
from tests.people.closing import close
from tests.phone import Phone
from tests.progress.test_submit_quiz import attempt, some_right
from tests.quizzes import GRADED, PRACTICE
from tests.reports.school import learn, read
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, peek

New = Callable[..., Phone]
POINTS = {"person", "about", "made_by", "used_by", "recorded_by"}


async def page(phone: Phone) -> str:
    answer = await phone.http.get("/api/reports/my-data.html")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


async def test_it_works(phone: New, cast: Cast) -> None:
    solomiia = phone()
    await learn(solomiia, "solomiia", 0, 1)
    await solomiia.verdicts(attempt(solomiia, PRACTICE))
    answer = await solomiia.http.get("/api/reports/my-data.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="verstat-2026-11-16.json"'
    assert answer.headers["cache-control"] == "no-store"
    data = answer.json()
    assert (data["format"], data["person"]) == ("verstat-person-1", cast.people["solomiia"])
    (account,) = data["parts"]["account"]
    assert (account["login"], account["family"], account["born"]) == ("solomiia", "solomiia-family", "2008-03-08")
    assert {role["role"] for role in data["parts"]["roles"]} == {"applicant", "learner"}
    assert {one["lesson"]["en"] for one in data["parts"]["completions"]} == {"Lesson 1", "Lesson 2"}
    assert [step["status_after"] for step in data["parts"]["steps"]] == ["applied", "accepted", "active"]
    assert [step["mine"] for step in data["parts"]["steps"]] == [True, False, False]
    (taken,) = data["parts"]["attempts"]
    assert (taken["score"], taken["passed"]) == (100, True)
    assert len(taken["answers"]) == len(taken["results"]) == 6
    assert "people.sign_in" in {one["act"] for one in data["parts"]["acts"]}
    assert "progress.complete_lesson" in {one["act"] for one in data["parts"]["deliveries"]}


async def test_the_page_says_the_same_to_read(phone: New, cast: Cast) -> None:
    solomiia = phone()
    await learn(solomiia, "solomiia", 0)
    text = await page(solomiia)
    assert '<html lang="uk">' in text
    for word in ("solomiia-family", "Урок 1", "08.03.2008", "ratusha"):
        assert word in text
    await solomiia.verdicts(solomiia.operation("people.choose_language", {"language": "en"}))
    english = await page(solomiia)
    assert '<html lang="en">' in english
    for word in ("My data", "Lesson 1", "Birth date", "Back to Verstat"):
        assert word in english


async def test_the_page_runs_nothing_and_fetches_nothing(phone: New) -> None:
    answer = await (await phone().sign_in("solomiia")).http.get("/api/reports/my-data.html")
    (style,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "<script" not in answer.text
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"')> ]+)", answer.text) == ["/me"]
    assert "style=" not in answer.text


async def test_what_was_typed_is_text_and_nothing_else(phone: New, cast: Cast, door: Door) -> None:
    evil = "<script>alert(1)</script>\"'&<img src=x>"
    nazar = await mentor(door, phone, cast, "nazar")
    await nazar.verdicts(announcement(nazar, text=evil), log(nazar, note=evil))
    text = await page(nazar)
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


async def test_nobody_gets_anybody_elses(phone: New, cast: Cast, door: Door) -> None:
    assert (await phone().http.get("/api/reports/my-data.json")).status_code == 401
    assert (await phone().http.get("/api/reports/my-data.html")).status_code == 401
    await (nazar := await mentor(door, phone, cast, "nazar")).verdicts(log(nazar, mark(cast, "solomiia")))
    for name in ("solomiia", "ostap", "olena", "vasyl", "sofiia"):
        theirs = await signed_in(door, phone, cast.people[name])
        for text in (json.dumps(await read(theirs, "my-data.json")), await page(theirs)):
            for other, id_ in cast.people.items():
                if other != name:
                    assert other not in text.casefold()
                    assert id_ not in text


async def test_a_mentors_note_for_mentors_is_not_told_and_the_reason_is(phone: New, cast: Cast, door: Door) -> None:
    nazar = await mentor(door, phone, cast, "nazar")
    await nazar.verdicts(log(nazar, mark(cast, "solomiia", "late", 5), note="Хвилююся за неї."))
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    data = await read(solomiia, "my-data.json")
    assert "Хвилююся" not in json.dumps(data, ensure_ascii=False) + await page(solomiia)
    (seen,) = data["parts"]["attendance"]
    assert (seen["presence"], seen["late_minutes"]) == ("late", 5)
    assert len(data["left_out"]) == 3
    mine = await read(nazar, "my-data.json")
    assert [one["note"] for one in mine["parts"]["sessions"]] == ["Хвилююся за неї."]
    assert [(one["marks"]) for one in mine["parts"]["rolls"]] == [1]


async def test_no_secret_is_told(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await phone().sign_in("solomiia")
    text = json.dumps(await read(solomiia, "my-data.json")) + await page(solomiia)
    secrets = [row["password"] for row in await peek(door.database, "SELECT password FROM person")]
    for row in await peek(door.database, "SELECT token, phone FROM device"):
        secrets += [row["token"], row["phone"]]
    for secret in (PASSWORD, *solomiia.http.cookies.values(), *filter(None, secrets)):
        assert secret not in text


async def test_what_was_right_in_a_graded_quiz_is_not_given_away(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    await solomiia.verdicts(attempt(solomiia, GRADED, some_right(2)))
    (taken,) = (await read(solomiia, "my-data.json"))["parts"]["attempts"]
    assert (taken["graded"], taken["results"]) == (True, None)
    assert len(taken["answers"]) == 2


async def test_a_minors_guardian_is_there(phone: New, cast: Cast) -> None:
    (said,) = (await read(await phone().sign_in("ostap"), "my-data.json"))["parts"]["consents"]
    assert (said["guardian"], said["given"], said["day"]) == ("Guardian", True, "2026-08-31")
    assert said["text"]


async def test_a_closed_account_gets_nothing(phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    await close(solomiia)
    answer = await solomiia.http.get("/api/reports/my-data.json")
    assert (answer.status_code, answer.json()["code"]) == (401, "account_closed")


async def test_of_many_rows_the_page_shows_the_latest_and_says_so(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    for _ in range(5):
        await solomiia.verdicts(*(solomiia.operation("people.choose_language", {"language": "en"}) for _ in range(50)))
    assert len((await read(solomiia, "my-data.json"))["parts"]["deliveries"]) == 250
    text = await page(solomiia)
    assert "200 of 250" in text
    assert 400 <= text.count('class="row"') < 450


def columns() -> list[tuple[str, str]]:
    """(table, column) of everything that points to a person."""
    found: list[tuple[str, str]] = []
    for table in (meta(one) for room in ROOMS for one in room.table_classes):
        keys: list[Any] = [*table.foreign_key_columns]
        to_person = {key._meta.name for key in keys if key._foreign_key_meta.resolved_references is Person}
        names = {column_name(column) for column in table.columns}
        found += [(table.tablename, name) for name in sorted(to_person | names & POINTS)]
    return found


@pytest.mark.parametrize(("table", "column"), columns())
def test_whatever_points_to_a_person_is_told_or_has_its_reason(table: str, column: str) -> None:
    if f"{table}.{column}" in REASONS:
        return
    assert [
        key
        for key, part in PARTS.items()
        for alias in re.findall(rf"(?:FROM|JOIN) {table} (\w+)", part.sql)
        if re.search(rf"\b{alias}\.{column} = \$1", part.sql)
    ]


async def test_every_column_has_a_name_in_words(phone: New, cast: Cast, door: Door) -> None:
    used: set[str] = set()
    async with door.database.read() as db:
        for part in PARTS.values():
            used |= set(re.findall(r" AS (\w+)", part.sql)) | set(re.findall(r"\b[a-z]\.(\w+),", part.sql))
            await db.rows(part.sql, cast.people["solomiia"])
    shown = used - {"id", "name", "account_kind"}
    assert {name for name in shown if name not in LABELS} == set()
    assert set(CODED) <= set(LABELS)


async def test_one_with_everything_can_be_drawn(phone: New, cast: Cast, door: Door) -> None:
    """A person whose every value is odd."""
    sql = "UPDATE audit_line SET details = $2, about = $1 WHERE person = $1"
    await alter(door.database, sql, cast.people["olena"], '{"family": ["<b>", null]}')
    text = await page(await signed_in(door, phone, cast.people["olena"]))
    assert "&lt;b&gt;" in text


LARGE = ("deliveries", "acts", "completions", "attempts", "attendance", "rolls", "entries")
"""Parts out of tables that get a row for whatever somebody does."""


async def test_no_large_table_is_read_from_end_to_end(door: Door, cast: Cast, kind: str) -> None:
    """SQLite is read on the loop: meanwhile nobody else would be answered."""
    explain, whole = {"sqlite": ("EXPLAIN QUERY PLAN", "SCAN "), "postgres": ("EXPLAIN", "Seq Scan")}[kind]
    async with door.database.read() as db:
        if kind == "postgres":
            await db.rows("SET LOCAL enable_seqscan = off")  # for so few rows it takes nothing else
        for key in LARGE:
            plan = str(await db.rows(f"{explain} {PARTS[key].sql}", cast.people["solomiia"]))
            assert whole not in plan, key
