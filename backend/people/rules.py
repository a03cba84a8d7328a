"""What is true of names, ages, consents and of signing in."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_ORDER = {letter: f"{place:02}" for place, letter in enumerate(" " + UKRAINIAN)}
APOSTROPHES = "'’ʼ`‘′´ʹʻ＇"
HYPHENS = "-‐‑‒–—−"
_SILENT = str.maketrans("", "", APOSTROPHES + "-")

TEN_YEARS = timedelta(days=3_653)
FORGET_AFTER = 15 * 60  # seconds
Guards = dict[str, dict[str, int]]
"""What failures are counted under -> its limits, for `pause`."""


def sort_key(family: str, given: str, patronymic: str | None) -> str:
    """Text that sorts by the Ukrainian alphabet (ґ after г, і after и); other letters come after it.

    Two digits a letter, because PostgreSQL compares by the locale it was made with: they sort alike in all of them.
    """
    name = " ".join(part for part in (family, given, patronymic) if part).casefold().translate(_SILENT)
    return "".join(_ORDER.get(letter, f"z{ord(letter):06x}") for letter in name)


def search_key(*names: str | None) -> str:
    """Text in which a name is found whatever its apostrophe, its case, and whether ґ was typed as г."""
    return " ".join(name for name in names if name).casefold().translate(_SILENT).replace("ґ", "г")


_ONE_SHAPE = str.maketrans(dict.fromkeys(APOSTROPHES, "’") | dict.fromkeys(HYPHENS, "-") | {"\u0301": None})
_LOOK_ALIKES = str.maketrans("ABCEHIKMOPTXYÏaceiopxyï", "АВСЕНІКМОРТХУЇасеіорхуї")
_is_login = re.compile(r"[^\W_][\w.@+-]{2,63}\Z").match


def tidy_name(text: str) -> str:
    """A name as it is kept: one shape of apostrophe, single spaces, no Latin letter that only looks Cyrillic.

    What cannot be seen (marks of direction, of a word break) and the accent that shows a stress are dropped.
    """
    seen = "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf")
    name = " ".join(seen.translate(_ONE_SHAPE).split())
    return name.translate(_LOOK_ALIKES) if "CYRILLIC" in _alphabets(name) else name


def name_fault(name: str) -> str | None:
    """The code of what is wrong with a tidy name."""
    letters = sum(letter.isalpha() for letter in name)
    if any(letter not in "’- " and unicodedata.category(letter)[0] not in "LM" for letter in name):
        return "name_letters"
    if letters < 2:
        return "name_short"
    if len(name) > 100:
        return "name_long"
    return "name_mixed" if len(_alphabets(name)) > 1 else None


def _alphabets(text: str) -> set[str]:
    return {unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha()}


def is_login(login: str) -> bool:
    """Whether a login name, as `login_key` writes it, can be typed again on any phone."""
    return _is_login(login) is not None and len(_alphabets(login)) <= 1


def login_base(family: str, given: str) -> str:
    """What a proposed login name begins with, before its digits: it can be typed on every keyboard."""
    parts = [_plain(part) for part in (given, family)]
    return ".".join(part for part in parts if part) or "person"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", latin(tidy_name(name)).casefold())
    return re.sub(r"[^a-z]", "", letters)[:25]


_COMMONEST = """
12345678 123456789 1234567890 0123456789 87654321 987654321 password password1 password123 passw0rd qwertyui qwertyuiop
qwerty12 qwerty123 qwerty1234 1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 qazwsxedc asdfghjk asdfghjkl zxcvbnm1 abcd1234
abc12345 a1234567 iloveyou admin123 sunshine football 123123123 12341234 11223344 йцукенгш йцукен123 пароль12 пароль123
parol123 ukraine1 slavaukraini verstat1 verstat123
"""
COMMONEST = frozenset(_COMMONEST.split())


def is_weak(password: str, login: str) -> bool:
    """Whether a password is one of the first that anybody would try."""
    plain = password.strip().casefold()
    return not 8 <= len(plain) <= 200 or len(set(plain)) < 3 or plain in (COMMONEST | {login})


def check_fault(outcome: str, checked_on: date, expires_on: date | None, today: date) -> str | None:
    """The code of what is wrong with the days of a mentor's check, told `today`."""
    if not today - TEN_YEARS <= checked_on <= today:
        return "check_day"
    if outcome == "cleared" and expires_on is not None and not today <= expires_on <= checked_on + TEN_YEARS:
        return "check_expiry"
    return None


_LETTERS = "a,b,v,h,g,d,e,ie,zh,z,y,i,i,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,iu,ia"
_LATIN = dict(zip(UKRAINIAN, _LETTERS.split(","), strict=True))
_LATIN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def latin(text: str) -> str:
    """Ukrainian in Latin letters (resolution 55 of the Cabinet of Ministers, 27 January 2010).

    A passport's own spelling wins over it: this is a proposal. Capitals are kept.
    """
    out: list[str] = []
    before = " "
    for letter in text:
        small = letter.lower()
        first = not before.isalpha() and before not in APOSTROPHES
        other = "" if small in APOSTROPHES else letter
        written = (
            "gh" if before + small == "зг" else (_LATIN_FIRST if first else {}).get(small, _LATIN.get(small, other))
        )
        out.append(written.capitalize() if letter.isupper() else written)
        before = small
    return "".join(out)


CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
_LATIN_ALIKE = str.maketrans("АВСЕНІКМОРТХУ", "ABCEHIKMOPTXY")


def tidy_code(typed: str) -> str:
    """A code that was read out or copied, however it was typed: in small letters, in groups, on a Cyrillic keyboard."""
    return "".join(letter for letter in typed.upper().translate(_LATIN_ALIKE) if letter.isalnum())


def login_key(login: str) -> str:
    """The one way a login name is kept: phones capitalise the first letter and add a space."""
    return unicodedata.normalize("NFC", login).strip().casefold()


def full_name(family: str, given: str) -> str:
    """How a list of people names someone."""
    return f"{family} {given}".strip()


def nobody(person: str) -> dict[str, str | None]:
    """The columns of somebody whose account was closed. Every list shows an empty name as a closed account, last.

    A login name holds no space, so nobody can have this one or type it.
    """
    return {
        "login": f"closed {person}",
        "family": "",
        "given": "",
        "sort_key": "zz",
        "search_key": "",
        **dict.fromkeys(("password", "patronymic", "preferred", "born", "institution")),
    }


def age(born: date, day: date) -> int:
    """Full years on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


OLDEST = 120  # years; beyond them a year was mistyped


def born_trouble(born: date, day: date, minimum: int) -> str | None:
    """The code of what is wrong with the birth date of somebody who wants to take part from `day` on."""
    if born > day:
        return "born_future"
    if age(born, day) > OLDEST:
        return "born_odd"
    return "too_young" if age(born, day) < minimum else None


class Majority(NamedTuple):
    """From which age one answers for oneself, and the day for which that is asked."""

    age: int
    day: date

    def is_minor(self, born: date | None) -> bool:
        """Whether a guardian has to answer. Not when the birth date is unknown: who takes part has told it."""
        return born is not None and age(born, self.day) < self.age


class Answer(NamedTuple):
    """What somebody said to one purpose on a day."""

    purpose: str
    given: bool
    by_guardian: bool
    day: date


def in_force(answers: Iterable[Answer], born: date | None, majority: int) -> list[str]:
    """The purposes that are consented to, by `answers` from the oldest to the latest.

    An answer counts when it came from who was entitled on its day: a guardian for a minor, else oneself. So a
    guardian's answer outlives the birthday until the person answers.
    """
    latest: dict[str, bool] = {}
    for answer in answers:
        if Majority(majority, answer.day).is_minor(born) == answer.by_guardian:
            latest[answer.purpose] = answer.given
    return [purpose for purpose, given in latest.items() if given]


def hour(moment: datetime) -> datetime:
    """The beginning of its hour: closer than that nobody needs to know when a phone was in use."""
    return moment.replace(minute=0, second=0, microsecond=0)


def pause(
    failures: int, latest: datetime | None, now: datetime, *, free: int, longest: int, forget: int = FORGET_AFTER
) -> int:
    """Seconds to wait before the next try; 0 when it may be made now.

    The first `free` wrong passwords cost nothing, then each doubles the pause up to `longest` seconds. A try during
    a pause is not counted and never looked at, so an account is slowed down but cannot be locked out; `forget`
    seconds without a wrong password forget them all. So does a clock set back: else it would lock out until then.
    """
    if latest is None or failures < free or not timedelta() <= now - latest <= timedelta(seconds=forget):
        return 0
    until = latest + timedelta(seconds=min(2 ** min(failures - free, 20), longest))
    return max(0, -int((now - until).total_seconds() // 1))
