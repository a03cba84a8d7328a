"""Editing the catalogue: an act with its line, checked, and told to phones."""

from collections.abc import Callable
from typing import Any

import pytest

from admin.catalogue import EDITED
from admin.names import is_texts, shown_columns
from backend.core.door import Door
from backend.core.ids import pair_id
from tests.cast import Cast
from tests.console.desk import NAME, Console, refused
from tests.phone import Phone

New = Callable[..., Phone]
SCRIPT = "<script>alert('x')</script>"
NAMES = {"name.uk": "Нова назва", "name.en": "A new name"}


async def details(console: Console, door: Door, act: str = "admin.edit_row") -> Any:
    """Of the latest line of an act."""
    line = (await console.lines(act))[0]
    return line["operator"], line["about_kind"], line["about"], line["details"]


async def test_it_works(console: Console, cast: Cast, phone: New, door: Door) -> None:
    id_ = cast.schools["ratusha"]
    olena = await phone().sign_in("olena")
    solomiia = await phone().sign_in("solomiia")
    for one in (olena, solomiia):
        await one.pull()
    answer = await console.edit("institution", id_, NAMES | {"short_name.uk": "НН", "short_name.en": "NN"})
    assert answer.status_code == 200
    assert answer.json()["name.uk"] == "Нова назва"
    for one in (olena, solomiia):
        (page,) = await one.pull()
        assert page["rows"], "the phone learns nothing"
    names = {"uk": "Нова назва", "en": "A new name"}
    assert olena.held("institution")[id_]["name"] == names
    assert solomiia.held("cohort")[cast.cohorts["ratusha"]]["institution"] == names
    assert solomiia.held("person")[solomiia.person]["institution"] == names
    assert solomiia.held("enrolment")[cast.enrolment("solomiia")]["institution"] == {"uk": "НН", "en": "NN"}
    operator, kind, about, said = await details(console, door)
    assert (operator, kind, about) == (NAME, "institution", id_)
    assert '"name":[{"uk":"ratusha","en":"ratusha"},{"uk":"Нова назва","en":"A new name"}]' in said.replace(": ", ":")
    assert "kind" not in said


async def test_a_form_that_is_sent_back_as_it_came_changes_nothing(console: Console, cast: Cast) -> None:
    """The page sends every field of a row, as text."""
    for table in EDITED:
        for row in (await console.rows(table))[:3]:
            whole = {
                key: "" if value is None else value for key, value in (await console.row(table, row["id"])).items()
            }
            typed = {key: str(value) if isinstance(value, int) else value for key, value in whole.items()}
            typed = {key: value for key, value in typed.items() if not key.endswith("_readable")}
            answer = await console.edit(table, row["id"], typed)
            assert answer.status_code == 200, (table, answer.text)
    assert {line["details"] for line in await console.lines("admin.edit_row")} == {"{}"}


async def test_one_language_of_two(console: Console, cast: Cast) -> None:
    await console.edit("institution", cast.schools["ratusha"], {"name.en": "Town Hall"})
    row = await console.row("institution", cast.schools["ratusha"])
    assert (row["name.uk"], row["name.en"]) == ("ratusha", "Town Hall")


@pytest.mark.parametrize("name", ["", "   ", "null", "x" * 201, "a\nb", "a\x00b", 7, None, [], {"uk": "x"}])
async def test_a_name_that_cannot_be(console: Console, cast: Cast, name: Any) -> None:
    answer = await console.edit("institution", cast.schools["ratusha"], {"name.uk": name})
    if name == "null":  # a word like any other
        assert answer.json()["name.uk"] == "null"
    else:
        assert "200" in refused(answer, 422, "column_value")


async def test_a_language_that_we_do_not_speak(console: Console, cast: Cast) -> None:
    refused(await console.edit("institution", cast.schools["ratusha"], {"name.de": "Rathaus"}), 422, "column_value")
    refused(await console.edit("institution", cast.schools["ratusha"], {"name": "Ратуша"}), 422, "column_value")
    both = {"name": {"uk": "Т", "en": "T"}, "name.uk": "Р"}
    assert (await console.edit("institution", cast.schools["ratusha"], both)).json()["name.uk"] == "Р"


async def test_script_in_every_text_stays_text(console: Console, cast: Cast) -> None:
    """It is kept as written and sent as JSON; the page puts it into text nodes, and lessons are cleaned on the way."""
    for table in ("institution", "programme", "cohort", "course", "module", "lesson", "quiz"):
        id_ = (await console.rows(table))[0]["id"]
        texts = [name for name, column in shown_columns(table).items() if is_texts(column)]
        typed = {f"{name}.{code}": SCRIPT for name in texts for code in ("uk", "en")}
        answer = await console.edit(table, id_, typed)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        assert {answer.json()[key] for key in typed} == {SCRIPT}


@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        ({"code": "AAAAAAAA"}, 403, "column_fixed"),
        ({"programme": pair_id("no", "programme")}, 403, "column_fixed"),
        ({"id": pair_id("other", "id")}, 403, "column_fixed"),
        ({"nothing": 1}, 422, "column_unknown"),
        ({"seats": 0}, 422, "column_value"),
        ({"seats": "many"}, 422, "column_value"),
        ({"seats": 10**30}, 422, "column_value"),
        ({"seats": None}, 422, "column_value"),
        ({"starts": "soon"}, 422, "column_value"),
        ({"ends": "2026-09-01"}, 422, "days_order"),
        ({"seats": 1}, 422, "seats_taken"),
    ],
)
async def test_what_a_cohort_refuses(console: Console, cast: Cast, typed: Any, status: int, code: str) -> None:
    before = await console.row("cohort", cast.cohorts["ratusha"])
    sentence = refused(await console.edit("cohort", cast.cohorts["ratusha"], typed | {"name.uk": "Інша"}), status, code)
    assert len(sentence) > 10
    assert await console.row("cohort", cast.cohorts["ratusha"]) == before
    assert await console.lines("admin.edit_row") == []


async def test_a_secret_column_is_unknown(console: Console, cast: Cast) -> None:
    refused(await console.edit("person", cast.people["olena"], {"password": "x"}), 403, "only_read")


async def test_the_days_and_seats_of_a_cohort_reach_its_people(console: Console, cast: Cast, phone: New) -> None:
    solomiia, olena = await phone().sign_in("solomiia"), await phone().sign_in("olena")
    for one in (solomiia, olena):
        await one.pull()
    answer = await console.edit("cohort", cast.cohorts["ratusha"], {"ends": "2027-06-30", "seats": "25", **NAMES})
    assert answer.status_code == 200, answer.text
    for one in (solomiia, olena):
        await one.pull()
    cohort = solomiia.held("cohort")[cast.cohorts["ratusha"]]
    assert (cohort["ends"], cohort["seats"]) == ("2027-06-30", 25)
    assert olena.held("school_cohort")[cast.cohorts["ratusha"]]["seats"] == 25
    assert solomiia.held("enrolment")[cast.enrolment("solomiia")]["cohort_name"]["uk"] == "Нова назва"


async def test_the_name_of_a_programme_reaches_its_cohorts(console: Console, cast: Cast, phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    await console.edit("programme", cast.programme, NAMES)
    await solomiia.pull()
    assert solomiia.held("cohort")[cast.cohorts["ratusha"]]["programme"]["en"] == "A new name"


async def test_a_lesson_reaches_phones_by_a_release_only(console: Console, cast: Cast, phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    before = solomiia.held("course")
    answer = await console.edit("lesson", cast.lessons[0], {"body.uk": "Інше", "body.en": "Other", "minutes": "25"})
    assert answer.status_code == 200, answer.text
    await solomiia.pull()
    assert solomiia.held("course") == before


async def test_the_title_of_a_course_is_seen_at_once(console: Console, cast: Cast, phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    await console.edit("course", cast.course, {"title.uk": "Інший курс"})
    await solomiia.pull()
    assert {row["title"]["uk"] for row in solomiia.held("course").values()} == {"Інший курс"}


@pytest.mark.parametrize("questions", ["", "[", "[]", "{}", '[{"kind": "single"}]', "[" * 60_000, "7"])
async def test_questions_that_nobody_could_answer(console: Console, cast: Cast, questions: str) -> None:
    quiz = (await console.rows("quiz"))[0]["id"]
    answer = await console.edit("quiz", quiz, {"questions": questions})
    assert answer.status_code == 422
    assert answer.json()["code"] in ("column_value", "quiz_odd")


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"7", b"\xff", b"{", b'{"name": ' + b"[" * 100_000])
async def test_a_body_that_cannot_be_read_is_malformed(console: Console, cast: Cast, body: bytes) -> None:
    path = f"api/tables/institution/{cast.schools['ratusha']}/"
    refused(await console.ask("PATCH", path, content=body), 400, "malformed")


async def test_a_row_that_is_not_there(console: Console) -> None:
    refused(await console.edit("institution", pair_id("no", "school"), NAMES), 404, "not_found")
    refused(await console.edit("institution", "nothing", NAMES), 405, "wrong_method")


async def test_putting_a_whole_row_is_refused(console: Console, cast: Cast) -> None:
    path = f"api/tables/institution/{cast.schools['ratusha']}/"
    refused(await console.ask("PUT", path, NAMES), 405, "wrong_method")
