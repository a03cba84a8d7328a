"""Coming in with the code of a cohort: where it leads, a new account with a request, a request of one's own.

Codes cannot be guessed: there are too many, and who tries is slowed down. A known one in wrong hands fills a queue no
quicker than its coordinator empties it: an address opens some forty accounts an hour in a cohort, or one for each of
its seats, a cohort takes three requests for a seat, and the code can be changed. Other cohorts behind the same address
(a school's router, a whole mobile network) are not slowed by it.
"""

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import Row
from backend.core.door import Door
from backend.core.errors import Problem
from backend.core.work import Op, Work
from backend.people.actions import heed, record_failure
from backend.people.open_account import newcomer, open_account, prepared, sent_before
from backend.people.queries import as_date
from backend.people.rules import Guards, born_trouble, tidy_code
from backend.people.schemas import OpenAccount
from backend.people.sign_in import address_guard
from backend.programmes import rules
from backend.programmes.queries import behind, day, texts
from backend.programmes.schemas import Apply, CohortDoor, Join
from backend.programmes.steps import apply

GUESSES = {"free": 100, "longest": 30}  # a class behind one router, each mistaken a few times
OPENINGS = {"longest": 3_600, "forget": 3_600}  # after those that are free each costs twice the time of the last
FREE = 40  # a class behind one router; in a larger cohort one for each seat: the whole of it may join on one evening


async def look(door: Door, code: str, address: str) -> CohortDoor:
    """Where a code leads. Raises no_such_code, cohort_over, queue_full and slow_down."""
    found = await follow(door, code, address)
    _require_open(door, found)
    return {
        "cohort": found["id"],
        "name": texts(found["name"]),
        "programme": texts(found["programme"]),
        "institution": texts(found["institution"]),
        "emblem": found["emblem"],
        "starts": day(found["starts"]),
        "ends": day(found["ends"]),
        "minimum_age": door.settings.minimum_age,
        "guardian_age": door.settings.guardian_age,
    }


async def follow(door: Door, code: str, address: str) -> Row:
    """The cohort of a code. Raises no_such_code, and slow_down for who guesses."""
    guards: Guards = {address_guard("code", address): GUESSES}
    async with door.database.read() as db:
        await heed(db, guards, clock.now())
        found = await behind(db, tidy_code(code))
    if found is None:
        await door.writer.perform(record_failure, Actor.system("join"), guards, audited=False)
        raise Problem("no_such_code")
    return found


def _require_open(door: Door, found: Row) -> None:
    if rules.is_over(as_date(found["ends"]), clock.day_of(clock.now(), door.settings.timezone)):
        raise Problem("cohort_over")
    if rules.is_queue_full(found["waiting"], found["seats"]):
        raise Problem("queue_full")


async def come_in(door: Door, wish: Join, phone: str | None, address: str) -> Actor:
    """Open an account and ask for a seat; who has it now. What is cheap to judge is judged before the password.

    Who sent the same before, on a phone of this cookie or another, and did not hear the answer, has it already.
    """
    found = await follow(door, wish.code, address)
    if before := await sent_before(door, wish, phone, address):
        await door.writer.perform(apply, before, Apply(wish.code, wish.born))
        return before
    _require_open(door, found)
    minimum = door.settings.minimum_age
    if trouble := born_trouble(wish.born, clock.day_of(clock.now(), door.settings.timezone), minimum):
        raise Problem(trouble, field="born", age=minimum)
    free = max(FREE, found["seats"])
    guards: Guards = {address_guard(f"opening {found['id']}", address): OPENINGS | {"free": free}}
    async with door.database.read() as db:
        await heed(db, guards, clock.now())
    account = await prepared(door, wish, address, wish.born, found["host"])
    actor = newcomer(wish.language)
    await door.writer.perform(join, actor, account, Apply(wish.code), guards)
    return actor


async def join(work: Work, actor: Actor, op: Op, account: OpenAccount, wish: Apply, guards: Guards) -> str:
    """A newcomer opens an account and asks for a seat, both or neither; the enrolment's id.

    Raises what `open_account` and `apply` raise, and slow_down.
    """
    await record_failure(work, actor, op, guards)  # no failure; counted alike
    await open_account(work, actor, op, account)
    return (await apply(work, actor, op, wish))["enrolment"]
