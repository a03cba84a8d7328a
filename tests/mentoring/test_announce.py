from collections.abc import Callable

from backend.core.door import Door
from backend.core.ids import new_id
from tests.cast import Cast
from tests.mentoring.meetings import Dismiss, announcement, applied, held, refused
from tests.phone import Phone, ago
from tests.sync.peek import alter, count


async def test_it_works(nazar: Phone, solomiia: Phone, cast: Cast) -> None:
    said = announcement(nazar)
    assert await applied(nazar, said) == [{"announcement": said["id"]}]
    row = (await held(solomiia, "announcement"))[said["id"]]
    assert row == said["body"] | {"person": nazar.person, "by": "nazar-family Nazar", "at": row["at"]}
    assert await held(nazar, "announcement") == {said["id"]: row}


async def test_the_coordinator_of_the_host_may_announce_too(olena: Phone, nazar: Phone) -> None:
    await applied(olena, announcement(olena))
    assert len(await held(nazar, "announcement")) == 1


async def test_the_stranger_learns_nothing(strangers: list[Phone], door: Door) -> None:
    for stranger in strangers:
        verdicts = await stranger.verdicts(announcement(stranger), announcement(stranger, cohort=new_id()))
        assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
        assert (verdicts[0]["code"], verdicts[0]["params"]) == ("not_found", {})
    assert await count(door.database, "announcement") == 0


async def test_another_cohort_is_not_told(nazar: Phone, phone: Callable[[], Phone]) -> None:
    await applied(nazar, announcement(nazar))
    maksym = await phone().sign_in("maksym")
    assert await held(maksym, "announcement") == {}


async def test_a_removed_mentor_announces_nothing(nazar: Phone, dismiss: Dismiss) -> None:
    await dismiss(hours=1)
    assert await refused(nazar, announcement(nazar) | {"at": ago(hours=5)}) == ["not_found"]


async def test_nothing_blank_or_endless_is_said(nazar: Phone, door: Door) -> None:
    wrong = [announcement(nazar, text=text) for text in ("", " \n ", "я" * 2_001, "a\x00b")]
    assert await refused(nazar, *wrong) == ["malformed"] * 4
    await applied(nazar, announcement(nazar, text="Рядок\n" + "я" * 1_994))


async def test_a_name_that_was_changed_is_told_as_it_is_now(nazar: Phone, solomiia: Phone, door: Door) -> None:
    await applied(nazar, announcement(nazar))
    await alter(door.database, "UPDATE person SET family = 'Гринчук' WHERE id = $1", nazar.person)
    (row,) = (await held(solomiia, "announcement")).values()
    assert row["by"] == "Гринчук Nazar"


async def test_sent_again_it_is_said_once(nazar: Phone, door: Door) -> None:
    said = announcement(nazar)
    await applied(nazar, said, said)
    await applied(nazar, said)
    assert await count(door.database, "announcement") == 1
