"""Collect, then write: an action is one sentence about a unit of work and knows no database.

Actions put rows, changes and touches into a `Work`; the writer saves the work of a whole batch in sets, 25 times
cheaper than a query object per row. What an act collected counts only once the act has come to its end.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

import msgspec
from piccolo.query.base import Query
from piccolo.table import Table

from backend.core.actor import Actor, Standing
from backend.core.database import Db, Row
from backend.core.database.inserts import UNSET, depth, json_columns, json_text, layout, meta
from backend.core.settings import Settings


class Op(msgspec.Struct, frozen=True):
    """What a door tells an action about the act itself."""

    id: str
    happened: datetime
    """When the person did it, as far as can be known (design/sync.md, "Rights and time")."""
    arrived: datetime
    """When the server took it in."""
    clock_off: bool = False
    """Whether the phone's clock could not be believed, so that `happened` was corrected."""

    def flag(self, standing: Standing) -> str | None:
        """What a person should look at in a fact that is kept with this standing; None for nothing."""
        return "after_end" if standing == "after_end" else "clock" if self.clock_off else None


Action = Callable[..., Awaitable[Any]]
"""`async def verb(work, actor, op, body)`: collects, or raises a Problem; never begins, commits, catches or waits."""


Listeners = Mapping[type, Sequence[Callable[["Work", Any], Awaitable[None]]]]
"""Event class -> what rooms above do about it, in the same work."""


class Act:
    """One thing somebody does, on its way through the writer; `outcome` holds once it is `settled`."""

    def __init__(self, action: Action, actor: Actor, op: Op, *body: Any, receipt: Any = None) -> None:
        self.action, self.op, self.body = action, op, body
        self._asker = actor
        self.receipt = receipt
        """What the door keeps of it, to know it again."""
        self.audited = True
        self.fresh()

    @property
    def name(self) -> str:
        """The one name of the act: `<room>.<action>`; the console is a room beside the others."""
        package, room = self.action.__module__.split(".")[:2]
        return f"{room if package == 'backend' else package}.{self.action.__name__}"

    def fresh(self) -> None:
        """Forget what a run of it left behind, as it was undone."""
        self.actor = self._asker.once_more()
        self.about: tuple[str, str] | None = None
        self.details: dict[str, Any] | None = None
        self.outcome: Any = None
        """What the action returned, the Problem it raised, or the unforeseen exception."""
        self.settled = False
        """Whether `outcome` is known: from the action, or from the receipt of an earlier time."""

    def settle(self, outcome: Any) -> None:
        self.outcome, self.settled = outcome, True

    @property
    def succeeded(self) -> bool:
        return self.settled and not isinstance(self.outcome, BaseException)


class Change(msgspec.Struct):
    """Columns of one row to be set to new values."""

    table: type[Table]
    id: str
    values: dict[str, Any]


_Row = tuple[type[Table], bool, tuple[Any, ...]]
_Rows = dict[tuple[type[Table], bool], list[tuple[Any, ...]]]


class Work:
    """What one batch is about to write."""

    def __init__(self, db: Db, settings: Settings, listeners: Listeners) -> None:
        self.db, self.settings, self._listeners = db, settings, listeners
        self._rows: _Rows = {}
        self._changes: list[Change] = []
        self._pending: list[_Row] = []
        self._pending_changes: list[Change] = []
        self._pending_touches: dict[tuple[str, str, str], bool] = {}
        self.touches: dict[tuple[str, str, str], bool] = {}
        """(scope, entity, row id) -> whether the row is gone, of the acts kept so far."""
        self.erased: list[str] = []
        """Whom the acts kept so far erase; see `erase`."""
        self._pending_erased: list[str] = []
        self.memo: dict[Any, Any] = {}
        """What was read once and holds for the whole batch; see `once`."""
        self.wrote = False
        """Whether the current act has rows in the database already, so that refusing it needs a savepoint."""
        self.act: Act | None = None

    # ---- what actions say

    def add(self, table: type[Table], *, once: bool = False, **values: Any) -> None:
        """A new row; columns not named take the table's default. With `once`, a row of this id that is there stays."""
        place, blank, made = layout(table)
        row = list(blank)
        for name, value in values.items():
            row[place[name]] = value
        for i, make in made:
            if row[i] is UNSET:
                row[i] = make()
        self._pending.append((table, once, tuple(row)))

    def change(self, table: type[Table], id: str, **values: Any) -> None:  # noqa: A002 - the column's name
        """New values for columns of the row `id`. Facts are never changed: for states and settings only."""
        self._pending_changes.append(Change(table, id, values))

    def touch(self, scope: str, entity: str, id: str, *, gone: bool = False) -> None:  # noqa: A002 - its name
        """Phones that hold `scope` are to learn of this row at their next pull."""
        self._pending_touches[(scope, entity, id)] = gone

    def erase(self, id: str) -> None:  # noqa: A002 - the column's name
        """This person is to stay erased, whatever backup is restored."""
        self._pending_erased.append(id)

    def about(self, kind: str, id: str) -> None:  # noqa: A002 - the column's name
        """On whom or what this act is, for its audit line."""
        if self.act is not None:
            self.act.about = (kind, id)

    def detail(self, **details: Any) -> None:
        """What the audit line of this act says beyond its name; never a secret, nor what a person wrote of another."""
        if self.act is not None:
            self.act.details = details

    async def tell(self, event: Any) -> None:
        """Let the rooms above add to this work what follows from `event`; `app.py` lists who listens to its class."""
        for listener in self._listeners.get(type(event), ()):
            await listener(self, event)

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        """Rows as they will be after what was collected so far."""
        await self.send()
        return await self.db.rows(sql, *args)

    async def run(self, query: Query[Any, Any]) -> list[Row]:
        """Like `rows`, for a Piccolo query."""
        await self.send()
        return await self.db.run(query)

    async def once(self, key: Any, load: Callable[["Work"], Awaitable[Any]]) -> Any:
        """What `load` gives, asked once for the whole batch. Only for what no act of a batch changes."""
        if key not in self.memo:
            self.memo[key] = await load(self)
        return self.memo[key]

    # ---- what the writer does

    def keep(self) -> None:
        """The act came to its end: what it collected counts."""
        _group(self._pending, self._rows)
        self._changes += self._pending_changes
        self.touches.update(self._pending_touches)
        self.erased += self._pending_erased
        self.drop()

    def drop(self) -> None:
        """The act was refused: what it collected is forgotten."""
        self._pending, self._pending_changes, self._pending_touches, self._pending_erased = [], [], {}, []
        self.wrote = False

    async def flush(self) -> None:
        """Send what the kept acts collected."""
        rows, self._rows = self._rows, {}
        changes, self._changes = self._changes, []
        await self._save(rows, changes)

    async def send(self) -> None:
        """Send what the current act has collected too; its touches wait until it is kept."""
        await self.flush()
        rows = _group(self._pending, {})
        changes, self._pending, self._pending_changes = self._pending_changes, [], []
        self.wrote = self.wrote or bool(rows or changes)
        await self._save(rows, changes)

    async def _save(self, rows: _Rows, changes: list[Change]) -> None:
        for (table, once), found in sorted(rows.items(), key=_order):
            # Rows with a key of their own go in by key, so that two processes meet them in one order.
            await self.db.insert(table, sorted(found, key=itemgetter(0)) if once else found, once=once)
        for change in changes:
            await self._update(change)

    async def _update(self, change: Change) -> None:
        sets = ", ".join(f'"{name}" = ${i + 2}' for i, name in enumerate(change.values))
        sql = f'UPDATE "{meta(change.table).tablename}" SET {sets} WHERE id = $1'  # noqa: S608 - our names
        texts = json_columns(change.table)
        values = [json_text(value) if name in texts else value for name, value in change.values.items()]
        await self.db.rows(sql, change.id, *values)


def _group(pending: list[_Row], rows: _Rows) -> _Rows:
    for table, once, row in pending:
        rows.setdefault((table, once), []).append(row)
    return rows


def _order(item: tuple[tuple[type[Table], bool], Any]) -> tuple[int, str]:
    table = item[0][0]
    return depth(table), meta(table).tablename
