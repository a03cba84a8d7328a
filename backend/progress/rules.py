"""How quizzes are marked. The phone marks practice by the same rules (rooms/progress/marking.ts); the cases of
tests/progress/marking.json are run by both."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from fractions import Fraction

from msgspec import Struct

from backend.courses.schemas import Key, QuestionKey, QuizKey
from backend.progress.schemas import Answer

# Written out, because each language means something else by "white space", "digit" and "fold the case".
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SPACES = re.compile("[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u02b9\u2032`\u00b4\uff07]")
DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")  # one way to read each: a long answer costs no more
ENDS = ".!? "
CYRILLIC = re.compile("[\u0400-\u04ff]")
LOOK_ALIKES = str.maketrans("abcehikmoptxyï", "авсенікмортхуї")
"""Small Latin letters, each beside the Cyrillic one that looks like it, small or capital."""

LONGEST = timedelta(days=365)
"""An attempt may lie half done on a phone for so long."""

BEHIND_BY = 2  # lessons: less is a week's illness, not a trouble


def behind_on(done: int, total: int, starts: date, ends: date) -> date | None:
    """The first day on which who has done so much, and does nothing more, is over `BEHIND_BY` lessons behind an even
    pace from the first to the last day of the cohort."""
    if total - done <= BEHIND_BY:
        return None
    return starts + timedelta(days=(done + BEHIND_BY) * ((ends - starts).days or 1) // total + 1)


class Marks(Struct, frozen=True):
    """What an attempt is worth, in percent; `odd`: it answers what was not asked, or as nobody could."""

    score: int
    passed: bool
    results: dict[str, int]
    odd: bool


def marks(quiz: QuizKey, answers: dict[str, Answer]) -> Marks:
    """The marks of a whole attempt. A question not answered counts as wrong."""
    results = {asked.id: mark(asked.kind, asked.key, answers.get(asked.id)) for asked in quiz.questions}
    score = sum(results.values()) // len(results)
    known = {asked.id: asked for asked in quiz.questions}
    odd = any(id_ not in known or not _fits(known[id_], answer) for id_, answer in answers.items())
    return Marks(score, score >= quiz.pass_percent, results, odd)


def mark(kind: str, key: Key, answer: Answer) -> int:
    """What an answer is worth, 0 to 100. An answer of the wrong type is worth nothing."""
    match kind, answer:
        case ("single", int()) if not isinstance(answer, bool):
            return 100 if answer in (key.options or []) else 0
        case ("truefalse", bool()):
            return 100 if answer is key.truth else 0
        case ("multiple", list()):
            return _chosen(set(key.options or []), set(answer))
        case ("matching", list()):
            pairs = key.pairs or []
            return sum(one == other for one, other in zip(pairs, answer, strict=False)) * 100 // len(pairs)
        case ("numeric", str()):
            return 100 if _near(key, answer) else 0
        case ("short", str()):
            said = _plain(answer)
            return 100 if any(_same(_plain(one), said) for one in key.accepted or []) else 0
        case _:
            return 0


def _chosen(right: set[int], chosen: set[int]) -> int:
    """Every wrong choice takes away a right one, so that choosing all is worth no more than it says."""
    return max(0, len(chosen & right) - len(chosen - right)) * 100 // len(right)


def _near(key: Key, answer: str) -> bool:
    """Exact, whatever the number of digits. A comma is a point, so that 1,200 is a little more than one."""
    typed = DASHES.sub("-", SPACES.sub("", INVISIBLE.sub("", answer))).replace(",", ".")
    if not NUMBER.fullmatch(typed):
        return False
    return abs(Fraction(typed) - Fraction(key.number or "0")) <= Fraction(key.tolerance or "0")


def _same(one: str, other: str) -> bool:
    """Whether plain texts are the same words; in Cyrillic ones a Latin look-alike is what it looks like."""
    if CYRILLIC.search(one):
        one, other = one.translate(LOOK_ALIKES), other.translate(LOOK_ALIKES)
    return one == other


def _plain(text: str) -> str:
    """Without what a keyboard may have made of the same words. Lower case, as JavaScript folds no further."""
    text = APOSTROPHES.sub("'", INVISIBLE.sub("", text))  # first: NFKC takes an acute accent apart
    text = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return SPACES.sub(" ", text).strip(" ").lower().rstrip(ENDS)


def _fits(asked: QuestionKey, answer: Answer) -> bool:
    """Whether the screen of this question could have given such an answer."""
    match asked.kind, answer:
        case (_, None) | ("truefalse", bool()) | ("numeric" | "short", str()):
            return True
        case ("single", int()) if not isinstance(answer, bool):
            return answer < asked.places
        case ("multiple", list()):
            return len(set(answer)) == len(answer) and all(0 <= place < asked.places for place in answer)
        case ("matching", list()):
            return len(answer) == asked.places and all(place < asked.places for place in answer)
        case _:
            return False


def began(started: datetime, happened: datetime, clock_off: bool) -> datetime:
    """When an attempt began, as far as its phone can be believed; never after its end."""
    return happened if clock_off else min(max(started, happened - LONGEST), happened)
