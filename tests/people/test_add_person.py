from collections.abc import Callable

import pytest

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.people import passwords
from backend.people.actions import add_person
from backend.people.schemas import NewPerson
from tests.cast import SYSTEM, Cast
from tests.phone import Phone

New = Callable[..., Phone]


async def test_it_works(door: Door, phone: New, cast: Cast) -> None:
    new = NewPerson(
        "Yurii.Gonta ",
        "Ґонта",
        "Юрій",
        password=await passwords.hashed("a password"),
        patronymic="Тарасович",
        preferred="Юрко",
        institution=cast.schools["ratusha"],
    )
    person = await door.writer.perform(add_person, SYSTEM, new)
    his = phone()
    answer = (await his.try_to_sign_in("yurii.gonta", "a password")).json()
    assert answer["person"] | {"roles": []} == {
        "id": person,
        "login": "yurii.gonta",
        "name": "Ґонта Юрій",
        "given": "Юрко",
        "language": "uk",
        "roles": [],
    }
    his.person = person
    await his.pull()
    assert his.held("person") == {
        person: {
            "family": "Ґонта",
            "given": "Юрій",
            "patronymic": "Тарасович",
            "preferred": "Юрко",
            "name": "Ґонта Юрій",
            "login": "yurii.gonta",
            "language": "uk",
            "institution": {"uk": "ratusha", "en": "ratusha"},
        }
    }


@pytest.mark.parametrize("login", ["solomiia", " Solomiia", "SOLOMIIA"])
async def test_a_login_name_is_taken_however_it_is_written(door: Door, login: str) -> None:
    with pytest.raises(Problem) as refusal:
        await door.writer.perform(add_person, SYSTEM, NewPerson(login, "Інша", "Соломія"))
    assert refusal.value.wire("en")["code"] == "login_taken"
    assert refusal.value.wire("en")["detail"] == "The login name solomiia is taken. Choose another."


async def test_nobody_signs_in_before_a_password_is_chosen(door: Door, phone: New) -> None:
    await door.writer.perform(add_person, SYSTEM, NewPerson("new", "Нова", "Людина"))
    for password in ("nobody", "None", " "):
        assert (await phone().try_to_sign_in("new", password)).status_code == 401


class TestInEnglish:
    """An installation that speaks English to whom it does not know."""

    @pytest.fixture
    def given(self) -> dict[str, str]:
        return {"language": "en"}

    async def test_a_new_person_is_spoken_to_in_the_language_of_the_installation(self, door: Door, phone: New) -> None:
        new = NewPerson("new", "New", "Person", password=await passwords.hashed("a password"))
        await door.writer.perform(add_person, SYSTEM, new)
        answer = await phone().try_to_sign_in("new", "a password")
        assert answer.json()["person"]["language"] == "en"


async def test_a_person_is_no_system(door: Door, cast: Cast) -> None:
    with pytest.raises(Problem, match="not_found"):
        await door.writer.perform(add_person, Actor(cast.people["olena"], "uk"), NewPerson("new", "Нова", "Людина"))
