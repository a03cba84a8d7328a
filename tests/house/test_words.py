"""Words for people: every one found, every one in Ukrainian, none written past the catalogues."""

import json
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message

from locales import catalogue, translate, typescript
from tests.house.tree import ROOT, TYPESCRIPT, name, written_by_hand

CALL = re.compile(r"(?<!function )(?<!\w)(?:gettext|ngettext|pgettext|npgettext)\(")
TEXTS = """[(jsx_text) @text (jsx_expression (string) @text)
  (jsx_attribute (property_identifier) @name (string (string_fragment) @text)
    (#any-of? @name "title" "alt" "placeholder" "aria-label" "aria-description"))]"""
HOLE = re.compile(r"%\(\w+\)s|%(?!\()")


@cache
def template() -> Catalog:
    """Every message of the sources."""
    return translate.extraction()


def messages(found: Catalog) -> list[Message]:
    """All but the header."""
    return [one for one in found if one.id]


def keys(found: Catalog) -> set[tuple[str | None, object]]:
    """What makes a message itself: its context and its English."""
    return {(one.context, one.id) for one in messages(found)}


def texts(message: Message) -> Iterator[tuple[str, str]]:
    """(English, translation), for a plural each form beside the English plural."""
    if isinstance(message.id, str):
        yield message.id, str(message.string or "")
    else:
        for form in message.string if isinstance(message.string, tuple) else ():
            yield message.id[1], form


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_the_catalogues_hold_exactly_the_messages_of_the_sources(language: str) -> None:
    assert keys(catalogue.read(language)) == keys(template())


def test_every_message_is_in_ukrainian_and_confirmed() -> None:
    assert [one.id for one in messages(catalogue.read("uk")) if not catalogue.is_done(one)] == []


def test_a_translation_has_the_holes_of_its_original() -> None:
    pairs = [pair for one in messages(catalogue.read("uk")) for pair in texts(one)]
    assert [pair for pair in pairs if sorted(HOLE.findall(pair[0])) != sorted(HOLE.findall(pair[1]))] == []


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_plurals_follow_the_language(language: str) -> None:
    found = catalogue.read(language)
    plurals = catalogue.plural_map(language, found.plural_expr)
    assert set(plurals.values()) == set(range(found.num_plurals))
    assert {len(one.string or ()) for one in messages(found) if one.pluralizable} <= {found.num_plurals}


def test_the_catalogues_are_as_translate_writes_them() -> None:
    assert translate.TEMPLATE.read_bytes() == translate.rendered(template())
    for language in catalogue.LANGUAGES:
        assert catalogue.file_of(language).read_bytes() == translate.rendered(translate.renewed(language, template()))


def test_the_extractor_finds_as_many_calls_as_there_are() -> None:
    for path in written_by_hand(*TYPESCRIPT, under="pwa/src"):
        with path.open("rb") as file:
            found = list(typescript.extract(file, translate.PWA, (), {"name": name(path)}))
        assert len(found) == len(CALL.findall(path.read_text())), name(path)


def test_no_screen_says_anything_past_the_catalogues() -> None:
    for path in written_by_hand(".tsx", under="pwa/src"):
        root = typescript.parse(path.read_bytes(), ".tsx", name(path))
        said = [(found["text"][0].text or b"").decode() for found in typescript.find(root, ".tsx", TEXTS)]
        assert [text for text in said if re.search(r"[^\W\d_]", re.sub(r"&\w+;", "", text))] == [], name(path)


def test_a_text_that_is_not_written_out_stops_the_extractor() -> None:
    for source in (
        b"gettext(words)",
        b"gettext(`a ${b}`)",
        b"ngettext('one', many, 2)",
        b"gettext('a' + b)",
        b"<p>{</p>",
    ):
        with pytest.raises(SyntaxError):
            list(typescript.extract(BytesIO(source), translate.PWA, (), {"name": "x.tsx"}))


def test_apostrophes_slashes_and_casts_lose_nothing() -> None:
    source = rb"""const r = /[/"']x/; const c = <p title={gettext("It's")}>Don't {gettext(`b` + 'c')} it's</p>;"""
    found = list(typescript.extract(BytesIO(source), translate.PWA, (), {"name": "x.tsx"}))
    assert [words for _, _, words, _ in found] == [("It's",), ("bc",)]


@pytest.mark.parametrize("case", json.loads((ROOT / "tests/house/keys.json").read_text()), ids=lambda case: case["key"])
def test_the_catalogue_and_the_phone_call_a_text_alike(case: dict[str, str]) -> None:
    assert catalogue.digits_of(catalogue.number(case["text"])) == case["key"]
