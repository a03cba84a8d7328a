"""Every setting of an installation, and the only reader of the environment."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from backend.core.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]


def _setting(default: Any, unit: str, reason: str) -> Any:
    return field(default=default, metadata={"unit": unit, "reason": reason})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation. Each field is read from VERSTAT_<NAME>; a value that cannot be read stops the start."""

    data: Path = _setting(
        ROOT / "data", "folder", "where the database and everything else that must be backed up lives"
    )
    database: str = _setting("", "URL", "postgresql://… when SQLite's one file in the data folder is outgrown")
    database_connections: int = _setting(10, "connections", "PostgreSQL only: how many this process may hold")
    host: str = _setting("127.0.0.1", "address", "where to listen; a reverse proxy with TLS stands in front")
    port: int = _setting(8000, "port", "where to listen")
    trusted_proxies: str = _setting("127.0.0.1", "addresses", "whose word on the visitor's address and TLS is believed")
    hosts: str = _setting("", "names", "by what it is reached, separated by commas; addresses and localhost always are")
    console: bool = _setting(False, "on or off", "whether operators can sign in at /admin")
    language: str = _setting("uk", "code", "what is spoken to people whose language is not known")
    timezone: str = _setting("Europe/Kyiv", "name", "which day it is for a school")
    session_days: int = _setting(180, "days", "a phone that stays silent for longer must sign in again")
    grace_days: int = _setting(30, "days", "work made this long after a role ended is still kept, with a flag")
    silent_days: int = _setting(7, "days", "a phone not heard of for longer is shown as silent")
    guardian_age: int = _setting(18, "years", "below this age a guardian consents; from it on one does so oneself")
    minimum_age: int = _setting(12, "years", "who is younger cannot ask to take part")
    sync_operations: int = _setting(50, "operations", "most operations in one delivery of a phone")
    sync_bytes: int = _setting(262_144, "bytes", "largest delivery of a phone")
    sync_rows: int = _setting(500, "rows", "most rows in one page that a phone pulls")
    sync_scopes: int = _setting(300, "scopes", "most scopes on one phone; the rest stays online only")
    spread_seconds: int = _setting(60, "seconds", "phones that come back together spread over this time")

    @property
    def sqlite(self) -> Path:
        """The database file used while `database` is empty."""
        return self.data / "verstat.sqlite"


TABLE = [
    (
        f"VERSTAT_{f.name.upper()}",
        "data/" if f.name == "data" else "off" if f.default is False else str(f.default),
        f.metadata["unit"],
        f.metadata["reason"],
    )
    for f in fields(Settings)
]
"""(name, default, unit, reason) of every setting, as the README prints them."""


def _kind(default: Any) -> Callable[[str], Any]:
    """What reads a setting with this default."""
    if isinstance(default, bool):
        return {"on": True, "off": False}.__getitem__
    return type(default)


class BadSetting(Exception):
    """A setting that cannot be read; its text is for the operator."""


def read(**given: Any) -> Settings:
    """The settings of this process; `given` (from the command line) wins over the environment.

    Raises BadSetting naming the variable and what it should be.
    """
    found: dict[str, Any] = {}
    for one in fields(Settings):
        name = f"VERSTAT_{one.name.upper()}"
        text = os.environ.get(name)
        if text is None:
            continue
        try:
            found[one.name] = _kind(one.default)(text)
        except (ValueError, KeyError):
            wanted = "on or off" if one.default is False else f"a number of {one.metadata['unit']}"
            raise BadSetting(f"{name} is {text!r}; it should be {wanted}.") from None
    found.update({name: value for name, value in given.items() if value is not None})
    settings = Settings(**found)
    if settings.language not in LANGUAGES:
        raise BadSetting(f"VERSTAT_LANGUAGE is {settings.language!r}; it should be one of {', '.join(LANGUAGES)}.")
    if settings.timezone not in available_timezones():
        raise BadSetting(f"VERSTAT_TIMEZONE is {settings.timezone!r}; it should be a time zone such as Europe/Kyiv.")
    return settings
