"""The town's mentors: invited, with an account of their own, checked, given a cohort - all but one, who still waits."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from backend.core.actor import Actor
from backend.core.door import Door
from backend.demo.town import Mentor, Name, Town
from backend.people.invite_mentor import accept_invitation, invite_mentor, record_clearance
from backend.people.open_account import newcomer, prepared
from backend.people.schemas import Invite, NewAccount, RecordClearance
from backend.programmes.assign_mentor import assign_mentor
from backend.programmes.schemas import AssignMentor

Step = tuple[datetime, Callable[[], Awaitable[None]]]
YEAR = timedelta(days=365)
"""How long a check holds."""


class Mentors:
    """What makes mentors of the town's volunteers, as acts to come.

    `actor` gives a person with the rights of the moment, `account` a login name and a password that are written down.
    """

    def __init__(
        self,
        door: Door,
        town: Town,
        ids: dict[str, str],
        actor: Callable[[str], Awaitable[Actor]],
        account: Callable[[str, Name], tuple[str, str]],
    ) -> None:
        self.door, self.town, self.ids, self.actor, self.account = door, town, ids, actor, account
        self.tokens: dict[str, str] = {}

    def steps(self, founded: date) -> list[Step]:
        """When what is done; the schools are there since the day `founded`."""
        opened = {group.key: group.starts - timedelta(days=14) for group in self.town.groups}
        found: list[Step] = []
        for place, one in enumerate(self.town.mentors):
            invited = max(one.screening.interview, founded + timedelta(days=1))
            found.append((_moment(invited, 8, place), partial(self._invite, one)))
            found.append((_moment(invited, 17, place), partial(self._accept, one)))
            if one.screening.agreement:
                agreed = max(one.screening.agreement, invited + timedelta(days=1))
                found.append((_moment(agreed, 12, place), partial(self._clear, one, one.institution)))
                for other in one.also:
                    found.append((_moment(agreed, 14, place), partial(self._come_to, one, other)))
                    found.append((_moment(agreed, 15, place), partial(self._clear, one, other)))
                if one.cohort:
                    given = max(agreed, opened[one.cohort])
                    found.append((_moment(given, 13, place), partial(self._assign, one, one.cohort)))
        return found

    async def _coordinator(self, school: str) -> Actor:
        return await self.actor(self.ids[f"coordinator of {school}"])

    async def _token(self, one: Mentor, school: str) -> str:
        wish = Invite(self.ids[school], f"{one.name.last} {one.name.first}")
        coordinator, token = await self._coordinator(school), secrets.token_urlsafe(32)
        return (await self.door.writer.perform(invite_mentor, coordinator, wish, token))["token"]

    async def _invite(self, one: Mentor) -> None:
        self.tokens[one.key] = await self._token(one, one.institution)

    async def _accept(self, one: Mentor) -> None:
        login, password = self.account("mentor", one.name)
        new = NewAccount(one.name.last, one.name.first, login, password, "uk", one.name.patronymic)
        actor, account = newcomer("uk"), await prepared(self.door, new, "demo")
        await self.door.writer.perform(accept_invitation, actor, self.tokens[one.key], account)
        self.ids[one.key] = actor.id

    async def _come_to(self, one: Mentor, school: str) -> None:
        """Accept the invitation of one more school, with the account that is there."""
        token = await self._token(one, school)
        await self.door.writer.perform(accept_invitation, await self.actor(self.ids[one.key]), token)

    async def _clear(self, one: Mentor, school: str) -> None:
        checked = one.screening.background_check
        assert checked is not None, "the file names the day of every check that was passed"  # noqa: S101 - our file
        check = RecordClearance(self.ids[school], self.ids[one.key], "cleared", checked, checked + YEAR)
        await self.door.writer.perform(record_clearance, await self._coordinator(school), check)

    async def _assign(self, one: Mentor, cohort: str) -> None:
        wish = AssignMentor(self.ids[cohort], self.ids[one.key])
        await self.door.writer.perform(assign_mentor, await self._coordinator(one.institution), wish)
        self.ids[f"mentor of {cohort}"] = self.ids[one.key]


def _moment(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)
