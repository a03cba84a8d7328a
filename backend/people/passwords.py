"""Passwords: argon2id (RFC 9106) off the event loop, a few at a time, so that a class signing in stalls nobody."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.core.errors import Problem

T = TypeVar("T")
_hasher = PasswordHasher(
    time_cost=2, memory_cost=19_456, parallelism=1
)  # OWASP's first choice of 2024, fit for a small box
MOST_WAITING = 100  # three seconds' work; a longer queue helps only who means to block the door
KEPT_FREE = 20  # more, for phones that their people have signed in on before: strangers cannot fill the whole queue
_waiting = 0
_gate = ThreadPoolExecutor(2, thread_name_prefix="password")


@cache
def _nobody() -> str:
    """A hash that belongs to nobody: an unknown login name costs as much time as a known one."""
    return _hasher.hash("nobody")


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


async def hashed(password: str) -> str:
    """The hash to keep. Raises busy while too many wait for an answer."""
    return await queued(lambda: _hasher.hash(password))


async def matches(kept: str | None, password: str, *, on_known_phone: bool = False) -> bool:
    """Whether `password` is the one whose hash was kept; None (no such account) takes as long and is never true.

    Raises busy while too many wait for an answer.
    """
    more = KEPT_FREE if on_known_phone else 0
    right = await queued(lambda: _verify(kept or _nobody(), password), more)
    return right and kept is not None


async def queued(work: Callable[[], T], more: int = 0) -> T:
    """What `work` gives, which hashes. Raises busy while too many wait for an answer; `more` may wait besides."""
    global _waiting
    if _waiting >= MOST_WAITING + more:
        raise Problem("busy")
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_gate, work)
    finally:
        _waiting -= 1
