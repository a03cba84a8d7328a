"""Piccolo's page has the places that we replace, each once; a newer one that has not is noticed here."""

import pytest

from admin.form_page import CHROME_OF_FORMS, REPLACED_IN_FORMS
from admin.page import DIST, index, program


@pytest.mark.parametrize("place", REPLACED_IN_FORMS, ids=range(len(REPLACED_IN_FORMS)))
def test_it_works(place: str) -> None:
    (path,) = DIST.glob("assets/index-*.js")
    assert path.read_text("utf-8").count(place) == 1
    assert place.encode() not in program().body
    assert REPLACED_IN_FORMS[place].encode() in program().body


def test_what_the_page_is_to_say_is_said() -> None:
    for word in CHROME_OF_FORMS:
        assert f'uc.global.t("{word}")'.encode() in program().body
    assert b"#success_message { overflow-wrap: anywhere" in index("uk")
