"""Pictures that come in at the console."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from admin.media import media
from backend.core.door import Door
from backend.media.pictures import MOST_BYTES
from tests.cast import Cast
from tests.console.forms import Desk, at_desk
from tests.media.files import huge_png, opened, picture
from tests.phone import Phone
from tests.sync.peek import count, peek

New = Callable[..., Phone]


@pytest.fixture
def given() -> dict[str, Any]:
    return {"console": True}


@pytest.fixture
async def desk(door: Door) -> Desk:
    return await at_desk(door)


async def upload(desk: Desk, file: bytes, name: str = "Герб №1.png", **form: str) -> httpx.Response:
    about = {"table_name": "institution", "column_name": "emblem"} | form
    return await desk.http.post("/admin/api/media/", data=about, files={"file": (name, file, "image/png")})


async def test_it_works(desk: Desk, phone: New, cast: Cast, door: Door) -> None:
    answer = await upload(desk, picture("JPEG", (1_000, 500)))
    assert answer.status_code == 200, answer.text
    key = answer.json()["file_key"]
    about = {"column_name": "emblem", "table_name": "institution", "file_key": key}
    seen = await desk.http.post("/admin/api/media/generate-file-url/", json=about)
    assert seen.json()["file_url"].startswith("data:image/webp;base64,")
    url = f"/admin/api/tables/institution/{cast.schools['ratusha']}/"
    assert (await desk.http.patch(url, json={"emblem": key})).status_code == 200
    seen = await desk.http.post("/admin/api/media/generate-file-url/", json=about)
    assert seen.json()["file_url"] == f"/api/media/{key}"
    assert opened((await phone().http.get(f"/api/media/{key}")).content).size == (512, 256)
    (line,) = await peek(door.database, "SELECT operator, details FROM audit_line WHERE act = 'media.keep_picture'")
    assert line["operator"] == "anna"
    assert "Герб" not in str(line)


@pytest.mark.parametrize("key", ["", "\0", "../x", "0" * 63, "G" * 64])
async def test_what_is_no_picture_has_no_address(desk: Desk, key: str) -> None:
    about = {"column_name": "emblem", "table_name": "institution", "file_key": key}
    assert (await desk.http.post("/admin/api/media/generate-file-url/", json=about)).status_code == 404


async def test_whatever_it_is_called(desk: Desk) -> None:
    for name in ("Герб.svg", "..", "../../etc/passwd", "😀", "a" * 500, "без розширення", ".png", "x.exe"):
        assert (await upload(desk, picture(), name)).status_code == 200, name


@pytest.mark.filterwarnings("ignore")  # Pillow tells of large files
async def test_what_is_no_picture_is_a_sentence_and_keeps_nothing(desk: Desk, door: Door) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    for file, word in (
        (svg, "PNG, JPEG"),
        (b"", "PNG, JPEG"),
        (picture()[:60], "read to its end"),
        (huge_png(10_000, 10_000), "25 million"),
        (picture() + bytes(MOST_BYTES), "10 MB"),
    ):
        answer = await upload(desk, file)
        assert answer.status_code == 422
        assert word in answer.json()["detail"]
    assert (await upload(desk, picture() + bytes(3 * MOST_BYTES))).status_code == 413
    assert await count(door.database, "picture") == 0


async def test_only_where_pictures_stand(desk: Desk, door: Door) -> None:
    for form in ({"column_name": "name"}, {"column_name": "x"}, {"table_name": "person"}, {"table_name": "x"}):
        assert (await upload(desk, picture(), **form)).status_code in (404, 422)
    assert await count(door.database, "picture") == 0


async def test_only_by_operators(desk: Desk, door: Door, phone: New) -> None:
    olena = await phone().sign_in("olena")
    about = {"table_name": "institution", "column_name": "emblem"}
    files = {"file": ("x.png", picture(), "image/png")}
    assert (await olena.http.post("/admin/api/media/", data=about, files=files)).status_code in (401, 403)
    desk.http.headers.pop("x-csrftoken")
    assert (await upload(desk, picture())).status_code == 403
    assert await count(door.database, "picture") == 0


async def test_a_picture_is_given_back_and_never_goes(desk: Desk, door: Door) -> None:
    """What Piccolo may ask of a storage: another row may show what one row shows no more."""
    key = (await upload(desk, picture())).json()["file_key"]
    ((made,),) = media(door).values()
    storage: Any = made  # Piccolo types its files in part
    assert await storage.get_file_keys() == [key]
    await storage.delete_file(key)
    await storage.bulk_delete_files([key])
    kept = await storage.get_file(key)
    assert opened(kept.read()).format == "WEBP"
    assert await storage.get_file("0" * 64) is None
