"""Which columns hold uploaded pictures, and how a file becomes one."""

import asyncio
import base64
import io
import re
from collections.abc import Mapping
from typing import IO, Any

from piccolo.columns import Varchar
from piccolo.table import Table
from piccolo_api.media.base import MediaStorage
from starlette.exceptions import HTTPException

from admin.catalogue import DIGEST
from admin.names import SPOKEN
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.media import queries
from backend.media.actions import keep_picture
from backend.media.pictures import MOST_BYTES, draw
from backend.people.tables import Institution


def media(door: Door) -> Mapping[type[Table], list[MediaStorage]]:
    """Table -> the storages of its columns."""
    return {Institution: [Pictures(Institution.emblem, door)]}


class Pictures(MediaStorage):
    """Pictures in the database, drawn again by `media`. What the file was called is kept nowhere."""

    def __init__(self, column: Varchar, door: Door) -> None:
        super().__init__(column, allowed_extensions=None, allowed_characters=None)
        self._door = door

    def __hash__(self) -> int:
        return hash(id(self))

    async def store_file(self, file_name: str, file: IO[bytes], user: Any = None) -> str:  # noqa: ARG002 - Piccolo's
        """The id of the picture. A ValueError has a sentence for the operator."""
        operator = Actor.at_console(user.username, SPOKEN.get())
        try:
            picture = await draw(await asyncio.to_thread(file.read, MOST_BYTES + 1))
            return await self._door.writer.perform(keep_picture, operator, picture)
        except Problem as refused:
            raise ValueError(refused.sentence(operator.language)) from refused

    async def generate_file_url(self, file_key: str, root_url: str, user: Any = None) -> str:  # noqa: ARG002 - as above
        """Where everybody sees it; of one that is not shown yet, the picture itself."""
        if not re.match(DIGEST, file_key):  # PostgreSQL takes no NUL
            raise HTTPException(404)
        async with self._door.database.read() as db:
            if await queries.shown(db, file_key) is None and (kept := await queries.kept(db, file_key)):
                return f"data:image/webp;base64,{base64.b64encode(kept).decode()}"
        return f"/api/media/{file_key}"

    async def get_file(self, file_key: str) -> IO[bytes] | None:
        """The picture as it is kept."""
        async with self._door.database.read() as db:
            kept = await queries.kept(db, file_key)
        return None if kept is None else io.BytesIO(kept)

    async def get_file_keys(self) -> list[str]:
        """The ids of all pictures."""
        async with self._door.database.read() as db:
            return await queries.all_ids(db)

    async def delete_file(self, file_key: str) -> None:
        """Nothing goes: another row, or one from before an edit, may show the picture."""

    async def bulk_delete_files(self, file_keys: list[str]) -> None:
        """Nothing goes, likewise."""
