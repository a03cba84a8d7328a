"""Deleting from the catalogue: only what nothing belongs to."""

from collections.abc import Callable

import pytest

from backend.people.tables import Role
from tests.cast import Cast
from tests.console.desk import Console, refused
from tests.console.test_add_row import SCHOOL
from tests.phone import Phone


async def test_it_works(console: Console) -> None:
    id_ = (await console.add("institution", SCHOOL)).json()[0]["id"]
    assert (await console.delete("institution", id_)).status_code == 204
    refused(await console.ask("GET", f"api/tables/institution/{id_}/"), 404, "not_found")
    (line,) = await console.lines("admin.delete_row")
    assert (line["operator"], line["about_kind"], line["about"]) == ("halyna", "institution", id_)
    assert "Lyceum" in line["details"], "the row before"


async def test_what_has_history_stays(console: Console, cast: Cast) -> None:
    rows = {
        "institution": cast.schools["ratusha"],
        "programme": cast.programme,
        "cohort": cast.cohorts["ratusha"],
        "course": cast.course,
        "lesson": cast.lessons[5],  # nobody has finished it, and it is in a release
    }
    for table, id_ in rows.items():
        assert len(refused(await console.delete(table, id_), 409, "row_held")) > 20
        assert await console.row(table, id_)
    for table in ("module", "quiz"):
        refused(await console.delete(table, (await console.rows(table))[0]["id"]), 409, "row_held")
    assert await console.lines("admin.delete_row") == []


async def test_a_school_of_which_only_a_right_is_left_stays(console: Console, cast: Cast) -> None:
    """Roles name their place without a foreign key."""
    id_ = (await console.add("institution", SCHOOL)).json()[0]["id"]
    # No action does it to a school of nobody.
    await Role(person=cast.people["olena"], kind="coordinator", place_kind="institution", place=id_, source=id_).save()
    refused(await console.delete("institution", id_), 409, "row_held")


async def test_a_course_of_a_cohort_leaves_its_phones(
    console: Console, cast: Cast, phone: Callable[..., Phone]
) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    (place,) = [id_ for id_, row in solomiia.held("course").items() if row["cohort"] == cast.cohorts["ratusha"]]
    assert (await console.delete("cohort_course", place)).status_code == 204
    await solomiia.pull()
    assert place not in solomiia.held("course")


async def test_a_course_that_somebody_began_stays(console: Console, cast: Cast, phone: Callable[..., Phone]) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.verdicts(solomiia.lesson(0))
    await solomiia.pull()
    refused(await console.delete("cohort_course", next(iter(solomiia.held("course")))), 409, "row_held")


@pytest.mark.parametrize("path", ["", "?id=1", "?__page=1"])
async def test_a_whole_table_is_never_deleted(console: Console, path: str) -> None:
    before = await console.get("tables/institution/count/")
    refused(await console.ask("DELETE", f"api/tables/institution/{path}"), 405, "wrong_method")
    assert await console.get("tables/institution/count/") == before


async def test_limits_stay(console: Console, cast: Cast) -> None:
    refused(await console.delete("rule_set", cast.programme), 403, "not_added")
