"""Brotli, for what is kept and sent packed."""

from typing import cast

import brotli


def packed(plain: bytes) -> bytes:
    """`plain` packed as text; slow enough to be done once and kept."""
    return cast("bytes", brotli.compress(plain, mode=brotli.MODE_TEXT, quality=9))


def unpacked(body: bytes) -> bytes:
    """What `packed` was given."""
    return cast("bytes", brotli.decompress(body))
