"""The console as one ASGI app: piccolo-admin behind a guard of ours."""

from piccolo_admin.endpoints import TableConfig, create_admin
from piccolo_admin.translations.data import ENGLISH, UKRAINIAN
from starlette.types import ASGIApp, Receive, Scope, Send

from admin.forms import FORMS
from admin.media import MEDIA
from backend.core.door import Door
from backend.people.tables import Institution, Operator, OperatorSession


def console(door: Door) -> ASGIApp:
    """The console over an installation whose tables are bound to its database."""
    inner = create_admin(
        tables=[TableConfig(Institution, media_storage=MEDIA.get(Institution))],
        forms=FORMS,
        auth_table=Operator,
        session_table=OperatorSession,
        site_name="Verstat",
        default_language_code=door.settings.language,
        translations=[UKRAINIAN, ENGLISH],
        auto_include_related=False,
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await inner({**scope, "door": door}, receive, send)

    return app
