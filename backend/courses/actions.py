"""Writing and publishing courses."""

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.work import Op, Work
from backend.courses.schemas import CourseText, Edition
from backend.courses.tables import Bundle, Course, Lesson, Module, Release


class ReleasePublished(Struct, frozen=True):
    """A course has another current release."""

    course: str


async def write_course(work: Work, actor: Actor, op: Op, text: CourseText) -> str:
    """Put down a new course with its modules and lessons and return its id. For the system only."""
    actor.must_be_system()
    work.add(Course, id=text.id, title=text.title, summary=text.summary, hours=text.hours)
    for m, module in enumerate(text.modules):
        work.add(Module, id=module.id, course=text.id, position=m, title=module.title)
        for n, lesson in enumerate(module.lessons):
            work.add(
                Lesson,
                id=lesson.id,
                module=module.id,
                position=n,
                minutes=lesson.minutes,
                title=lesson.title,
                summary=lesson.summary,
                body=lesson.body,
                terms=[{"term": t.term, "definition": t.definition} for t in lesson.terms],
            )
    work.about("course", text.id)
    return text.id


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
            language=bundle.language,
            body=bundle.body,
            size=len(bundle.body),
        )
