"""Adding rows to the catalogue."""

from collections.abc import Callable
from typing import Any

import pytest

from admin.words import title
from backend.core.ids import pair_id
from tests.cast import Cast
from tests.console.desk import Console, refused
from tests.phone import Phone

NAMES = {"name.uk": "Ліцей", "name.en": "Lyceum", "short_name.uk": "Л", "short_name.en": "L"}
SCHOOL = NAMES | {"kind": "lyceum", "emblem": None}


def group(cast: Cast, **given: Any) -> dict[str, Any]:
    """A new cohort, as the form sends it."""
    names = {"name.uk": "Група", "name.en": "Group"}
    place = {"programme": cast.programme, "institution": cast.schools["ratusha"]}
    return names | place | {"starts": "2026-10-01", "ends": "2027-03-01", "seats": "20", "code": ""} | given


async def test_it_works(console: Console) -> None:
    answer = await console.add("institution", SCHOOL)
    assert answer.status_code == 201, answer.text
    id_ = answer.json()[0]["id"]
    assert (await console.row("institution", id_))["name.uk"] == "Ліцей"
    (line,) = await console.lines("admin.add_row")
    assert (line["operator"], line["about"]) == ("halyna", id_)
    assert '"lyceum"' in line["details"]


async def test_what_the_form_begins_with_can_be_sent(console: Console, cast: Cast) -> None:
    """The page fills a form with what /new/ says and sends all of it."""
    begun = await console.get("tables/lesson/new/")
    typed = begun | {"module": (await console.rows("module"))[0]["id"], "minutes": 10}
    typed |= {f"{name}.{code}": "Текст" for name in ("title", "summary", "body") for code in ("uk", "en")}
    assert (await console.add("lesson", typed)).status_code == 201


async def test_a_cohort_is_opened_with_a_code_and_reaches_its_school(
    console: Console, cast: Cast, phone: Callable[..., Phone]
) -> None:
    olena = await phone().sign_in("olena")
    await olena.pull()
    answer = await console.add("cohort", group(cast))
    assert answer.status_code == 201, answer.text
    id_ = answer.json()[0]["id"]
    await olena.pull()
    assert len(olena.held("school_cohort")[id_]["code"]) == 8
    assert (
        await console.add("cohort_course", {"cohort": id_, "course": cast.course, "position": 0})
    ).status_code == 201
    await olena.pull()
    assert id_ in {row["cohort"] for row in olena.held("course").values()}
    refused(await console.add("cohort_course", {"cohort": id_, "course": cast.course, "position": 0}), 409, "row_there")


@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        ({"programme": pair_id("no", "programme")}, 422, "column_value"),
        ({"programme": ""}, 422, "column_value"),
        ({"institution": "x"}, 422, "column_value"),
        ({"ends": "2026-09-01"}, 422, "days_order"),
        ({"code": "MINE2345"}, 403, "column_fixed"),
        ({"nothing": "x"}, 422, "column_unknown"),
    ],
)
async def test_what_cannot_be_opened(console: Console, cast: Cast, typed: Any, status: int, code: str) -> None:
    count = await console.get("tables/cohort/count/")
    refused(await console.add("cohort", group(cast, **typed)), status, code)
    assert await console.get("tables/cohort/count/") == count


async def test_what_is_missing_is_named(console: Console) -> None:
    answer = await console.add("institution", NAMES)
    assert title("uk", "institution", "kind") in refused(answer, 422, "column_value")
    assert answer.json()["state"] == "missing"
    refused(await console.add("institution", SCHOOL | {"kind": "circus"}), 422, "column_value")
    refused(await console.add("institution", SCHOOL | {"emblem": "0" * 64}), 422, "column_value")
    refused(await console.add("institution", SCHOOL | {"emblem": "<svg>"}), 422, "column_value")


async def test_limits_come_with_a_programme(console: Console) -> None:
    refused(await console.add("rule_set", {"team_min": 3}), 403, "not_added")
