"""Everything that is in the database, who may name it by the table, and what was done to the database meanwhile."""

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from backend.core.database import Db
from backend.core.door import Door
from backend.core.ids import is_id
from tests.house.test_tables import ROOMS
from tests.manufactories.till import Counting
from tests.rights.relations import Relations, relations
from tests.rights.table import Line, Row
from tests.sync.peek import peek

Ids = Mapping[str, str]
"""Place -> the id that stands there."""
TABLES = sorted(meta.tablename for room in ROOMS for meta in (table._meta for table in room.table_classes))
MADE_UP = "00000000-0000-4000-8000-00000000000"


class Rows:
    """All ids that there are, by table, and what the askers are to them."""

    def __init__(self, ids: dict[str, list[str]], related: dict[str, Relations]) -> None:
        self.ids, self.related = ids, related

    @classmethod
    async def read(cls, door: Door, people: Sequence[str]) -> "Rows":
        ids = {table: [str(r["id"]) for r in await peek(door.database, f"SELECT id FROM {table}")] for table in TABLES}
        async with door.database.read() as db:
            return cls({table: sorted(found) for table, found in ids.items()}, await relations(db, people))

    def may(self, person: str, row: Row, id_: str) -> bool:
        """Whether the table lets this person name this id here."""
        return bool(self.related.get(person, {}).get((row.table, id_), set()) & row.relations)

    def nameable(self, person: str, row: Row) -> list[str]:
        return [id_ for id_ in self.ids[row.table] if self.may(person, row, id_)]

    def strange(self, person: str, row: Row) -> list[str]:
        return [id_ for id_ in self.ids[row.table] if not self.may(person, row, id_)]

    def beyond(self, person: str, line: Line, ids: Ids) -> list[str]:
        """The places at which an id stands that the table does not let this person name."""
        return [place for place, id_ in ids.items() if not self.may(person, line[place], id_)]


def made_up(like: str, place: int = 0) -> str:
    """An id that nobody has, of the kind that `like` is: a malformed one is not looked up, whatever there is."""
    if is_id(like):
        return f"{MADE_UP}{place}"
    return "0" * len(like) if all(letter in "0123456789abcdef" for letter in like) else f"no {like}"


def bare(statement: str) -> str:
    """A statement without the ids that Piccolo writes into it."""
    return re.sub(r"'[0-9a-f-]{36}'", "?", statement)


async def contents(door: Door, *, but: Sequence[str] = ()) -> dict[str, list[str]]:
    """Every row of every table."""
    found = {table: await peek(door.database, f"SELECT * FROM {table}") for table in TABLES if table not in but}
    return {table: sorted(str(sorted(row.items())) for row in rows) for table, rows in found.items()}


class _Undone(Exception):
    pass


@contextmanager
def watched(door: Door, asked: list[str]) -> Generator[None]:
    """Count what is asked of the database, and let nothing that is written last."""
    database: Any = door.database
    read, write, rows = database.read, database.write, database.rows

    async def moment(sql: str, *args: Any) -> Any:
        asked.append(sql)
        return await rows(sql, *args)

    class Reading:
        def __init__(self) -> None:
            self.snapshot = read()

        async def __aenter__(self) -> Db:
            return Counting(await self.snapshot.__aenter__(), asked)

        async def __aexit__(self, *error: Any) -> Any:
            return await self.snapshot.__aexit__(*error)

    async def undone(batch: Any) -> Any:
        found: list[Any] = []

        async def run(db: Db) -> None:
            found.append(await batch(Counting(db, asked)))
            raise _Undone

        try:
            await write(run)
        except _Undone:
            return found[0]

    database.read, database.write, database.rows = Reading, undone, moment
    try:
        yield
    finally:
        del database.read, database.write, database.rows
