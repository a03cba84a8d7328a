"""Who is in a manufactory, and the posts they hold.

Whoever lets somebody in locks the cohorts first, also against other processes: so nobody is in two manufactories, no
team grows past its limit, and nobody joins who leaves their cohort at the same moment.
"""

from collections.abc import Collection, Sequence

from backend.core.actor import Actor
from backend.core.database import Row
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.ids import new_id, pair_id
from backend.core.work import Op, Work
from backend.manufactories import rules
from backend.manufactories.actions import manufactory_scope, must_lead
from backend.manufactories.schemas import AddMember, EndMember, GivePosts, NewMember
from backend.manufactories.tables import Member, Post
from backend.people.actions import end_roles, grant, institution_scope
from backend.people.close_account import AccountClosed
from backend.programmes.steps import LOCK, EnrolmentEnded

declare(
    "not_active",
    409,
    N_("Somebody here does not take part yet, or has left. Nothing was changed; look at their group first."),
)
declare(
    "member_elsewhere",
    409,
    N_("Somebody here is in a team already. Nothing was changed; they leave that team first, then they can join."),
)
declare(
    "other_programme",
    422,
    N_("Somebody here takes part in another programme. What you wrote is kept; leave them out and send it again."),
    "edit",
)
declare(
    "team_full",
    409,
    N_("A team has %(most)s members at most, and so many are there. Nothing was changed; somebody leaves first."),
)
declare(
    "member_left",
    409,
    N_("This person has left the team. Nothing was changed; to hold a post they join again first."),
)

NEWCOMERS = """
SELECT e.id, e.person, e.cohort, e.institution AS school, c.institution AS host, c.programme
FROM enrolment e JOIN cohort c ON c.id = e.cohort WHERE e.id = ANY($1)
"""


async def newcomers(
    work: Work, actor: Actor, op: Op, enrolments: Sequence[str], programme: str, home: str
) -> list[Row]:  # fmt: skip - two lines read better than three
    """The enrolments that may join a manufactory of this programme and home; their cohorts are locked now.

    Raises not_found when the actor does not see one of them, other_programme, not_active.
    """
    found = {row["id"]: row for row in await work.rows(NEWCOMERS, [*enrolments])}
    if not all(id_ in found and _sees(actor, op, found[id_]) for id_ in enrolments):
        raise Problem("not_found")
    if any(row["programme"] != programme for row in found.values()):
        raise Problem("other_programme")
    for cohort in sorted({home, *(row["cohort"] for row in found.values())}):
        await work.rows(LOCK, cohort)
    if await work.rows("SELECT id FROM enrolment WHERE id = ANY($1) AND status <> 'active'", [*enrolments]):
        raise Problem("not_active")
    return [found[id_] for id_ in enrolments]


def _sees(actor: Actor, op: Op, enrolment: Row) -> bool:
    places = (enrolment["host"], enrolment["school"])
    return actor.may("mentor", enrolment["cohort"], op.arrived) or any(
        actor.may("coordinator", place, op.arrived) for place in places if place
    )


ELSEWHERE = """
SELECT id FROM member WHERE until IS NULL AND (enrolment = ANY($1) OR (manufactory = $2 AND person = ANY($3)))
"""


async def join(
    work: Work, op: Op, manufactory: str, who: Collection[Row], given: Collection[NewMember]
) -> None:  # fmt: skip - two lines read better than three
    """Let newcomers in, with the posts they take. Raises member_elsewhere, also for a person who is in it already."""
    persons = [row["person"] for row in who]
    if await work.rows(ELSEWHERE, [row["id"] for row in who], manufactory, persons):
        raise Problem("member_elsewhere")
    posts = {one.enrolment: one.posts for one in given}
    for row in who:
        member = pair_id(manufactory, row["id"])
        work.add(
            Member,
            once=True,
            id=member,
            manufactory=manufactory,
            enrolment=row["id"],
            person=row["person"],
            since=op.happened,
        )
        work.change(Member, member, until=None)
        for kind in posts[row["id"]]:
            _open(work, op, member, kind)
        grant(work, row["person"], "member", "manufactory", manufactory, member, op)
        work.touch(manufactory_scope(manufactory), "member", member)


async def add_member(work: Work, actor: Actor, op: Op, wish: AddMember) -> dict[str, str]:
    """Let somebody into a manufactory; who is in it already stays as they are. For those who look after it.

    Raises not_found, other_programme, not_active, member_elsewhere and team_full.
    """
    here = await must_lead(work, actor, op, wish.manufactory)
    if not rules.are_distinct(wish.posts):
        raise Problem("malformed")
    who = await newcomers(work, actor, op, [wish.enrolment], here.programme, here.cohort)
    present = await work.rows("SELECT enrolment FROM member WHERE manufactory = $1 AND until IS NULL", wish.manufactory)
    member = pair_id(wish.manufactory, wish.enrolment)
    if any(row["enrolment"] == wish.enrolment for row in present):
        return {"member": member}
    if len(present) >= here.team_max:
        raise Problem("team_full", most=here.team_max)
    await join(work, op, wish.manufactory, who, [NewMember(wish.enrolment, wish.posts)])
    work.touch(institution_scope(here.institution), "school_manufactory", wish.manufactory)
    return {"member": member}


# Writing a row what it holds already takes its lock; of two who change one member the later sees the earlier.
HOLD = "UPDATE member SET since = since WHERE id = $1 RETURNING id, until"


async def end_member(work: Work, actor: Actor, op: Op, wish: EndMember) -> dict[str, str]:
    """Somebody leaves a manufactory; again changes nothing. For those who look after it. Raises not_found."""
    here = await must_lead(work, actor, op, wish.manufactory)
    found = await work.rows(HOLD, pair_id(wish.manufactory, wish.enrolment))
    if not found:
        raise Problem("not_found")
    if found[0]["until"] is None:
        await _leave(work, op, found[0]["id"], wish.manufactory, here.institution)
    return {}


async def give_posts(work: Work, actor: Actor, op: Op, wish: GivePosts) -> dict[str, str]:
    """Let a member hold these posts and no others. For those who look after the manufactory.

    Raises not_found and member_left.
    """
    await must_lead(work, actor, op, wish.manufactory)
    if not rules.are_distinct(wish.posts):
        raise Problem("malformed")
    found = await work.rows(HOLD, pair_id(wish.manufactory, wish.enrolment))
    if not found:
        raise Problem("not_found")
    if found[0]["until"] is not None:
        raise Problem("member_left")
    member = found[0]["id"]
    held = await _end_posts(work, op, member, keep=wish.posts)
    for kind in wish.posts:
        if kind not in held:
            _open(work, op, member, kind)
    work.touch(manufactory_scope(wish.manufactory), "member", member)
    return {}


async def follow_leaving(work: Work, event: EnrolmentEnded) -> None:
    """Who leaves a cohort leaves the manufactory that they joined from it."""
    for row in await work.rows(JOINED, event.enrolment):
        await _leave(work, event.op, row["id"], row["manufactory"], row["institution"])


async def follow_closing(work: Work, event: AccountClosed) -> None:
    """Who closes the account leaves every manufactory; phones that show the name learn that there is none."""
    for row in await work.rows(BEEN, event.person):
        work.touch(manufactory_scope(row["manufactory"]), "member", row["id"])
        if row["until"] is None:
            await _leave(work, event.op, row["id"], row["manufactory"], row["institution"])
    for entity, named in NAMED.items():
        for row in await work.rows(named, event.person):
            work.touch(manufactory_scope(row["manufactory"]), entity, row["id"])


BEEN = """
SELECT k.id, k.manufactory, k.until, m.institution FROM member k JOIN manufactory m ON m.id = k.manufactory
WHERE k.person = $1 ORDER BY k.id
"""
NAMED = {
    "entry": """
SELECT id, manufactory FROM entry WHERE person = $1 OR id IN (SELECT entry FROM approval WHERE person = $1)
    OR reverses IN (SELECT entry FROM approval WHERE person = $1)""",
    "gate": "SELECT g.id, g.manufactory FROM gate g WHERE g.id IN (SELECT gate FROM gate_step WHERE person = $1)",
}
"""Entity -> its rows that say who did it."""

JOINED = """
UPDATE member SET since = since WHERE enrolment = $1 AND until IS NULL
RETURNING id, manufactory, (SELECT m.institution FROM manufactory m WHERE m.id = member.manufactory) AS institution
"""


async def _leave(work: Work, op: Op, member: str, manufactory: str, institution: str) -> None:
    await _end_posts(work, op, member)
    work.change(Member, member, until=op.arrived)
    await end_roles(work, "member", member, op)
    work.touch(manufactory_scope(manufactory), "member", member)
    work.touch(institution_scope(institution), "school_manufactory", manufactory)


async def _end_posts(work: Work, op: Op, member: str, keep: Collection[str] = ()) -> set[str]:
    """End the posts that a member holds but for those to `keep`, and tell which were held."""
    held = await work.rows("SELECT id, kind FROM post WHERE member = $1 AND until IS NULL", member)
    for row in held:
        if row["kind"] not in keep:
            work.change(Post, row["id"], until=op.arrived)
    return {row["kind"] for row in held}


def _open(work: Work, op: Op, member: str, kind: str) -> None:
    work.add(Post, id=new_id(), member=member, kind=kind, since=op.happened)
