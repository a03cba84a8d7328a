"""What is true of names and of signing in."""

from datetime import date, datetime, timedelta

UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_ORDER = {letter: f"{place:02}" for place, letter in enumerate(" " + UKRAINIAN)}
APOSTROPHES = "'’ʼ`"
_SILENT = str.maketrans("", "", APOSTROPHES + "-")

FORGET_FAILURES_AFTER = timedelta(minutes=15)
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


def login_key(login: str) -> str:
    """The one way a login name is kept: phones capitalise the first letter and add a space."""
    return login.strip().casefold()


def full_name(family: str, given: str) -> str:
    """How a list of people names someone."""
    return f"{family} {given}".strip()


def is_minor(born: date | None, today: date, age: int) -> bool:
    """Whether somebody is younger than `age` years on that day; not so where no birth date is known."""
    if born is None:
        return False
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < age


def pause(failures: int, latest: datetime | None, now: datetime, *, free: int, longest: int) -> int:
    """Seconds to wait before the next try; 0 when it may be made now.

    The first `free` wrong passwords cost nothing, then each doubles the pause up to `longest` seconds. A try during
    a pause is not counted and never looked at, so an account is slowed down but cannot be locked out; a quarter of
    an hour without a wrong password forgets them all. So does a clock set back: else it would lock out until then.
    """
    if latest is None or failures < free or not timedelta() <= now - latest <= FORGET_FAILURES_AFTER:
        return 0
    until = latest + timedelta(seconds=min(2 ** min(failures - free, 20), longest))
    return max(0, -int((now - until).total_seconds() // 1))
