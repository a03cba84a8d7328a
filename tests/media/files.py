"""Pictures as files, good and bad."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    """A file: red to the left, blue to the right."""
    shown = Image.new("RGBA", size, (255, 0, 0, 255))
    shown.paste((0, 0, 255, 255), (size[0] // 2, 0, *size))
    kept = io.BytesIO()
    shown.convert(mode).save(kept, kind, **options)
    return kept.getvalue()


def opened(body: bytes) -> Image.Image:
    """A file as the picture in it."""
    image = Image.open(io.BytesIO(body))
    image.load()
    return image


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def huge_png(width: int, height: int) -> bytes:
    """A bomb: a small file that is a great many pixels of black."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8 + 1)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def huge_webp(width: int, height: int) -> bytes:
    """A header that promises a great many pixels, with one small frame behind it."""
    frame = picture("WEBP", (8, 8))[12:]
    head = (
        b"VP8X" + struct.pack("<IB3x", 10, 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )
    return b"RIFF" + struct.pack("<I", 4 + len(head) + len(frame)) + b"WEBP" + head + frame
