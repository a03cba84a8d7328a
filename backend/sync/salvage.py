"""Reads what can be read of a delivery that cannot be read whole, so that a bad operation stops no other.

msgspec understands all it passes over: half an emoji (which a browser sends as "\\ud83d"), a byte that is no UTF-8 or
a thousand brackets anywhere make the whole delivery unreadable. Here brackets are counted and nothing is understood.

Over the largest delivery, if it is brackets alone, that takes a tenth of a second: it is done off the loop, for one
phone after the other.
"""

import asyncio
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec

from backend.sync.schemas import Delivery

T = TypeVar("T")
UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)

_token = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[][{},:]', re.DOTALL).finditer  # linear, whatever is sent


_apart = ThreadPoolExecutor(1, thread_name_prefix="salvage")


async def delivery(body: bytes) -> Delivery:
    """A delivery with its operations as they stand. Raises MsgspecError."""
    try:
        return msgspec.json.decode(body, type=Delivery)
    except UNREADABLE:
        return await asyncio.get_running_loop().run_in_executor(_apart, _delivery, body)


async def names(operations: Iterable[msgspec.Raw]) -> list[str]:
    """The ids of operations, all that must be readable of them for a verdict. Raises MsgspecError."""
    return await asyncio.get_running_loop().run_in_executor(_apart, lambda: [_name(raw) for raw in operations])


def _delivery(body: bytes) -> Delivery:
    members = _members(body)
    operations = _parts(members.pop(b'"ops"', b""), b"[")
    rest = b"{" + b",".join(name + b":" + value for name, value in members.items()) + b"}"
    return msgspec.structs.replace(_decoded(rest, Delivery), ops=[msgspec.Raw(part) for part in operations])


def _name(raw: msgspec.Raw) -> str:
    return _decoded(_members(bytes(raw)).get(b'"id"', b""), str)[:64]


def _decoded(raw: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(raw, type=kind)
    except UNREADABLE as error:
        raise msgspec.DecodeError(str(error)) from None


def _members(raw: bytes) -> dict[bytes, bytes]:
    parts = _parts(raw, b"{")
    if len(parts) % 2:
        raise msgspec.DecodeError("not an object")
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _parts(raw: bytes, bracket: bytes) -> list[bytes]:
    """What stands between the commas and colons of the outermost bracket."""
    raw = raw.strip()
    found: list[bytes] = []
    depth = start = 0
    for token in _token(raw):
        mark = token[0]
        depth += (mark in (b"{", b"[")) - (mark in (b"}", b"]"))
        if (depth == 1 and mark in (b",", b":")) or depth == 0:
            found.append(raw[start : token.start()].strip())
            start = token.end()
        elif start == 0:
            start = token.end()
        if depth == 0:
            break
    if depth or start != len(raw) or raw[:1] != bracket:
        raise msgspec.DecodeError("brackets do not match")
    return found
