import re
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import PathParameter

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.packing import accepts, unpacked
from backend.courses.schemas import CourseBundle, ModuleBundle
from backend.programmes import queries

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
