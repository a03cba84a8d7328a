import pytest

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.manufactories.workshop import MAKES, NAME, act, do, found, member, set_limits
from tests.mentoring.meetings import held, refused
from tests.phone import Phone

OTHERWISE = {
    "name": {"uk": "Лампадка", "en": "Little lamp"},
    "makes": {"uk": "Лампи"},
    "figure": "sun",
    "pigment": "patina",
    "carrier": "legal_entity",
}
SAME = {"name": NAME, "makes": MAKES, "figure": "candle", "pigment": "clay", "carrier": "school_project"}


async def test_it_works(olena: Phone, solomiia: Phone, team: str) -> None:
    await solomiia.pull()
    await olena.pull()
    assert await do(olena, "describe", team, **OTHERWISE) == {"manufactory": team}
    for phone, entity in ((solomiia, "manufactory"), (olena, "school_manufactory")):
        row = (await held(phone, entity))[team]
        assert {key: row[key] for key in OTHERWISE} == OTHERWISE


async def test_a_mentor_describes_it_too(roman: Phone, team: str) -> None:
    await do(roman, "describe", team, **OTHERWISE)
    assert (await held(roman, "manufactory"))[team]["figure"] == "sun"


async def test_it_keeps_its_own_mark(olena: Phone, team: str) -> None:
    await do(olena, "describe", team, **(SAME | {"name": {"en": "Wax"}}))
    assert (await held(olena, "school_manufactory"))[team]["name"] == {"en": "Wax"}


async def test_no_two_marks_in_a_group_are_alike(olena: Phone, team: str, door: Door, cast: Cast) -> None:
    await set_limits(door, cast, team_min=1)
    other = await found(olena, member(cast, "zoriana"), figure="jug")
    assert await refused(olena, act(olena, "describe", other, **SAME)) == ["mark_taken"]
    assert (await held(olena, "school_manufactory"))[other]["figure"] == "jug"


async def test_a_stranger_describes_nothing(strangers: list[Phone], team: str, olena: Phone) -> None:
    for one in strangers:
        wishes = [act(one, "describe", place, **OTHERWISE) for place in (team, new_id())]
        verdicts = await one.verdicts(*wishes)
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert (await held(olena, "school_manufactory"))[team]["figure"] == "candle"


async def test_nor_do_its_members(solomiia: Phone, team: str) -> None:
    assert await refused(solomiia, act(solomiia, "describe", team, **OTHERWISE)) == ["not_found"]


@pytest.mark.parametrize("changed", [{"name": {}}, {"name": {"uk": " "}}, {"makes": {"en": "a\nb"}}, {"figure": ""}])
async def test_no_shape_breaks_it(olena: Phone, team: str, changed: dict[str, object]) -> None:
    assert await refused(olena, act(olena, "describe", team, **(OTHERWISE | changed))) == ["malformed"]
