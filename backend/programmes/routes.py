import re
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, PathParameter

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import is_id
from backend.core.packing import accepts, unpacked
from backend.courses.schemas import CourseBundle, ModuleBundle
from backend.people import session
from backend.people.schemas import SignedIn
from backend.programmes import actions, join, poster, queries, steps
from backend.programmes.schemas import Applied, Apply, CohortCode, CohortDoor, Join, JoinCode

_is_hash = re.compile(r"[0-9a-f]{64}\Z").match


class Bundles(Controller):
    """Course bundles. In this room, because who may read a course follows from cohorts."""

    path = "/api/courses/bundles"
    tags = ("courses",)

    @get("/{hash_:str}", responses={200: ResponseSpec(CourseBundle | ModuleBundle, generate_examples=False)})
    async def bundle(
        self,
        request: Request[Any, Any, Any],
        door: NamedDependency[Door],
        actor: NamedDependency[Actor],
        hash_: Annotated[str, PathParameter()],
    ) -> Response[Any]:
        """The outline of a release in one language, or one of its modules.

        Named by its content, so it may be kept for ever.
        """
        if not _is_hash(hash_):
            raise Problem("not_found")
        async with door.database.read() as db:
            body = await queries.bundle(actor, db, hash_, clock.now())
        if body is None:
            raise Problem("not_found")
        headers = {
            "cache-control": "private, max-age=31536000, immutable",
            "etag": f'"{hash_}"',
            "vary": "accept-encoding",
        }
        if f'"{hash_}"' in request.headers.get("if-none-match", ""):
            return Response(None, status_code=304, headers=headers)
        if accepts(request.headers.get("accept-encoding", ""), "br"):
            headers["content-encoding"] = "br"
        else:
            body = unpacked(body)
        return Response(body, media_type="application/json", headers=headers)


class Joining(Controller):
    """Coming into a cohort with its code, and giving that code out. The code travels in bodies only."""

    path = "/api/programmes"
    tags = ("programmes",)

    @post("/join/look", status_code=200)
    async def look(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], data: JSONBody[JoinCode]
    ) -> CohortDoor:
        """Where a code leads."""
        return await join.look(door, data.code, session.address_of(request))

    @post("/join", status_code=200)
    async def join(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], data: JSONBody[Join]
    ) -> Response[SignedIn]:
        """Open an account, ask for a seat, and open a session on this phone."""
        actor = await join.come_in(door, data, session.phone_of(request), session.address_of(request))
        return await session.welcome(request, door, actor, data.label)

    @post("/apply", status_code=200)
    async def apply(
        self,
        request: Request[Any, Any, Any],
        door: NamedDependency[Door],
        actor: NamedDependency[Actor],
        data: JSONBody[Apply],
    ) -> Applied:
        """Ask for a seat with the account that one has."""
        await join.follow(door, data.code, session.address_of(request))
        return {"enrolment": (await door.writer.perform(steps.apply, actor, data))["enrolment"]}

    @post("/cohorts/{cohort:str}/code", status_code=200)
    async def rotate_code(
        self, door: NamedDependency[Door], actor: NamedDependency[Actor], cohort: FromPath[str]
    ) -> CohortCode:
        """Another code for the cohort; the former one stops working."""
        if not is_id(cohort):
            raise Problem("not_found")
        return {"code": await door.writer.perform(actions.rotate_code, actor, cohort)}

    @get("/cohorts/{cohort:str}/poster.pdf", media_type="application/pdf")
    async def poster(
        self,
        request: Request[Any, Any, Any],
        door: NamedDependency[Door],
        actor: NamedDependency[Actor],
        cohort: FromPath[str],
    ) -> Response[bytes]:
        """A page to print, with the code as a square for the camera."""
        found = None
        if is_id(cohort):
            async with door.database.read() as db:
                found = await queries.poster(actor, db, cohort, clock.now())
        if found is None:
            raise Problem("not_found")
        origin = f"{request.url.scheme}://{request.url.netloc}"
        name, institution = queries.texts(found["name"]), queries.texts(found["institution"])
        emblem = bytes(found["emblem"]) if found["emblem"] else None
        page = await poster.pdf(poster.Poster(name, institution, found["code"], origin, emblem))
        headers = {"content-disposition": 'inline; filename="poster.pdf"'}
        return Response(page, media_type="application/pdf", headers=headers)
