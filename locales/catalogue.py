"""The catalogues, and what of them the phone gets.

`python -m locales.catalogue FOLDER` writes one JSON per language.
"""

import json
import sys
from gettext import c2py
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

LANGUAGES = ("uk", "en")
HERE = Path(__file__).resolve().parent
CONTEXT = "\x04"  # between a context and its text, as in gettext's own .mo files
SAMPLES = [*range(200), 1_000, 100_000, 1_000_000, 2_000_000]


def file_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return HERE / language / "LC_MESSAGES" / "verstat.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is on disk; an empty one while there is none."""
    if not file_of(language).exists():
        return Catalog(locale=language)
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def plural_map(language: str, expression: str) -> dict[str, int]:
    """CLDR category -> index of msgstr, so that the browser needs no eval.

    The order of categories does not give the index: French has one, many, other and two forms. Raises
    ValueError where the Plural-Forms header of a catalogue disagrees with CLDR.
    """
    index, category = c2py(expression), Locale.parse(language).plural_form
    found: dict[str, int] = {}
    for n in SAMPLES:
        if found.setdefault(category(n), index(n)) != index(n):
            raise ValueError(f"{language}: Plural-Forms {expression!r} disagrees with CLDR at {n}")
    return found | {"other": found.get("other", max(found.values()))}  # CLDR's "other" may be fractions only


def is_done(message: Message) -> bool:
    """Translated in every plural form, and confirmed by a person."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def _is_for_phone(message: Message) -> bool:
    return bool(message.id) and any(name.startswith("pwa/") for name, _ in message.locations)


def _key(message: Message) -> str:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}{CONTEXT}{first}" if message.context else first


KEYS = 2**24
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def number(key: str) -> int:
    """Made of a key, so that the phone finds a text by it: the keys themselves are a quarter of a catalogue.

    pwa/src/i18n.ts makes the same of the same UTF-16 units.
    """
    units = key.encode("utf-16-le")
    found = 0
    for low, high in zip(units[::2], units[1::2], strict=True):
        found = (found * 31 + low + 256 * high) % KEYS
    return found


def digits_of(value: int) -> str:
    """As the phone writes a number; nothing for 0."""
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = DIGITS[digit] + digits
    return digits


def for_phone(catalogue: Catalog) -> dict[str, Any]:
    """The part of a catalogue that the PWA speaks; what is not translated shows its English text.

    Numbers and texts stand apart, each number as its distance from the one before: nearly an eighth less on the wire.
    Raises ValueError when two texts have one key: then one of them is to be worded otherwise.
    """
    language = str(catalogue.locale)
    messages: dict[int, Any] = {}
    for one in catalogue:
        if _is_for_phone(one) and is_done(one):
            key = number(_key(one))
            if key in messages:
                raise ValueError(f"{language}: {_key(one)!r} has the key of {messages[key]!r}: reword one of them")
            messages[key] = one.string
    plurals = plural_map(language, catalogue.plural_expr)
    keys = sorted(messages)
    steps = [digits_of(key - before) for before, key in pairwise([0, *keys])]
    return {"lang": language, "p": plurals, "k": " ".join(steps), "m": [messages[key] for key in keys]}


def write(folder: Path) -> None:
    """One JSON per language into `folder`; the service worker keeps them all, the page loads one."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        text = json.dumps(for_phone(read(language)), ensure_ascii=False, separators=(",", ":"))
        (folder / f"{language}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
