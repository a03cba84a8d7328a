"""How somebody becomes coordinator of a school or manager of a programme: an operator's one-time link, then an account.

The link is looked at and accepted as a mentor's is (`invite_mentor`). Unlike that one it gives the right at once:
before a school has a coordinator, nobody there could check anybody.
"""

from datetime import timedelta

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.clock import wire
from backend.core.errors import Problem
from backend.core.fields import Texts
from backend.core.work import Op, Work
from backend.people import queries
from backend.people.actions import add_institution, grant, institution_scope, person_scope
from backend.people.schemas import InvitationMade, Invite, NewInstitution
from backend.people.sign_in import digest
from backend.people.tables import Appointment, Person

HOLDS_FOR = timedelta(days=7)


class Place(Struct, frozen=True):
    """Where somebody is to hold a role, and what it is called."""

    kind: str
    """coordinator or manager."""
    id: str
    name: Texts


class Appointed(Struct, frozen=True):
    """Somebody accepted to hold a role in a place above this room, which grants it with `source`."""

    kind: str
    place: str
    person: str
    source: str
    op: Op


async def invite_coordinator(work: Work, actor: Actor, op: Op, wish: Invite, token: str) -> InvitationMade:
    """Let whoever has the token, kept as a hash, become coordinator of a school. For operators. Raises not_found."""
    actor.must_be_system()
    found = (await queries.institution_rows(work, [wish.institution])).get(wish.institution)
    if found is None:
        raise Problem("not_found")
    return appoint(work, actor, op, Place("coordinator", wish.institution, found["name"]), wish.label, token)


async def open_school(work: Work, actor: Actor, op: Op, new: NewInstitution, label: str, token: str) -> InvitationMade:
    """Add a school, with a link for its first coordinator: both or neither. For operators."""
    school = await add_institution(work, actor, op, new)
    made = await invite_coordinator(work, actor, op, Invite(school, label), token)
    work.about("institution", school)
    return made


def appoint(work: Work, actor: Actor, op: Op, place: Place, label: str, token: str) -> InvitationMade:
    """Keep a one-time link, for an action of the room that owns the place and has found the actor entitled to it."""
    until = op.arrived + HOLDS_FOR
    work.add(
        Appointment,
        id=op.id,
        kind=place.kind,
        place=place.id,
        place_name=place.name,
        label=label,
        token=digest(token),
        operator=actor.operator or actor.reason or "",
        made_at=op.arrived,
        until=until,
    )
    work.about("appointment", op.id)
    return {"id": op.id, "token": token, "until": wire(until)}


async def take_appointment(work: Work, actor: Actor, op: Op, token: str) -> str | None:
    """Use up the link of this hash and give the actor its role; its id, or None when there is none to be used."""
    taken = await work.rows(TAKE, token, op.arrived, actor.id)
    if not taken:
        return None
    link, kind, place = taken[0]["id"], taken[0]["kind"], taken[0]["place"]
    if kind == "coordinator":
        await _begin(work, actor.id, place, link, op)
    else:
        await work.tell(Appointed(kind, place, actor.id, link, op))
    work.about("appointment", link)
    return link


TAKE = """
UPDATE appointment SET used_at = $2, used_by = $3 WHERE token = $1 AND used_at IS NULL AND until > $2
RETURNING id, kind, place
"""


async def _begin(work: Work, person: str, school: str, link: str, op: Op) -> None:
    """A coordinator's first day: the role, and the school as their own if they have none."""
    if not await queries.holds(work, person, "coordinator", school, op.arrived):
        grant(work, person, "coordinator", "institution", school, link, op)
    found = await work.run(Person.select(Person.institution).where(Person.id == person))
    if found[0]["institution"] is None:
        work.change(Person, person, institution=school)
        work.touch(person_scope(person), "person", person)
    work.touch(institution_scope(school), "institution", school)
