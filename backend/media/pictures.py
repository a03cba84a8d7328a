"""From a file that somebody picked to a picture of ours: judged by what it is, decoded, drawn again, small.

Nothing of the file is left but what one sees: no name, no place where it was taken, no second file hidden behind the
first. What a file says of its size is believed only so far as to refuse it: no more is decoded than it may have.
"""

import asyncio
import hashlib
import io
import struct
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct
from PIL import Image, ImageOps

from backend.core.errors import Problem, declare
from backend.core.i18n import N_

declare("picture_bytes", 413, N_("A picture has at most 10 MB. Make it smaller and try again."), "edit")
declare(
    "picture_pixels",
    413,
    N_("This picture has more than 25 million pixels. Make it smaller and try again."),
    "edit",
)
declare(
    "picture_kind", 422, N_("This is no picture in PNG, JPEG or WebP. Save it as one of them and try again."), "edit"
)
declare("picture_broken", 422, N_("This picture cannot be read to its end. Save it anew and try again."), "edit")

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
SIDE = 512
"""Pixels, the longer side of what is kept."""
MOST_WAITING = 4  # each holds its file; decoded is one at a time, with a hundred megabytes at most
BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, ArithmeticError, struct.error)
"""What Pillow raises of a file that is not what it began as."""

_waiting = 0
_gate = ThreadPoolExecutor(1, thread_name_prefix="picture")


class Drawn(Struct, frozen=True):
    """A picture ready to be kept; `id` is the SHA-256 of `body` in hex."""

    id: str
    body: bytes
    width: int
    height: int


async def draw(file: bytes) -> Drawn:
    """The picture in a file, beside the event loop.

    Raises picture_bytes, picture_pixels, picture_kind, picture_broken, and busy while too many wait.
    """
    global _waiting
    if len(file) > MOST_BYTES:
        raise Problem("picture_bytes")
    if _waiting >= MOST_WAITING:
        raise Problem("busy")
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_gate, drawn, file)
    finally:
        _waiting -= 1


def drawn(file: bytes) -> Drawn:
    """The picture in a file. Raises what `draw` raises."""
    kind = kind_of(file)
    if kind is None:
        raise Problem("picture_kind")
    try:
        return _packed(_decoded(file, kind))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Problem("picture_pixels") from error
    except BROKEN as error:
        raise Problem("picture_broken") from error


def kind_of(file: bytes) -> str | None:
    """What a file is by its first bytes, as Pillow calls it; None for what is not let in."""
    if file.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if file.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    return "WEBP" if file[:4] == b"RIFF" and file[8:12] == b"WEBP" else None


def _decoded(file: bytes, kind: str) -> Image.Image:
    """Upright, of one frame, in RGB or RGBA, no larger than what is kept."""
    if kind == "WEBP":
        _must_be_small(*_webp_size(file))  # first: its decoder sets memory aside when it is opened
    with Image.open(io.BytesIO(file), formats=[kind]) as image:
        _must_be_small(*image.size)
        image.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than needed
        shown = _in_colours(image)
        shown.thumbnail((SIDE, SIDE))
        return ImageOps.exif_transpose(shown)


def _in_colours(image: Image.Image) -> Image.Image:
    """The same in RGB, or RGBA where something is clear."""
    if image.mode.startswith(("I", "F")):  # 16 bits of grey
        image = image.convert("I").point(lambda grey: grey / 257).convert("L")
    wanted = "RGBA" if "A" in image.mode or "transparency" in image.info else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _must_be_small(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Problem("picture_pixels")


def _webp_size(file: bytes) -> tuple[int, int]:
    """Width and height as the header of a WebP says (RFC 9649, 2.5 to 2.7)."""
    chunk = file[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(file[24:27], "little"), 1 + int.from_bytes(file[27:30], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(file[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", file, 26)
    return width & 0x3FFF, height & 0x3FFF


def _packed(picture: Image.Image) -> Drawn:
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)  # the pixels and nothing else that came with them
    kept = io.BytesIO()
    clean.save(kept, "WEBP", quality=85, method=4)
    body = kept.getvalue()
    return Drawn(hashlib.sha256(body).hexdigest(), body, *clean.size)
