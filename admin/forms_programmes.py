"""Forms about programmes, their cohorts and courses."""

from collections import Counter

from piccolo_admin.endpoints import FormConfig
from pydantic import BaseModel
from starlette.requests import Request

from admin.asked import door_of, language_of, perform, said, sentences
from admin.fields import Typed, asked, asked_day, asked_long, asked_number, asked_row
from admin.forms_people import WHO, new_token
from admin.telling import link
from backend.core.i18n import N_
from backend.courses.actions import publish_release
from backend.courses.publish import edition_now
from backend.people.queries import school_mentor_rows
from backend.programmes.actions import add_programme, invite_manager, open_cohort, rotate_code
from backend.programmes.assign_mentor import assign_mentor
from backend.programmes.queries import school_cohort_rows
from backend.programmes.schemas import AssignMentor, InviteManager, NewCohort, NewProgramme

PROGRAMMES = N_("Programmes and cohorts")
COURSES = N_("Courses")
SUMMARY = 2_000


class AddProgramme(BaseModel):
    """A programme."""

    name_uk: str = asked(N_("Name in Ukrainian"))
    name_en: str = asked(N_("Name in English"))
    summary_uk: str = asked_long(N_("What it is about, in Ukrainian"))
    summary_en: str = asked_long(N_("What it is about, in English"))


async def _add_programme(request: Request, form: AddProgramme) -> str:
    typed = Typed(request, form)
    new = typed.into(NewProgramme, name=typed.texts("name"), summary=typed.texts("summary", SUMMARY))
    await perform(request, add_programme, new)
    return said(request, N_("The programme is there. Open a cohort of it, or invite a manager."))


class InviteAManager(BaseModel):
    """A link for a manager."""

    programme: str = asked_row(N_("Programme"), "programme")
    label: str = asked(N_("Whom do you invite?"), WHO)


async def _invite_manager(request: Request, form: InviteAManager) -> str:
    typed = Typed(request, form)
    wish = typed.into(InviteManager, programme=typed.row("programme"), label=typed.line("label"))
    return link(request, await perform(request, invite_manager, wish, new_token()), wish.label)


class OpenCohort(BaseModel):
    """A cohort."""

    programme: str = asked_row(N_("Programme"), "programme")
    institution: str = asked_row(N_("Institution"), "institution", N_("The host, whose coordinators run the cohort."))
    name_uk: str = asked(N_("Name in Ukrainian"))
    name_en: str = asked(N_("Name in English"))
    starts: str = asked_day(N_("First day"))
    ends: str = asked_day(N_("Last day"))
    seats: str = asked_number(N_("Seats"))
    course: str = asked_row(N_("Course"), "course", N_("May be left empty and given later."))
    second_course: str = asked_row(N_("Second course"), "course")
    third_course: str = asked_row(N_("Third course"), "course")


OPENED = N_(
    "The cohort is open. Its join code is %(code)s; its coordinators find it, with a poster to print, on the Groups "
    "screen."
)


async def _open_cohort(request: Request, form: OpenCohort) -> str:
    typed = Typed(request, form)
    chosen = [typed.row_if_any(name) for name in ("course", "second_course", "third_course")]
    courses = [course for course in chosen if course]
    if any(times > 1 for times in Counter(courses).values()):
        raise typed.wrong("course", N_("“%(field)s”: the same course stands here twice."))
    starts, ends = typed.day("starts"), typed.day("ends")
    if ends < starts:
        raise typed.wrong("ends", N_("“%(field)s”: it is before the first day."))
    new = typed.into(
        NewCohort,
        programme=typed.row("programme"),
        institution=typed.row("institution"),
        name=typed.texts("name"),
        starts=starts,
        ends=ends,
        seats=typed.number("seats", 1, 10_000),
        courses=courses,
    )
    cohort = await perform(request, open_cohort, new)
    async with door_of(request).database.read() as db:
        found = await school_cohort_rows(db, [cohort])
    return said(request, OPENED, code=_spaced(found[cohort]["code"]))


class RotateCode(BaseModel):
    """Another code for a cohort."""

    cohort: str = asked_row(N_("Cohort"), "cohort")


async def _rotate_code(request: Request, form: RotateCode) -> str:
    code = await perform(request, rotate_code, Typed(request, form).row("cohort"))
    return said(
        request,
        N_("The new join code is %(code)s. The former one works no more: print the poster anew."),
        code=_spaced(code),
    )


def _spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"


class GiveMentor(BaseModel):
    """A mentor for a cohort."""

    cohort: str = asked_row(N_("Cohort"), "cohort")
    mentor: str = asked_row(N_("Mentor of the host"), "school_mentor", N_("Who accepted an invitation of the host."))


async def _give_mentor(request: Request, form: GiveMentor) -> str:
    typed = Typed(request, form)
    cohort, chosen = typed.row("cohort"), typed.row("mentor")
    async with door_of(request).database.read() as db:
        mentor = (await school_mentor_rows(db, [chosen])).get(chosen)
        host = (await school_cohort_rows(db, [cohort])).get(cohort)
    if mentor is None or host is None or mentor["institution"] != host["institution"]:
        raise typed.wrong("mentor", N_("“%(field)s”: this is no mentor of the school that hosts the cohort."))
    await perform(request, assign_mentor, AssignMentor(cohort, mentor["person"]))
    return said(request, N_("The cohort has this mentor now, for as long as the check holds."))


class PublishCourse(BaseModel):
    """A course to be published."""

    course: str = asked_row(N_("Course"), "course")


async def _publish_course(request: Request, form: PublishCourse) -> str:
    course = Typed(request, form).row("course")
    with sentences(request):
        edition = await edition_now(door_of(request), course, language_of(request))
    if await perform(request, publish_release, edition):
        return said(request, N_("The course is published. Phones take it at their next sync."))
    return said(request, N_("Nothing was published: phones have the course as it is written now already."))


FORMS = [
    FormConfig(
        N_("Add a programme"), AddProgramme, _add_programme, N_("What cohorts go through together."), PROGRAMMES
    ),
    FormConfig(
        N_("Invite a manager"),
        InviteAManager,
        _invite_manager,
        N_("A one-time link by which somebody becomes manager of a programme."),
        PROGRAMMES,
    ),
    FormConfig(
        N_("Open a cohort"),
        OpenCohort,
        _open_cohort,
        N_("A group of people who go through a programme together, at one institution."),
        PROGRAMMES,
    ),
    FormConfig(
        N_("Another join code"),
        RotateCode,
        _rotate_code,
        N_("When the code of a cohort came into wrong hands. Requests that were made stay."),
        PROGRAMMES,
    ),
    FormConfig(
        N_("Give a mentor to a cohort"),
        GiveMentor,
        _give_mentor,
        N_("Only who was invited by the host and whose check was passed and still holds."),
        PROGRAMMES,
    ),
    FormConfig(
        N_("Publish a course"),
        PublishCourse,
        _publish_course,
        N_("What its lessons and quizzes say now becomes what phones get. What was learnt from former releases stays."),
        COURSES,
    ),
]
