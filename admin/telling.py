"""What a form says when it is done: links and codes are told in it once, and stand nowhere else."""

from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from starlette.requests import Request

from admin.asked import door_of, language_of, said
from backend.core.clock import instant
from backend.core.i18n import N_
from backend.people.schemas import InvitationMade

LINK = N_(
    "Give this link to %(label)s, and to nobody else. It works once, until %(until)s, and is shown only now: %(link)s"
)


def link(request: Request, made: InvitationMade, label: str) -> str:
    """A one-time link, with what is to be done with it."""
    address = f"{request.url.scheme}://{request.url.netloc}/welcome#{made['token']}"
    return said(request, LINK, label=label, until=moment(request, made["until"]), link=address)


def moment(request: Request, at: str) -> str:
    """A moment as the operator reads it, in the installation's time."""
    timezone = door_of(request).settings.timezone
    return format_datetime(instant(at), "short", tzinfo=ZoneInfo(timezone), locale=language_of(request))
