"""Phones, a server and the line between them, in the hands of whoever asks for steps. After each of them the oracle."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from tests.cast import PASSWORD
from tests.faults.storm.acts import Acts, Must, Wish
from tests.faults.storm.node import Phones
from tests.faults.storm.oracle import Books, Made, cursor, holds, look_at_phone, scopes
from tests.faults.storm.server import Question, Reply, Server, rows
from tests.faults.storm.still import Chance, Time
from tests.faults.storm.town import Town
from tests.mentoring.meetings import NOON

SYNC = "/api/sync"
MOST_LATE = 2
LONGEST_AWAKE = 300
"""Seconds; phones sleep through what is longer."""
HOLDS = "SELECT 1 AS one FROM role WHERE person = $1 AND kind = $2 AND {} = $3 AND (until IS NULL OR until > $4)"


@dataclass
class Letter:
    """A request under way, and then its answer."""

    phone: int
    tab: int
    request: int
    question: Question
    reply: Reply | None = None
    is_awaited: bool = True
    """The phone has not given up yet."""
    visible: set[str] | None = None
    """What its person might see as the server answered."""

    @property
    def asked(self) -> dict[str, Any]:
        return json.loads(self.question.body)


@dataclass
class Phone:
    """What is known of a phone from outside."""

    n: int
    owners: list[str]
    """Who uses it, one at a time."""
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    seen: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return self.seen["tabs"]

    def account(self, person: str | None) -> dict[str, Any] | None:
        return next((account for account in self.seen["accounts"] if account["id"] == person), None)


@dataclass
class Tally:
    """What a program was made of."""

    steps: int = 0
    acts: int = 0
    requests: int = 0
    faults: dict[str, int] = field(default_factory=dict[str, int])

    def add(self, other: "Tally") -> None:
        self.steps, self.acts, self.requests = (
            self.steps + other.steps,
            self.acts + other.acts,
            self.requests + other.requests,
        )
        for name, n in other.faults.items():
            self.faults[name] = self.faults.get(name, 0) + n


class Storm:
    """One program's world. `begin` makes it anew."""

    def __init__(self, process: Phones, server: Server, town: Town, time: Time, chance: Chance) -> None:
        self.process, self.server, self.town, self._time, self._chance = process, server, town, time, chance
        self.phones: list[Phone] = []

    async def begin(self, seed: int) -> None:
        """The same seed, the same beginning: everybody is signed in and has all there is."""
        chance = Random(seed)  # noqa: S311 - decides what a test does
        self._chance.random = Random(chance.random())  # noqa: S311
        self._time.now, self.steady, self.ahead, self.tally = NOON, 0, 0, Tally()
        given: dict[str, Any] = {"spread_seconds": 60, "sync_rows": 500, "sync_operations": 50}
        await self.server.begin(self.town.settings, given)
        self.made: dict[str, Made] = {}
        self.net: list[Letter] = []
        self.did: list[dict[str, Any]] = []
        self.books = Books(self.server)
        await self.books.begin()
        pairs = [["solomiia", "ostap"], ["solomiia"], ["ostap", "zoriana"], ["nazar"], ["olena"], ["ada", "zoriana"]]
        owners: list[list[str]] = [["solomiia", "ostap"], *chance.sample(pairs[1:], 3)]
        self.phones = [Phone(n, names) for n, names in enumerate(owners)]
        phones = [{"seed": chance.getrandbits(31), "locks": chance.random() < 0.5} for _ in owners]
        self._hear(self.process.tell({"do": "begin", "at": int(NOON.timestamp() * 1000), "phones": phones}))
        for phone in self.phones:
            self.tell("open", phone)
            await self.sign_in(phone, phone.owners[0])
            await self.settle(phone)
        self.server.settings_now(sync_rows=chance.choice([2, 3, 5, 50]), sync_operations=chance.choice([2, 5, 50]))
        self.server.back_up()
        self.last_rows = chance.choice([2, 20, 20])
        self.acts = Acts(self.town, {})

    # ---- the phones

    def tell(self, do: str, phone: Phone, tab: int = 0, **more: Any) -> None:
        """Let a phone do something, and hear what came of it."""
        lost = do == "power" or ("cut" in more and more.get("power"))  # what was not forced onto the disk
        self._hear(self.process.tell({"do": do, "phone": phone.n, "tab": tab, **more}), forward=not lost)

    def _hear(self, told: dict[str, Any], *, forward: bool = True) -> None:
        for what in told["happened"]:
            if "request" in what:
                self._sent(what)
            elif "aborted" in what:
                self._give_up(what["phone"], what["aborted"])
            else:
                self.did.append(what)
        holds("I1", not told["mistakes"], f"an error that nobody caught: {told['mistakes'][:1]}")
        for seen in told["phones"]:
            phone = self.phones[int(seen["phone"])]
            look_at_phone(phone.n, phone.seen if forward else {}, seen, self.made)
            phone.seen = seen
        for what in told["happened"]:
            if what.get("did") == "act" and "value" in what:
                holds("I1", what["value"] in self.made, f"{what['value']} was said to be saved and is nowhere")

    def _sent(self, what: dict[str, Any]) -> None:
        phone = self.phones[int(what["phone"])]
        cookies = dict(phone.cookies)
        question = Question(what["method"], what["path"], what["body"].encode(), cookies)
        self.net.append(Letter(what["phone"], what["tab"], what["request"], question))

    def _give_up(self, phone: int, request: int) -> None:
        """The phone waits no longer; what is under way may reach the server all the same, if it is not too many."""
        for letter in self.net:
            if (letter.phone, letter.request) == (phone, request):
                letter.is_awaited = False
        late = [letter for letter in self.net if not letter.is_awaited and letter.phone == phone]
        for letter in late[:-MOST_LATE]:
            self.net.remove(letter)

    def pass_time(self, seconds: float) -> None:
        """Time goes on for everybody."""
        self.steady += int(seconds * 1000)
        asleep = seconds > LONGEST_AWAKE
        self._hear(self.process.tell({"do": "pass", "phone": -1, "to": self.steady, "asleep": asleep}))
        self.move_clock()

    def move_clock(self) -> None:
        self._time.move(NOON + timedelta(milliseconds=self.steady + self.ahead))

    @property
    def now(self) -> Any:
        return self._time.now

    async def act(self, phone: Phone, tab: int, wish: Wish, label: str | None = None, **how: Any) -> None:
        """Somebody does something; it is on the disk once the phone says so."""
        person = next(t["account"] for t in phone.tabs if t["name"] == tab)
        must, before = await self._must(phone, person, wish), set(self.made)
        options = {"label": label} if label else {}
        self.tell("act", phone, tab, type=wish.type, body=wish.body, options=options, **how)
        for id_ in set(self.made) - before:
            self.made[id_].must = must
            self.acts.made.setdefault(wish.type, []).append(id_)
            self.tally.acts += 1

    async def _must(self, phone: Phone, person: str, wish: Wish) -> Must:
        """What has to become of an act: a fact is kept when its maker has the right to it and knows it."""
        if wish.right is None:
            return wish.must
        kind, column, place = wish.right
        account = phone.account(person)
        knows = account and account["kept"]["complete"] and wish.scope in account["scopes"]
        held = await rows(self.server, HOLDS.format(column), person, kind, place, self.now)
        return "applied" if knows and held else None

    # ---- the line

    def waiting(self, phone: Phone | None = None) -> list[Letter]:
        """Requests that nobody has answered."""
        return [one for one in self.net if one.reply is None and (phone is None or one.phone == phone.n)]

    def answered(self) -> list[Letter]:
        """Answers that have not arrived."""
        return [one for one in self.net if one.reply is not None]

    async def deliver(self, *letters: Letter, body: bytes | None = None) -> None:
        """The server answers; what it says is on its way."""
        before = await self._all_visible(letters) if len(letters) > 1 else None
        questions = [one.question for one in letters]
        if body is not None:
            questions = [Question(one.method, one.path, body, one.cookies) for one in questions]
        replies = await self.server.ask(*questions)
        self.tally.requests += len(letters)
        after = await self._all_visible(letters)
        for letter, reply in zip(letters, replies, strict=True):
            if reply is None:
                self.lose(letter)
                continue
            holds("I9", reply.status != 500, f"the server broke over {letter.question.body[:500]!r}")
            letter.reply = reply
            actor = letter.asked.get("actor", "") if letter.question.path == SYNC else ""
            if before is None or before.get(actor) == after.get(actor):
                letter.visible = after.get(actor)
        await self.books.check(self.made)

    async def _all_visible(self, letters: tuple[Letter, ...]) -> dict[str, set[str]]:
        actors = {one.asked["actor"] for one in letters if one.question.path == SYNC and one.asked["pull"]}
        return {actor: await scopes(self.server, actor, self.now) for actor in sorted(actors)}

    def arrive(self, letter: Letter, reply: Reply | None = None, *, broken: bool = False, **how: Any) -> None:
        """An answer comes to the phone, that of the server or another one."""
        true = letter.reply if reply is None else None
        answer = reply or letter.reply
        self.net.remove(letter)
        if answer is None or not letter.is_awaited:
            return
        phone = self.phones[letter.phone]
        for name, value in answer.cookies.items():
            phone.cookies.pop(name, None)
            if value and value != '""':
                phone.cookies[name] = value
        text = answer.body.decode("utf-8", "replace")
        given = {"status": answer.status, "headers": answer.headers, "text": text, "broken": broken}
        self.tell("answer", phone, letter.tab, request=letter.request, answer=given, **how)
        if true and not broken and not how and letter.question.path == SYNC and answer.status == 200:
            self._look_at_rights(phone, letter, json.loads(answer.body))

    def _look_at_rights(self, phone: Phone, letter: Letter, answer: dict[str, Any]) -> None:
        """I7: of what is not theirs nothing is sent, and nothing stays once a pull has come to its end."""
        pull, actor = answer["pull"], letter.asked["actor"]
        if not pull or letter.visible is None:
            return
        sent = {row["s"] for row in pull["rows"]}
        holds("I7", sent <= letter.visible, f"sent of {sent - letter.visible}")
        account = phone.account(actor)
        if account and account["kept"]["cursor"] == pull["cursor"] and not pull["more"]:
            more = set(account["scopes"]) - letter.visible
            holds("I7", not more, f"phone {phone.n} still holds {more}")
            gone = set(cursor(pull["cursor"])["scopes"]) - letter.visible
            holds("I7", not gone, f"the cursor of phone {phone.n} names {gone}")

    def lose(self, letter: Letter) -> None:
        """No answer, ever."""
        self.net.remove(letter)
        if letter.is_awaited:
            self.tell("fail", self.phones[letter.phone], letter.tab, request=letter.request)

    async def settle(self, phone: Phone, most: int = 200) -> None:
        """A healthy line for this phone until it asks no more: I9, in a bounded number of requests."""
        for _ in range(most):
            mine = [one for one in self.net if one.phone == phone.n]
            if not mine:
                return
            for letter in mine:
                if letter.reply is None and letter.is_awaited:
                    await self.deliver(letter)
                if letter in self.net:
                    self.arrive(letter)
        holds("I9", False, f"phone {phone.n} does not come to an end")

    async def sign_in(self, phone: Phone, name: str, tab: int = 0) -> None:
        """Somebody signs in, on a healthy line."""
        self.tell("signIn", phone, tab, login=name, password=PASSWORD)
        await self.settle(phone)
