"""Whatever the network does to deliveries, everything ends the same."""

import asyncio
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import Phase, given
from hypothesis import strategies as st

from backend.app import assemble, build_app
from backend.core.door import Door
from backend.core.settings import Settings
from tests import databases
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import peek

NAMES = ["solomiia", "ostap", "solomiia"]  # one of them has two phones
Step = tuple[str, int, list[int]]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["send", "send", "together", "lose the answer", "pull", "pull a little"]),
        st.integers(0, len(NAMES) - 1),
        st.lists(st.integers(0, 5), min_size=1, max_size=4),
    ),
    max_size=12,
)


class World:
    """Three phones with six operations each, and all that the phones were answered."""

    def __init__(self, door: Door, cast: Cast) -> None:
        self.door, self.cast = door, cast
        self.phones: list[Phone] = []
        self.operations: list[list[dict[str, Any]]] = []
        self.verdicts: dict[str, dict[str, Any]] = {}

    async def begin(self) -> None:
        app = build_app(self.door)
        for name in NAMES:
            phone = await signed_in(self.door, lambda: Phone(app, self.cast), self.cast.people[name])
            self.phones.append(phone)
            # Both phones of one person did the same three lessons, and one more each.
            lessons = [0, 1, 2, 2 + len(self.phones)]
            made = [phone.lesson(lesson, name) for lesson in lessons]
            wrong = phone.lesson(5, name)
            wrong["body"]["lesson"] = self.cast.other_lesson
            language = phone.operation("people.choose_language", {"language": "en"})
            self.operations.append([*made, wrong, language])

    async def step(self, kind: str, who: int, which: list[int]) -> None:
        phone, operations = self.phones[who], [self.operations[who][n] for n in which]
        if kind.startswith("pull"):
            await self.pull(phone, 1 if kind == "pull a little" else 500)
        elif kind == "lose the answer":
            await phone.verdicts(*operations)
        elif kind == "together":
            for verdicts in await asyncio.gather(*(phone.verdicts(*operations) for _ in range(3))):
                self.note(verdicts)
        else:
            self.note(await phone.verdicts(*operations))

    def note(self, verdicts: list[dict[str, Any]]) -> None:
        for verdict in verdicts:
            known = self.verdicts.setdefault(verdict["id"], verdict)
            free = {"dup": 0, "message": ""}  # the language may have been chosen in between
            assert known | free == verdict | free

    async def pull(self, phone: Phone, rows: int) -> None:
        pages = await phone.pull(rows)
        assert not any(page["reset"] or page["drop"] for page in pages)

    async def end(self) -> None:
        """Everybody sends what is left and pulls; then phones and server agree."""
        for phone, operations in zip(self.phones, self.operations, strict=True):
            self.note(await phone.verdicts(*operations))
        for phone in self.phones:
            await self.pull(phone, 3)
            changes = await peek(
                self.door.database,
                "SELECT scope, entity, row FROM change WHERE scope = ANY($1)",
                [*{scope for scope, _, _ in phone.rows}],
            )
            assert set(phone.rows) == {(row["scope"], row["entity"], row["row"]) for row in changes}

    async def outcome(self) -> dict[str, Any]:
        """What may not depend on the order."""
        database = self.door.database
        receipts = await peek(database, "SELECT id, code FROM operation")
        completions = await peek(database, "SELECT enrolment, lesson, release, flag FROM completion")
        sent = [*{operation["type"] for phone in self.operations for operation in phone}]
        lines = await peek(database, "SELECT act, person FROM audit_line WHERE act = ANY($1)", sent)
        return {
            "receipts": {row["id"]: row["code"] for row in receipts},
            "completions": sorted(tuple(map(str, row.values())) for row in completions),
            "lines": sorted(tuple(row.values()) for row in lines),
            "held": [{name: set(phone.held(name)) for name in ("completion", "enrolment")} for phone in self.phones],
            "language": [phone.held("person")[phone.person]["language"] for phone in self.phones],
        }


async def play(settings: Settings, cast: Cast, steps: list[Step]) -> None:
    """One world through these steps, held against what must come out."""
    door = assemble(settings)
    await door.open()
    try:
        world = World(door, cast)
        await world.begin()
        for step in steps:
            await world.step(*step)
        await world.end()
        got = await world.outcome()
    finally:
        await door.close()
    operations = [operation for phone in world.operations for operation in phone]
    wrong = {phone[4]["id"] for phone in world.operations}
    lessons = {(op["body"]["enrolment"], op["body"]["lesson"]) for op in operations if "lesson" in op["body"]}
    right = {(enrolment, lesson) for enrolment, lesson in lessons if lesson != cast.other_lesson}
    assert got["receipts"] == {op["id"]: "not_your_lesson" if op["id"] in wrong else None for op in operations}
    assert got["completions"] == sorted((e, lesson, cast.release, "None") for e, lesson in right)
    assert len(got["lines"]) == len(operations) - len(wrong)
    assert [len(held["completion"]) for held in got["held"]] == [5, 4, 5]
    assert got["language"] == ["en", "en", "en"]


def test_any_order_ends_the_same(kind: str, folder: Path, template: tuple[str, Cast]) -> None:
    """Any order, repetition, loss and coincidence of deliveries."""

    @hypothesis.settings(
        max_examples=20 if kind == "sqlite" else 6,  # a PostgreSQL database takes a second to make
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # shrinking would make a database for each try
    )
    @given(STEPS)
    def run(steps: list[Step]) -> None:
        with databases.database(kind, folder, template[0]) as name:
            asyncio.run(play(databases.settings_for(kind, folder, name), template[1], steps))

    run()
