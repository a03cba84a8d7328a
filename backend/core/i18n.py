"""Words for people, from the same catalogues as the PWA. English is the source text."""

from functools import cache
from operator import itemgetter

from locales.catalogue import LANGUAGES, is_done, read


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark `text` for the catalogues; it is translated where it is shown."""
    return text


@cache
def _catalogue(language: str) -> dict[str, str]:
    plain = [m for m in read(language) if m.id and not m.context]  # what a context changes is for the phone
    return {m.id: str(m.string) for m in plain if isinstance(m.id, str) and is_done(m)}


def gettext(language: str, text: str, **data: object) -> str:
    """`text` in `language`, its %(name)s placeholders filled from `data`; English where untranslated."""
    spoken = _catalogue(language).get(text, text) if language != "en" else text
    return spoken % data if data else spoken


def choose(accept: str, otherwise: str) -> str:
    """The best liked of our languages in an Accept-Language header (RFC 9110, 12.5.4), or `otherwise`."""
    liked: list[tuple[float, str]] = []
    for part in accept[:200].split(","):
        tag, *parameters = (word.strip().lower() for word in part.split(";"))
        code = tag.partition("-")[0]
        weight = next((word[2:] for word in parameters if word.startswith("q=")), "1")
        if code in LANGUAGES and weight.replace(".", "", 1).isdigit():
            liked.append((float(weight), code))
    best = max(liked, default=(0.0, otherwise), key=itemgetter(0))
    return best[1] if best[0] > 0 else otherwise
