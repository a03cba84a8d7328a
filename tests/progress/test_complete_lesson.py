from collections.abc import Callable

from tests.cast import Cast
from tests.phone import Phone

New = Callable[[], Phone]


async def test_it_works(phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0))
    assert verdict["status"] == "applied"
    await solomiia.pull()
    completion = solomiia.held("completion")[verdict["data"]["completion"]]
    assert completion["lesson"] == cast.lessons[0]
    assert completion["flag"] is None


async def test_the_stranger_learns_nothing(phone: New) -> None:
    maksym = await phone().sign_in("maksym")
    theirs, nobodys = maksym.lesson(0, "solomiia"), maksym.lesson(0, "solomiia")
    nobodys["body"] |= {"enrolment": "00000000-0000-4000-8000-000000000000"}
    verdicts = await maksym.verdicts(theirs, nobodys)
    assert [v["code"] for v in verdicts] == ["not_found", "not_found"]
    assert verdicts[0] | {"id": ""} == verdicts[1] | {"id": ""}
    assert verdicts[0]["params"] == {}
