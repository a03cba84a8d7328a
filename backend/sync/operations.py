"""Every offline act: the name under which a phone sends it, what it carries, what carries it out."""

from msgspec import Struct

from backend.core.work import Action
from backend.manufactories import books, gates, mentors, products, team
from backend.manufactories.found import describe, found
from backend.manufactories.schemas import (
    AddEntry,
    AddGate,
    AddMember,
    AddProduct,
    ApproveEntry,
    AssignTeamMentor,
    ChangeProduct,
    DateGate,
    Describe,
    DismissTeamMentor,
    DropGate,
    EndMember,
    Found,
    GivePosts,
    PassGate,
    ReverseEntry,
    SetPrice,
    UndoGate,
)
from backend.mentoring.actions import announce, call_roll, cancel_session, log_session, plan_session, retract
from backend.mentoring.schemas import Announce, CallRoll, CancelSession, LogSession, PlanSession, Retract
from backend.people.actions import choose_language, give_consent
from backend.people.invite_mentor import record_clearance
from backend.people.schemas import ChooseLanguage, GiveConsent, RecordClearance
from backend.programmes.assign_mentor import assign_mentor, dismiss_mentor
from backend.programmes.schemas import Accept, AssignMentor, DismissMentor, RecordConsent, Refuse, Withdraw
from backend.programmes.steps import accept, record_consent, refuse, withdraw
from backend.progress.actions import complete_lesson, submit_quiz
from backend.progress.schemas import CompleteLesson, SubmitQuiz


class Kind(Struct, frozen=True):
    """An offline act; `v` is the newest shape of its body."""

    body: type[Struct]
    action: Action
    v: int = 1


OPERATIONS = {
    "manufactories.add_entry": Kind(AddEntry, books.add_entry),
    "manufactories.add_gate": Kind(AddGate, gates.add_gate),
    "manufactories.add_member": Kind(AddMember, team.add_member),
    "manufactories.add_product": Kind(AddProduct, products.add_product),
    "manufactories.approve_entry": Kind(ApproveEntry, books.approve_entry),
    "manufactories.assign_mentor": Kind(AssignTeamMentor, mentors.assign_mentor),
    "manufactories.change_product": Kind(ChangeProduct, products.change_product),
    "manufactories.date_gate": Kind(DateGate, gates.date_gate),
    "manufactories.describe": Kind(Describe, describe),
    "manufactories.dismiss_mentor": Kind(DismissTeamMentor, mentors.dismiss_mentor),
    "manufactories.drop_gate": Kind(DropGate, gates.drop_gate),
    "manufactories.end_member": Kind(EndMember, team.end_member),
    "manufactories.found": Kind(Found, found),
    "manufactories.give_posts": Kind(GivePosts, team.give_posts),
    "manufactories.pass_gate": Kind(PassGate, gates.pass_gate),
    "manufactories.reverse_entry": Kind(ReverseEntry, books.reverse_entry),
    "manufactories.set_price": Kind(SetPrice, products.set_price),
    "manufactories.undo_gate": Kind(UndoGate, gates.undo_gate),
    "mentoring.announce": Kind(Announce, announce),
    "mentoring.call_roll": Kind(CallRoll, call_roll),
    "mentoring.cancel_session": Kind(CancelSession, cancel_session),
    "mentoring.log_session": Kind(LogSession, log_session),
    "mentoring.plan_session": Kind(PlanSession, plan_session),
    "mentoring.retract": Kind(Retract, retract),
    "people.choose_language": Kind(ChooseLanguage, choose_language),
    "people.give_consent": Kind(GiveConsent, give_consent),
    "people.record_clearance": Kind(RecordClearance, record_clearance),
    "programmes.accept": Kind(Accept, accept),
    "programmes.assign_mentor": Kind(AssignMentor, assign_mentor),
    "programmes.dismiss_mentor": Kind(DismissMentor, dismiss_mentor),
    "programmes.record_consent": Kind(RecordConsent, record_consent),
    "programmes.refuse": Kind(Refuse, refuse),
    "programmes.withdraw": Kind(Withdraw, withdraw),
    "progress.complete_lesson": Kind(CompleteLesson, complete_lesson),
    "progress.submit_quiz": Kind(SubmitQuiz, submit_quiz),
}
