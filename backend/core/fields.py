"""Kinds of text that cross the wire. SQLite enforces no length, and PostgreSQL refuses NUL: so we do both here."""

from typing import Annotated, Literal

from msgspec import Meta

PRINTABLE = r"^[^\x00-\x1f\x7f]*\Z"
SEVERAL_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\Z"

Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=PRINTABLE)]
"""One line a person typed."""

Language = Literal["uk", "en"]
"""A language that has a catalogue in locales/."""

Texts = dict[str, str]
"""One text in several languages: language code -> text."""


def said(texts: Texts, language: str) -> str:
    """The text in `language`; one not translated yet as it was written."""
    return texts.get(language) or next(filter(None, texts.values()), "")
