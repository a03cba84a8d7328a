import asyncio
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import structs

from backend.audit.words import Field
from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.i18n import choose
from backend.core.ids import is_id
from backend.people.read_card import note_reading
from backend.reports import journal, manufactories, own_page, participants, queries
from backend.reports.names import spoken
from backend.reports.own_data import OwnData, own_data
from backend.reports.schemas import CohortReport, Desk, Journal, Manufactories, ManufactoryReport, Participant


class Reports(Controller):
    """What those who run cohorts and look after manufactories read online."""

    path = "/api/reports"
    tags = ("reports",)

    @get("/desk")
    async def desk(self, door: NamedDependency[Door], actor: NamedDependency[Actor]) -> Desk:
        """What needs somebody today."""
        async with door.database.read() as db:
            return await queries.desk(actor, db, clock.now(), door.settings.silent_days)

    @get("/cohorts/{cohort:str}")
    async def cohort(
        self, door: NamedDependency[Door], actor: NamedDependency[Actor], cohort: FromPath[str]
    ) -> CohortReport:
        """A cohort with each learner's progress."""
        if not is_id(cohort):
            raise Problem("not_found")
        async with door.database.read() as db:
            return await queries.cohort(actor, db, cohort, clock.now(), door.settings.silent_days)

    @get("/manufactories")
    async def manufactories(self, door: NamedDependency[Door], actor: NamedDependency[Actor]) -> Manufactories:
        """How the manufactories stand."""
        async with door.database.read() as db:
            return spoken(
                await manufactories.manufactories(actor, db, clock.now(), door.settings.timezone), actor.language
            )

    @get("/manufactories/{manufactory:str}")
    async def manufactory(
        self, door: NamedDependency[Door], actor: NamedDependency[Actor], manufactory: FromPath[str]
    ) -> ManufactoryReport:
        """One manufactory: figures, weeks, products, team, gates, what waits, sessions."""
        if not is_id(manufactory):
            raise Problem("not_found")
        async with door.database.read() as db:
            return spoken(
                await manufactories.manufactory(actor, db, manufactory, clock.now(), door.settings.timezone),
                actor.language,
            )

    @get("/participants/{enrolment:str}")
    async def participant(
        self,
        request: Request[Any, Any, Any],
        door: NamedDependency[Door],
        actor: NamedDependency[Actor],
        enrolment: FromPath[str],
    ) -> Participant:
        """The card of one participant. That a minor's is read from outside the school is kept before it leaves."""
        if not is_id(enrolment):
            raise Problem("not_found")
        actor = _reading(request, actor)
        async with door.database.read() as db:
            person, card = await participants.participant(actor, db, enrolment, clock.now(), door.settings)
        await note_reading(door, actor, person)
        return card

    @get("/audit")
    async def audit(
        self,
        request: Request[Any, Any, Any],
        door: NamedDependency[Door],
        actor: NamedDependency[Actor],
        about: Annotated[Field | None, QueryParameter()] = None,
        before: Annotated[str | None, QueryParameter(max_length=200)] = None,
    ) -> Journal:
        """What was done that concerns the actor's school, all or of one field, the latest first."""
        reader = _reading(request, actor)
        return await journal.journal(reader, door.database, clock.now(), door.settings.timezone, about, before)

    @get("/my-data.json")
    async def my_data(self, door: NamedDependency[Door], actor: NamedDependency[Actor]) -> Response[OwnData]:
        """Everything the installation holds about who asks, as a file."""
        data = await _own(door, actor)
        name = f"verstat-{data['made_at'][:10]}.json"
        return Response(data, headers={"content-disposition": f'attachment; filename="{name}"'})

    @get("/my-data.html", media_type="text/html")
    async def my_data_page(self, door: NamedDependency[Door], actor: NamedDependency[Actor]) -> Response[str]:
        """The same as a page to read and print."""
        data = await _own(door, actor)
        drawn = await asyncio.to_thread(own_page.page, data, actor.language, door.settings.timezone)
        return Response(drawn, media_type="text/html", headers={"content-security-policy": own_page.POLICY})


def _reading(request: Request[Any, Any, Any], actor: Actor) -> Actor:
    """The actor in the language of the screen, which may be another than the account's until it is chosen for both."""
    return structs.replace(actor, language=choose(request.headers.get("accept-language", ""), actor.language))


async def _own(door: Door, actor: Actor) -> OwnData:
    async with door.database.read() as db:
        return await own_data(actor, db, clock.now())
