"""The console as one ASGI app: piccolo-admin, which reads and draws, between a guard and a desk of ours."""

from typing import Any, cast

from piccolo_admin import endpoints
from piccolo_admin.endpoints import AdminRouter, TableConfig, create_admin
from piccolo_api.media.base import MediaStorage
from starlette.routing import Route
from starlette.types import ASGIApp

from admin.crud import Crud, Mounted, name_rows
from admin.desk import Desk
from admin.forms import FORMS
from admin.guard import Guard, Hosts
from admin.media import media
from admin.names import SHOWN, is_texts, shown_columns, table_of
from admin.page import translations
from admin.rooms import Shown
from admin.sign_in import Sessions, closed, sign_in, sign_out
from backend.core.door import Door
from backend.people.tables import Operator, OperatorSession

TOLD = ("/meta/", "/translations/")
"""What Piccolo tells everybody before they sign in."""

# Piccolo takes no other reader of rows: this is where it looks for its own.
setattr(endpoints, "PiccoloCRUD", Crud)  # noqa: B010 - the module does not offer it
setattr(endpoints, "FastAPIWrapper", Mounted)  # noqa: B010 - as above


def console(door: Door) -> ASGIApp:
    """The console over an installation whose tables are bound to its database."""
    name_rows()
    storages = media(door)
    inner = create_admin(
        tables=[_configured(table, shown, storages.get(shown.table)) for table, shown in SHOWN.items()],
        forms=FORMS,
        auth_table=Operator,
        session_table=OperatorSession,
        site_name="Verstat",
        default_language_code=door.settings.language,
        translations=translations(),
        auto_include_related=False,
        allowed_hosts=Hosts(door.settings.hosts),
    )
    _take_over(inner)
    return Guard(inner, door)


def _configured(table: str, shown: Shown, storages: list[MediaStorage] | None) -> TableConfig:
    columns = shown_columns(table)
    return TableConfig(
        shown.table,
        visible_columns=[columns[name] for name in shown.listed],
        visible_filters=[columns[name] for name in shown.filters if not is_texts(columns[name])],
        link_column=columns[shown.listed[0]],
        media_storage=storages,
    )


def _mounted(inner: AdminRouter, path: str) -> Any:
    (found,) = (route for route in inner.router.routes if getattr(route, "path", "") == path)
    return cast("Any", found).app


def _take_over(inner: AdminRouter) -> None:
    """Put our sign-in and our desk in their places, and let uploads name tables as people do."""
    signing = [
        Route("/public/login/", sign_in, methods=["POST"]),
        Route("/public/logout/", sign_out, methods=["POST"]),
    ]
    inner.router.routes[:0] = signing
    behind, before = _mounted(inner, "/api"), _mounted(inner, "/public")
    behind.backend, behind.on_error, behind.app = Sessions(), closed, Desk(behind.app)
    # Piccolo's own sign-in answers to every address below its own, and knows nothing of guards, pauses and the audit.
    before.router.routes[:] = [one for one in before.router.routes if getattr(one, "path", "").startswith(TOLD)]
    plain: Any = inner._get_media_storage  # pyright: ignore[reportPrivateUsage] - the one place that looks one up

    def named(table_name: str, column_name: str) -> Any:
        return plain(table_of(table_name) or table_name, column_name)

    setattr(inner, "_get_media_storage", named)  # noqa: B010 - on this one alone
