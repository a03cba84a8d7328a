"""What must hold, asked of the two ends themselves: of the server's tables in SQL, of the phones' disks as they lie.

Nothing here calls the product. The scopes and rows that a person may see come from tests/sync/oracle.py, which is as
independent. The labels are those of the design: I2 once, I4 never nowhere, I5 both ends agree, I6 never backwards, I7
nothing that is not theirs, I8 nothing thrown away, I10 nothing lost by a restore.
"""

import base64
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.core.clock import day_of
from backend.core.ids import pair_id
from tests.faults.storm.acts import Must
from tests.faults.storm.server import Server, rows
from tests.sync import oracle

TIMEZONE = "Europe/Kyiv"
Op = dict[str, Any]


class Violation(AssertionError):
    """An invariant does not hold."""


@dataclass
class Made:
    """An act that a phone has said to be saved, or that was found on its disk."""

    phone: int
    account: str
    op: dict[str, Any]
    must: Must
    label: str | None = None
    is_put_right: bool = False
    """Sent once more under another id; this one is gone."""


def _own(table: str) -> Callable[[Op], list[tuple[str, str]]]:
    return lambda op: [(table, op["id"])]


def _completion(op: Op) -> list[tuple[str, str]]:
    return [("completion", pair_id(op["body"]["enrolment"], op["body"]["lesson"]))]


def _reversal(op: Op) -> list[tuple[str, str]]:
    return [("entry", pair_id(op["body"]["entry"], "reversal"))]


def _marks(op: Op) -> list[tuple[str, str]]:
    return [("mark", pair_id(op["id"], mark["enrolment"])) for mark in op["body"]["marks"]]


def _session(op: Op) -> list[tuple[str, str]]:
    return [("session", op["id"]), *_marks(op)]


def _nothing(_op: Op) -> list[tuple[str, str]]:
    return []


EFFECTS = {
    "progress.complete_lesson": _completion,
    "progress.submit_quiz": _own("attempt"),
    "manufactories.add_entry": _own("entry"),
    "manufactories.reverse_entry": _reversal,
    "manufactories.add_product": _own("product"),
    "manufactories.add_gate": _own("gate"),
    "mentoring.log_session": _session,
    "mentoring.call_roll": _marks,
    "mentoring.announce": _own("announcement"),
    "mentoring.plan_session": _own("plan"),
}
"""Operation type -> (table, id) of the rows that it makes when it is accepted, and never otherwise."""
WAITS = {"not_yet", "newer", "busy", "broken"}
"""Codes of what is to be tried again."""
SHARED = {"progress.complete_lesson", "manufactories.reverse_entry"}
"""Whose row other acts may make too."""
TABLES = ("completion", "attempt", "entry", "product", "gate", "session", "mark", "announcement", "plan")
UNBALANCED = """
SELECT e.id FROM entry e LEFT JOIN entry_line l ON l.entry = e.id GROUP BY e.id
HAVING coalesce(sum(l.kopecks), 1) <> 0 OR count(*) < 2
"""


class Books:
    """What the server has done so far, and what it had done before the program began."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.receipts: dict[str, dict[str, Any]] = {}
        self._before: dict[str, int] = {}
        self._versions: dict[str, int] = {}
        self._epoch = ""
        self._seen: object = None

    async def begin(self) -> None:
        """The template: whatever was done there needs no receipt."""
        lines = await self._lines()
        self._before = {act: n - lines.get(f"receipt {act}", 0) for act, n in lines.items() if " " not in act}
        await self.check({})

    async def _lines(self) -> dict[str, int]:
        sql = (
            "SELECT act, count(*) AS n FROM audit_line WHERE device IS NOT NULL GROUP BY act "
            "UNION ALL SELECT 'receipt ' || type, count(*) FROM operation WHERE code IS NULL GROUP BY type"
        )
        return {row["act"]: row["n"] for row in await rows(self.server, sql)}

    async def check(self, made: dict[str, Made]) -> None:
        """I2: an accepted act has its one receipt, its one line and all its rows; a refused one nothing."""
        server = self.server
        seen = (len(made), await server.state())
        if seen == self._seen:
            return
        self._seen = seen
        found = await rows(server, "SELECT id, person, type, code FROM operation")
        self.receipts = {row["id"]: row for row in found}
        _holds("I2", len(found) == len(self.receipts), "two receipts of one act")
        there = {t: {row["id"] for row in await rows(server, f"SELECT id FROM {t}")} for t in TABLES}
        for id_, one in made.items():
            self._check_act(id_, one, there)
        lines = await self._lines()
        for act, n in lines.items():
            if act.startswith("receipt "):
                done = lines.get(act[8:], 0) - self._before.get(act[8:], 0)
                _holds("I2", done == n, f"{act[8:]} took effect {done} times for {n} receipts")
        wrong = await rows(server, UNBALANCED)
        _holds("I2", not wrong, f"debit is not credit in {wrong}")
        await self._check_versions()

    def _check_act(self, id_: str, one: Made, there: dict[str, set[str]]) -> None:
        receipt, type_ = self.receipts.get(id_), one.op["type"]
        effects = EFFECTS.get(type_, _nothing)(one.op) if one.must != "rejected" else []
        if receipt is None:
            for table, row in effects if type_ not in SHARED else []:
                _holds("I2", row not in there[table], f"{type_} {id_} has an effect and no receipt")
            return
        _holds("I4", receipt["code"] not in WAITS, f"{type_} {id_} has to wait, and was refused for good")
        _holds("I2", receipt["person"] == one.account, f"{id_} is taken for somebody else's")
        if receipt["code"] is None:
            _holds("I2", one.must != "rejected", f"{type_} {id_} is nonsense and was accepted")
            for table, row in effects:
                _holds("I2", row in there[table], f"{type_} {id_} was accepted and has no effect in {table}")
        elif type_ not in SHARED:
            for table, row in effects:
                _holds(
                    "I2", row not in there[table], f"{type_} {id_} was refused ({receipt['code']}) and has an effect"
                )

    async def _check_versions(self) -> None:
        """I6: the versions of scopes only grow, but for a restore."""
        (epoch,) = [r["value"] for r in await rows(self.server, "SELECT value FROM sync_meta WHERE id = 'epoch'")]
        now = {row["id"]: row["version"] for row in await rows(self.server, "SELECT id, version FROM scope")}
        if epoch == self._epoch:
            for scope, version in self._versions.items():
                _holds("I6", now.get(scope, 0) >= version, f"{scope} went back from {version} to {now.get(scope)}")
        self._epoch, self._versions = epoch, now


def look_at_phone(phone: int, before: dict[str, Any], now: dict[str, Any], made: dict[str, Made]) -> None:
    """I4 and I8: every act is in one place; I6: no cursor ran backwards. `made` learns of acts that are new."""
    places: Counter[str] = Counter()
    for account in now["accounts"]:
        for store in ("outbox", "journal", "issues"):
            for entry in account[store]:
                op = entry["op"]
                places[op["id"]] += 1
                one = made.get(op["id"]) or _found(made, phone, account["id"], entry)
                _holds("I4", len(op) == 1 or one.op == op, f"{op['id']} is not what it was: {op}, was {one.op}")
                _holds("I4", one.label == entry.get("label"), f"{op['id']} has lost its name {one.label}")
                _holds("I4", one.account == account["id"], f"{op['id']} went into another account")
    for id_, one in made.items():
        if one.phone == phone and not one.is_put_right:
            _holds("I4", places[id_] == 1, f"{one.op['type']} {id_} is in {places[id_]} places on phone {phone}")
    older = {account["id"]: account for account in before.get("accounts", [])}
    for account in now["accounts"]:
        _holds("I7", not (account["isOut"] and account["scopes"]), f"rows of who signed out lie on phone {phone}")
        if account["id"] in older:
            _check_cursor(older[account["id"]]["kept"], account["kept"])


def _found(made: dict[str, Made], phone: int, account: str, entry: dict[str, Any]) -> Made:
    """An act that was not there before, or one that was refused and goes once more."""
    made[entry["op"]["id"]] = one = Made(phone, account, entry["op"], None, entry.get("label"))
    if before := made.get(entry.get("retry_of", "")):
        before.is_put_right, one.must = True, before.must
        is_same = before.op["body"] == one.op["body"] and before.label == one.label
        _holds("I4", is_same, f"an act has changed as it was sent once more: {one}, was {before}")
    return one


def _check_cursor(before: dict[str, Any], now: dict[str, Any]) -> None:
    then, here = cursor(before.get("cursor")), cursor(now.get("cursor"))
    if then["epoch"] != here["epoch"]:
        return
    began_anew = now["marks"] > before["marks"]  # all rows, or those of a scope that the server has reset
    for scope, (version, _) in then["scopes"].items():
        at, _ = here["scopes"].get(scope, (version, 0))
        _holds("I6", at >= version or began_anew, f"the phone's {scope} went back from {version} to {at}")


def cursor(text: str | None) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(text)) if text else {"epoch": "", "person": "", "scopes": {}}


async def scopes(server: Server, person: str, now: Any) -> set[str]:
    """The scopes that a person may see at this moment."""
    async with server.database.read() as db:
        return await oracle.scopes(db, person, day_of(now, TIMEZONE))


async def differences(server: Server, person: str, now: Any, held: dict[tuple[str, str, str], Any]) -> list[str]:
    """I5: where what a phone holds is not what its person may see."""
    async with server.database.read() as db:
        wanted = await oracle.held(db, person, now, day_of(now, TIMEZONE))
    found = [f"{key} is held and should not be" for key in held if key not in wanted]
    found += [f"{key} is not held: {row}" for key, row in wanted.items() if key not in held]
    both = [(key, row, held[key]) for key, row in wanted.items() if key in held]
    return found + [f"{key} says {have}, the row {row}" for key, row, have in both if oracle.differs(row, have)]


def _holds(label: str, truth: bool, said: str) -> None:
    if not truth:
        raise Violation(f"{label}: {said}")


holds = _holds
