"""What makes the server do the same for the same seed: a clock that stands still, chance of ours, no threads."""

import asyncio
import secrets
import uuid
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher

from backend.core import clock, ids
from backend.people import passwords
from tests import phone


class Aside(Executor):
    """In place of a thread: runs at once, where it is asked to."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:
            done.set_exception(error)
        return done


class Time:
    """The server's time: moves when it is told to, and by a microsecond whenever somebody looks, so that no two
    moments are one."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def look(self, _zone: object = None) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def move(self, to: datetime) -> None:
        """Never backwards."""
        self.now = max(self.now, to)


class Chance:
    """The random numbers of ids; tokens stay secret, for nothing depends on them."""

    def __init__(self) -> None:
        self.random = Random(0)  # noqa: S311 - decides what a test does

    def randbits(self, bits: int) -> int:
        return self.random.getrandbits(bits)

    def id_bits(self) -> int:
        """In place of bits taken by the hundred, which would depend on who took some before."""
        return self.randbits(80)

    def uuid4(self) -> uuid.UUID:
        return uuid.UUID(int=self.randbits(128), version=4)

    def __getattr__(self, name: str) -> Any:
        return getattr(secrets, name)


@contextmanager
def stillness() -> Generator[tuple[Time, Chance]]:
    """For as long as this is open the server's time and chance are in our hands, and passwords cost nothing."""
    time, chance = Time(), Chance()
    frozen = SimpleNamespace(now=time.look, fromisoformat=datetime.fromisoformat, combine=datetime.combine)
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with ExitStack() as stack:
        stack.enter_context(patch.object(clock, "datetime", frozen))
        stack.enter_context(patch.object(ids, "_random_bits", chance.id_bits))
        stack.enter_context(patch.object(phone, "uuid", chance))  # what the template's phones send
        stack.enter_context(patch.object(passwords, "_hasher", cheap))
        stack.enter_context(patch.object(passwords, "_gate", Aside()))
        yield time, chance


def quietly(loop: asyncio.AbstractEventLoop) -> None:
    """A server that is killed leaves tasks behind that nobody asks for their end."""
    loop.set_exception_handler(lambda _loop, _context: None)
