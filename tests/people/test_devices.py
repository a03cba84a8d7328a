from collections.abc import Callable
from typing import Any

from tests.phone import Phone

New = Callable[..., Phone]


async def listed(phone: Phone) -> list[dict[str, Any]]:
    answer = await phone.http.get("/api/people/devices")
    assert answer.status_code == 200
    return [device for device in answer.json()["devices"] if device["label"] != "cast"]


async def test_it_works(phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    (device,) = await listed(solomiia)
    assert set(device) == {"id", "label", "created_at", "last_seen_at", "current"}
    assert device["label"] == "Phone"
    assert device["current"] is True


async def test_the_latest_heard_of_comes_first(phone: New, later: Any) -> None:
    first = await phone().sign_in("solomiia")
    later(hours=1)
    await phone().sign_in("solomiia")
    assert [device["current"] for device in await listed(first)] == [False, True]
    later(hours=1)
    await first.send()
    assert [device["current"] for device in await listed(first)] == [True, False]


async def test_a_phone_signed_out_is_not_there(phone: New) -> None:
    first, second = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    assert len(await listed(first)) == 2
    await second.http.post("/api/people/sign-out")
    assert len(await listed(first)) == 1


async def test_nobody_sees_the_phones_of_others(phone: New) -> None:
    await phone().sign_in("solomiia")
    ostap = await phone().sign_in("ostap")
    assert [device["current"] for device in await listed(ostap)] == [True]


async def test_two_people_on_one_phone_have_a_device_each(phone: New) -> None:
    shared = await phone().sign_in("solomiia")
    (hers,) = await listed(shared)
    await shared.sign_in("ostap")
    (his,) = await listed(shared)
    assert hers["id"] != his["id"]
