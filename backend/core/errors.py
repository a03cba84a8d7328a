"""Errors are values: a code, named data, a sentence, whether trying again helps (RFC 9457 at the wire)."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from backend.core.i18n import N_, gettext

Fix = Literal["none", "edit", "retry", "sign_in", "ask_mentor", "update_app"]


class Kind(msgspec.Struct, frozen=True):
    """What is known of a code before it happens."""

    code: str
    status: int
    sentence: str
    """English source text; %(name)s placeholders are filled from the Problem's data."""
    fix: Fix
    """What the person can do about it."""
    retry: bool
    """Whether the same request may succeed later."""
    states: Mapping[str, str]
    """What to say instead, by the Problem's datum `state`: what is to be done follows from what is there."""


KINDS: dict[str, Kind] = {}


def declare(
    code: str,
    status: int,
    sentence: str,
    fix: Fix = "none",
    *,
    retry: bool = False,
    states: Mapping[str, str] | None = None,
) -> None:
    """Make `code` known. Each room declares its own beside the rule that raises it."""
    assert code not in KINDS, f"{code} is declared twice"  # noqa: S101 - a mistake of ours, found at import
    KINDS[code] = Kind(code, status, sentence, fix, retry, states or {})


class Problem(Exception):
    """A refusal. `code` is declared; `data` fills the sentence and travels with it; nothing was changed."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.kind = KINDS[code]
        self.data = data

    def sentence(self, language: str) -> str:
        """What to tell the person."""
        sentence = self.kind.states.get(self.data.get("state", ""), self.kind.sentence)
        return gettext(language, sentence, **self.data)

    def wire(self, language: str) -> dict[str, Any]:
        """The members of an application/problem+json body."""
        kind, sentence = self.kind, self.sentence(language)
        return {
            "type": f"/problems/{kind.code}",
            "title": sentence,
            "status": kind.status,
            "detail": sentence,
            "code": kind.code,
            "fix": kind.fix,
            "retry": kind.retry,
            **self.data,
        }


declare(
    "malformed",
    400,
    N_("The app sent something the server cannot read. Update the app and try again."),
    "update_app",
)
declare("sign_in", 401, N_("Sign in to send. Everything you saved stays on this phone."), "sign_in")
declare("cross_site", 403, N_("This request came from another website, so it was not carried out."))
declare("not_found", 404, N_("There is nothing here, or it is not yours to see."))
declare("wrong_method", 405, N_("This address cannot be used that way."))
declare("too_much", 413, N_("Too much at once. The app will send it in smaller parts."), "retry", retry=True)
declare(
    "other_host",
    421,
    N_("Nothing is here under this address. Check how it is written, or ask who gave it to you."),
)
declare(
    "heavy_head",
    431,
    N_("Your browser sends too much along with every request. Clear the cookies of this website and sign in again."),
)
declare(
    "busy",
    503,
    N_("Too many people at once. Your work is saved and will be sent shortly."),
    "retry",
    retry=True,
)
declare(
    "broken",
    500,
    N_("Something broke on our side. Your work is kept; try again in a minute."),
    "retry",
    retry=True,
)
