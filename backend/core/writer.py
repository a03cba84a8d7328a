"""The one writer of a process: what waits is saved together in one transaction, and answered after its commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import REFUSED, Database, Db, fails_any_act, worth_repeating
from backend.core.errors import Problem
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.core.work import Act, Listeners, Op, Work

log = logging.getLogger(__name__)
T = TypeVar("T")
_Waiting = tuple[list[Act], asyncio.Future[None]]
Hook = Callable[[Work, Sequence[Act]], Awaitable[None]]

MOST_ACTS = 400  # a larger group gains nothing and makes the first one wait
ATTEMPTS = 8  # against writers of another process, of which there are few: on SQLite each waits by itself too


class _Careless(Exception):
    """Something went wrong in a batch run all together; it is run again with a savepoint round each act."""


class Writer:
    """Takes acts, commits them in groups. `before` may settle acts from earlier receipts; `commit` adds what belongs
    to a saved batch: versions last and in order, audit lines, receipts."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        before: Sequence[Hook] = (),
        commit: Sequence[Hook] = (),
        listeners: Listeners | None = None,
    ) -> None:
        self._database, self._settings, self._listeners = database, settings, listeners or {}
        self._before, self._commit = before, commit
        self._waiting: list[_Waiting] = []
        self._task: asyncio.Task[None] | None = None
        self.saved = 0
        """How many batches this process has committed."""
        self.unread = 0
        """How much was brought that made no act: nobody could read it, or not yet."""

    @property
    def backlog(self) -> int:
        """Acts that wait for their turn."""
        return sum(len(acts) for acts, _ in self._waiting)

    async def submit(self, acts: list[Act]) -> None:
        """Return once every act has its outcome and that is durable. Acts are independent of each other."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((acts, done))
        if self._task is None:
            self._task = asyncio.create_task(self._work_off())
        await done

    async def perform(self, action: Callable[..., Awaitable[T]], actor: Actor, *body: Any, audited: bool = True) -> T:
        """Carry out one act, happening now, and return its result. Raises the Problem that refused it.

        `audited=False` is for bookkeeping that no person did: a phone was heard of, a password was wrong.
        """
        now = clock.now()
        act = Act(action, actor, Op(new_id(), now, now), *body)
        act.audited = audited
        await self.submit([act])
        if isinstance(act.outcome, BaseException):
            raise act.outcome
        return act.outcome

    async def close(self) -> None:
        """Wait until all that was submitted is committed."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                group: list[_Waiting] = []
                count = 0
                while self._waiting and (not group or count + len(self._waiting[0][0]) <= MOST_ACTS):
                    group.append(self._waiting.pop(0))
                    count += len(group[-1][0])
                await self._answer(group)
        finally:
            self._task = None

    async def _answer(self, group: list[_Waiting]) -> None:
        try:
            await self._settle([act for acts, _ in group for act in acts])
        except Exception as error:
            for _, done in group:
                if not done.done():
                    done.set_exception(error)
        else:
            for _, done in group:
                if not done.done():
                    done.set_result(None)

    async def _settle(self, acts: list[Act]) -> None:
        """First all together, then with care, at last each by itself."""
        careful = False
        for attempt in range(ATTEMPTS):
            try:
                await self._database.write(lambda db, careful=careful: self._apply(db, acts, careful))
            except Exception as error:
                for act in acts:
                    act.fresh()
                if worth_repeating(error):
                    await asyncio.sleep(0.005 * attempt)
                elif fails_any_act(error):
                    raise
                elif careful:
                    return await self._settle_apart(acts, error)
                else:
                    careful = True
            else:
                self.saved += 1
                return None
        raise Problem("busy")

    async def _settle_apart(self, acts: list[Act], error: Exception) -> None:
        """What a hook cannot save of one act must not stop the others."""
        if len(acts) > 1:
            for act in acts:
                await self._settle([act])
        else:
            acts[0].settle(_outcome(acts[0], error))

    async def _apply(self, db: Db, acts: list[Act], careful: bool) -> None:
        work = Work(db, self._settings, self._listeners)
        for hook in self._before:
            await hook(work, acts)
        for act in acts:
            if not act.settled:
                await _run(work, act, careful)
        work.act = None
        await work.flush()
        for hook in self._commit:
            await hook(work, acts)


async def _run(work: Work, act: Act, careful: bool) -> None:
    """Run one act and settle it. A refused act leaves nothing."""
    work.act = act
    if careful:
        await work.db.rows("SAVEPOINT act")
    try:
        outcome: Any = await act.action(work, act.actor, act.op, *act.body)
        if careful:
            await work.send()  # first, so that nothing of an act counts whose rows the database refuses
        work.keep()
    except Exception as error:
        if worth_repeating(error):
            raise
        outcome = await _refuse(work, act, error, careful)
    if careful:
        await work.db.rows("RELEASE act")
    act.settle(outcome)


async def _refuse(work: Work, act: Act, error: Exception, careful: bool) -> Exception:
    """Undo what the act did; without a savepoint that is possible only while it has written nothing.

    The edge for mistakes of ours: whatever an act raises must not stop the others.
    """
    wrote = work.wrote
    work.drop()
    if careful:
        await work.db.rows("ROLLBACK TO act")
    elif wrote or not isinstance(error, Problem):
        raise _Careless from error
    return _outcome(act, error)


def _outcome(act: Act, error: Exception) -> Exception:
    """What the door is told of an act that failed."""
    if isinstance(error, REFUSED):
        return Problem("malformed")
    if not isinstance(error, Problem):
        log.error("%s failed", act.name, exc_info=error)
    return error
