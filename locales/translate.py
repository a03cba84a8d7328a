"""`./verstat translate`: brings the catalogues up to date with the sources and says what is missing."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from locales import catalogue, typescript

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = catalogue.HERE / "verstat.pot"
SOURCES = ("backend/**/*.py", "admin/**/*.py", "pwa/src/**/*.ts", "pwa/src/**/*.tsx")
# Each keyword with the places of its texts. The server speaks to many at once: it names the language first.
PWA = {"gettext": (1,), "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
PYTHON = {"_": (1,), "N_": (1,), "gettext": (2,), "ngettext": (2, 3), "pgettext": ((2, "c"), 3)}
NOTE = ["NOTE:"]  # a comment that starts so is shown to translators
# Babel dates every run, and names itself and people that we do not have.
CHURN = (
    "POT-Creation",
    "PO-Revision",
    "Project-Id",
    "Last-Translator",
    "Language-Team",
    "Report-",
    "Generated-By",
)


def sources() -> Iterator[Path]:
    """Every file that may hold words for people."""
    for pattern in SOURCES:
        yield from sorted(path for path in ROOT.glob(pattern) if "piccolo_migrations" not in path.parts)


def extraction() -> Catalog:
    """Every message of the sources.

    Raises SyntaxError for a source that cannot be read and for a text that is not written out.
    """
    found = Catalog()
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        method: Any = "python" if path.suffix == ".py" else typescript.extract
        keywords = PYTHON if path.suffix == ".py" else PWA
        with path.open("rb") as file:
            for line, message, notes, context in extract(method, file, keywords, NOTE, {"name": name}, True):
                found.add(message, None, [(name, line)], auto_comments=notes, context=context)
    return found


def rendered(messages: Catalog) -> bytes:
    """A catalogue as text: sorted, without lines or dates, so that nothing but a changed word changes it."""
    messages.header_comment, messages.fuzzy = "", False
    out = BytesIO()
    write_po(
        out,
        messages,
        100,
        sort_output=True,
        ignore_obsolete=True,
        include_previous=True,
        include_lineno=False,
    )
    head, blank, body = out.getvalue().decode().partition("\n\n")
    kept = [line for line in head.splitlines() if not line.startswith(("#", *(f'"{word}' for word in CHURN)))]
    return ("\n".join(kept).lstrip() + blank + body).encode()


def renewed(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language after `template`; a reworded message keeps its words, marked fuzzy."""
    known = catalogue.read(language)
    known.update(template, no_fuzzy_matching=True, update_creation_date=False)
    return known


def missing(messages: Catalog) -> list[Message]:
    """What a translator still has to write or to confirm."""
    return [one for one in messages if one.id and not catalogue.is_done(one)]


def main() -> int:
    """Rewrites the template and every catalogue; English is the source and needs no translation."""
    template = extraction()
    TEMPLATE.write_bytes(rendered(template))
    for language in catalogue.LANGUAGES:
        messages = renewed(language, template)
        catalogue.file_of(language).parent.mkdir(parents=True, exist_ok=True)
        catalogue.file_of(language).write_bytes(rendered(messages))
        to_do = [] if language == "en" else missing(messages)
        print(f"{language}: {len(messages)} messages, {len(to_do)} to translate")
        for one in to_do:
            print(f"  {one.id if isinstance(one.id, str) else one.id[0]}{'  (fuzzy)' if one.fuzzy else ''}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
