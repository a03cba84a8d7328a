/** One lesson, read and done without a network. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Banner, Skeleton } from "../../parts/bits";
import { Meter } from "../../parts/drawn";
import { Frame, MainAct } from "../../parts/frame";
import Missing from "../../parts/missing";
import { Stamp } from "../../parts/stamp";
import { duration, moment } from "../../parts/time";
import { wide } from "../../parts/wide";
import { navigate } from "../../router";
import { complete, type Row, StoreError } from "../../store";
import { completeLesson } from "../progress/complete";
import { following, type Lesson } from "../progress/progress";
import { whichLesson } from "../progress/words";
import { LessonRows } from "./course";
import { framed } from "./prose";
import { type Course, courseOf, coursePath, lessonPath } from "./shelf";

export default function LessonScreen({ ids: [courseId = "", lessonId = ""] }: { ids: readonly string[] }) {
  const course = courseOf(courseId);
  const lesson = course?.lessons.find(({ id }) => id === lessonId);
  if (course && lesson) return <Reading key={lessonId} course={course} lesson={lesson} />;
  const isComing = course ? course.bundle === undefined : !complete.value;
  if (!isComing) return <Missing />;
  return (
    <Frame title={gettext("Lesson")} up={`/learn/${courseId}`} alone>
      <Skeleton rows={4} />
    </Frame>
  );
}

interface Props {
  course: Course;
  lesson: Lesson;
}

function Reading({ course, lesson }: Props) {
  const total = course.lessons.length;
  const row = course.done.get(lesson.id);
  const [refused, setRefused] = useState<string>();
  const beside = wide.value && (
    <>
      <h2>{local(course.row.title)}</h2>
      <LessonRows course={course} lessons={course.lessons} here={lesson.id} />
    </>
  );
  return (
    <Frame
      title={whichLesson(lesson, total)}
      note={duration(lesson.minutes)}
      up={coursePath(course)}
      alone
      narrow
      list={beside}
      act={<Done course={course} lesson={lesson} isDone={row !== undefined} onRefused={setRefused} />}
    >
      <Meter marks={course.lessons.map(({ id }) => course.done.has(id))} label={whichLesson(lesson, total)} />
      <h2>{lesson.title}</h2>
      {refused && (
        <div ref={show}>
          <NotSaved code={refused} />
        </div>
      )}
      {row && <Receipt row={row} />}
      <p class="cap">{lesson.summary}</p>
      {/* Cleaned by the server, and content-addressed: the same bytes for everybody. */}
      <div class="prose" dangerouslySetInnerHTML={{ __html: framed(lesson.html, lesson.title) }} />
      {lesson.terms.length > 0 && <Terms lesson={lesson} />}
    </Frame>
  );
}

interface DoneProps extends Props {
  isDone: boolean;
  onRefused: (code: string) => void;
}

/** Saves first and only then goes on; when the course is finished, on means back to the whole of it. */
function Done({ course, lesson, isDone, onRefused }: DoneProps) {
  const [busy, setBusy] = useState(false);
  const next = following(course.lessons, course.done, lesson.id);
  const to = next ? lessonPath(course, next) : coursePath(course);
  if (isDone && !busy)
    return <MainAct to={to} label={next ? gettext("Next lesson") : gettext("Back to the course")} />;
  const press = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await completeLesson(course, lesson);
      navigate(to, { replace: true });
    } catch (error) {
      onRefused(error instanceof StoreError ? error.code : "closed");
      setBusy(false);
    }
  };
  return <MainAct label={gettext("Done")} icon="check" busy={busy} onPress={() => void press()} />;
}

/** Done is pressed at the end of a long text: what went wrong must come to where one looks. */
const show = (node: Element | null) => node?.scrollIntoView({ block: "center" });

const NotSaved = ({ code }: { code: string }) => (
  <Banner
    tone="err"
    title={code === "full" ? gettext("No room left on this phone") : gettext("The phone could not save this")}
  >
    <p>
      {code === "full"
        ? gettext(
            "This lesson is not marked yet. Delete a few photos or videos and press Done again. Earlier work is safe.",
          )
        : gettext(
            "This lesson is not marked yet. Close Verstat, open it again and press Done once more. Earlier work is safe.",
          )}
    </p>
  </Banner>
);

const Receipt = ({ row }: { row: Row<"completion"> }) => (
  <div class={`ban split ${row.pending ? "dashed" : "good"}`}>
    <div>
      <h3>{gettext("Lesson done")}</h3>
      <p>
        {moment(row.at)}
        {row.pending ? ` · ${gettext("saved on this phone")}` : ` · ${gettext("delivered")}`}
      </p>
    </div>
    <Stamp id={row.id} waiting={row.pending === true} />
  </div>
);

const Terms = ({ lesson }: { lesson: Lesson }) => (
  <section class="part">
    <h2 class="sec">{gettext("Key terms")}</h2>
    <dl class="card terms">
      {lesson.terms.map(({ term, definition }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{definition}</dd>
        </div>
      ))}
    </dl>
  </section>
);
