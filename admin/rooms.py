"""Which tables the console shows, under which names, grouped by room; and what is kept from it, with the reason."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from piccolo.table import Table

from backend.audit.tables import Line
from backend.core.errors import declare
from backend.core.i18n import N_
from backend.courses import tables as courses
from backend.manufactories import tables as manufactories
from backend.mentoring import tables as mentoring
from backend.people import tables as people
from backend.programmes import tables as programmes
from backend.progress import tables as progress
from backend.sync.tables import Operation


class Shown(NamedTuple):
    """A table at the console."""

    table: type[Table]
    name: str
    listed: Sequence[str]
    """The columns of the list; the first links to the row."""
    filters: Sequence[str] = ()
    order: str = ""
    """The column the list is ordered by, with - for the latest first; the first of the list when empty."""
    hidden: Sequence[str] = ()
    """Columns that are nowhere: secrets, and what only machines read."""


GROUPS: Mapping[str, Sequence[Shown]] = {
    N_("People and schools"): [
        Shown(people.Institution, N_("Institutions"), ["name", "short_name", "kind"], ["kind"]),
        Shown(
            people.Person,
            N_("People"),
            ["family", "given", "patronymic", "institution", "login", "born", "closed_at"],
            ["family", "given", "login", "institution", "born", "closed_at"],
            "sort_key",
            hidden=["password", "sort_key", "search_key"],
        ),
        Shown(
            people.Role,
            N_("Roles"),
            ["kind", "person", "place_kind", "since", "until"],
            ["kind", "person", "place_kind", "place", "until"],
            "-since",
        ),
        Shown(
            people.Consent,
            N_("Consents"),
            ["purpose", "person", "given", "guardian", "day", "recorded_by"],
            ["purpose", "person", "given", "guardian", "day"],
            "-happened_at",
        ),
        Shown(
            people.Device,
            N_("Phones"),
            ["label", "person", "seen_at", "unsent"],
            ["person", "seen_at", "unsent"],
            "-seen_at",
            ["phone", "token"],
        ),
        Shown(people.SchoolMentor, N_("Mentors of schools"), ["since", "person", "institution"], ["institution"]),
        Shown(
            people.Clearance,
            N_("Checks of mentors"),
            ["outcome", "school_mentor", "checked_on", "expires_on", "recorded_by"],
            ["outcome", "school_mentor", "expires_on"],
            "-recorded_at",
        ),
        Shown(
            people.Invitation,
            N_("Invitations of mentors"),
            ["label", "institution", "made_by", "until", "used_at", "used_by"],
            ["institution", "used_at"],
            "-made_at",
            ["token"],
        ),
        Shown(
            people.Appointment,
            N_("Appointments"),
            ["label", "kind", "operator", "until", "used_at", "used_by"],
            ["kind", "operator", "used_at"],
            "-made_at",
            ["token"],
        ),
        Shown(
            people.StaffCode,
            N_("Codes for new passwords of staff"),
            ["made_at", "person", "operator", "until", "used_at"],
            ["person", "operator", "used_at"],
            "-made_at",
            ["code"],
        ),
        Shown(
            people.ResetCode,
            N_("Codes for new passwords"),
            ["made_at", "person", "made_by", "until", "used_at"],
            ["person", "made_by", "used_at"],
            "-made_at",
            ["code"],
        ),
    ],
    N_("Programmes and cohorts"): [
        Shown(programmes.Programme, N_("Programmes"), ["name", "summary"]),
        Shown(
            programmes.Cohort,
            N_("Cohorts"),
            ["name", "programme", "institution", "starts", "ends", "seats", "code"],
            ["programme", "institution", "starts", "ends", "code"],
            "-starts",
        ),
        Shown(
            programmes.CohortCourse, N_("Courses of cohorts"), ["position", "cohort", "course"], ["cohort", "course"]
        ),
        Shown(
            programmes.Enrolment,
            N_("Enrolments"),
            ["status", "person", "cohort", "institution", "since", "reason"],
            ["status", "person", "cohort", "institution", "reason"],
            "-since",
        ),
        Shown(
            programmes.EnrolmentStep,
            N_("Steps of enrolments"),
            ["happened_at", "enrolment", "act", "before", "after", "person", "reason"],
            ["enrolment", "act", "after", "person"],
            "-happened_at",
        ),
        Shown(
            programmes.CohortMentor,
            N_("Mentors of cohorts"),
            ["since", "person", "cohort", "until"],
            ["person", "cohort"],
        ),
    ],
    N_("Courses"): [
        Shown(courses.Course, N_("Courses"), ["title", "summary", "hours", "counts"]),
        Shown(courses.Module, N_("Modules"), ["title", "course", "position"], ["course"], "position"),
        Shown(courses.Lesson, N_("Lessons"), ["title", "module", "position", "minutes"], ["module"], "position"),
        Shown(
            courses.Quiz,
            N_("Quizzes"),
            ["title", "module", "position", "graded", "attempts", "pass_percent"],
            ["module", "graded"],
            "position",
        ),
        Shown(courses.Release, N_("Releases"), ["published_at", "course"], ["course"], "-published_at"),
    ],
    N_("Progress"): [
        Shown(
            progress.Completion,
            N_("Finished lessons"),
            ["happened_at", "enrolment", "lesson", "flag"],
            ["enrolment", "lesson", "flag", "happened_at"],
            "-happened_at",
        ),
        Shown(
            progress.Attempt,
            N_("Attempts at quizzes"),
            ["happened_at", "enrolment", "quiz", "score", "passed", "flag"],
            ["enrolment", "quiz", "passed", "flag"],
            "-happened_at",
        ),
    ],
    N_("Mentoring"): [
        Shown(
            mentoring.Session,
            N_("Sessions"),
            ["held_on", "cohort", "manufactory", "kind", "minutes", "person", "adult"],
            ["cohort", "manufactory", "kind", "person", "adult", "held_on"],
            "-held_on",
        ),
        Shown(
            mentoring.Mark,
            N_("Attendance"),
            ["held_on", "enrolment", "status", "late_minutes", "person", "flag"],
            ["enrolment", "cohort", "status", "flag", "held_on"],
            "-held_on",
        ),
        Shown(
            mentoring.Plan,
            N_("Planned sessions"),
            ["starts_at", "cohort", "place", "topic", "cancelled_at"],
            ["cohort", "person", "starts_at"],
            "-starts_at",
        ),
        Shown(
            mentoring.Announcement, N_("Announcements"), ["made_at", "cohort", "text", "person"], ["cohort"], "-made_at"
        ),
    ],
    N_("Manufactories"): [
        Shown(
            manufactories.Manufactory,
            N_("Manufactories"),
            ["name", "makes", "institution", "cohort", "carrier", "founded_at"],
            ["institution", "cohort", "programme", "carrier"],
            "-founded_at",
        ),
        Shown(
            manufactories.Member,
            N_("Members"),
            ["since", "person", "manufactory", "until"],
            ["person", "manufactory", "until"],
            "-since",
        ),
        Shown(manufactories.Post, N_("Posts"), ["kind", "member", "since", "until"], ["kind", "member"], "-since"),
        Shown(
            manufactories.TeamMentor,
            N_("Mentors of manufactories"),
            ["since", "person", "manufactory", "until"],
            ["person", "manufactory"],
        ),
        Shown(
            manufactories.Gate,
            N_("Gates"),
            ["name", "manufactory", "kind", "due", "dropped_at"],
            ["manufactory", "kind"],
            "due",
        ),
        Shown(
            manufactories.GateStep,
            N_("Steps at gates"),
            ["day", "gate", "act", "said", "person"],
            ["gate", "act", "person"],
            "-happened_at",
        ),
        Shown(
            manufactories.Product,
            N_("Products"),
            ["name", "manufactory", "unit", "active"],
            ["manufactory", "active"],
            "-made_at",
        ),
        Shown(manufactories.Price, N_("Prices"), ["since", "product", "kopecks", "person"], ["product"], "-since"),
        Shown(
            manufactories.Entry,
            N_("Entries in the books"),
            ["day", "manufactory", "kind", "money", "kopecks", "note", "held", "person"],
            ["manufactory", "kind", "money", "held", "person", "day"],
            "-happened_at",
        ),
        Shown(
            manufactories.EntryLine,
            N_("Lines of entries"),
            ["place", "entry", "account", "kopecks", "product", "quantity", "price"],
            ["entry", "account", "product"],
            "entry",
        ),
        Shown(
            manufactories.Approval,
            N_("Approvals of entries"),
            ["happened_at", "entry", "person"],
            ["entry", "person"],
            "-happened_at",
        ),
        Shown(
            manufactories.RuleSet,
            N_("Limits of programmes"),
            ["team_min", "team_max", "spending_limit", "cash_rounding"],
        ),
        Shown(
            manufactories.GateTemplate,
            N_("Gates of programmes"),
            ["name", "programme", "position", "kind", "days"],
            ["programme", "kind"],
            "position",
        ),
    ],
    N_("The installation"): [
        Shown(
            Line,
            N_("Audit"),
            ["happened_at", "act", "operator", "acted_as", "person", "about_kind", "about", "details"],
            ["act", "operator", "person", "acted_as", "about_kind", "about", "device", "happened_at", "arrived_at"],
            "-arrived_at",
        ),
        Shown(
            Operation,
            N_("Receipts of phones"),
            ["arrived_at", "type", "person", "code", "happened_at"],
            ["type", "person", "device", "code", "arrived_at"],
            "-arrived_at",
            ["hash", "v"],
        ),
        Shown(
            people.Operator,
            N_("Operators"),
            ["username", "active", "last_login"],
            hidden=["password", "first_name", "last_name", "email", "admin", "superuser", "id"],
        ),
    ],
}  # fmt: skip - one line for what fits into one

KEPT_BACK: Mapping[str, str] = {
    "operator_session": "sessions are secrets",
    "sign_in_failure": "names and addresses as hashes, for the guards alone",
    "scope": "how phones are told of changes",
    "change": "how phones are told of changes",
    "job": "what the program does by itself; the log says how it went",
    "sync_meta": "the epoch is replaced by restoring a backup and by nothing else",
    "bundle": "what phones fetch: bytes",
    "release_quiz": "what marks a release, for ever; the quiz itself is shown",
    "headway": "sums for the Desk; the enrolments and completions they are made of are shown",
    "picture": "bytes; the row that shows a picture shows it",
}
"""Table that the console does not show -> why."""

_FACT = N_("This is kept as it happened. A mistake is put right in the app, by who made it or by their coordinator.")
_BOOKS = N_("The books are never changed. A wrong entry is reversed in the app, by the team or its mentor.")
_TEAM = N_("A manufactory is changed in the app, by its team, its mentors and its school’s coordinator.")
_LINK = N_("Links are not changed. One ends when it is used, or after a week; a newer one does not end it sooner.")
_CODE = N_("Codes are not changed. Make another one; it takes the place of the former.")
_SCHOOL = N_("This is for the school’s coordinator, in the app.")

declare(
    "only_read",
    403,
    _FACT,
    states={
        "person": N_("Personal data is not changed here. A form closes an account or makes a code for a new password."),
        "role": N_(
            "Rights follow from enrolments, teams and appointments. The forms assign mentors and appoint staff."
        ),
        "consent": N_("An answer is never changed. The person gives another one in the app, or hands in a paper."),
        "device": N_(
            "A phone is signed out in the app by whom it belongs to, or with the form that closes an account."
        ),
        "school_mentor": _SCHOOL,
        "clearance": _SCHOOL,
        "invitation": _LINK,
        "appointment": _LINK,
        "reset_code": _CODE,
        "staff_code": _CODE,
        "enrolment": _SCHOOL,
        "cohort_mentor": N_("Mentors are assigned with the form, or by the coordinator in the app."),
        "team_mentor": N_("Mentors are assigned with the form, or by the coordinator in the app."),
        "release": N_("A release is never changed. Correct the course and publish another one with the form."),
        "entry": _BOOKS,
        "entry_line": _BOOKS,
        "approval": _BOOKS,
        "price": _BOOKS,
        **dict.fromkeys(("manufactory", "member", "post", "gate", "product"), _TEAM),
        **dict.fromkeys(
            ("plan", "announcement"), N_("Sessions and words are for mentors and coordinators, in the app.")
        ),
        "audit_line": N_("The audit is written by what happens and by nothing else."),
        "operator": N_("Operators are made on the server: ./verstat create-operator. Your own password: in the menu."),
    },
)
