"""The stranger matrix of what phones send: every operation, by everybody, of every kind of row there is."""

from functools import partial
from typing import Any

import pytest

from backend.app import build_app
from backend.core.door import Door
from backend.core.errors import KINDS, Problem, declare
from backend.sync.operations import OPERATIONS, Kind
from tests.cast import Cast
from tests.manufactories.till import Counting
from tests.phone import Phone
from tests.rights import table
from tests.rights.asker import ALLOWED, Asked, Asker
from tests.rights.matrix import Rows, contents
from tests.rights.world import ASKERS
from tests.sync.crowd import signed_in

if ALLOWED not in KINDS:
    declare(ALLOWED, 409, "This was allowed, and undone again.")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What each operation asks of the database. All are undone when they came to their end: each meets the same."""
    asked: Asked = {}
    for name, kind in list(OPERATIONS.items()):

        async def undone(work: Any, actor: Any, op: Any, body: Any, kind: Kind = kind) -> None:
            work.memo.clear()
            asked[op.id] = []
            db, work.db = work.db, Counting(work.db, asked[op.id])
            try:
                outcome = await kind.action(work, actor, op, body)
                await work.send()
            finally:
                work.db = db
            raise Problem(ALLOWED, **outcome)

        monkeypatch.setitem(OPERATIONS, name, Kind(kind.body, undone, kind.v))
    return asked


@pytest.mark.parametrize("role", ASKERS)
async def test_it_works(role: str, door: Door, cast: Cast, asked: Asked) -> None:
    """Allowed where the table says so; elsewhere the same as for what is not there, at the same cost."""
    phone = await signed_in(door, partial(Phone, build_app(door), cast), cast.people[ASKERS[role]])
    rows = await Rows.read(door, list(cast.people.values()))
    before = await contents(door, but=["operation"])
    asker = Asker(phone, rows, asked, list(ASKERS).index(role))
    faults: list[str] = []
    for type_, lines in table.OPERATIONS.items():
        for line in lines:
            faults += await asker.faults(type_, line)
    assert faults == [], "\n".join([f"{len(faults)} of {asker.cases}", *faults[:20]])
    assert await contents(door, but=["operation"]) == before
