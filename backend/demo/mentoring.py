"""Meetings of the town's cohorts: logged and planned by their mentors, who tell the group something too."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import msgspec
import yaml

from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.ids import pair_id
from backend.demo.town import FOLDER, Group
from backend.mentoring.actions import announce, call_roll, log_session, plan_session
from backend.mentoring.schemas import Adult, Announce, CallRoll, Kind, LogSession, MarkBody, PlanSession, Status


class Meeting(msgspec.Struct):
    """When a meeting is or was; `day` counts from the anchor."""

    day: int
    time: time
    minutes: int


class Log(Meeting, kw_only=True):
    """One that was held; keys of students who were not simply there."""

    kind: Kind
    adult: Adult | None = None
    absent: list[str] = []
    excused: list[str] = []
    late: dict[str, int] = {}
    again: dict[str, Status] = {}
    note: str
    next_steps: str

    def status(self, student: str) -> Status:
        """What the mentor marked."""
        if student in self.absent:
            return "absent"
        if student in self.excused:
            return "excused"
        return "late" if student in self.late else "present"


class Outlook(Meeting, kw_only=True):
    """One to come."""

    place: str
    topic: str


class Told(msgspec.Struct):
    """What is known of one cohort's meetings."""

    logs: list[Log]
    plans: list[Outlook]
    announcement: str


Step = tuple[datetime, Callable[[], Awaitable[None]]]
PLANNED, SAID = -4, -3
"""The days on which meetings are planned and announced, from the anchor."""


class Meetings:
    """What mentors do in the town, as acts to come. `actor` gives a person with the rights of the moment."""

    def __init__(self, door: Door, anchor: date, ids: dict[str, str], actor: Callable[[str], Awaitable[Actor]]) -> None:
        self.door, self.anchor, self.ids, self.actor = door, anchor, ids, actor
        file = yaml.load((FOLDER / "meetings.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
        self.told = msgspec.convert(file, dict[str, Told])

    def steps(self, group: Group) -> list[Step]:
        """When what is done in the group."""
        told = self.told.get(group.key)
        if told is None:
            return []
        found: list[Step] = [(self._moment(SAID, time(12)), partial(self._say, group, told.announcement))]
        for log in told.logs:
            end = self._moment(log.day, log.time) + timedelta(minutes=log.minutes + 10)
            found.append((end, partial(self._log, group, log)))
            if log.again:
                found.append((end + timedelta(hours=1), partial(self._mark_again, group, log)))
        for place, plan in enumerate(told.plans):
            found.append((self._moment(PLANNED, time(18, place)), partial(self._plan, group, plan)))
        return found

    def _moment(self, day: int, at: time) -> datetime:
        zone = ZoneInfo(self.door.settings.timezone)
        return datetime.combine(self.anchor + timedelta(days=day), at, zone)

    async def _mentor(self, group: Group) -> Actor:
        return await self.actor(self.ids[f"mentor of {group.key}"])

    def _enrolment(self, group: Group, key: str) -> str:
        return pair_id(self.ids[key], self.ids[group.key])

    async def _log(self, group: Group, log: Log) -> None:
        body = LogSession(
            cohort=self.ids[group.key],
            kind=log.kind,
            held_on=self.anchor + timedelta(days=log.day),
            minutes=log.minutes,
            marks=[MarkBody(self._enrolment(group, key), log.status(key), log.late.get(key)) for key in group.students],
            adult=log.adult,
            note=log.note.strip(),
            next_steps=log.next_steps,
        )
        await self.door.writer.perform(log_session, await self._mentor(group), body)

    async def _mark_again(self, group: Group, log: Log) -> None:
        coordinator = await self.actor(self.ids[f"coordinator of {group.institution}"])
        marks = [MarkBody(self._enrolment(group, key), status) for key, status in log.again.items()]
        body = CallRoll(self.ids[group.key], self.anchor + timedelta(days=log.day), marks)
        await self.door.writer.perform(call_roll, coordinator, body)

    async def _plan(self, group: Group, plan: Outlook) -> None:
        starts = self._moment(plan.day, plan.time)
        body = PlanSession(self.ids[group.key], starts, plan.minutes, plan.place, plan.topic)
        await self.door.writer.perform(plan_session, await self._mentor(group), body)

    async def _say(self, group: Group, text: str) -> None:
        await self.door.writer.perform(announce, await self._mentor(group), Announce(self.ids[group.key], text.strip()))
