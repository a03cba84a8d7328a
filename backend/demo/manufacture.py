"""What happens in the town's manufactories: founded, given mentors, gates and products, and their books kept."""

from datetime import date, timedelta
from functools import partial

from backend.core.ids import pair_id
from backend.demo.hands import Hands, Step
from backend.demo.ledgers import Ledgers
from backend.demo.workshops import POSTS, Meeting, Milestone, Workshop, kopecks, workshops
from backend.manufactories.actions import set_rules
from backend.manufactories.found import found
from backend.manufactories.gates import add_gate, date_gate, drop_gate, pass_gate
from backend.manufactories.products import add_product, set_price
from backend.manufactories.schemas import (
    AddGate,
    AddProduct,
    DateGate,
    DropGate,
    Found,
    GateDraft,
    NewMember,
    PassGate,
    SetPrice,
    SetRules,
)
from backend.mentoring.actions import log_session
from backend.mentoring.schemas import GatePassed, LogSession, MarkBody
from backend.people.queries import as_date
from backend.programmes.queries import texts

WEEK = timedelta(days=7)
GATES = "SELECT id, kind, name, due FROM gate WHERE manufactory = $1 AND dropped_at IS NULL"


class Manufacture:
    """The acts to come of teams, their mentors and schools."""

    def __init__(self, hands: Hands, anchor: date, starts: dict[str, date]) -> None:
        """`starts`: the first day of each cohort."""
        self.hands, self.starts, self.ids, self.do = hands, starts, hands.ids, hands.do
        self.town = workshops(anchor)

    def steps(self, founded: date) -> list[Step]:
        """When what is done; programmes are there since the day `founded`."""
        steps: list[Step] = [(self.hands.at(founded + timedelta(days=1), 11), self._set_rules)]
        ledgers = Ledgers(self.hands, kopecks(self.town.rules.spending_limit_uah))
        for shop in self.town.manufactories:
            steps += [*self._beginning(shop), *ledgers.steps(shop)]
        return steps

    def _beginning(self, shop: Workshop) -> list[Step]:
        done = [one.done for one in shop.milestones if one.done]
        day = min(self.starts[shop.cohort] + WEEK, *done)
        met = {one.at.date(): one for one in self.town.meetings if one.manufactory == shop.key}
        steps: list[Step] = [
            (self.hands.at(day, 10), partial(self._found, shop)),
            (self.hands.at(day, 11), partial(self._set_gates, shop)),
            (self.hands.at(day, 12), partial(self._add_products, shop)),
            (self.hands.at(day + timedelta(days=5), 9), partial(self._reprice, shop)),
        ]
        steps += [
            (self.hands.at(gate.done, 17), partial(self._pass, shop, gate))
            for gate in shop.milestones
            if gate.kind == "plain" and gate.done and gate.done not in met
        ]
        for meeting in met.values():
            end = meeting.at + timedelta(minutes=meeting.minutes + 10)
            steps.append((self.hands.at(end.date(), end.hour, end.minute), partial(self._meet, shop, meeting)))
        return steps

    async def _set_rules(self) -> None:
        given = self.town.rules
        gates = [GateDraft(gate.name, gate.days, gate.kind) for gate in given.gates]
        limit = kopecks(given.spending_limit_uah)
        body = SetRules(self.ids[given.programme], given.team_min, given.team_max, limit, given.cash_rounding, gates)
        await self.do(f"manager of {given.programme}", set_rules, body)

    def _enrolment(self, shop: Workshop, student: str) -> str:
        return pair_id(self.ids[student], self.ids[shop.cohort])

    async def _found(self, shop: Workshop) -> None:
        body = Found(
            cohort=self.ids[shop.cohort],
            institution=self.ids[shop.institution],
            name=shop.name,
            makes=shop.pitch,
            figure=shop.figure,
            pigment=shop.pigment,
            carrier=shop.carrier,
            members=[NewMember(self._enrolment(shop, one.student), [POSTS[one.role]]) for one in shop.members],
            mentors=[] if shop.founder else [self.ids[mentor] for mentor in shop.mentors],
        )
        founder = shop.founder or f"coordinator of {shop.institution}"
        self.ids[shop.key] = (await self.do(founder, found, body))["manufactory"]

    async def _gates(self, shop: Workshop) -> dict[tuple[str, str], tuple[str, date]]:
        """Kind and Ukrainian name of a gate -> its id and day."""
        async with self.hands.door.database.read() as db:
            rows = await db.rows(GATES, self.ids[shop.key])
        return {(row["kind"], texts(row["name"])["uk"]): (row["id"], as_date(row["due"])) for row in rows}

    async def _set_gates(self, shop: Workshop) -> None:
        """The gates that the team really has, at their days."""
        mentor, here, there = shop.mentors[0], self.ids[shop.key], await self._gates(shop)
        for gate in shop.milestones:
            id_, due = there.pop((gate.kind, gate.name["uk"]), (None, None))
            if id_ is None:
                await self.do(mentor, add_gate, AddGate(here, gate.name, gate.due))
            elif due != gate.due:
                await self.do(mentor, date_gate, DateGate(here, id_, gate.due))
        for id_, _ in there.values():
            await self.do(mentor, drop_gate, DropGate(here, id_))

    async def _pass(self, shop: Workshop, gate: Milestone) -> None:
        id_, _ = (await self._gates(shop))[gate.kind, gate.name["uk"]]
        await self.do(shop.mentors[0], pass_gate, PassGate(self.ids[shop.key], id_, self.town.evidence[gate.key]))

    async def _add_products(self, shop: Workshop) -> None:
        for ware in shop.products:
            price = kopecks(ware.before_uah or ware.price_uah)
            body = AddProduct(self.ids[shop.key], ware.name, ware.unit, ware.figure, price)
            self.ids[ware.key] = (await self.do(shop.student("lead"), add_product, body))["product"]

    async def _reprice(self, shop: Workshop) -> None:
        for ware in shop.products:
            if ware.before_uah:
                body = SetPrice(self.ids[shop.key], self.ids[ware.key], kopecks(ware.price_uah))
                await self.do(shop.student("finance"), set_price, body)

    async def _meet(self, shop: Workshop, meeting: Meeting) -> None:
        """The mentor logs a session; gates of its day were passed there."""
        gates = await self._gates(shop)
        passed = [
            GatePassed(gates[gate.kind, gate.name["uk"]][0], self.town.evidence[gate.key])
            for gate in shop.milestones
            if gate.kind == "plain" and gate.done == meeting.at.date()
        ]
        there = {member.student: member.student in meeting.attended for member in shop.members}
        body = LogSession(
            cohort=self.ids[shop.cohort],
            kind="online" if meeting.mode == "video" else "mentoring",
            held_on=meeting.at.date(),
            minutes=meeting.minutes,
            marks=[
                MarkBody(self._enrolment(shop, one), "present" if came else "absent") for one, came in there.items()
            ],
            adult="second_adult" if meeting.second_adult else "observable" if meeting.observable else None,
            note=meeting.summary["uk"],
            next_steps=meeting.next_step["uk"],
            manufactory=self.ids[shop.key],
            gates=passed,
        )
        await self.do(meeting.mentor, log_session, body)
