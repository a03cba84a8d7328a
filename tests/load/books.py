"""What the books of a manufactory cost after 20,000 entries.

    python -m tests.load.books [--entries 20000] [--database URL]

In one process, over the app itself: a member's first sync, one more sale pushed and pulled, fifty in one delivery, and
the figures as the server adds them up; as multiples of an empty Litestar request in the same run. Figures of one run
stand in README.md of this folder.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

from backend.app import build_app
from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import new_id
from backend.core.work import Act, Op
from backend.manufactories.books import add_entry, reverse_entry
from backend.manufactories.queries import booked
from backend.manufactories.rules import figures
from backend.manufactories.schemas import AddEntry, Item, ReverseEntry
from tests.cast import Cast, actor, assemble_cast
from tests.load.measure import HEAD, RUNS, asked, cost, empty_request, first_sync, installation, line
from tests.manufactories.till import BOX, CANDLE, Shop, item, open_shop, sale
from tests.manufactories.workshop import found, member, set_limits
from tests.phone import Phone
from tests.sync.crowd import signed_in

DAYS = 300
AT_ONCE = 400
MANY = 50


def entries(shop: Shop, count: int) -> list[AddEntry]:
    """A year at fairs: nine sales of one or two things, then something bought."""
    one, both = [Item(1, CANDLE, shop.candle)], [Item(1, CANDLE, shop.candle), Item(2, BOX, shop.box)]
    made = [
        AddEntry(shop.id, "sale", "cash", CANDLE, one),
        AddEntry(shop.id, "sale", "card", CANDLE + 2 * BOX, both),
        AddEntry(shop.id, "purchase", "cash", 9_000, note="Віск, 3 кг"),
    ]
    return [made[2 if n % 10 == 9 else n % 2] for n in range(count)]


async def write(door: Door, shop: Shop, members: list[Actor], count: int) -> None:
    """So many entries over the year by several members, one of fifty of them taken back."""
    now = clock.now()
    acts: list[Act] = []
    for n, entry in enumerate(entries(shop, count)):
        moment = now - timedelta(days=DAYS) * ((count - n) / count)
        who, op = members[n % len(members)], Op(new_id(), moment, now)
        if acts and n % 50 == 49:
            back = ReverseEntry(shop.id, acts[-1].op.id, "Помилка")
            acts.append(Act(reverse_entry, who, op, back))
        else:
            acts.append(Act(add_entry, who, op, entry))
    for first in range(0, count, AT_ONCE):
        await door.writer.submit(acts[first : first + AT_ONCE])
    assert all(act.succeeded for act in acts)


async def opened(door: Door, cast: Cast, new: Callable[[], Phone]) -> Shop:
    """A manufactory of two with two products."""
    await set_limits(door, cast)
    olena, solomiia = [await signed_in(door, new, cast.people[name]) for name in ("olena", "solomiia")]
    return await open_shop(solomiia, await found(olena, member(cast, "solomiia"), member(cast, "ostap")))


async def acts(
    door: Door, shop: Shop, here: Phone, there: Phone
) -> AsyncIterator[tuple[str, Callable[[], Awaitable[object]], int]]:
    """What is measured: its name, what to do, and how many of it that is."""

    def sales(count: int) -> list[dict[str, Any]]:
        return [sale(here, shop.id, item(shop.candle, 1, CANDLE)) for _ in range(count)]

    async def figured() -> None:
        async with door.database.read() as db:
            figures((await booked(db, [shop.id]))[shop.id])

    async def pushed_and_pulled() -> None:
        await here.verdicts(*sales(1))
        await there.pull()

    yield "push one sale", lambda: here.verdicts(*sales(1)), 1
    yield f"push {MANY}, each", lambda: here.verdicts(*sales(MANY)), MANY
    await there.pull()
    yield "push and pull", pushed_and_pulled, 1
    yield "pull nothing", there.pull, 1
    yield "figures", figured, 1


async def main() -> None:
    given = asked("tests.load.books", "What the books cost after many entries.", "entries", 20_000)
    async with installation(given.database) as door:
        cast = await assemble_cast(door)
        app = build_app(door)

        def new() -> Phone:
            return Phone(app, cast)

        shop = await opened(door, cast, new)
        members = [await actor(door, cast.people[name]) for name in ("solomiia", "ostap")]
        await write(door, shop, members, given.entries)
        base = await empty_request()
        kind = "PostgreSQL" if given.database else "SQLite"
        print(f"{kind}, {given.entries} entries; an empty request costs {base:.3f} ms\n{HEAD}")
        here, there = [await signed_in(door, new, cast.people[name]) for name in ("solomiia", "ostap")]
        print(line("first sync", await first_sync(there), base))
        async for what, act, many in acts(door, shop, here, there):
            spent = await cost(act, RUNS) / many
            print(f"{what:<14}{spent:>9.2f}{spent / base:>9.1f}")


if __name__ == "__main__":
    asyncio.run(main())
