import re
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter

from backend.core.door import Door
from backend.core.errors import Problem
from backend.media import queries

_is_hash = re.compile(r"[0-9a-f]{64}\Z").match


class Media(Controller):
    """Pictures that are shown to everybody. Named by their content, so they may be kept for ever."""

    path = "/api/media"
    tags = ("media",)

    @get("/{hash_:str}", media_type="image/webp")
    async def picture(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], hash_: Annotated[str, PathParameter()]
    ) -> Response[bytes]:
        """A school's emblem."""
        body = None
        if _is_hash(hash_):
            async with door.database.read() as db:
                body = await queries.shown(db, hash_)
        if body is None:
            raise Problem("not_found")
        headers = {"cache-control": "public, max-age=31536000, immutable", "etag": f'"{hash_}"'}
        if f'"{hash_}"' in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers)
        return Response(body, media_type="image/webp", headers=headers)
