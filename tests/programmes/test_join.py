from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from backend.core import clock
from backend.core.door import Door
from backend.core.ids import pair_id
from backend.people import passwords
from tests.cast import Cast, code_of
from tests.phone import Phone
from tests.programmes.seats import acts, done, newcomers, roles, seats
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]
TYPED = {
    "family": "Коваленко",
    "given": "Марта",
    "login": "marta.kovalenko42",
    "password": "a good password",
    "born": "2009-07-01",
    "language": "uk",
    "label": "Android",
}


@pytest.fixture
async def code(door: Door, cast: Cast) -> str:
    return await code_of(door, cast.cohorts["ratusha"])


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time is spent on passwords."""

    async def hashed(password: str) -> str:
        return "unusable"

    monkeypatch.setattr(passwords, "hashed", hashed)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Time stands still, however slow the machine is, until it is moved."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    stand(clock.now())
    return stand


async def join(phone: Phone, code: str, **given: Any) -> httpx.Response:
    return await phone.http.post("/api/programmes/join", json=TYPED | {"code": code} | given)


async def look(phone: Phone, code: str) -> httpx.Response:
    return await phone.http.post("/api/programmes/join/look", json={"code": code})


async def test_it_works(door: Door, phone: New, cast: Cast, code: str) -> None:
    olena, newcomer = await signed_in(door, phone, cast.people["olena"]), phone()
    await olena.pull()
    door_ = await look(newcomer, code)
    assert (door_.status_code, door_.json()) == (
        200,
        {
            "cohort": cast.cohorts["ratusha"],
            "name": {"uk": "ratusha", "en": "ratusha"},
            "programme": {"uk": "П", "en": "P"},
            "institution": {"uk": "ratusha", "en": "ratusha"},
            "emblem": None,
            "starts": "2026-09-14",
            "ends": "2027-01-29",
            "minimum_age": 12,
            "guardian_age": 18,
        },
    )
    answer = await join(newcomer, code)
    assert answer.status_code == 200
    person = answer.json()["person"]
    assert (person["login"], person["name"], person["language"]) == ("marta.kovalenko42", "Коваленко Марта", "uk")
    newcomer.person, enrolment = person["id"], pair_id(person["id"], cast.cohorts["ratusha"])
    await newcomer.pull()
    row = newcomer.held("enrolment")[enrolment]
    assert (row["status"], row["minor"], row["due"]) == ("applied", True, ["taking_part"])
    await olena.pull()
    assert olena.held("roster")[enrolment]["name"] == "Коваленко Марта"
    assert olena.held("roster")[enrolment]["institution"] == cast.schools["ratusha"]
    assert await roles(door, enrolment) == ["applicant"]
    assert await acts(door, enrolment) == ["apply"]
    (line,) = await peek(door.database, "SELECT person, about FROM audit_line WHERE act = 'programmes.join'")
    assert (line["person"], line["about"]) == (person["id"], enrolment)
    assert (await phone().try_to_sign_in("marta.kovalenko42", "a good password")).status_code == 200


async def test_from_the_code_to_the_first_lesson(door: Door, phone: New, cast: Cast, code: str) -> None:
    newcomer, olena = phone(), await signed_in(door, phone, cast.people["olena"])
    newcomer.person = (await join(newcomer, code)).json()["person"]["id"]
    cast.people["marta"] = newcomer.person
    enrolment = cast.enrolment("marta")
    await done(olena, "programmes.accept", enrolment=enrolment)
    signed = {"guardian": "Коваленко Ірина", "signed_on": "2026-11-15", "text": "2026-1", "language": "uk"}
    await done(
        olena,
        "programmes.record_consent",
        enrolment=enrolment,
        answers={"taking_part": True, "photos": False},
        **signed,
    )
    await newcomer.pull()
    assert newcomer.held("enrolment")[enrolment]["status"] == "active"
    assert {row["purpose"]: row["given"] for row in newcomer.held("consent").values()} == {
        "taking_part": True,
        "photos": False,
    }
    (verdict,) = await newcomer.verdicts(newcomer.lesson(0, "marta"))
    assert verdict["status"] == "applied"


@pytest.mark.parametrize(
    ("typed", "status", "problem"),
    [
        ({"born": "2026-11-17"}, 422, "born_future"),
        ({"born": "2020-11-16"}, 422, "too_young"),
        ({"born": "1890-01-01"}, 422, "born_odd"),
        ({"family": "К"}, 422, "name_short"),
        ({"family": "К" * 200}, 422, "name_long"),
        ({"given": "Марта-Anna"}, 422, "name_mixed"),
        ({"given": "M4рта"}, 422, "name_letters"),
        ({"password": "12345678"}, 422, "weak_password"),
        ({"login": "Solomiia"}, 409, "login_taken"),
    ],
)
async def test_a_field_that_is_wrong_is_named_and_nothing_is_left(
    door: Door, phone: New, code: str, typed: dict[str, str], status: int, problem: str
) -> None:
    before = [await count(door.database, table) for table in ("person", "enrolment", "role", "audit_line")]
    answer = await join(phone(), code, **typed)
    (field,) = typed
    said = answer.json()
    assert (answer.status_code, said["code"], said["field"], said["fix"]) == (status, problem, field, "edit")
    assert "set-cookie" not in answer.headers
    assert [await count(door.database, table) for table in ("person", "enrolment", "role", "audit_line")] == before


async def test_latin_letters_among_cyrillic_ones_are_made_cyrillic(phone: New, code: str) -> None:
    answer = await join(phone(), code, family="Koвaленкo".replace("K", "К"))
    assert answer.json()["person"]["name"] == "Коваленко Марта"


async def test_a_taken_name_comes_with_a_free_one(phone: New, code: str) -> None:
    problem = (await join(phone(), code, login="ostap")).json()
    assert problem["login"] == "ostap"
    assert (await join(phone(), code, login=problem["suggestion"])).status_code == 200


async def test_sent_again_because_the_answer_was_lost_it_is_one_person(
    door: Door, phone: New, cast: Cast, code: str
) -> None:
    first = (await join(phone(), code)).json()["person"]
    newcomer = phone()
    again = await join(newcomer, code, login=" Marta.Kovalenko42 ")
    assert (again.status_code, again.json()["person"]["id"]) == (200, first["id"])
    assert (await newcomer.http.get("/api/people/devices")).status_code == 200
    assert await count(door.database, "person", "login = 'marta.kovalenko42'") == 1
    assert await acts(door, pair_id(first["id"], cast.cohorts["ratusha"])) == ["apply"]


async def test_with_another_password_or_name_it_is_somebody_elses(door: Door, phone: New, code: str) -> None:
    await join(phone(), code)
    for other in ({"password": "another password"}, {"password": "x" * 2_000}, {"given": "Марія"}):
        answer = await join(phone(), code, **other)
        assert answer.json()["code"] in ("login_taken", "weak_password")
        assert "set-cookie" not in answer.headers
    guesses = [await join(phone(), code, password=f"another password {n}") for n in range(6)]
    assert guesses[-1].json()["code"] == "slow_down"


@pytest.mark.usefixtures("quick")
async def test_two_with_one_name_of_which_the_second_finds_it_taken(phone: New, code: str) -> None:
    assert (await join(phone(), code)).status_code == 200
    assert (await join(phone(), code)).json()["code"] == "login_taken"


@pytest.mark.parametrize("typed", ["", "AAAAAAAA", "CDFGHJK", "\x00"])
async def test_a_code_that_leads_nowhere(door: Door, phone: New, typed: str) -> None:
    for answer in (await look(phone(), typed), await join(phone(), typed)):
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_code")
    assert await count(door.database, "enrolment") == 4


async def test_a_code_that_was_changed_while_somebody_typed(door: Door, phone: New, cast: Cast, code: str) -> None:
    newcomer, olena = phone(), await signed_in(door, phone, cast.people["olena"])
    assert (await look(newcomer, code)).status_code == 200
    await olena.http.post(f"/api/programmes/cohorts/{cast.cohorts['ratusha']}/code", json={})
    answer = await join(newcomer, code)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_code")
    assert await count(door.database, "person", "login = 'marta.kovalenko42'") == 0


async def test_a_cohort_that_has_ended(door: Door, phone: New, cast: Cast, code: str) -> None:
    await alter(door.database, "UPDATE cohort SET ends = '2026-11-15' WHERE id = $1", cast.cohorts["ratusha"])
    for answer in (await look(phone(), code), await join(phone(), code)):
        assert (answer.status_code, answer.json()["code"]) == (409, "cohort_over")


async def test_a_full_cohort_is_asked_and_a_full_queue_is_not(door: Door, phone: New, cast: Cast, code: str) -> None:
    await seats(door, cast, 1)  # three are in it
    await newcomers(door, cast, 2)
    assert (await look(phone(), code)).status_code == 200
    await join(phone(), code)
    for answer in (await look(phone(), code), await join(phone(), code, login="another.one42")):
        assert (answer.status_code, answer.json()["code"]) == (409, "queue_full")
    assert await count(door.database, "person", "login = 'another.one42'") == 0


@pytest.mark.usefixtures("quick")
async def test_a_prankster_with_the_code_comes_to_an_end(
    door: Door, phone: New, cast: Cast, code: str, still: Callable[[datetime], None]
) -> None:
    """A hundred made-up people: forty get in, then it takes an hour; the queue ends at three for a seat anyway."""
    await seats(door, cast, 30)
    prankster = phone("203.0.113.9")
    answers = [await join(prankster, code, login=f"prank{n}") for n in range(100)]
    assert [answer.status_code for answer in answers] == [200] * 40 + [429] * 60
    assert int(answers[-1].headers["retry-after"]) == 1
    assert (await join(phone("10.9.9.9"), code)).status_code == 200  # the class next door is not slowed
    still(clock.now() + timedelta(minutes=55))
    answers = [await join(prankster, code, login=f"prank{n}") for n in range(100, 110)]
    assert [answer.status_code for answer in answers] == [200] + [429] * 9


@pytest.mark.usefixtures("quick")
async def test_a_large_cohort_joins_on_one_evening_through_one_router(
    door: Door, phone: New, cast: Cast, code: str
) -> None:
    await seats(door, cast, 60)
    answers = [await join(phone(), code, login=f"newcomer{n}") for n in range(60)]
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.usefixtures("quick", "still")
async def test_a_prankster_slows_no_other_cohort_behind_the_router(
    door: Door, phone: New, cast: Cast, code: str
) -> None:
    await seats(door, cast, 30)
    answers = [await join(phone(), code, login=f"prank{n}") for n in range(41)]
    assert answers[-1].status_code == 429
    assert (await join(phone(), await code_of(door, cast.cohorts["sykhiv"]))).status_code == 200


@pytest.mark.usefixtures("still")
async def test_who_asks_which_names_are_taken_is_slowed_down_and_gets_no_password_hashed(
    phone: New, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "hashed", None)
    curious = phone("203.0.113.8")
    answers = [await join(curious, code, login="ostap") for _ in range(101)]
    assert [answer.json()["code"] for answer in answers] == ["login_taken"] * 100 + ["slow_down"]


@pytest.mark.usefixtures("quick")
async def test_from_many_addresses_the_queue_holds(door: Door, phone: New, cast: Cast, code: str) -> None:
    await seats(door, cast, 4)
    answers = [await join(phone(f"203.0.113.{n % 9}"), code, login=f"prank{n}") for n in range(20)]
    assert [answer.status_code for answer in answers] == [200] * 12 + [409] * 8
    assert answers[-1].json()["code"] == "queue_full"


@pytest.mark.usefixtures("still")
async def test_who_guesses_codes_is_slowed_down(phone: New, code: str) -> None:
    guesser = phone("203.0.113.7")
    answers = [await look(guesser, f"CDFGHJ{n:02}") for n in range(101)]
    assert [answer.status_code for answer in answers[:100]] == [404] * 100
    assert (answers[100].status_code, answers[100].json()["code"]) == (429, "slow_down")
    assert (await look(guesser, code)).status_code == 429
    assert (await look(phone("10.1.1.1"), code)).status_code == 200
