"""Every setting of an installation, and the only reader of the environment."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple, cast
from zoneinfo import available_timezones

from backend.core import hosts
from backend.core.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]


def _setting(default: Any, unit: str, reason: str, *, secret: bool = False, within: tuple[int, int] = (0, 0)) -> Any:
    return field(
        default=default, repr=not secret, metadata={"unit": unit, "reason": reason, "within": within, "secret": secret}
    )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation. Each field is read from VERSTAT_<NAME>, or from the file that VERSTAT_<NAME>_FILE names; a
    value that cannot be read, or makes no sense, stops the start."""

    data: Path = _setting(
        ROOT / "data", "folder", "where the database and everything else that must be backed up lives"
    )
    guard: str = _setting(
        "", "folder", "where the file lies that knows a restored database; better on another disk than the data folder"
    )
    database: str = _setting(
        "", "URL", "postgresql://… when SQLite's one file in the data folder is outgrown", secret=True
    )
    database_connections: int = _setting(
        10, "connections", "PostgreSQL only: how many each process may hold", within=(1, 1_000)
    )
    processes: int = _setting(
        1, "processes", "PostgreSQL only: how many serve on the one port, at most one for each core", within=(1, 64)
    )
    host: str = _setting("127.0.0.1", "address", "where to listen; a reverse proxy with TLS stands in front")
    port: int = _setting(8000, "port", "where to listen", within=(1, 65_535))
    trusted_proxies: str = _setting("127.0.0.1", "addresses", "whose word on the visitor's address and TLS is believed")
    hosts: str = _setting("", "names", "by what it is reached, separated by commas; addresses and localhost always are")
    metrics: str = _setting(
        "", "address", "127.0.0.1:9464, say: where Prometheus may ask for figures; not for the public"
    )
    console: bool = _setting(False, "on or off", "whether operators can sign in at /admin")
    language: str = _setting("uk", "code", "what is spoken to people whose language is not known")
    timezone: str = _setting("Europe/Kyiv", "name", "which day it is for a school")
    session_days: int = _setting(
        180, "days", "a phone that stays silent for longer must sign in again", within=(1, 3_650)
    )
    grace_days: int = _setting(
        30, "days", "work made this long after a role ended is still kept, with a flag", within=(0, 3_650)
    )
    silent_days: int = _setting(7, "days", "a phone not heard of for longer is shown as silent", within=(1, 3_650))
    guardian_age: int = _setting(
        18, "years", "below this age a guardian consents; from it on one does so oneself", within=(0, 120)
    )
    minimum_age: int = _setting(12, "years", "who is younger cannot ask to take part", within=(0, 120))
    sync_operations: int = _setting(50, "operations", "most operations in one delivery of a phone", within=(1, 1_000))
    sync_bytes: int = _setting(262_144, "bytes", "largest delivery of a phone", within=(16_384, 16_777_216))
    sync_rows: int = _setting(500, "rows", "most rows in one page that a phone pulls", within=(1, 10_000))
    sync_scopes: int = _setting(
        300, "scopes", "most scopes on one phone; the rest stays online only", within=(1, 10_000)
    )
    spread_seconds: int = _setting(
        60, "seconds", "phones that come back together spread over this time", within=(0, 86_400)
    )

    @property
    def sqlite(self) -> Path:
        """The database file used while `database` is empty."""
        return self.data / "verstat.sqlite"

    @property
    def guard_folder(self) -> Path:
        """Where the guard lies: with the data when no other folder is named."""
        return Path(self.guard) if self.guard else self.data


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


class BadSetting(Exception):
    """A setting that cannot be read; its text is for the operator."""


class _Text(NamedTuple):
    """A setting as it was given."""

    name: str
    text: str
    shown: str
    """How to name the text in a sentence: nothing secret, and nothing out of a file, which may be the wrong one."""

    def refused(self, wanted: str) -> BadSetting:
        return BadSetting(f"{self.name} is {self.shown}; it should be {wanted}.")


def _given(name: str, secret: bool) -> _Text | None:
    text, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if file is None:
        return None if text is None else _Text(name, text, "kept secret" if secret else repr(text))
    if text is not None:
        raise BadSetting(f"{name} and {name}_FILE are both given; keep one of them.")
    try:
        kept = Path(file).read_text("utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise BadSetting(f"{name}_FILE is {file!r}, which cannot be read ({reason}).") from None
    if not kept or "\n" in kept:
        raise BadSetting(f"{name}_FILE is {file!r}, which should hold one line: the value alone.")
    return _Text(name, kept, "what its file holds")


def _number(given: _Text, within: tuple[int, int], unit: str) -> int:
    least, most = within
    try:
        number = int(given.text)
    except ValueError:
        raise given.refused(f"a number of {unit}") from None
    if not least <= number <= most:
        raise given.refused(f"a number of {unit} from {least} to {most}")
    return number


def _switch(given: _Text) -> bool:
    if given.text not in ("on", "off"):
        raise given.refused("on or off")
    return given.text == "on"


def _path(given: _Text) -> Path:
    if not given.text or "\0" in given.text:
        raise given.refused("the name of a folder")
    return Path(given.text)


def _hosts(text: str) -> bool:
    try:
        hosts.names(text)
    except ValueError:
        return False
    return True


def _listener(text: str) -> bool:
    try:
        return not text or bool(hosts.listener(text))
    except ValueError:
        return False


SENSE: dict[str, tuple[Callable[[str], bool], str]] = {
    "host": (bool, "an address of this machine, or 0.0.0.0 for all of them"),
    "hosts": (_hosts, "names such as verstat.example.org, separated by commas, without https:// and without a port"),
    "metrics": (_listener, "an address with a port, such as 127.0.0.1:9464"),
    "language": (LANGUAGES.__contains__, f"one of {', '.join(LANGUAGES)}"),
    "timezone": (lambda text: text in available_timezones(), "a time zone such as Europe/Kyiv"),
}
"""What a text has to be, and how to say so."""


def _words(given: _Text, name: str) -> str:
    makes_sense, wanted = SENSE.get(name, (lambda _: True, ""))
    if not makes_sense(given.text):
        raise given.refused(wanted)
    return given.text


def _read(given: _Text, one: Any) -> Any:
    if isinstance(one.default, bool):
        return _switch(given)
    if isinstance(one.default, int):
        return _number(given, cast("tuple[int, int]", one.metadata["within"]), one.metadata["unit"])
    return _path(given) if isinstance(one.default, Path) else _words(given, one.name)


def read(**given: Any) -> Settings:
    """The settings of this process; `given` (from the command line) wins over the environment.

    Raises BadSetting naming the variable and what it should be.
    """
    found: dict[str, Any] = {}
    for one in fields(Settings):
        text = _given(f"VERSTAT_{one.name.upper()}", one.metadata["secret"])
        if text is not None:
            found[one.name] = _read(text, one)
    found.update({name: value for name, value in given.items() if value is not None})
    return Settings(**found)
