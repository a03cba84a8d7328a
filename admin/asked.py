"""What a request at the console says of who asks, and how it lets them act."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from starlette.requests import Request

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.i18n import gettext
from locales.catalogue import LANGUAGES

T = TypeVar("T")
LANGUAGE = "verstat_console_language"
"""The cookie with the language that was chosen in the console."""


def door_of(request: Request) -> Door:
    """The installation that this console belongs to."""
    return request.scope["door"]


def language_of(request: Request) -> str:
    """The language that was chosen at this console, or the installation's."""
    chosen = request.cookies.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else door_of(request).settings.language


def actor_of(request: Request) -> Actor:
    """The operator who is signed in."""
    return Actor.at_console(request.user.display_name, language_of(request))


def said(request: Request, text: str, **data: object) -> str:
    """A text in N_() as this operator reads it."""
    return gettext(language_of(request), text, **data)


async def perform(request: Request, action: Callable[..., Awaitable[T]], *body: Any) -> T:
    """Let the operator act, and return what the action returned.

    A refusal is a ValueError with the sentence: that is how a form of the console shows it.
    """
    try:
        return await door_of(request).writer.perform(action, actor_of(request), *body)
    except Problem as refused:
        raise ValueError(refused.sentence(language_of(request))) from refused
