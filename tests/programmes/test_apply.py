from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.door import Door
from backend.core.ids import pair_id
from backend.people import actions as people
from backend.people.schemas import NewPerson
from tests.cast import SYSTEM, Cast, code_of
from tests.phone import Phone
from tests.programmes.seats import acts, done, newcomers, roles, seats, status
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]


@pytest.fixture
async def maksym(door: Door, phone: New, cast: Cast) -> Phone:
    return await signed_in(door, phone, cast.people["maksym"])


@pytest.fixture
async def code(door: Door, cast: Cast) -> str:
    return await code_of(door, cast.cohorts["ratusha"])


async def apply(phone: Phone, code: str, **given: Any) -> httpx.Response:
    return await phone.http.post("/api/programmes/apply", json={"code": code} | given)


async def refused(phone: Phone, code: str, **given: Any) -> dict[str, Any]:
    answer = await apply(phone, code, **given)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return answer.json()


async def test_it_works(door: Door, phone: New, cast: Cast, maksym: Phone, code: str) -> None:
    olena = await signed_in(door, phone, cast.people["olena"])
    await olena.pull()
    await maksym.pull()
    answer = await apply(maksym, code)
    enrolment = pair_id(cast.people["maksym"], cast.cohorts["ratusha"])
    assert (answer.status_code, answer.json()) == (200, {"enrolment": enrolment})
    await maksym.pull()
    row = maksym.held("enrolment")[enrolment]
    assert row | {"since": ""} == {
        "person": cast.people["maksym"],
        "cohort": cast.cohorts["ratusha"],
        "status": "applied",
        "name": "maksym-family Maksym",
        "since": "",
        "reason": None,
        "cohort_name": {"uk": "ratusha", "en": "ratusha"},
        "institution": {"uk": "ratusha", "en": "ratusha"},
        "minor": True,
        "due": [],
    }
    assert cast.cohorts["ratusha"] not in maksym.held("cohort")
    assert enrolment in {role["source"] for role in maksym.held("role").values() if role["kind"] == "applicant"}
    await olena.pull()
    shown = olena.held("roster")[enrolment]
    assert (shown["status"], shown["institution"], shown["consents"]) == (
        "applied",
        cast.schools["sykhiv"],
        ["taking_part"],
    )
    assert await roles(door, enrolment) == ["applicant"]


async def test_an_applicant_does_not_learn_yet(cast: Cast, maksym: Phone, code: str) -> None:
    await apply(maksym, code)
    (verdict,) = await maksym.verdicts(maksym.lesson(0, "maksym"))
    assert verdict["code"] == "not_found"


async def test_the_others_learn_nothing_of_it(door: Door, phone: New, cast: Cast, maksym: Phone, code: str) -> None:
    others = [await signed_in(door, phone, cast.people[name]) for name in ("ostap", "vasyl", "zoriana", "sofiia")]
    for other in others:
        await other.pull()
    await apply(maksym, code)
    assert [[page["rows"] for page in await other.pull()] for other in others] == [[[]]] * 4


async def test_again_changes_nothing(door: Door, phone: New, cast: Cast, maksym: Phone, code: str) -> None:
    olena = await signed_in(door, phone, cast.people["olena"])
    enrolment = (await apply(maksym, code)).json()["enrolment"]
    assert (await apply(maksym, code)).json() == {"enrolment": enrolment}
    await done(olena, "programmes.accept", enrolment=enrolment)
    assert (await apply(maksym, code)).json() == {"enrolment": enrolment}
    assert await acts(door, enrolment) == ["apply", "accept", "activate"]
    assert await count(door.database, "role", "source = $1 AND kind = 'applicant'", enrolment) == 1


async def test_who_was_refused_or_left_asks_again(door: Door, phone: New, cast: Cast, maksym: Phone, code: str) -> None:
    olena = await signed_in(door, phone, cast.people["olena"])
    enrolment = (await apply(maksym, code)).json()["enrolment"]
    await done(olena, "programmes.refuse", enrolment=enrolment, reason="other")
    await apply(maksym, code)
    await done(maksym, "programmes.withdraw", enrolment=enrolment, reason="other")
    await apply(maksym, code)
    assert await acts(door, enrolment) == ["apply", "refuse", "apply", "withdraw", "apply"]
    (row,) = await peek(door.database, "SELECT status, reason FROM enrolment WHERE id = $1", enrolment)
    assert (row["status"], row["reason"]) == ("applied", None)
    assert await count(door.database, "role", "source = $1", enrolment) == 1


async def test_who_is_not_signed_in_is_told_so(phone: New, code: str) -> None:
    assert (await refused(phone(), code))["code"] == "sign_in"


@pytest.mark.parametrize("typed", ["", "AAAAAAAA", "Їжак", "\x00", "x" * 2_000, "' OR 1=1 --"])
async def test_a_code_that_leads_nowhere(door: Door, maksym: Phone, typed: str) -> None:
    problem = await refused(maksym, typed)
    assert (problem["status"], problem["code"], problem["fix"]) == (404, "no_such_code", "edit")
    assert await count(door.database, "enrolment") == 4


async def test_a_code_however_it_is_typed(door: Door, cast: Cast, maksym: Phone) -> None:
    await alter(door.database, "UPDATE cohort SET code = 'KTRXHM34' WHERE id = $1", cast.cohorts["ratusha"])
    assert (await apply(maksym, " ktrx-нм34")).status_code == 200  # a Cyrillic н and м


async def test_a_code_that_was_changed_while_it_was_typed(
    door: Door, phone: New, cast: Cast, maksym: Phone, code: str
) -> None:
    olena = await signed_in(door, phone, cast.people["olena"])
    answer = await olena.http.post(f"/api/programmes/cohorts/{cast.cohorts['ratusha']}/code", json={})
    assert (await refused(maksym, code))["code"] == "no_such_code"
    assert (await apply(maksym, answer.json()["code"])).status_code == 200


async def test_a_cohort_that_has_ended(door: Door, cast: Cast, maksym: Phone, code: str) -> None:
    set_end = "UPDATE cohort SET starts = '2026-09-01', ends = {} WHERE id = $1"
    await alter(door.database, set_end.format("'2026-11-15'"), cast.cohorts["ratusha"])
    problem = await refused(maksym, code)
    assert (problem["status"], problem["code"]) == (409, "cohort_over")
    await alter(door.database, set_end.format("'2026-11-16'"), cast.cohorts["ratusha"])
    assert (await apply(maksym, code)).status_code == 200


async def test_who_is_in_learns_of_no_obstacle(door: Door, phone: New, cast: Cast, code: str) -> None:
    await alter(door.database, "UPDATE cohort SET ends = '2026-11-15' WHERE id = $1", cast.cohorts["ratusha"])
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    assert (await apply(solomiia, code)).json() == {"enrolment": cast.enrolment("solomiia")}


async def test_a_cohort_without_a_free_seat_takes_requests(door: Door, cast: Cast, maksym: Phone, code: str) -> None:
    await seats(door, cast, 3)
    assert (await apply(maksym, code)).status_code == 200


async def test_three_requests_for_a_seat_and_no_more(
    door: Door, phone: New, cast: Cast, maksym: Phone, code: str
) -> None:
    await seats(door, cast, 1)
    first, *_ = await newcomers(door, cast, 3)
    problem = await refused(maksym, code)
    assert (problem["status"], problem["code"]) == (409, "queue_full")
    olena = await signed_in(door, phone, cast.people["olena"])
    await done(olena, "programmes.refuse", enrolment=first, reason="not_known")
    assert (await apply(maksym, code)).status_code == 200


class TestWithoutABirthDate:
    """Who has none on file tells it with the request."""

    @pytest.fixture
    async def levko(self, door: Door, phone: New) -> Phone:
        person = await door.writer.perform(people.add_person, SYSTEM, NewPerson("levko", "L", "L"))
        return await signed_in(door, phone, person)

    async def test_it_is_asked_for_and_kept(self, door: Door, levko: Phone, code: str) -> None:
        problem = await refused(levko, code)
        assert (problem["status"], problem["code"], problem["field"]) == (422, "born_needed", "born")
        enrolment = (await apply(levko, code, born="2010-02-03")).json()["enrolment"]
        assert await status(door, enrolment) == "applied"
        (row,) = await peek(door.database, "SELECT born FROM person WHERE id = $1", levko.person)
        assert str(row["born"]) == "2010-02-03"

    @pytest.mark.parametrize(
        ("born", "code_"),
        [
            ("2026-11-17", "born_future"),
            ("2020-05-05", "too_young"),
            ("2014-11-17", "too_young"),
            ("1905-11-16", "born_odd"),
            ("1905-01-01", "born_odd"),
        ],
    )
    async def test_one_that_cannot_be(self, door: Door, levko: Phone, code: str, born: str, code_: str) -> None:
        problem = await refused(levko, code, born=born)
        assert (problem["status"], problem["code"], problem["field"]) == (422, code_, "born")
        assert await peek(door.database, "SELECT born FROM person WHERE id = $1", levko.person) == [{"born": None}]

    @pytest.mark.parametrize("born", ["2014-11-16", "1905-11-17"])
    async def test_one_that_can(self, levko: Phone, code: str, born: str) -> None:
        assert (await apply(levko, code, born=born)).status_code == 200


async def test_a_birth_date_that_is_known_is_not_replaced(door: Door, maksym: Phone, code: str) -> None:
    await apply(maksym, code, born="1990-01-01")
    (row,) = await peek(door.database, "SELECT born FROM person WHERE id = $1", maksym.person)
    assert str(row["born"]) == "2009-02-11"
