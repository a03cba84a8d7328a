"""The protocol of the offline door as a model: a server, phones, and what goes between them, without any I/O.

It says what `backend/sync` and `pwa/src/store` do, line by line where that matters (`pull` is `sync/pull.py`, `take` is
`store/settle.ts`), so small that thousands of bad days can be tried in seconds. Every design that was thought of and
would lose something is kept as a value of `broken`: tests/faults/test_model.py shows that each is found out.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

PAGE = 2  # changes in one page: almost every transaction is cut by one
EVERYTHING = "*"

SERVER_BROKEN = (
    "no receipts",  # a repeated operation is carried out again
    "receipt apart",  # the receipt is committed after the effect, by itself
    "answer before commit",
    "one global cursor",  # a scope that joins is read from where the others are
    "reset loop",  # a scope below its floor starts again with every page
    "floor ignored",  # tombstones are gone and nobody says so
    "one version",  # all that one transaction changes in a scope has the same version
    "no epoch",  # a restored server goes on as if nothing had been
)
PHONE_BROKEN = (
    "no journal",  # what was confirmed is forgotten
    "epoch only from pull",  # an answer without a page does not tell it
    "stale pull accepted",  # a late answer turns the cursor back
    "no proof",  # a rewound server that does not know it is never told
    "cursor apart",  # the cursor is stored before the rows that it stands for
)

Key = tuple[str, str]
"""(scope, row)."""
Places = dict[str, tuple[int, int]]
"""Scope -> (version that the phone has reached, floor of the scope when it last started from 0)."""


@dataclass(frozen=True)
class Op:
    """An operation: it writes rows, or takes them away."""

    id: str
    person: str
    rows: tuple[Key, ...]
    gone: bool = False


@dataclass(frozen=True)
class Change:
    """The latest change of one row; `by` is the operation, and stands for what the row holds."""

    version: int
    by: str
    gone: bool


@dataclass(frozen=True)
class Cursor:
    """Where a phone stands; only the server reads it."""

    epoch: int
    places: Places


@dataclass(frozen=True)
class Request:
    """What a phone sends, and how it stood then."""

    phone: int
    person: str
    epoch: int | None
    cursor: Cursor | None
    marks: int
    ops: tuple[Op, ...] = ()
    pull: bool = True
    proof: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """`truth` is no part of the protocol: all that the person may see at that moment, when this is the last page."""

    cursor: Cursor
    more: bool
    drop: list[str]
    reset: list[str]
    rows: list[tuple[Key, Change]]
    truth: dict[Key, str]


@dataclass(frozen=True)
class Answer:
    """What a phone gets back; a verdict is whether the operation was carried out."""

    epoch: int
    verdicts: dict[str, bool]
    missing: list[str]
    page: Page | None


@dataclass
class Data:
    """What lies in the database, and in a backup of it."""

    epoch: int
    member: dict[str, frozenset[str]]
    receipts: dict[str, bool] = field(default_factory=dict[str, bool])
    effects: Counter[str] = field(default_factory=Counter[str])
    rows: dict[Key, Change] = field(default_factory=dict[Key, Change])
    version: Counter[str] = field(default_factory=Counter[str])
    floor: Counter[str] = field(default_factory=Counter[str])

    def copy(self) -> "Data":
        return Data(
            self.epoch,
            self.member.copy(),
            self.receipts.copy(),
            self.effects.copy(),
            self.rows.copy(),
            self.version.copy(),
            self.floor.copy(),
        )


class Server:
    """One installation."""

    def __init__(self, people: dict[str, frozenset[str]], broken: str) -> None:
        self.broken, self.epochs = broken, 1
        self.data = Data(1, people)
        self.alarm = False
        """Whether the operator was told that operations which had been confirmed are unknown here."""

    def deliver(self, request: Request, crash: str = "") -> Answer | None:
        """One request. `crash`: the process dies before or after the commit, and nobody gets an answer."""
        draft = self.data.copy()
        verdicts = {op.id: self._carry_out(draft, op) for op in request.ops}
        if request.ops:
            self._give_versions(
                draft, [op for op in request.ops if op.id not in self.data.receipts and verdicts[op.id]]
            )
        if crash == "before":
            if self.broken == "receipt apart":
                self.data = replace(draft, receipts=self.data.receipts)
            return Answer(draft.epoch, verdicts, [], None) if self.broken == "answer before commit" else None
        self.data = draft
        missing = [id_ for id_ in request.proof if id_ not in draft.receipts]
        self.alarm = self.alarm or bool(missing)
        page = self.pull(request) if request.pull else None
        return None if crash else Answer(draft.epoch, verdicts, missing, page)

    def _carry_out(self, draft: Data, op: Op) -> bool:
        if op.id in draft.receipts and self.broken != "no receipts":
            return draft.receipts[op.id]
        allowed = {scope for scope, _ in op.rows} <= draft.member[op.person]
        draft.receipts[op.id] = allowed
        draft.effects[op.id] += allowed
        return allowed

    def _give_versions(self, draft: Data, done: list[Op]) -> None:
        """Versions are taken last, for the whole transaction; each row that it changed has its own."""
        changed = {key: (op.id, op.gone) for op in done for key in op.rows}
        if self.broken == "one version":
            draft.version.update({scope for scope, _ in changed})
        for key, (by, gone) in sorted(changed.items()):
            if self.broken != "one version":
                draft.version[key[0]] += 1
            draft.rows[key] = Change(draft.version[key[0]], by, gone)

    def pull(self, request: Request) -> Page:
        """The next page, as `sync/pull.py` cuts it."""
        visible = sorted(self.data.member[request.person])
        held = request.cursor.places if request.cursor else {}
        known = held if request.cursor and request.cursor.epoch == self.data.epoch else {}
        places, reset = self._places(visible, known)
        if request.cursor and not known:
            reset = list(visible) if held else [EVERYTHING]
        after = [(key, c) for key, c in self.data.rows.items() if key[0] in places and c.version > places[key[0]][0]]
        after.sort(key=lambda one: (one[0][0], one[1].version, one[0]))
        rows, more = after[:PAGE], len(after) > PAGE
        for (scope, _), change in rows:
            places[scope] = (change.version, places[scope][1])
        drop = [scope for scope in held if scope not in places]
        truth = {} if more else {key: c.by for key, c in self.data.rows.items() if key[0] in places and not c.gone}
        return Page(Cursor(self.data.epoch, places), more, drop, reset, rows, truth)

    def _places(self, visible: list[str], known: Places) -> tuple[Places, list[str]]:
        places: Places = {}
        reset: list[str] = []
        furthest = max((version for version, _ in known.values()), default=0)
        for scope in visible:
            floor = self.data.floor[scope]
            version, base = known.get(scope, (0, floor))
            if self.broken == "one global cursor" and scope not in known:
                version = min(furthest, self.data.version[scope])
            if self.broken == "reset loop":
                base = 0 if version else floor
            if version < floor and base < floor and self.broken != "floor ignored":
                reset.append(scope)
                version, base = 0, floor
            places[scope] = (version, base)
        return places, reset

    def compact(self, scope: str) -> None:
        """Tombstones go; who stands below the last of them starts the scope again."""
        for key, change in list(self.data.rows.items()):
            if key[0] == scope and change.gone:
                del self.data.rows[key]
                self.data.floor[scope] = max(self.data.floor[scope], change.version)

    def restore(self, backup: Data, *, told: bool = True) -> None:
        """Another day's data. `told`: by the command, which begins a new epoch; else somebody copied a file."""
        self.data = backup.copy()
        if told:
            self.accept()

    def accept(self) -> None:
        """The operator says that these are the data from now on."""
        self.alarm = False
        if self.broken != "no epoch":
            self.epochs += 1
            self.data.epoch = self.epochs


class Phone:
    """One account on one phone; requests and answers may cross, as those of two tabs do."""

    def __init__(self, number: int, person: str, broken: str) -> None:
        self.number, self.person, self.broken = number, person, broken
        self.outbox: list[Op] = []
        self.journal: dict[str, tuple[int, Op]] = {}
        self.issues: list[Op] = []
        self.rows: dict[Key, tuple[int, str]] = {}
        """Key -> (mark, what the row holds)."""
        self.epoch: int | None = None
        self.cursor: Cursor | None = None
        self.marks = 0
        self.sweep: dict[str, int] = {}

    def request(self, most: int = 5, *, pull: bool = True, proof: tuple[str, ...] = ()) -> Request:
        proof = () if self.broken == "no proof" else proof
        ops = tuple(self.outbox[:most])
        return Request(self.number, self.person, self.epoch, self.cursor, self.marks, ops, pull, proof)

    def proven(self) -> list[str]:
        """The operations that it knows as applied in this epoch."""
        return [id_ for id_, (epoch, _) in self.journal.items() if epoch == self.epoch]

    def take(self, request: Request, answer: Answer, *, dies: bool = False) -> None:
        """Everything that follows from an answer is one transaction, as in `store/settle.ts`. `dies`: in its midst."""
        if dies:
            if self.broken == "cursor apart" and answer.page:
                self.cursor = answer.page.cursor
            return
        other = self.epoch is not None and self.epoch != answer.epoch
        if other and request.epoch != self.epoch:
            return
        if not (self.broken == "epoch only from pull" and answer.page is None):
            self.epoch = answer.epoch
        if other:
            self.cursor = None
            self._replay([id_ for id_, (epoch, _) in self.journal.items() if epoch != answer.epoch])
            return
        self._settle(request, answer)
        if answer.missing:
            self._replay(list(self.journal))
        if answer.page:
            self._keep(request, answer.page)

    def _replay(self, ids: list[str]) -> None:
        self.outbox = [self.journal.pop(id_)[1] for id_ in ids] + self.outbox

    def _settle(self, request: Request, answer: Answer) -> None:
        sent = {op.id for op in request.ops}
        for op in [op for op in self.outbox if op.id in sent and op.id in answer.verdicts]:
            self.outbox.remove(op)
            if not answer.verdicts[op.id]:
                self.issues.append(op)
                continue
            if self.broken != "no journal":
                self.journal[op.id] = (answer.epoch, op)

    def _keep(self, request: Request, page: Page) -> None:
        if (self.cursor, self.marks) != (request.cursor, request.marks) and self.broken != "stale pull accepted":
            return
        if request.cursor is None:
            self.marks += 1
            self.sweep = {EVERYTHING: self.marks}
        for scope in page.reset:
            self.marks += 1
            self.sweep[scope] = self.marks
        self.rows = {key: row for key, row in self.rows.items() if key[0] not in page.drop}
        for key, change in page.rows:
            self.rows[key] = (self._mark(key), change.by)
            if change.gone:
                del self.rows[key]
        self.cursor = page.cursor
        if page.more:
            return
        swept = {key for key in self.rows if key[0] in self.sweep or EVERYTHING in self.sweep}
        self.rows = {key: row for key, row in self.rows.items() if key not in swept or row[0] == self._mark(key)}
        self.sweep = {}

    def _mark(self, key: Key) -> int:
        return self.sweep.get(key[0], self.sweep.get(EVERYTHING, 0))
