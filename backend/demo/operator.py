"""The operator of the demonstration: in its file of accounts, as everybody whose password is no secret there."""

import json
import os
import secrets
from pathlib import Path

from backend.demo.load import ACCOUNTS, EASY
from backend.people.operators import create_operator
from backend.people.tables import Operator

NAME = "operator"


async def keep_operator(folder: Path) -> None:
    """Make the operator, unless they are there: a town loaded by an earlier version has none yet.

    The file first: a start that is cut off in between makes the account next time, with the same password.
    """
    path = folder / ACCOUNTS
    if not path.exists():
        return
    accounts = json.loads(path.read_text("utf-8"))
    found = next((one for one in accounts if one["role"] == "operator"), None)
    if found is None:
        password = "".join(secrets.choice(EASY) for _ in range(14))
        found = {"role": "operator", "name": "Verstat", "login": NAME, "password": password}
        _write(path, [*accounts, found])
    if not await Operator.exists().where(Operator.username == found["login"]):
        await create_operator(found["login"], found["password"])


def _write(path: Path, accounts: list[dict[str, str]]) -> None:
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
