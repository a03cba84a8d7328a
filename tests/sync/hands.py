"""The phones of a random walk: whose hand does something, and to which of the rows that there are."""

from functools import partial
from random import Random
from typing import Any

from backend.app import build_app
from backend.core.database import Row
from backend.core.door import Door
from tests.cast import Cast
from tests.phone import Phone
from tests.sync.peek import peek

STUDENTS = ["solomiia", "ostap", "maksym", "zoriana", "ada", "bohdan"]
MENTORS = ["nazar", "roman", "iryna"]
LEADS = ["olena", "vasyl"]
ENROLMENTS = "SELECT e.id, e.person, e.cohort, c.institution AS host FROM enrolment e JOIN cohort c ON c.id = e.cohort"


class Hands:
    """`seed` decides everything but the ids, and so not which of two rows of one moment comes first.

    `told` is what happened, for who has to find out why.
    """

    def __init__(self, door: Door, cast: Cast, seed: int) -> None:
        self.door, self.cast = door, cast
        self.random = Random(seed)  # noqa: S311 - decides what a test does
        self.new = partial(Phone, build_app(door), cast)
        self.phones: list[tuple[str, Phone]] = []
        self.told: list[str] = []
        self.about = ""
        """Whose rights were changed last."""

    def heard(self) -> tuple[str, Phone]:
        """The phone that syncs next: often one of whose rights were changed."""
        theirs = [one for one in self.phones if one[1].person == self.about]
        return self.random.choice(theirs if theirs and self.random.random() < 0.4 else self.phones)

    def one(self, names: list[str]) -> Phone:
        """The phone of one of these people."""
        name = self.random.choice(names)
        return self.random.choice([phone for owner, phone in self.phones if owner == name])

    def phone_of(self, person: str) -> Phone | None:
        return next((phone for _, phone in self.phones if phone.person == person), None)

    async def rows(self, sql: str, *args: Any) -> list[Row]:
        return await peek(self.door.database, f"{sql} ORDER BY 1", *args)

    async def pick(self, sql: str, *args: Any) -> Row:
        """One row of these; {} when there is none."""
        found = await self.rows(sql, *args)
        return self.random.choice(found) if found else {}

    async def lead(self, school: str) -> Phone:
        """Somebody who coordinates the school; now and then somebody else."""
        found = await self.rows(
            "SELECT person FROM role WHERE kind = 'coordinator' AND place = $1 AND until IS NULL", school
        )
        mine = [phone for row in found if (phone := self.phone_of(row["person"]))]
        return self.random.choice(mine) if mine and self.random.random() < 0.9 else self.one(LEADS)

    async def send(self, phone: Phone, *operations: dict[str, Any]) -> None:
        for verdict, op in zip(await phone.verdicts(*operations), operations, strict=True):
            self.told[-1] += f" {op['type']} {op['body']} -> {verdict.get('code', 'applied')}"
            assert verdict.get("code") != "broken", self.told[-1]

    async def enrolment(self) -> Row:
        return await self.pick(ENROLMENTS)

    async def team(self) -> Row:
        return await self.pick("SELECT id, cohort, institution FROM manufactory")

    async def worker(self, team: str) -> Phone:
        """A member or mentor of a team; now and then anybody."""
        sql = (
            "SELECT person FROM member WHERE manufactory = $1 AND until IS NULL "
            "UNION SELECT person FROM team_mentor WHERE manufactory = $1 AND until IS NULL"
        )
        found = [phone for row in await self.rows(sql, team) if (phone := self.phone_of(row["person"]))]
        return self.random.choice(found) if found and self.random.random() < 0.9 else self.one([*STUDENTS, *MENTORS])

    async def guides(self, team: str) -> Phone:
        """A mentor of a team; anybody who works there, when it has none."""
        sql = "SELECT person FROM team_mentor WHERE manufactory = $1 AND until IS NULL"
        found = [phone for row in await self.rows(sql, team) if (phone := self.phone_of(row["person"]))]
        return self.random.choice(found) if found else await self.worker(team)
