"""The weather clears: everybody syncs, and in the end both sides agree and every act has ended as it should."""

from typing import Any

from tests.faults.storm.oracle import WAITS, Made, differences, holds
from tests.faults.storm.server import rows
from tests.faults.storm.storm import Phone, Storm
from tests.sync.oracle import Held

ROUNDS = 4
AGAIN = {"not_found", "too_late", "not_yet", "not_your_lesson", "not_in_group"}
"""Why an act may be refused whose ground a restore has taken away, until somebody else's phone has brought it back."""


async def make_peace(storm: Storm) -> None:
    """I9: in a bounded number of turns all is delivered; then I2, I4, I5 and I10 of the whole."""
    _clear(storm)
    for n in range(ROUNDS):
        for phone in storm.phones:
            await _everybody(storm, phone)
        if n == 1:
            _send_again(storm)
        storm.pass_time(2 * 3_600)
    for phone in storm.phones:  # no more acts are on their way: what others did last is seen by now
        await _come(storm, phone, _person(phone))
    await storm.books.check(storm.made)
    for phone in storm.phones:
        await _check_phone(storm, phone)
    _check_acts(storm)
    for phone in storm.phones:
        await _check_rows(storm, phone)


def _clear(storm: Storm) -> None:
    """Whatever was under way is lost; the server stays up, every phone has one page and a network."""
    storm.server.fuse = None
    for letter in list(storm.net):
        if letter in storm.net:
            storm.lose(letter)
    storm.server.settings_now(sync_rows=storm.last_rows, sync_operations=50)
    for phone in storm.phones:
        storm.tell("kill", phone, 1)
        storm.tell("kill", phone, 0)
        storm.tell("set", phone, set={"online": True, "visible": True})
        storm.tell("open", phone, 0)


async def _everybody(storm: Storm, phone: Phone) -> None:
    """Whoever has something on this phone that the server may not have; last who uses it now."""
    now = _person(phone)
    others = [a["id"] for a in phone.seen["accounts"] if a["id"] != now and (a["outbox"] or a["journal"])]
    for person in (*others, now):
        await _come(storm, phone, person)


async def _come(storm: Storm, phone: Phone, person: str) -> None:
    if phone.seen["current"] != person or not phone.cookies.get("verstat_session"):
        await storm.sign_in(phone, storm.town.name(person))
    storm.tell("wake", phone, why="user")
    await storm.settle(phone)
    account = phone.account(person)
    if account and account["kept"]["sign_in"]:
        await storm.sign_in(phone, storm.town.name(person))
        storm.tell("wake", phone, why="user")
        await storm.settle(phone)


def _person(phone: Phone) -> Any:
    """Who uses the phone, or used it last."""
    return phone.seen["current"] or phone.seen["accounts"][0]["id"]


def _send_again(storm: Storm) -> None:
    """After a restore people look at what was refused, and send it once more."""
    if not storm.server.restores:
        return
    for phone in storm.phones:
        account = phone.account(phone.seen["current"])
        issues: list[dict[str, Any]] = account["issues"] if account else []
        for entry in issues:
            if storm.made[entry["op"]["id"]].must == "applied" and entry["code"] in AGAIN:
                storm.tell("retry", phone, id=entry["op"]["id"])


async def _check_phone(storm: Storm, phone: Phone) -> None:
    for account in phone.seen["accounts"]:
        await _check_account(storm, phone, account)


async def _check_account(storm: Storm, phone: Phone, account: dict[str, Any]) -> None:
    """What lies on a phone has its verdict, and the server knows of it."""
    receipts = storm.books.receipts
    for entry in account["outbox"]:
        op = storm.made[entry["op"]["id"]].op
        holds("I9", await _waits(storm, op["body"]), f"phone {phone.n} still holds {op}")
    for entry in account["issues"]:
        said = f"{entry['op']['id']} has to wait, and is shown as refused"
        holds("I4", entry["code"] not in WAITS, said)
    for entry in account["journal"]:
        id_ = entry["op"]["id"]
        said, kept = f"{storm.made[id_].op['type']} {id_} was acknowledged", receipts.get(id_)
        holds("I10", kept is not None, f"{said} and the server knows nothing of it")
        holds("I10", not kept or kept["code"] is None, f"{said} and is refused now")


def _check_acts(storm: Storm) -> None:
    """Every act that had to be accepted is there, once (the books have seen to that); every other has its verdict."""
    accounts = [account for phone in storm.phones for account in phone.seen["accounts"]]
    issues = {entry["op"]["id"] for account in accounts for entry in account["issues"]}
    for id_, one in storm.made.items():
        if not one.is_put_right:
            _check_act(storm, id_, one, is_refused=id_ in issues)


def _check_act(storm: Storm, id_: str, one: Made, *, is_refused: bool) -> None:
    kept, what = storm.books.receipts.get(id_), f"{one.op['type']} {id_}"
    is_accepted = kept is not None and kept["code"] is None
    if one.must == "rejected":
        holds("I4", is_refused, f"{what} is nonsense and is no issue")
    if storm.server.restores and is_refused:
        return  # the ground of it may be gone for good
    if one.must == "applied":
        holds("I4", is_accepted, f"{what} had to be accepted: {kept}")
    if is_refused:
        holds("I2", not is_accepted, f"{what} was accepted and the phone says it was refused")
        holds("I2", kept is not None or one.must == "rejected", f"nothing is kept of the refusal of {what}")


async def _waits(storm: Storm, body: dict[str, Any]) -> bool:
    """Whether an act waits for something that is to come from another phone, as far as the server knows."""
    for table in ("entry", "product", "gate"):
        if table in body and not await rows(storm.server, f"SELECT id FROM {table} WHERE id = $1", body[table]):
            return True
    return False


async def _check_rows(storm: Storm, phone: Phone) -> None:
    person = _person(phone)
    disk = storm.process.tell({"do": "rows", "phone": phone.n})["rows"]
    held: Held = {(r["scope"], r["entity"], r["id"]): r["d"] for r in disk if r["account"] == person}
    found = await differences(storm.server, person, storm.now, held)
    holds("I5", not found, f"phone {phone.n}, {storm.town.name(person)}: {found[:3]}")
    others = {r["scope"] for r in disk if r["account"] != person}
    holds("I8", not others, f"phone {phone.n} still holds rows of who signed out: {others}")
