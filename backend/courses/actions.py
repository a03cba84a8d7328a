"""Writing and publishing courses."""

from msgspec import Struct, to_builtins

from backend.core.actor import Actor
from backend.core.ids import pair_id
from backend.core.work import Op, Work
from backend.courses.schemas import CourseText, Edition, ModuleText
from backend.courses.tables import Bundle, Course, Lesson, Module, Quiz, Release, ReleaseQuiz


class ReleasePublished(Struct, frozen=True):
    """A course has another current release."""

    course: str


async def write_course(work: Work, actor: Actor, op: Op, text: CourseText) -> str:
    """Put down a course with its modules, lessons and quizzes and return its id; what is there already stays as it is.

    For the system only.
    """
    actor.must_be_system()
    head = {"title": text.title, "summary": text.summary, "hours": text.hours, "counts": text.counts}
    work.add(Course, once=True, id=text.id, **head)
    for m, module in enumerate(text.modules):
        work.add(Module, once=True, id=module.id, course=text.id, position=m, title=module.title)
        _write_lessons(work, module)
        _write_quizzes(work, module)
    work.about("course", text.id)
    return text.id


def _write_lessons(work: Work, module: ModuleText) -> None:
    for n, lesson in enumerate(module.lessons):
        work.add(
            Lesson,
            once=True,
            id=lesson.id,
            module=module.id,
            position=n,
            minutes=lesson.minutes,
            title=lesson.title,
            summary=lesson.summary,
            body=lesson.body,
            terms=to_builtins(lesson.terms),
        )


def _write_quizzes(work: Work, module: ModuleText) -> None:
    for n, quiz in enumerate(module.quizzes):
        work.add(
            Quiz,
            once=True,
            id=quiz.id,
            module=module.id,
            position=n,
            title=quiz.title,
            graded=quiz.graded,
            attempts=quiz.attempts,
            pass_percent=quiz.pass_percent,
            questions=to_builtins(quiz.questions),
        )


async def publish_release(work: Work, actor: Actor, op: Op, edition: Edition) -> bool:
    """Publish an edition that `release.edition` made; False when it says nothing new. For the system only."""
    actor.must_be_system()
    work.about("course", edition.course)
    course = await work.run(Course.select(Course.release).where(Course.id == edition.course))
    if not course or course[0]["release"] == edition.release:
        return False
    _keep(work, op, edition)
    work.change(Course, edition.course, release=edition.release)
    await work.tell(ReleasePublished(edition.course))
    return True


def _keep(work: Work, op: Op, edition: Edition) -> None:
    """Keep an edition; one that says what an earlier one said is there already."""
    work.memo["published", edition.release] = True  # see queries.release
    work.add(
        Release,
        once=True,
        id=edition.release,
        course=edition.course,
        published_at=op.happened,
        lessons=edition.lessons,
    )
    for bundle in edition.bundles:
        work.add(
            Bundle,
            once=True,
            id=bundle.hash,
            release=edition.release,
            module=bundle.module,
            language=bundle.language,
            body=bundle.body,
            size=len(bundle.body),
        )
    for key in edition.keys:
        work.add(
            ReleaseQuiz,
            once=True,
            id=pair_id(edition.release, key.quiz),
            release=edition.release,
            quiz=key.quiz,
            graded=key.graded,
            attempts=key.attempts,
            pass_percent=key.pass_percent,
            questions=to_builtins(key.questions),
            explanations=edition.explanations[key.quiz],
        )
