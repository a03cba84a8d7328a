"""The poster with which people come into a cohort: one page, black and white but for an emblem, in two languages."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import segno
import typst

from backend.core.fields import Texts, said
from backend.core.i18n import LANGUAGES, N_, gettext
from backend.core.settings import ROOT

FONTS = ROOT / "backend" / "core" / "fonts"
PAGE = Path(__file__).with_name("poster.typ")
INVITATION = N_("Join this group")
BY_HAND = N_("Without a camera: open this address and type the code")
STEPS = [
    N_("Point the phone's camera at the square and open the link."),
    N_("Enter your name and birth date and choose a password."),
    N_("Wait until the coordinator accepts your request, then begin."),
]
LONGEST = 300  # characters of a name; more would be too small to read

_printer = ThreadPoolExecutor(1, thread_name_prefix="poster")  # one at a time: a page keeps a core busy


class Poster(msgspec.Struct, frozen=True):
    """What is particular about one. `origin` is where phones reach this installation."""

    name: Texts
    institution: Texts
    code: str
    origin: str
    emblem: bytes | None = None
    """The institution's picture, a WebP."""


async def pdf(poster: Poster) -> bytes:
    """The page, made beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_printer, drawn, poster, "pdf")


def drawn(poster: Poster, kind: Literal["pdf", "png"]) -> bytes:
    """The page as PDF or, to look at it, as PNG."""
    page = _compiler().compile(PAGE, format=kind, sys_inputs={"data": msgspec.json.encode(_words(poster)).decode()})
    assert isinstance(page, bytes), "a poster has one page"  # noqa: S101 - a mistake of ours
    return page


@cache
def _compiler() -> typst.Compiler:
    """With our fonts alone: a poster looks alike on every machine."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(PAGE, root=PAGE.parent, font_paths=fonts)


def _words(poster: Poster) -> dict[str, object]:
    square = io.BytesIO()
    segno.make(f"{poster.origin}/join#{poster.code}", error="m", micro=False).save(square, kind="svg", border=0)
    return {
        "title": said(poster.name, "uk")[:LONGEST],
        "name": {language: said(poster.name, language)[:LONGEST] for language in LANGUAGES},
        "institution": {language: said(poster.institution, language)[:LONGEST] for language in LANGUAGES},
        "invitation": _both(INVITATION),
        "by_hand": _both(BY_HAND),
        "address": f"{poster.origin.partition('://')[2]}/join",
        "code": f"{poster.code[:4]} {poster.code[4:]}",
        "steps": [_both(words) for words in STEPS],
        "qr": square.getvalue().decode(),
        "emblem": list(poster.emblem or b""),
    }


def _both(words: str) -> Texts:
    return {language: gettext(language, words) for language in LANGUAGES}
