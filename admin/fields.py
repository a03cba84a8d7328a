"""The fields of the console's forms: how they are asked for, and how what was typed is read.

Every field of a form is text: what Pydantic would say of a number that is none, it says in English and to programmers.
So a form is read field by field, and the first that is wrong is called by its name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec
from pydantic import BaseModel, Field
from starlette.requests import Request

from admin.asked import said
from backend.core.fields import Texts
from backend.core.i18n import N_
from backend.core.ids import is_id
from locales.catalogue import LANGUAGES

T = TypeVar("T")
LONGEST = 200


def asked(title: str, help_text: str = "", **extra: Any) -> Any:
    """A line of text. `title` and `help_text` stand in N_()."""
    return _field(title, help_text, extra)


def asked_long(title: str, help_text: str = "") -> Any:
    """Text of several lines."""
    return _field(title, help_text, {"widget": "text-area"})


def asked_day(title: str, help_text: str = "") -> Any:
    """A day of the calendar."""
    return _field(title, help_text, {}, format="date")


def asked_number(title: str, help_text: str = "") -> Any:
    """A whole number."""
    return _field(title, help_text, {}, type="integer")


def asked_row(title: str, table: str, help_text: str = "") -> Any:
    """A row of a table, looked up by name."""
    return _field(title, help_text, {"foreign_key": {"to": table}})


def asked_choice(title: str, choices: Mapping[str, str], help_text: str = "") -> Any:
    """One of several; value -> what it is called, in N_()."""
    options = {value: {"display_name": name, "value": value} for value, name in choices.items()}
    return _field(title, help_text, {"choices": options}, first=next(iter(choices)))


def _field(title: str, help_text: str, extra: dict[str, Any], first: str = "", **schema: Any) -> Any:
    told = {"extra": {"help_text": help_text, **extra}, **schema}
    return Field(default=first, title=title, json_schema_extra=told)


class Typed:
    """What an operator typed into a form. What cannot be read is a ValueError with a sentence."""

    def __init__(self, request: Request, form: BaseModel) -> None:
        self.request, self._form = request, form

    def text(self, name: str, longest: int = LONGEST) -> str:
        """What stands in a field; "" for nothing."""
        typed = str(getattr(self._form, name)).strip()
        if len(typed) > longest or not all(letter.isprintable() or letter in "\n\r\t" for letter in typed):
            raise self.wrong(
                name, N_("“%(field)s”: at most %(longest)s characters, and none that is not seen."), longest=longest
            )
        return typed

    def line(self, name: str) -> str:
        """Text that has to be there, in one line."""
        typed = " ".join(self.text(name).split())
        if not typed:
            raise self.wrong(name, N_("“%(field)s”: fill it in."))
        return typed

    def texts(self, name: str, longest: int = LONGEST) -> Texts:
        """What stands in `<name>_uk` and `<name>_en`: both, as the tables of the console want it too."""
        found = {language: self.text(f"{name}_{language}", longest) for language in LANGUAGES}
        for language, text in found.items():
            if not text:
                raise self.wrong(f"{name}_{language}", N_("“%(field)s”: fill it in."))
        return found

    def row(self, name: str) -> str:
        """The id of a row that was chosen."""
        chosen = self.text(name)
        if not is_id(chosen):
            raise self.wrong(name, N_("“%(field)s”: choose one from the list."))
        return chosen

    def row_if_any(self, name: str) -> str | None:
        """The same for what may be left out."""
        return self.row(name) if self.text(name) else None

    def day(self, name: str) -> date:
        """A day."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise self.wrong(name, N_("“%(field)s”: choose a day.")) from None

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number."""
        typed = self.text(name)
        if not (typed.isascii() and typed.isdigit() and len(typed) < 12 and least <= int(typed) <= most):
            raise self.wrong(
                name, N_("“%(field)s”: a whole number from %(least)s to %(most)s."), least=least, most=most
            )
        return int(typed)

    def number_if_any(self, name: str, least: int, most: int) -> int | None:
        """The same for what may be left out."""
        return self.number(name, least, most) if self.text(name) else None

    def wrong(self, name: str, sentence: str, **data: object) -> ValueError:
        """What is wrong with a field."""
        title = type(self._form).model_fields[name].title or name
        return ValueError(said(self.request, sentence, field=said(self.request, title), **data))

    def into(self, struct: type[T], /, **values: Any) -> T:
        """What was read, as what an action takes."""
        try:
            return msgspec.convert(values, struct)
        except msgspec.ValidationError as error:
            unfit = N_("Something in this form is not as it must be: %(where)s. Nothing was done.")
            raise ValueError(said(self.request, unfit, where=str(error))) from error
