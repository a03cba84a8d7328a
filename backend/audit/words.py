"""What a person reads of a line: a sentence for each act, the capacity in which it was done, what an edit changed.

An act is named here before it is first carried out, and stays here after it is gone: lines outlive the code.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

from backend.core.fields import Texts, said
from backend.core.i18n import N_, gettext

Field = Literal["people", "learning", "money"]
"""What acts are about, as somebody looks for them: people and their rights, learning, money."""


class Word(NamedTuple):
    """One act in words."""

    field: Field
    sentence: str


WORDS: dict[str, Word] = {
    "admin.add_row": Word("people", N_("Something was added at the console")),
    "admin.delete_row": Word("people", N_("Something was deleted at the console")),
    "admin.edit_row": Word("people", N_("Something was changed at the console")),
    "courses.publish_release": Word("learning", N_("A new edition of a course was published")),
    "courses.write_course": Word("learning", N_("A course was written down")),
    "manufactories.add_entry": Word("money", N_("Entry made in the books")),
    "manufactories.add_gate": Word("learning", N_("Gate added")),
    "manufactories.add_member": Word("people", N_("Member added to the manufactory")),
    "manufactories.add_product": Word("money", N_("Product added")),
    "manufactories.approve_entry": Word("money", N_("Entry approved by a second person")),
    "manufactories.assign_mentor": Word("people", N_("Manufactory given to a mentor")),
    "manufactories.change_product": Word("money", N_("Product changed")),
    "manufactories.date_gate": Word("learning", N_("Gate given another day")),
    "manufactories.describe": Word("people", N_("Description of the manufactory changed")),
    "manufactories.dismiss_mentor": Word("people", N_("Manufactory taken from a mentor")),
    "manufactories.drop_gate": Word("learning", N_("Gate taken off the way")),
    "manufactories.end_member": Word("people", N_("Member left the manufactory")),
    "manufactories.found": Word("people", N_("Manufactory founded")),
    "manufactories.give_posts": Word("people", N_("Posts in the manufactory given")),
    "manufactories.pass_gate": Word("learning", N_("A gate was passed")),
    "manufactories.reverse_entry": Word("money", N_("Entry reversed")),
    "manufactories.set_price": Word("money", N_("Price set")),
    "manufactories.set_rules": Word("money", N_("Limits for the manufactories of the programme set")),
    "manufactories.undo_gate": Word("learning", N_("A gate was opened again")),
    "media.keep_picture": Word("people", N_("Picture kept")),
    "mentoring.announce": Word("learning", N_("Announcement made")),
    "mentoring.call_roll": Word("learning", N_("Roll called")),
    "mentoring.cancel_session": Word("learning", N_("Planned session called off")),
    "mentoring.log_session": Word("learning", N_("Session logged")),
    "mentoring.plan_session": Word("learning", N_("Session planned")),
    "mentoring.retract": Word("learning", N_("An announcement was taken back")),
    "people.accept_invitation": Word("people", N_("Invitation to be a mentor accepted")),
    "people.add_institution": Word("people", N_("School added")),
    "people.add_person": Word("people", N_("Account made")),
    "people.appoint_coordinator": Word("people", N_("Rights of a coordinator given")),
    "people.change_operator_password": Word("people", N_("Password of an operator changed")),
    "people.choose_language": Word("people", N_("Language chosen")),
    "people.close_account": Word("people", N_("Account closed")),
    "people.give_consent": Word("people", N_("Consents answered in the own account")),
    "people.open_school": Word("people", N_("School added, with an invitation for its coordinator")),
    "people.invite_coordinator": Word("people", N_("Invitation for a coordinator made")),
    "people.invite_mentor": Word("people", N_("Invitation for a mentor made")),
    "people.make_reset_code": Word("people", N_("Code for a new password given out")),
    "people.make_staff_code": Word("people", N_("Code for a new password given to a member of staff")),
    "people.read_card": Word("people", N_("Card of a minor read from outside the school")),
    "people.record_clearance": Word("people", N_("Check of a mentor recorded")),
    "people.revoke_device": Word("people", N_("A phone was signed out from afar")),
    "people.sign_in": Word("people", N_("Signed in on a phone")),
    "people.sign_in_operator": Word("people", N_("An operator signed in at the console")),
    "people.sign_out": Word("people", N_("Signed out on a phone")),
    "people.sign_out_operator": Word("people", N_("An operator signed out at the console")),
    "people.use_reset_code": Word("people", N_("New password chosen with a code")),
    "programmes.accept": Word("people", N_("Seat given")),
    "programmes.add_programme": Word("people", N_("Programme added")),
    "programmes.apply": Word("people", N_("Seat in a group asked for")),
    "programmes.appoint_manager": Word("people", N_("Rights of a programme manager given")),
    "programmes.assign_mentor": Word("people", N_("Group given to a mentor")),
    "programmes.dismiss_mentor": Word("people", N_("Group taken from a mentor")),
    "programmes.invite_manager": Word("people", N_("Invitation for a programme manager made")),
    "programmes.join": Word("people", N_("Account opened with the code of a group, and a seat asked for")),
    "programmes.open_cohort": Word("people", N_("Group opened")),
    "programmes.record_consent": Word("people", N_("Consents entered from a guardian’s paper")),
    "programmes.refuse": Word("people", N_("Request for a seat refused")),
    "programmes.rotate_code": Word("people", N_("Code of the group changed")),
    "programmes.withdraw": Word("people", N_("A participant left the group")),
    "progress.complete_lesson": Word("learning", N_("Lesson completed")),
    "progress.submit_quiz": Word("learning", N_("Quiz handed in")),
}
UNKNOWN = N_("Something was done that this version of Verstat has no words for")
OTHER = N_("Another detail")

CAPACITIES = {
    "applicant": N_("as who asked for the seat"),
    "learner": N_("as a learner"),
    "member": N_("as a member of the manufactory"),
    "mentor": N_("as a mentor"),
    "coordinator": N_("as a coordinator"),
    "manager": N_("as a programme manager"),
}

COLUMNS: dict[str, str] = {
    "name": N_("Name"),
    "short_name": N_("Short name"),
    "summary": N_("Summary"),
    "family": N_("Family name"),
    "given": N_("Given name"),
    "patronymic": N_("Patronymic"),
    "preferred": N_("Name to be called by"),
    "born": N_("Birth date"),
    "starts": N_("First day"),
    "ends": N_("Last day"),
    "seats": N_("Number of seats"),
    "kind": N_("Kind of school"),
    "emblem": N_("Emblem"),
    "institution": N_("School"),
    "programme": N_("Programme"),
    "code": N_("Code of the group"),
    "language": N_("Language"),
    "login": N_("Login name"),
}
TOLD = frozenset(
    {"name", "short_name", "family", "given", "patronymic", "preferred", "born", "starts", "ends", "seats"}
)
"""Columns whose values say something to a person, in a few words."""


def acts_of(field: Field) -> list[str]:
    """The acts of one field."""
    return [act for act, word in WORDS.items() if word.field == field]


@lru_cache(512)
def sentence(act: str, language: str) -> str:
    """What was done."""
    word = WORDS.get(act)
    return gettext(language, word.sentence if word else UNKNOWN)


@lru_cache(512)
def capacity(acted_as: str, language: str) -> str:
    """As what it was done; empty where that says nothing beside who did it."""
    return ", ".join(gettext(language, CAPACITIES[kind]) for kind in acted_as.split() if kind in CAPACITIES)


def changes(details: Mapping[str, Any], language: str) -> list[str]:
    """What an edit at the console changed, a sentence for each column: `details` is column -> [before, after]."""
    edits = {column: cast("list[Any]", edit) for column, edit in details.items() if isinstance(edit, list)}
    return [_change(column, edit[0], edit[-1], language) for column, edit in edits.items() if edit]


def _change(column: str, before: Any, after: Any, language: str) -> str:
    label = gettext(language, COLUMNS.get(column, OTHER))
    if column not in TOLD:
        return gettext(language, "%(field)s: changed", field=label)
    old, new = _texts(before), _texts(after)
    if old is not None and new is not None:
        changed = [one for one in (language, *old, *new) if old.get(one) != new.get(one)]
        before, after = ((texts.get(changed[0]) if changed else said(texts, language)) for texts in (old, new))
    return f"{label}: {_value(before)} → {_value(after)}"


def _texts(value: Any) -> Texts | None:
    """What a column says that has one text for each language, from the text of its JSON too."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    return cast("Texts", value) if isinstance(value, dict) else None


def _value(value: Any) -> str:
    if value is None or value == "":
        return "–"
    try:
        return date.fromisoformat(value).strftime("%d.%m.%Y")
    except (TypeError, ValueError):
        return str(value)
