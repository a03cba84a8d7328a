"""What the console shows: people's names in both languages, rows by name, lists that can be searched and ordered."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from admin import page
from admin.names import SHOWN, alias, table_of
from admin.words import CHROME
from locales.catalogue import LANGUAGES
from tests.cast import Cast
from tests.console.desk import Console, refused

Browser = Callable[..., Console]


async def speak(console: Console, language: str) -> None:
    """Choose a language in the menu of the page."""
    assert (await console.ask("GET", f"public/translations/{language}/")).status_code == 200


async def test_it_works(console: Console) -> None:
    """Every table can be read, each in every way in which the page asks."""
    for table in SHOWN:
        schema = await console.get(f"tables/{table}/schema/")
        columns = schema["extra"]["visible_column_names"]
        assert {*columns} <= {*schema["properties"]}, table
        assert schema["extra"]["link_column_name"] in columns
        order = ",".join(("" if one["ascending"] else "-") + one["column"] for one in schema["extra"]["order_by"])
        rows = await console.rows(table, f"__order={order}&__page=1&__page_size=5")
        assert all({*columns} <= {*row} for row in rows), table
        asked = ",".join(["id", *columns])
        assert len(await console.rows(table, f"__visible_fields={asked}&__page_size=5")) == len(rows)
        assert all(told["title"] for told in schema["properties"].values()), table
        for name in {*schema["properties"]} | {one.partition(".")[0] for one in schema["properties"]}:
            assert len(await console.rows(table, f"__order=-{name}&__page_size=5")) == len(rows), (table, name)


async def test_ukrainian_first_and_english_second(browser: Browser, console: Console) -> None:
    found = (await browser().http.get("/admin/public/translations/")).json()
    assert [one["language_code"] for one in found["translations"]] == ["uk", "en"]
    assert found["default_language_code"] == "uk"
    await speak(console, "en")
    english = await console.get("tables/grouped/")
    assert next(iter(english["grouped"])) == "People and schools"
    assert english["grouped"]["Courses"][:2] == ["Courses", "Modules"]
    assert (await console.get("tables/Institutions/schema/"))["properties"]["kind"]["title"] == "Kind"
    await speak(console, "uk")
    ukrainian = await console.get("tables/grouped/")
    assert next(iter(ukrainian["grouped"].values()))[1] == alias("person", "uk")
    assert [len(tables) for tables in ukrainian["grouped"].values()] == [
        len(tables) for tables in english["grouped"].values()
    ]


async def test_the_language_is_remembered_and_another_one_is_not_believed(console: Console) -> None:
    answer = await console.ask("GET", "public/translations/en/")
    assert any(one.startswith("verstat_console_language=en") for one in answer.headers.get_list("set-cookie"))
    assert '<html lang="en">' in (await console.ask("GET", "")).text
    assert (await console.ask("GET", "public/translations/de/")).status_code == 404
    assert console.http.cookies["verstat_console_language"] == "en"


def test_a_table_is_found_under_its_name_in_every_language() -> None:
    for language in LANGUAGES:
        names = [alias(table, language) for table in SHOWN]
        assert len({*names}) == len(names), "two tables have one name"
        assert all(table_of(name) == table for name, table in zip(names, SHOWN, strict=True))
        assert not [name for name in names if "/" in name or "__" in name]


async def test_rows_are_called_by_name_in_the_language_of_the_operator(console: Console, cast: Cast) -> None:
    await console.edit("cohort", cast.cohorts["ratusha"], {"name.uk": "Перша група", "name.en": "First group"})
    for language, name in (("uk", "Перша група"), ("en", "First group")):
        await speak(console, language)
        rows = await console.rows("enrolment", f"cohort={cast.cohorts['ratusha']}")
        assert {row["cohort_readable"] for row in rows} == {name}
        ids = await console.get("tables/enrolment/ids/?search=solomiia&limit=6")
        assert list(ids.values()) == [f"solomiia-family Solomiia, {name}"]


@pytest.mark.parametrize("sought", ["ратуша", "РАТУША", "Ратуш"])
async def test_names_are_found_whatever_their_case(console: Console, cast: Cast, sought: str) -> None:
    """SQLite by itself knows the case of Latin letters only."""
    await console.edit("institution", cast.schools["ratusha"], {"name.uk": "Коледж «Ратуша»"})
    assert [row["id"] for row in await console.rows("institution", f"name.uk={sought}")] == [cast.schools["ratusha"]]
    assert list(await console.get(f"tables/institution/ids/?search={sought}")) == [cast.schools["ratusha"]]


async def test_lists_are_ordered_by_name(console: Console, cast: Cast) -> None:
    for direction, first in (("", "ratusha"), ("-", "sykhiv")):
        rows = await console.rows("institution", f"__order={direction}name.en")
        assert rows[0]["name.en"] == first


@pytest.mark.parametrize(
    "query",
    [
        *("__order=nothing", "__order=name.de", "__order=id.uk", "nothing=1", "kind.uk=x", "__visible_fields=nothing"),
        *("__page=x", "__page_size=-1", "__page_size=5000", "kind__operator=x", "emblem=a%00b", "__readable=x"),
        *("kind__operator[]=gt", "kind__operator=gt&kind__operator=lt"),
    ],
)
async def test_what_cannot_be_asked_is_refused_and_no_mistake(console: Console, query: str) -> None:
    answer = await console.ask("GET", f"api/tables/institution/?{query}")
    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 400:
        refused(answer, 400, "malformed")


@pytest.mark.parametrize("query", ["born=x", "institution=x", "born__operator=gte&born=2008-99-99", "id=7"])
async def test_a_filter_of_the_wrong_kind_is_refused(console: Console, query: str) -> None:
    refused(await console.ask("GET", f"api/tables/person/?{query}"), 400, "malformed")


async def test_the_audit_is_whole_and_searched_in_every_way(console: Console, cast: Cast) -> None:
    await console.edit("institution", cast.schools["ratusha"], {"name.uk": "Інша"})
    count = (await console.get("tables/audit_line/count/"))["count"]
    assert count > 20
    for query, least in (
        (f"about={cast.schools['ratusha']}", 2),
        (f"person={cast.people['olena']}", 1),
        ("operator=halyna", 2),
        ("act=programmes.accept", 1),
        ("acted_as=coordinator", 1),
        ("about_kind=institution", 2),
        ("arrived_at__operator=gte&arrived_at=2026-09-01T00:00:00Z", 20),
    ):
        found = await console.rows("audit_line", f"{query}&__page_size=1000")
        assert least <= len(found) < count or query.startswith("arrived"), query
    olena = (await console.rows("audit_line", f"person={cast.people['olena']}"))[0]
    assert (olena["person"], olena["person_readable"]) == (cast.people["olena"], "olena-family Olena")
    assert (await console.row("audit_line", olena["id"]))["person_readable"] == "olena-family Olena"
    told = (await console.get("tables/audit_line/schema/"))["properties"]["person"]["extra"]["foreign_key"]
    assert told["to"] == alias("person", "uk")
    edit = (await console.lines("admin.edit_row"))[0]
    assert json.loads(edit["details"])["name"][1]["uk"] == "Інша"


def test_the_program_of_the_page_is_the_one_that_our_words_are_for() -> None:
    """A new version of Piccolo says things elsewhere: then these places are to be found again."""
    plain = (page.DIST / "assets" / page.program().name).read_text("utf-8")
    assert [former for former in page.REPLACED if former not in plain] == []
    program = page.program().body.decode()
    assert [former for former in page.REPLACED if former in program and former not in page.REPLACED[former]] == []
    unsaid = [word for word in CHROME if f'"{word}"' not in program and word not in page.translations()[0].translations]
    assert unsaid == []
    assert 'new Function("return' not in program


def test_piccolos_own_words_are_all_in_ukrainian() -> None:
    ukrainian, english = page.translations()
    assert {*english.translations} <= {*ukrainian.translations}
    assert ukrainian.language_code == "uk"


async def test_a_form_is_told_in_the_language_of_the_operator(console: Console) -> None:
    answer: Any = await console.get("forms/")
    assert isinstance(answer, list)
