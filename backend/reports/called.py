"""What people are called in what others read of them, who may have closed their account since."""

from backend.core.database import Row
from backend.core.i18n import gettext
from backend.people.rules import full_name


def called(row: Row, language: str) -> str:
    """The name in a row with `family`, `given` and `closed_at`."""
    return gettext(language, "Closed account") if row["closed_at"] else full_name(row["family"], row["given"])


def called_or_none(row: Row, language: str) -> str | None:
    """The same where there may be nobody: the system did it."""
    return called(row, language) if row["family"] is not None else None
