"""The books of the town's manufactories, entry by entry, each by the member concerned."""

from functools import partial

from backend.demo.hands import Hands, Step
from backend.demo.workshops import KINDS, Entered, Workshop, kopecks
from backend.manufactories.books import add_entry, approve_entry, reverse_entry
from backend.manufactories.queries import booked
from backend.manufactories.rules import SPENDING, figures
from backend.manufactories.schemas import AddEntry, ApproveEntry, EntryKind, Item, Money, ReverseEntry


class Ledgers:
    """What is written down, as acts to come. What takes more than `limit` kopecks a second person looks at."""

    def __init__(self, hands: Hands, limit: int) -> None:
        self.hands, self.limit = hands, limit
        self.entries: dict[str, str] = {}
        """Which line of which ledger -> the id of its entry."""

    def steps(self, shop: Workshop) -> list[Step]:
        """All that happens in the books of one."""
        steps: list[Step] = []
        for number, line in enumerate(shop.ledger, 1):
            key, kind = f"{shop.key} {number}", KINDS[line.type]
            money: Money = "card" if number in shop.card else "cash"
            steps.append((self.hands.at(line.date, 14, number), partial(self._enter, shop, key, line, money)))
            if kind in SPENDING and kopecks(line.amount_uah) > self.limit:
                second = shop.student("lead") if number % 2 else shop.mentors[-1]
                steps.append((self.hands.at(line.date, 19, number), partial(self._approve, shop, key, second)))
        if shop.mistake:
            steps.append((self.hands.at(shop.mistake.date, 15), partial(self._mistake, shop)))
        if shop.counted:
            steps.append((self.hands.at(shop.counted, 18), partial(self._count, shop)))
        if shop.waiting:
            waits = partial(self._enter, shop, f"{shop.key} waiting", shop.waiting, "cash")
            steps.append((self.hands.at(shop.waiting.date, 18), waits))
        return steps

    async def _write(self, shop: Workshop, author: str, kind: EntryKind, **values: object) -> str:
        body = AddEntry(self.hands.ids[shop.key], kind, **values)  # type: ignore[arg-type] - named by the callers below
        return (await self.hands.do(author, add_entry, body))["entry"]

    def _items(self, product: str, qty: int, price: str) -> list[Item]:
        return [Item(qty, kopecks(price), self.hands.ids[product])]

    async def _enter(self, shop: Workshop, key: str, line: Entered, money: Money) -> None:
        author = shop.student("sales", "marketing") if line.product else shop.student("finance")
        self.entries[key] = await self._write(
            shop,
            author,
            KINDS[line.type],
            money=money,
            kopecks=kopecks(line.amount_uah),
            items=self._items(line.product, line.qty, line.unit_price_uah) if line.product else [],
            note=line.note["uk"],
        )

    async def _approve(self, shop: Workshop, key: str, second: str) -> None:
        await self.hands.do(second, approve_entry, ApproveEntry(self.hands.ids[shop.key], self.entries[key]))

    async def _mistake(self, shop: Workshop) -> None:
        """The wrong tile was pressed, and the sale taken back at once."""
        wrong, seller = shop.mistake, shop.student("sales", "marketing")
        assert wrong is not None  # noqa: S101 - its own step
        ware = next(ware for ware in shop.products if ware.key == wrong.product)
        items = self._items(ware.key, wrong.qty, ware.price_uah)
        entry = await self._write(shop, seller, "sale", kopecks=wrong.qty * kopecks(ware.price_uah), items=items)
        await self.hands.do(seller, reverse_entry, ReverseEntry(self.hands.ids[shop.key], entry, wrong.reason))

    async def _count(self, shop: Workshop) -> None:
        """The box is counted, and holds what the books say."""
        async with self.hands.door.database.read() as db:
            here = self.hands.ids[shop.key]
            cash = figures((await booked(db, [here]))[here]).cash
        await self._write(shop, shop.student("finance"), "count", counted=cash, book=cash)
