"""Names in answers: whoever closed the account has none, and the reader is told so in words."""

from typing import Any, TypeVar

from backend.core.database import Row
from backend.core.i18n import N_, gettext
from backend.people.rules import full_name

T = TypeVar("T")
CLOSED = N_("Closed account")


def called(row: Row, language: str) -> str:
    """The name in a row with `family` and `given`."""
    return full_name(row["family"], row["given"]) or gettext(language, CLOSED)


def called_or_none(row: Row, language: str) -> str | None:
    """The same where there may be nobody: the system did it."""
    return called(row, language) if row["family"] is not None else None


def spoken(answer: T, language: str) -> T:
    """An answer of this room, with words where a name would stand."""
    _speak(answer, gettext(language, CLOSED))
    return answer


def _speak(value: Any, words: str) -> None:
    if isinstance(value, list):
        for one in value:  # type: ignore[reportUnknownVariableType] - rows of any report
            _speak(one, words)
    elif isinstance(value, dict):
        for key, one in value.items():  # type: ignore[reportUnknownVariableType] - the same
            if one == "" and key in ("name", "by"):
                value[key] = words
            else:
                _speak(one, words)
