import io
import re
from collections.abc import Callable

import msgspec
import pytest
from PIL import Image

from backend.core.door import Door
from backend.programmes.poster import Poster, drawn
from tests.cast import Cast
from tests.media.files import picture
from tests.media.test_keep_picture import kept
from tests.phone import Phone
from tests.sync.crowd import signed_in

New = Callable[..., Phone]
LONG = Poster({"uk": "Ї" * 50 + " довга назва" * 60}, {"en": "W" * 500}, "CDFGHJKM", "https://a-very-long.example.org")


def pages(pdf: bytes) -> int:
    (count,) = re.findall(rb"/Type/Pages/Count (\d+)", pdf)
    return int(count)


@pytest.mark.parametrize("name", ["olena", "sofiia"])
async def test_it_works(door: Door, phone: New, cast: Cast, name: str) -> None:
    who = await signed_in(door, phone, cast.people[name])
    answer = await who.http.get(f"/api/programmes/cohorts/{cast.cohorts['ratusha']}/poster.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")
    assert pages(answer.content) == 1


@pytest.mark.parametrize("name", ["vasyl", "solomiia", "maksym"])
async def test_a_stranger_gets_none(door: Door, phone: New, cast: Cast, name: str) -> None:
    stranger = await signed_in(door, phone, cast.people[name])
    nobody = "00000000-0000-4000-8000-000000000000"
    for cohort in (cast.cohorts["ratusha" if name != "solomiia" else "sykhiv"], nobody, "nonsense"):
        answer = await stranger.http.get(f"/api/programmes/cohorts/{cohort}/poster.pdf")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_who_is_not_signed_in_gets_none(phone: New, cast: Cast) -> None:
    answer = await phone().http.get(f"/api/programmes/cohorts/{cast.cohorts['ratusha']}/poster.pdf")
    assert answer.status_code == 401


def test_it_is_one_page_of_a4_whatever_the_names() -> None:
    assert pages(drawn(LONG, "pdf")) == 1
    with Image.open(io.BytesIO(drawn(LONG, "png"))) as page:
        assert page.size == (1191, 1684)


def test_it_is_black_and_white() -> None:
    with Image.open(io.BytesIO(drawn(LONG, "png"))) as page:
        colours = page.convert("RGB").getcolors(1 << 24)
    assert colours
    assert all(max(rgb) - min(rgb) < 8 for _, rgb in colours if isinstance(rgb, tuple))


def test_another_code_makes_another_page() -> None:
    one, other = (Poster({"uk": "Я"}, {"uk": "Я"}, code, "https://a.example") for code in ("CDFGHJKM", "CDFGHJKN"))
    assert drawn(one, "png") == drawn(one, "png") != drawn(other, "png")


@pytest.mark.parametrize(
    "name", ['#panic("a")', '#image("/etc/passwd")', "*Я*", "$x$", "= Я", '\\"#{', "<a> @a", "// a"]
)
def test_a_name_is_no_code(name: str) -> None:
    """What is typed is drawn, sign for sign."""
    one, other = (Poster({"uk": said}, {"uk": said}, "CDFGHJKM", "https://a.example") for said in (name, name[1:]))
    assert pages(drawn(one, "pdf")) == 1
    assert drawn(one, "png") != drawn(other, "png")


async def test_it_shows_the_emblem_of_the_host(door: Door, phone: New, cast: Cast) -> None:
    who, url = await signed_in(door, phone, cast.people["olena"]), f"/api/programmes/cohorts/{cast.cohorts['ratusha']}/"
    plain = await who.http.get(url + "poster.pdf")
    await kept(door, cast)
    answer = await who.http.get(url + "poster.pdf")
    assert b"/Subtype/Image" in answer.content
    assert b"/Subtype/Image" not in plain.content
    assert pages(answer.content) == 1


@pytest.mark.parametrize("size", [(512, 1), (1, 512), (512, 512)])
def test_an_emblem_of_whatever_shape_keeps_it_one_page(size: tuple[int, int]) -> None:
    assert pages(drawn(msgspec.structs.replace(LONG, emblem=picture("WEBP", size)), "pdf")) == 1
