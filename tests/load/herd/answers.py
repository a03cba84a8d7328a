"""What a phone reads in an answer, and how it keeps rows."""

from typing import Any

import msgspec

MOST_OPS = 50
Rows = dict[tuple[str, str, str], Any]
"""(scope, entity, id) -> the row."""


class Verdict(msgspec.Struct):
    """What became of an operation."""

    id: str
    status: str
    dup: bool
    code: str = ""


class Page(msgspec.Struct):
    """What was pulled, but for the rows."""

    cursor: str
    more: bool


class Hints(msgspec.Struct):
    """How to pace oneself."""

    next_min_s: int = 30
    spread_s: int = 60
    max_ops: int = MOST_OPS


class Answer(msgspec.Struct):
    """What an answer says, but for the rows."""

    epoch: str
    verdicts: list[Verdict]
    pull: Page | None
    hints: Hints


class FullPage(msgspec.Struct):
    """What was pulled."""

    drop: list[str]
    reset: list[str]
    rows: list[dict[str, Any]]


class Whole(msgspec.Struct):
    """The rows of an answer."""

    pull: FullPage


read_answer = msgspec.json.Decoder(Answer).decode
read_rows = msgspec.json.Decoder(Whole).decode


def keep(rows: Rows, page: FullPage) -> None:
    """Take a page as a phone does."""
    for scope in (*page.drop, *page.reset):
        for key in [key for key in rows if scope in (key[0], "*")]:
            del rows[key]
    for row in page.rows:
        rows[row["s"], row["e"], row["id"]] = row["d"]
