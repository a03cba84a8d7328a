from collections.abc import Callable

import httpx
import pytest

from backend.core.door import Door
from backend.programmes.rules import ALPHABET
from tests.cast import Cast, code_of
from tests.phone import Phone
from tests.sync.crowd import signed_in

New = Callable[..., Phone]


async def rotate(phone: Phone, cohort: str) -> httpx.Response:
    return await phone.http.post(f"/api/programmes/cohorts/{cohort}/code", json={})


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    ratusha = cast.cohorts["ratusha"]
    olena, former = await signed_in(door, phone, cast.people["olena"]), await code_of(door, ratusha)
    await olena.pull()
    assert olena.held("school_cohort")[ratusha]["code"] == former
    code = (await rotate(olena, ratusha)).json()["code"]
    assert code != former
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    await olena.pull()
    assert olena.held("school_cohort")[ratusha]["code"] == code
    assert (await phone().http.post("/api/programmes/join/look", json={"code": former})).status_code == 404
    assert (await phone().http.post("/api/programmes/join/look", json={"code": code})).status_code == 200


@pytest.mark.parametrize("name", ["vasyl", "sofiia", "solomiia"])
async def test_nobody_else_changes_it(door: Door, phone: New, cast: Cast, name: str) -> None:
    stranger, former = await signed_in(door, phone, cast.people[name]), await code_of(door, cast.cohorts["ratusha"])
    nobody = "00000000-0000-4000-8000-000000000000"
    answers = [await rotate(stranger, cohort) for cohort in (cast.cohorts["ratusha"], nobody, "nonsense")]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "not_found")}
    assert await code_of(door, cast.cohorts["ratusha"]) == former


async def test_codes_are_the_coordinators_alone(door: Door, phone: New, cast: Cast) -> None:
    code = await code_of(door, cast.cohorts["ratusha"])
    for name in ("solomiia", "vasyl", "sofiia"):
        other = await signed_in(door, phone, cast.people[name])
        await other.pull()
        assert code not in str(other.rows), name


async def test_every_cohort_has_its_own(door: Door, cast: Cast) -> None:
    assert len({await code_of(door, cohort) for cohort in cast.cohorts.values()}) == len(cast.cohorts)
