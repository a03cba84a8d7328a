"""Every offline act: the name under which a phone sends it, what it carries, what carries it out."""

from msgspec import Struct

from backend.core.work import Action
from backend.people.actions import choose_language
from backend.people.invite_mentor import record_clearance
from backend.people.schemas import ChooseLanguage, RecordClearance
from backend.programmes.assign_mentor import assign_mentor, dismiss_mentor
from backend.programmes.schemas import AssignMentor, DismissMentor
from backend.progress.actions import complete_lesson
from backend.progress.schemas import CompleteLesson


class Kind(Struct, frozen=True):
    """An offline act; `v` is the newest shape of its body."""

    body: type[Struct]
    action: Action
    v: int = 1


OPERATIONS = {
    "people.choose_language": Kind(ChooseLanguage, choose_language),
    "people.record_clearance": Kind(RecordClearance, record_clearance),
    "programmes.assign_mentor": Kind(AssignMentor, assign_mentor),
    "programmes.dismiss_mentor": Kind(DismissMentor, dismiss_mentor),
    "progress.complete_lesson": Kind(CompleteLesson, complete_lesson),
}
