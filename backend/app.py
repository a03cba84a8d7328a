"""The roof: builds one installation and its HTTP app. What rooms do not know of each other is put together here."""

import gc
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from litestar import Litestar, Request, Response, asgi, get, route
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.handlers import ASGIRouteHandler
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import Receive, Scope, Send

from backend import migrations, scheduler
from backend.audit import lines
from backend.changes import versions
from backend.core import hosts
from backend.core.actor import Actor
from backend.core.database import connect
from backend.core.description import Description
from backend.core.door import Door
from backend.core.errors import Problem, declare
from backend.core.http import HANDLERS, Gatekeeper
from backend.core.i18n import N_
from backend.core.settings import ROOT, Settings
from backend.core.static import Static
from backend.core.writer import Writer
from backend.courses.actions import ReleasePublished
from backend.manufactories import mentors, team
from backend.manufactories.actions import follow_opening
from backend.manufactories.routes import Founding
from backend.media.routes import Media
from backend.mentoring import follow_closing as mentoring
from backend.people import erased, session
from backend.people.actions import ConsentChanged, Heard
from backend.people.appoint import Appointed
from backend.people.close_account import AccountClosed
from backend.people.invite_mentor import ClearanceRecorded
from backend.people.routes import Invitations, People
from backend.programmes import assign_mentor, steps
from backend.programmes.actions import CohortOpened, follow_appointment, follow_release
from backend.programmes.routes import Bundles, Joining
from backend.programmes.steps import EnrolmentEnded
from backend.progress import follow_closing as progress
from backend.progress import headway
from backend.reports.routes import Reports
from backend.sync import guard, receipts
from backend.sync.routes import Sync
from backend.sync.slots import Slots, slots_for

if TYPE_CHECKING:
    from backend.metrics import Meters

log = logging.getLogger(__name__)

LITTER = 20_000  # young objects that Python gathers before it looks for cycles: a few deliveries', some MB
NOT_THE_APP = ("api", "admin", "schema")
DIST = ROOT / "pwa" / "dist"


def _writer(settings: Settings) -> type[Writer]:
    """One that counts, where the figures are wanted. Imported here: who does not want them pays nothing."""
    if not settings.metrics:
        return Writer
    from backend.metrics import CountingWriter

    return CountingWriter


def assemble(settings: Settings) -> Door:
    """The installation that the settings name, not opened yet."""
    database = connect(settings)
    writer = _writer(settings)(
        database,
        settings,
        before=[receipts.recall],
        commit=[versions.take, headway.keep, lines.write, receipts.record, erased.remember],
        listeners={
            ReleasePublished: [follow_release],
            CohortOpened: [follow_opening],
            ConsentChanged: [steps.follow_consent],
            Heard: [steps.follow_contact],
            ClearanceRecorded: [assign_mentor.follow_clearance, mentors.follow_clearance],
            EnrolmentEnded: [team.follow_leaving],
            Appointed: [follow_appointment],
            AccountClosed: [
                steps.follow_closing,
                assign_mentor.follow_closing,
                mentors.follow_closing,
                team.follow_closing,
                mentoring.follow_closing,
                progress.follow_closing,
            ],
        },
    )
    return Door(settings, database, writer)


declare(
    "not_ready",
    503,
    N_("The server is not ready yet. Your work is saved and will be sent when it is."),
    "retry",
    retry=True,
)


@get("/api/health", tags=["health"])
async def health(door: NamedDependency[Door]) -> dict[str, str]:
    """Whether this process serves: it answers, its database answers, no migration waits. 503 when not.

    Whatever fails here is the answer, and not a mistake of ours; the log has the reason.
    """
    try:
        async with door.database.read() as db:
            await db.rows("SELECT 1")
        unrun = await migrations.waiting(door.database)
    except Exception as error:
        log.warning("This process cannot serve", exc_info=error)
        raise Problem("not_ready", part="database") from error
    if unrun:
        log.warning("This process cannot serve: %s migrations wait", len(unrun))
        raise Problem("not_ready", part="migrations")
    return {"status": "ok", "database": "ok", "migrations": "done"}


async def _actor(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Actor:
    return await session.actor(request, door)


def _console(door: Door) -> ASGIRouteHandler:
    """The operators' console. Imported here: it brings a second framework, which only who serves it should pay for."""
    from admin.console import console

    inner: Any = console(door)

    @asgi("/admin/", is_mount=True, copy_scope=True)
    async def mount(scope: Scope, receive: Receive, send: Send) -> None:
        # As it was asked for: Litestar adds a slash to the path of a mount and does not say where it is mounted.
        path = unquote(scope["raw_path"].decode("ascii", "replace"))
        await inner({**scope, "path": path, "root_path": "/admin"}, receive, send)

    return mount


def _meters(door: Door, slots: Slots) -> "Meters | None":
    """The figures of this process, when they are wanted."""
    if not door.settings.metrics:
        return None
    from backend.metrics import Meters

    return Meters(door, slots)


async def begin(door: Door) -> None:
    """Before anything is served: raises Unready when this is not what was served here last."""
    await guard.begin(door)
    await erased.erase_again(door)
    await headway.catch_up(door)


def checked(settings: Settings) -> Litestar:
    """The HTTP app of one process of several, or of the only one, where `begin` has been done already."""
    app = build_app(assemble(settings), begun=True)
    gc.freeze()  # what is here now stays: a tenth of a busy server's CPU went into looking whether it is garbage
    gc.set_threshold(LITTER, 20, 20)
    return app


def build_app(door: Door, *, begun: bool = False) -> Litestar:
    """The HTTP app over an installation that it opens and closes itself, and that it begins with."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        await door.open()
        migrations.bind(door.database)
        try:
            if await migrations.waiting(door.database):
                yield  # health says so
                return
            if not begun:
                await begin(door)
            async with scheduler.running(door):
                yield
        finally:
            await door.close()

    files, slots = Static(DIST), slots_for(door.settings)
    meters = _meters(door, slots)

    @route(["/", "/{path:path}"], http_method=["GET", "HEAD"], include_in_schema=False)
    async def pwa(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The PWA. A route and not a mount: Litestar asks mounts before routes with parameters."""
        if request.url.path.split("/")[1] in NOT_THE_APP:
            raise NotFoundException
        return files.answer(request.url.path, request.headers)

    rooms = [People, Invitations, Media, Bundles, Joining, Founding, Reports, Sync, health, pwa]
    app = Litestar(
        [*rooms, _console(door)] if door.settings.console else rooms,
        dependencies={"door": Provide(lambda: door, sync_to_thread=False), "actor": Provide(_actor)},
        exception_handlers=HANDLERS,
        lifespan=[lifespan, *([meters.lifespan] if meters else [])],
        request_max_body_size=door.settings.sync_bytes,
        state=State({"language": door.settings.language, "slots": slots}),
        openapi_config=Description(title="Verstat", version="1", path="/schema", render_plugins=[JsonRenderPlugin()]),
        logging_config=None,
    )
    app.asgi_handler = Gatekeeper(app.asgi_handler, hosts.names(door.settings.hosts))
    if meters:
        app.asgi_handler = meters.measured(app.asgi_handler)
    return app
