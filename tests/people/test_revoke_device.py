from collections.abc import Callable

import httpx
import pytest

from tests.people.test_devices import listed
from tests.phone import Phone

New = Callable[..., Phone]


async def revoke(phone: Phone, device: str) -> httpx.Response:
    return await phone.http.post(f"/api/people/devices/{device}/revoke")


async def test_it_works(phone: New) -> None:
    lost, kept = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    (device,) = [device["id"] for device in await listed(kept) if not device["current"]]
    assert (await revoke(kept, device)).status_code == 204
    assert len(await listed(kept)) == 1
    answer = await lost.send(lost.lesson(0))
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")
    assert answer.json()["fix"] == "sign_in"


async def test_a_strangers_phone_is_like_one_that_does_not_exist(phone: New) -> None:
    solomiia, maksym = await phone().sign_in("solomiia"), await phone().sign_in("maksym")
    (hers,) = await listed(solomiia)
    theirs = await revoke(maksym, hers["id"])
    nobodys = await revoke(maksym, "00000000-0000-4000-8000-000000000000")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    assert len(await listed(solomiia)) == 1


@pytest.mark.parametrize("device", ["x", "%00", "0" * 400, "00000000-0000-4000-8000-00000000000G", "%F0%9F%98%80"])
async def test_what_is_no_id_is_not_found(phone: New, device: str) -> None:
    answer = await revoke(await phone().sign_in("maksym"), device)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_twice_is_the_same_as_once(phone: New) -> None:
    await phone().sign_in("solomiia")
    kept = await phone().sign_in("solomiia")
    (device,) = [device["id"] for device in await listed(kept) if not device["current"]]
    assert [(await revoke(kept, device)).status_code for _ in range(2)] == [204, 204]


async def test_a_removed_phone_can_sign_in_again(phone: New) -> None:
    lost, kept = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    (device,) = [device["id"] for device in await listed(kept) if not device["current"]]
    await revoke(kept, device)
    await lost.sign_in("solomiia")
    assert len(await listed(lost)) == 2
