from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.core import clock
from backend.core.door import Door
from tests.cast import Cast
from tests.phone import Phone
from tests.programmes.seats import done, refused
from tests.sync.crowd import signed_in
from tests.sync.peek import count

New = Callable[..., Phone]
GIVE = "people.give_consent"
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november() -> Any:
    clock.set_to(NOON)
    yield
    clock.set_to(None)


def said(**answers: bool) -> dict[str, Any]:
    return {"answers": answers, "text": "2026-1", "language": "en"}


async def consents(door: Door, phone: New, cast: Cast, name: str) -> list[str]:
    """The purposes to which somebody of Ratusha's cohort consents now, as its coordinator sees it."""
    olena = await signed_in(door, phone, cast.people["olena"])
    await olena.pull()
    return sorted(olena.held("roster")[cast.enrolment(name)]["consents"])


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    await solomiia.pull()
    await done(solomiia, GIVE, **said(photos=True, statistics=False))
    await solomiia.pull()
    new = [row for row in solomiia.held("consent").values() if row["language"] == "en"]
    assert {(row["purpose"], row["given"], row["guardian"]) for row in new} == {
        ("photos", True, None),
        ("statistics", False, None),
    }
    assert await consents(door, phone, cast, "solomiia") == ["photos", "taking_part"]


async def test_the_latest_answer_counts_and_all_are_kept(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    for given in (True, False, True, False):
        await done(solomiia, GIVE, **said(photos=given))
    assert await consents(door, phone, cast, "solomiia") == ["taking_part"]
    assert await count(door.database, "consent", "person = $1 AND purpose = 'photos'", solomiia.person) == 4


async def test_a_minor_is_told_to_ask_a_guardian(door: Door, phone: New, cast: Cast) -> None:
    ostap = await signed_in(door, phone, cast.people["ostap"])
    before = await count(door.database, "consent")
    verdict = await refused(ostap, GIVE, **said(photos=True))
    assert (verdict["code"], verdict["fix"]) == ("ask_guardian", "ask_mentor")
    assert await count(door.database, "consent") == before


async def test_after_the_birthday_a_guardians_answer_holds_until_the_own(door: Door, phone: New, cast: Cast) -> None:
    clock.set_to(datetime(2027, 5, 1, 20, 59, tzinfo=UTC))  # the last minute of the day before, in Kyiv
    ostap = await signed_in(door, phone, cast.people["ostap"])
    await refused(ostap, GIVE, **said(taking_part=False))
    clock.set_to(datetime(2027, 5, 1, 21, 0, tzinfo=UTC))
    assert await consents(door, phone, cast, "ostap") == ["taking_part"]
    await done(ostap, GIVE, **said(taking_part=False))
    assert await consents(door, phone, cast, "ostap") == []


async def test_only_ones_own_phone_and_staff_learn_of_it(door: Door, phone: New, cast: Cast) -> None:
    others = [await signed_in(door, phone, cast.people[name]) for name in ("ostap", "zoriana", "vasyl", "sofiia")]
    for other in others:
        await other.pull()
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    await done(solomiia, GIVE, **said(photos=True))
    assert [[page["rows"] for page in await other.pull()] for other in others] == [[[]]] * 4


async def test_whose_birth_date_is_unknown_is_taken_for_an_adult(door: Door, phone: New, cast: Cast) -> None:
    """Coordinators and mentors tell none; whoever takes part has told it."""
    olena = await signed_in(door, phone, cast.people["olena"])
    await done(olena, GIVE, **said(photos=True))


class TestWhereOneIsOfAgeAtSixteen:
    @pytest.fixture
    def given(self) -> dict[str, Any]:
        return {"guardian_age": 16}

    async def test_a_person_of_sixteen_answers(self, door: Door, phone: New, cast: Cast) -> None:
        ostap = await signed_in(door, phone, cast.people["ostap"])
        await done(ostap, GIVE, **said(photos=True))
        await ostap.pull()
        assert ostap.held("enrolment")[cast.enrolment("ostap")]["minor"] is False


async def test_words_nobody_knows_wait(door: Door, phone: New, cast: Cast) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    (verdict,) = await solomiia.verdicts(solomiia.operation(GIVE, said(photos=True) | {"text": "1999-1"}))
    assert (verdict["status"], verdict["code"]) == ("retry", "unknown_text")
