"""Each changed row has a version of its own in its scope, without a gap."""

from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.ids import new_id
from backend.core.work import Act, Op, Work
from tests.cast import SYSTEM
from tests.sync.peek import peek

Touch = tuple[str, str, str, bool]


async def touch(work: Work, actor: Actor, op: Op, touches: list[Touch], refuse: bool = False) -> None:
    """An act that touches these rows."""
    for scope, entity, row, gone in touches:
        work.touch(scope, entity, row, gone=gone)
    if refuse:
        raise Problem("not_found")


async def perform(door: Door, *acts: tuple[list[Touch], bool]) -> None:
    """Let these acts be one batch."""
    moment = now()
    await door.writer.submit([Act(touch, SYSTEM, Op(new_id(), moment, moment), *act) for act in acts])


async def kept(door: Door, scope: str) -> list[tuple[int, str, bool]]:
    """(version, row, gone) of a scope; the last is the scope's own version."""
    found = await peek(door.database, "SELECT version, row, gone FROM change WHERE scope = $1 ORDER BY version", scope)
    (head,) = await peek(door.database, "SELECT version FROM scope WHERE id = $1", scope)
    rows = [(row["version"], row["row"], bool(row["gone"])) for row in found]
    assert head["version"] == rows[-1][0]
    return rows


def row(name: str, scope: str = "s:1", gone: bool = False) -> Touch:
    return (scope, "thing", name, gone)


async def test_it_works(door: Door) -> None:
    await perform(door, ([row("a"), row("b"), row("c", "s:2")], False))
    assert await kept(door, "s:1") == [(1, "a", False), (2, "b", False)]
    assert await kept(door, "s:2") == [(1, "c", False)]


async def test_acts_of_one_batch_share_no_version(door: Door) -> None:
    await perform(door, *(([row(f"{n:02}")], False) for n in range(20)))
    assert [version for version, _, _ in await kept(door, "s:1")] == [*range(1, 21)]


async def test_a_row_changed_again_moves_to_the_end(door: Door) -> None:
    await perform(door, ([row("a"), row("b")], False))
    await perform(door, ([row("a")], False))
    assert await kept(door, "s:1") == [(2, "b", False), (3, "a", False)]


async def test_a_row_changed_twice_in_a_batch_has_one_version_and_the_latest_state(door: Door) -> None:
    await perform(door, ([row("a", gone=True)], False), ([row("a")], False), ([row("b"), row("b", gone=True)], False))
    assert await kept(door, "s:1") == [(1, "a", False), (2, "b", True)]


async def test_a_refused_act_takes_no_version(door: Door) -> None:
    await perform(door, ([row("a")], False), ([row("b")], True), ([row("c")], False))
    assert await kept(door, "s:1") == [(1, "a", False), (2, "c", False)]


async def test_names_are_only_names(door: Door) -> None:
    for name in ("", "ґ", "'; --", "100%", "{rows}", "$1"):
        scope = f"s:{name}"
        await perform(door, ([row(name, scope)], False))
        assert await kept(door, scope) == [(1, name, False)]


async def test_many_rows_are_taken_at_once(door: Door) -> None:
    await perform(door, ([row(f"{n:04}", f"s:{n % 7}") for n in range(3000)], False))
    for n in range(7):
        versions = [version for version, _, _ in await kept(door, f"s:{n}")]
        assert versions == [*range(1, len(versions) + 1)]
