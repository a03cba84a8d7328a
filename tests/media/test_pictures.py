"""Whatever file comes in, a small WebP goes out with nothing of it but what one sees; or a sentence."""

import hashlib
import io
import random
import subprocess
import sys

import pytest
from PIL import Image

from backend.core.errors import Problem
from backend.media import pictures
from backend.media.pictures import draw, drawn
from tests.house.tree import ROOT
from tests.media.files import huge_png, huge_webp, opened, picture

pytestmark = pytest.mark.filterwarnings("ignore")  # Pillow tells of odd files
KINDS = ["PNG", "JPEG", "WEBP"]


@pytest.mark.parametrize("file_kind", KINDS)
def test_it_works(file_kind: str) -> None:
    kept = drawn(picture(file_kind, (1024, 256)))
    assert (kept.width, kept.height) == (512, 128)
    assert kept.id == hashlib.sha256(kept.body).hexdigest()
    shown = opened(kept.body)
    assert (shown.format, shown.size) == ("WEBP", (512, 128))
    left, right = shown.convert("RGB").getpixel((10, 10)), shown.convert("RGB").getpixel((500, 10))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]


@pytest.mark.parametrize("size", [(1, 1), (1, 3_000), (3_000, 1), (512, 512), (513, 511)])
def test_a_picture_is_made_smaller_and_never_larger(size: tuple[int, int]) -> None:
    kept = drawn(picture("PNG", size))
    assert max(kept.width, kept.height) == min(max(size), 512)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_of_colour_is_read(mode: str) -> None:
    kept = io.BytesIO()
    grey = Image.new("I;16", (20, 20), 65_535) if mode == "I;16" else Image.new("L", (20, 20), 255).convert(mode)
    grey.save(kept, "PNG")
    light = opened(drawn(kept.getvalue()).body).convert("L").getpixel((10, 10))
    assert isinstance(light, int)
    assert light > 250


def test_print_colours_too() -> None:
    assert drawn(picture("JPEG", mode="CMYK")).width == 40


def test_what_is_clear_stays_clear() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (30, 30), (255, 0, 0, 0)).save(clear, "PNG")
    assert opened(drawn(clear.getvalue()).body).getpixel((5, 5))[3] == 0  # type: ignore[index] - RGBA


@pytest.mark.parametrize("file_kind", KINDS)
def test_it_stands_upright_and_says_nothing_of_where_it_was_taken(file_kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = "Lviv, Ratusha"
    exif.get_ifd(0x8825)[2] = (49.0, 50.0, 0.0)
    kept = drawn(picture(file_kind, (200, 100), exif=exif.tobytes(), icc_profile=b"\x00" * 128, xmp=b"<x>Lviv</x>"))
    shown = opened(kept.body)
    assert shown.size == (100, 200)
    assert not shown.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(shown.info)
    for word in (b"Lviv", b"EXIF", b"ICCP", b"XMP"):
        assert word not in kept.body


@pytest.mark.parametrize("file_kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_frame_is_kept(file_kind: str) -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    moving = io.BytesIO()
    frames[0].save(moving, file_kind, save_all=True, append_images=frames[1:], duration=100)
    shown = opened(drawn(moving.getvalue()).body)
    assert getattr(shown, "n_frames", 1) == 1
    assert shown.convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index] - RGB


@pytest.mark.parametrize("file_kind", KINDS)
def test_nothing_hides_behind_it(file_kind: str) -> None:
    page = b"<script>alert(1)</script>PK\x03\x04"
    assert b"script" not in drawn(picture(file_kind) + page).body


def test_the_same_picture_has_the_same_name() -> None:
    assert drawn(picture()).id == drawn(picture()).id


def trouble(file: bytes) -> str:
    """The code with which a file is refused."""
    with pytest.raises(Problem) as refused:
        drawn(file)
    assert "%" not in refused.value.sentence("uk")
    return refused.value.kind.code


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"x",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7",
        b"GIF89a" + bytes(100),
        b"RIFF\x00\x00\x00\x00WAVE",
        b"MZ" + bytes(100),
        picture("BMP"),
        picture("GIF", mode="P"),
        picture("TIFF"),
        picture("ICO"),
    ],
    ids=range(12),
)
def test_what_is_no_picture_of_the_three_kinds_is_refused(file: bytes) -> None:
    assert trouble(file) == "picture_kind"


@pytest.mark.parametrize("file_kind", KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_what_was_cut_off_is_refused(file_kind: str, share: float) -> None:
    noise = Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000))  # noqa: S311 - noise, always the same
    whole = io.BytesIO()
    noise.save(whole, file_kind)
    assert trouble(whole.getvalue()[: int(len(whole.getvalue()) * share)]) == "picture_broken"


@pytest.mark.parametrize("file_kind", KINDS)
def test_a_file_that_is_damaged_anywhere_is_read_or_refused_with_a_sentence(file_kind: str) -> None:
    whole = picture(file_kind, (64, 64), exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + bytes(40))
    chance = random.Random(7)  # noqa: S311 - the same every time
    for _ in range(400):
        file = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            file[chance.randrange(len(file))] = chance.randrange(256)
        try:
            assert drawn(bytes(file)).width <= 512
        except Problem as refused:
            assert refused.kind.code in {"picture_kind", "picture_broken", "picture_pixels"}  # noqa: PT017 - either is right


@pytest.mark.parametrize(
    "file",
    [huge_png(10_000, 10_000), huge_png(5_001, 5_000), huge_png(40_000, 40_000), huge_webp(16_383, 16_383)],
    ids=["100 megapixels", "25 and a few", "a bomb", "webp"],
)
def test_too_many_pixels_are_refused(file: bytes) -> None:
    assert trouble(file) == "picture_pixels"
    assert len(file) < pictures.MOST_BYTES


PROBE = """
import resource, sys
from backend.core.errors import Problem
from backend.media.pictures import drawn
from tests.house.tree import ROOT
from tests.media.files import huge_png, huge_webp
files = [huge_png(10_000, 10_000), huge_png(40_000, 40_000), huge_webp(16_383, 16_383)]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for file in files:
    try:
        drawn(file)
    except Problem as refused:
        assert refused.kind.code == "picture_pixels"
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_nor_do_they_cost_memory() -> None:
    """Decoded, the smallest of them takes a hundred megabytes."""
    said = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, check=True, capture_output=True, text=True)
    assert int(said.stdout) < 20_000  # kilobytes


def test_just_so_many_are_let_in() -> None:
    assert drawn(huge_png(5_000, 5_000)).width == 512


async def test_more_than_ten_megabytes_are_refused() -> None:
    with pytest.raises(Problem, match="picture_bytes"):
        await draw(picture() + bytes(pictures.MOST_BYTES))
    assert (await draw(picture())).width == 40


async def test_a_crowd_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_waiting", pictures.MOST_WAITING)
    with pytest.raises(Problem, match="busy"):
        await draw(picture())
