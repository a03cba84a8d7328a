"""What is written down for the operator: no more than is needed to mend a mistake, and nobody's data."""

import logging
import time
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"
THEY_QUOTE = ("asyncpg", "sqlite3")
"""Whose errors repeat the row that they refuse: a name, a birth date."""


class Discreet(logging.Formatter):
    """Tracebacks in which no driver of a database says what it was given."""

    _second, _said = 0, ""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - the name of the standard library
        """As the standard library does it, once a second: a busy server writes a thousand lines in one."""
        second = int(record.created)
        if second != self._second:
            self._second, self._said = second, time.strftime(datefmt or "%Y-%m-%d %H:%M:%S", time.localtime(second))
        return f"{self._said},{record.msecs:03.0f}"

    def formatException(  # noqa: N802 - the name of the standard library
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        if ei[1] is None:
            return ""
        return "\n".join(_said(error) for error in reversed([*_chain(ei[1])]))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, the latest first."""
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _said(error: BaseException) -> str:
    kind = type(error)
    where = "".join(traceback.format_tb(error.__traceback__))
    if kind.__module__.partition(".")[0] in THEY_QUOTE:
        constraint: Any = getattr(error, "constraint_name", None)
        what = f"constraint {constraint}" if constraint else "what it says may be personal"
        return f"{where}{kind.__module__}.{kind.__name__} ({what})"
    return where + "".join(traceback.format_exception_only(error)).rstrip()


def to_stderr() -> None:
    """Let this process write its log."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet(FORM))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("piccolo").setLevel(logging.WARNING)
    # No line says from which place in the code, thread or process it comes, so nobody need find that out.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # type: ignore[reportPrivateUsage] - the way that Python's manual names for it
