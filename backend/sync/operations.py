"""Every offline act: the name under which a phone sends it, what it carries, what carries it out."""

from msgspec import Struct

from backend.core.work import Action
from backend.people.actions import choose_language
from backend.people.schemas import ChooseLanguage
from backend.progress.actions import complete_lesson, submit_quiz
from backend.progress.schemas import CompleteLesson, SubmitQuiz


class Kind(Struct, frozen=True):
    """An offline act; `v` is the newest shape of its body."""

    body: type[Struct]
    action: Action
    v: int = 1


OPERATIONS = {
    "people.choose_language": Kind(ChooseLanguage, choose_language),
    "progress.complete_lesson": Kind(CompleteLesson, complete_lesson),
    "progress.submit_quiz": Kind(SubmitQuiz, submit_quiz),
}
