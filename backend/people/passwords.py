"""Passwords: argon2id (RFC 9106) off the event loop, a few at a time, so that a class signing in stalls nobody."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
_hasher = PasswordHasher(
    time_cost=2, memory_cost=19_456, parallelism=1
)  # OWASP's first choice of 2024, fit for a small box
_gate = asyncio.Semaphore(AT_ONCE)


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
    """The hash to keep."""
    async with _gate:
        return await asyncio.to_thread(_hasher.hash, password)


async def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one whose hash was kept; None (no such account) takes as long and is never true."""
    async with _gate:
        right = await asyncio.to_thread(_verify, kept or _nobody(), password)
    return right and kept is not None
