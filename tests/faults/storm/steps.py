"""What may happen in a step. Every one takes its chance from a seed of its own, so that a program stays what it is when
others are taken out of it, and does nothing where there is nothing to do it to."""

import json
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from backend.mentoring.actions import announce, retract
from backend.mentoring.schemas import Announce, Retract
from backend.programmes.assign_mentor import assign_mentor, dismiss_mentor
from backend.programmes.schemas import AssignMentor, DismissMentor
from tests.faults.storm.server import Reply, rows
from tests.faults.storm.storm import Letter, Phone, Storm

Step = Callable[[Storm, Random], Awaitable[None]]
DAYS = 86_400
MOST_AHEAD = 12 * DAYS
"""The server's clock is not put forward by more in all: a journal and the grace after a role last thirty days."""
HTML = b"<html><title>Cafe</title>Welcome</html>"


# ---- people


async def act(storm: Storm, chance: Random) -> None:
    """Somebody does something, now and then more than one thing; the tab may be killed meanwhile, or the power cut."""
    phone, tab = _tab(storm, chance)
    person = _signed_in(phone, tab)
    if person is None:
        return
    for _ in range(chance.choice([1, 1, 2, 3])):
        wish = storm.acts.of(storm.town.name(person), chance)
        label = chance.choice([None, f"1 {chance.randrange(99)}", f"label {chance.randrange(99)}"])
        await storm.act(phone, tab, wish, label)


async def act_and_die(storm: Storm, chance: Random) -> None:
    """An act during which the tab is killed, or the battery taken out."""
    phone, tab = _tab(storm, chance)
    person = _signed_in(phone, tab)
    if person is not None:
        wish = storm.acts.of(storm.town.name(person), chance)
        await storm.act(phone, tab, wish, cut=_moment(chance), power=chance.random() < 0.3)
        _reopen(storm, phone, chance)


async def mend(storm: Storm, chance: Random) -> None:
    """A refused act is sent once more, or set aside."""
    open_ = [(phone, tab["name"], phone.account(tab["account"])) for phone in storm.phones for tab in phone.tabs]
    issues = [(phone, tab, one) for phone, tab, account in open_ if account for one in account["issues"]]
    issues = [found for found in issues if "aside" not in found[2]]
    if issues:
        phone, tab, one = chance.choice(issues)
        storm.tell(chance.choice(["retry", "retry", "aside"]), phone, tab, id=one["op"]["id"])


async def wake(storm: Storm, chance: Random) -> None:
    phone, tab = _tab(storm, chance)
    storm.tell("wake", phone, tab, why=chance.choice(["user", "user", "online", "visible"]))


async def sync(storm: Storm, chance: Random) -> None:
    """All goes well on one phone for once."""
    phone, tab = _tab(storm, chance)
    storm.tell("wake", phone, tab, why="user")
    await storm.settle(phone)


async def sign_out(storm: Storm, chance: Random) -> None:
    phone, tab = _tab(storm, chance)
    cut = {"cut": _moment(chance), "power": chance.random() < 0.5} if chance.random() < 0.3 else {}
    storm.tell("signOut", phone, tab, **cut)
    _reopen(storm, phone, chance)


async def sign_in(storm: Storm, chance: Random) -> None:
    """Somebody signs in, whoever used the phone before; the line is healthy for as long as that takes, or not."""
    phone, tab = _tab(storm, chance)
    name = chance.choice(phone.owners)
    if chance.random() < 0.7:
        await storm.sign_in(phone, name, tab)
    else:
        storm.tell("signIn", phone, tab, login=name, password="correct horse")


async def lose_session(storm: Storm, chance: Random) -> None:
    """The server no longer knows the phone: 401 at whatever it sends next."""
    chance.choice(storm.phones).cookies.clear()


# ---- pages and phones


async def kill(storm: Storm, chance: Random) -> None:
    phone, tab = _tab(storm, chance)
    storm.tell(chance.choice(["kill", "power"]), phone, tab)
    _reopen(storm, phone, chance)


async def another_tab(storm: Storm, chance: Random) -> None:
    phone = chance.choice(storm.phones)
    storm.tell("open", phone, chance.choice([0, 1]))


async def overtake(storm: Storm, chance: Random) -> None:
    """Two tabs of one phone sync at the same time, and the answer to the second comes first; where tabs have locks the
    second one waits."""
    phone = chance.choice(storm.phones)
    open_ = {tab["name"] for tab in phone.tabs}
    for tab in (0, 1):
        if tab not in open_:
            storm.tell("open", phone, tab)
        storm.tell("wake", phone, tab, why="user")
        for letter in [one for one in storm.waiting(phone) if one.tab == tab]:
            await storm.deliver(letter)
        await elsewhere(storm, chance)
    mine = [one for one in storm.answered() if one.phone == phone.n]
    for letter in reversed(mine) if chance.random() < 0.7 else mine:
        if letter in storm.net:
            storm.arrive(letter)


async def freeze(storm: Storm, chance: Random) -> None:
    """A tab in the background gets no time, and later gets it again."""
    phone, tab = _tab(storm, chance)
    storm.tell("freeze", phone, tab, frozen=chance.random() < 0.5)


async def phone_clock(storm: Storm, chance: Random) -> None:
    """Somebody sets the phone's clock, or it was never right."""
    hours = chance.choice([0, -1, 1, -30, 30, -20_000, 20_000, 0.2])
    storm.tell("set", chance.choice(storm.phones), set={"skew": hours * 3_600_000})


async def tunnel(storm: Storm, chance: Random) -> None:
    """The phone has no network, or has it again."""
    online, visible = chance.random() < 0.6, chance.random() < 0.7
    storm.tell("set", chance.choice(storm.phones), set={"online": online, "visible": visible})


async def time(storm: Storm, chance: Random) -> None:
    storm.pass_time(chance.choice([1, 5, 31, 31, 70, 200, 200, 900, 3_700]))


# ---- the line


async def deliver(storm: Storm, chance: Random) -> None:
    if letter := _one(storm.waiting(), chance):
        await storm.deliver(letter)


async def arrive(storm: Storm, chance: Random) -> None:
    if letter := _one(storm.answered(), chance):
        storm.arrive(letter)


async def arrive_and_die(storm: Storm, chance: Random) -> None:
    """The tab is killed while it stores the answer."""
    if letter := _one(storm.answered(), chance):
        phone = storm.phones[letter.phone]
        storm.arrive(letter, cut=_moment(chance), power=chance.random() < 0.3)
        _reopen(storm, phone, chance)


async def crowd(storm: Storm, chance: Random) -> None:
    """Everything that waits comes to the server at once, and one answer after the other goes back."""
    letters = storm.waiting()
    if letters:
        chance.shuffle(letters)
        await storm.deliver(*letters)
    for letter in storm.answered():
        if chance.random() < 0.8 and letter in storm.net:
            storm.arrive(letter)


async def lose(storm: Storm, chance: Random) -> None:
    """A request or an answer is lost."""
    if letter := _one(storm.net, chance):
        storm.lose(letter)


async def double(storm: Storm, chance: Random) -> None:
    """The server gets a request twice, the second time perhaps much later; nobody waits for what it says then."""
    if letter := _one(storm.net, chance):
        storm.net.append(Letter(letter.phone, letter.tab, -1, letter.question, is_awaited=False))


async def cut_request(storm: Storm, chance: Random) -> None:
    """The line breaks within a request; the server gets a beginning of it."""
    if letter := _one(storm.waiting(), chance):
        await storm.deliver(letter, body=letter.question.body[: chance.randrange(len(letter.question.body) + 1)])
        if letter in storm.net:
            storm.lose(letter)


async def cut_answer(storm: Storm, chance: Random) -> None:
    """The line breaks within an answer: the phone hears that, or takes the beginning for all of it."""
    if letter := _one(storm.answered(), chance):
        reply = letter.reply
        assert reply is not None
        beginning = reply.body[: chance.randrange(max(len(reply.body), 1))]
        storm.arrive(letter, Reply(reply.status, reply.headers, beginning), broken=chance.random() < 0.5)


async def stranger(storm: Storm, chance: Random) -> None:
    """Something on the way answers in the server's place."""
    if letter := _one([one for one in storm.net if one.is_awaited], chance):
        json_type = {"content-type": "application/json"}
        wait = {"retry-after": str(chance.choice([1, 5, 60, 3_000]))}
        problem = json.dumps({"code": chance.choice(["busy", "malformed", "sign_in", "x"]), "detail": "d"}).encode()
        replies = [
            Reply(200, {"content-type": "text/html"}, HTML),
            Reply(200, json_type, b'{"ok":true}'),
            Reply(200, json_type, b""),
            Reply(302, {"content-type": "text/html"}, HTML),
            Reply(502, {"content-type": "text/html"}, HTML),
            Reply(503, {**json_type, **wait}, problem),
            Reply(503, json_type, problem),
            Reply(429, wait, b""),
            Reply(413, {"content-type": "text/html"}, HTML),
            Reply(401, json_type, problem),
            Reply(500, json_type, problem),
        ]
        storm.arrive(letter, chance.choice(replies))


# ---- the server


async def elsewhere(storm: Storm, chance: Random) -> None:
    """Olena announces something at a computer, or takes it back, or the weather of memberships changes."""
    town = storm.town
    cohort, nazar = town.cast.cohorts["ratusha"], town.person("nazar")
    standing = await rows(storm.server, "SELECT id FROM announcement WHERE retracted_at IS NULL ORDER BY id")
    acts: list[tuple[Any, Any]] = [(announce, Announce(cohort, f"Слово {chance.randrange(99)}"))]
    acts += [(retract, Retract(chance.choice(standing)["id"]))] * 2 if standing else []
    acts += [(assign_mentor, AssignMentor(cohort, nazar)), (dismiss_mentor, DismissMentor(cohort, nazar))]
    action, body = chance.choice(acts)
    await storm.server.perform(action, town.person("olena"), body)
    await storm.books.check(storm.made)


async def server_clock(storm: Storm, chance: Random) -> None:
    """Only ever forward."""
    seconds = chance.choice([60, 7_200, 2 * DAYS, 5 * DAYS])
    if storm.ahead / 1000 + seconds <= MOST_AHEAD:
        storm.ahead += seconds * 1000
        storm.move_clock()


async def kill_server(storm: Storm, chance: Random) -> None:
    """At one of the next statements that it writes, or after a commit that nobody has heard of."""
    phone, tab = _tab(storm, chance)
    storm.tell("wake", phone, tab, why="user")
    storm.server.fuse = chance.choice([0, 0, 0, *range(1, 12), chance.randrange(12, 40)])
    await crowd(storm, chance)


async def restart_server(storm: Storm, _chance: Random) -> None:
    await storm.server.stop()
    await storm.server.start()


async def back_up(storm: Storm, _chance: Random) -> None:
    storm.server.back_up()


async def restore(storm: Storm, chance: Random) -> None:
    if storm.server.backups and storm.server.restores < 2:
        await storm.server.restore(chance.choice(storm.server.backups))
        await storm.books.check(storm.made)


async def compact(storm: Storm, chance: Random) -> None:
    """Tombstones go, of one scope or of all."""
    await storm.server.compact(chance.random() < 0.5)
    await storm.books.check(storm.made)


async def pages(storm: Storm, chance: Random) -> None:
    """Other limits, as in an installation where somebody has changed them."""
    storm.server.settings_now(sync_rows=chance.choice([1, 3, 7, 500]), sync_operations=chance.choice([1, 2, 50]))


# ----


def _one(letters: list[Letter], chance: Random) -> Letter | None:
    return chance.choice(letters) if letters else None


def _tab(storm: Storm, chance: Random) -> tuple[Phone, int]:
    phone = chance.choice(storm.phones)
    return phone, chance.choice([tab["name"] for tab in phone.tabs])


def _signed_in(phone: Phone, name: int) -> str | None:
    return next((tab["account"] for tab in phone.tabs if tab["name"] == name), None)


def _moment(chance: Random) -> int:
    """How many tasks a page still runs: a transaction takes some ten."""
    return chance.randrange(16) if chance.random() < 0.7 else chance.randrange(200)


def _reopen(storm: Storm, phone: Phone, chance: Random) -> None:
    """A phone without a page is opened again: else it would take no part any more."""
    if not phone.tabs:
        storm.tell("open", phone, chance.choice([0, 1]))


STEPS: dict[str, tuple[int, Step]] = {
    "act": (22, act),
    "sync": (9, sync),
    "wake": (10, wake),
    "time": (8, time),
    "deliver": (18, deliver),
    "arrive": (18, arrive),
    "crowd": (5, crowd),
    "elsewhere": (6, elsewhere),
}
"""What there is in every program: name -> (weight, what happens)."""

FAULTS: dict[str, tuple[int, Step]] = {
    "act and die": (5, act_and_die),
    "mend": (4, mend),
    "sign out": (2, sign_out),
    "sign in": (3, sign_in),
    "lose session": (1, lose_session),
    "kill": (3, kill),
    "another tab": (3, another_tab),
    "overtake": (4, overtake),
    "freeze": (1, freeze),
    "phone clock": (2, phone_clock),
    "tunnel": (2, tunnel),
    "arrive and die": (6, arrive_and_die),
    "lose": (4, lose),
    "double": (4, double),
    "cut request": (2, cut_request),
    "cut answer": (2, cut_answer),
    "stranger": (4, stranger),
    "server clock": (1, server_clock),
    "kill server": (4, kill_server),
    "restart server": (1, restart_server),
    "back up": (2, back_up),
    "restore": (3, restore),
    "compact": (4, compact),
    "pages": (2, pages),
}
"""Of these a program has some: few kinds of trouble at a time find more than all of them always."""

EVERYTHING: dict[str, tuple[int, Step]] = STEPS | FAULTS


def program(seed: int, length: int = 40) -> list[tuple[str, int]]:
    """The steps of a program: what happens, and the seed of its chance."""
    chance = Random(seed)  # noqa: S311 - decides what a test does
    found = {**STEPS, **{name: one for name, one in FAULTS.items() if chance.random() < 0.5}}
    names = chance.choices(list(found), [weight for weight, _ in found.values()], k=length)
    return [(name, chance.getrandbits(32)) for name in names]
