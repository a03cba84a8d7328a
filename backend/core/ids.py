"""Ids are lower-case UUID text everywhere in Python, on both databases and at the wire."""

import hashlib
import os
import re
import uuid
from typing import Annotated

import msgspec

from backend.core import clock

UUID_TEXT = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z"
Id = Annotated[str, msgspec.Meta(pattern=UUID_TEXT, max_length=36, title="Id")]
"""An id at the wire."""

PAIRS = uuid.UUID("6f2d1c1e-9a55-5c7e-8b0e-7d5f6a1b2c3d").bytes
"""The namespace of pair ids; the phone has the same constant."""

_is_id = re.compile(UUID_TEXT).match


def is_id(text: str) -> bool:
    """Whether `text` is written the one way in which we write ids."""
    return _is_id(text) is not None


AT_ONCE = 512  # ids: a batch makes hundreds, and to ask the system for each costs more than all else of it
_unused: list[bytes] = []
os.register_at_fork(after_in_child=_unused.clear)  # two processes must not go on with the same


def _random_bits() -> int:
    """80 of them. Asked by several threads: to take one out of a list is one step."""
    try:
        return int.from_bytes(_unused.pop())
    except IndexError:
        fresh = os.urandom(10 * AT_ONCE)
        _unused.extend(fresh[i : i + 10] for i in range(0, len(fresh), 10))
        return int.from_bytes(os.urandom(10))


def new_id() -> str:
    """A UUIDv7 (RFC 9562): unique, and near its neighbours in an index. Never used to order events."""
    value = int(clock.now().timestamp() * 1000) << 80 | _random_bits()
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return _text(f"{value:032x}")


def uuid7() -> uuid.UUID:
    """The same as Piccolo wants it for a column's default."""
    return uuid.UUID(new_id())


def pair_id(one: str, other: str) -> str:
    """The UUIDv5 of a row that exists once per pair, so that two phones cannot make two of it."""
    digest = bytearray(hashlib.sha1(PAIRS + f"{one}/{other}".encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    return _text(digest.hex())


def _text(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def is_pair(id_: str) -> bool:
    """Whether an id is that of a pair, and so none that somebody may choose for a thing of its own."""
    return id_[14] == "5"
