from collections.abc import Callable
from typing import Any

import pytest

from tests.phone import Phone

New = Callable[..., Phone]


async def choose(phone: Phone, language: Any) -> dict[str, Any]:
    (verdict,) = await phone.verdicts(phone.operation("people.choose_language", {"language": language}))
    return verdict


async def test_it_works(phone: New) -> None:
    solomiia, other = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    await other.pull()
    assert (await choose(solomiia, "en"))["status"] == "applied"
    await other.pull()
    assert other.held("person")[other.person]["language"] == "en"


async def test_the_server_speaks_it_from_now_on(phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    await choose(solomiia, "en")
    solomiia.http.headers["accept-language"] = "uk"
    answer = await solomiia.http.get("/api/reports/cohorts/nonsense")
    assert answer.json()["detail"] == "There is nothing here, or it is not yours to see."


async def test_nobody_elses_language_changes(phone: New) -> None:
    await choose(await phone().sign_in("solomiia"), "en")
    ostap = await phone().sign_in("ostap")
    await ostap.pull()
    assert ostap.held("person")[ostap.person]["language"] == "uk"


@pytest.mark.parametrize("language", ["pl", "", "UK", None, 1, ["uk"], "uk\u0000"])
async def test_a_language_without_a_catalogue_is_refused(phone: New, language: Any) -> None:
    verdict = await choose(await phone().sign_in("solomiia"), language)
    assert (verdict["status"], verdict["code"]) == ("rejected", "malformed")
