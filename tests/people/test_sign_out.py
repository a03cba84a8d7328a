from collections.abc import Callable

from tests.phone import Phone

New = Callable[..., Phone]


async def test_it_works(phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    token = solomiia.http.cookies["verstat_session"]
    assert (await solomiia.http.post("/api/people/sign-out")).status_code == 204
    assert "verstat_session" not in solomiia.http.cookies
    solomiia.http.cookies.set("verstat_session", token)
    assert (await solomiia.http.get("/api/people/devices")).status_code == 401


async def test_the_phone_stays_known(phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    known = solomiia.http.cookies["verstat_phone"]
    await solomiia.http.post("/api/people/sign-out")
    await solomiia.sign_in("solomiia")
    assert solomiia.http.cookies["verstat_phone"] == known


async def test_other_phones_stay_signed_in(phone: New) -> None:
    first, second = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    await first.http.post("/api/people/sign-out")
    assert (await second.http.get("/api/people/devices")).status_code == 200


async def test_who_is_not_signed_in_is_told_so(phone: New) -> None:
    answer = await phone().http.post("/api/people/sign-out")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")
