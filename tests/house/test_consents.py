"""The words of a consent are shown by the phone and kept by the server: they are the same words."""

import re

from backend.people.consents import CURRENT, TEXTS
from tests.house.tree import ROOT

SHOWN = (ROOT / "pwa/src/rooms/people/consent-words.ts").read_text("utf-8")


def test_the_phone_shows_the_sentences_of_the_version_it_names() -> None:
    assert re.findall(r'TEXT = "(.+)"', SHOWN) == [CURRENT]
    shown = dict(re.findall(r'(\w+): \(\) =>\s+gettext\(\s*"([^"]+)"', SHOWN))
    assert shown == TEXTS[CURRENT]
