/** One lesson, read and done without a network. */
import { useRef } from "preact/hooks";
import { gettext } from "../../i18n";
import { Banner, Section, Skeleton } from "../../parts/bits";
import { Meter } from "../../parts/drawn";
import { Frame, MainAct } from "../../parts/frame";
import Missing from "../../parts/missing";
import { NotSaved, type Saving, useSaving } from "../../parts/saving";
import { Stamp } from "../../parts/stamp";
import { duration, moment } from "../../parts/time";
import { wide } from "../../parts/wide";
import { navigate } from "../../router";
import { complete, type Part, type Row } from "../../store";
import { completeLesson, readingKey } from "../progress/complete";
import { following, type Lesson, type Step } from "../progress/progress";
import { whichLesson } from "../progress/words";
import { Beside } from "./lists";
import { framed } from "./prose";
import { Reading } from "./reading";
import { type Course, courseOf, coursePath, partOf, stepPath } from "./shelf";
import { Terms } from "./terms";

export default function LessonScreen({ ids: [courseId = "", lessonId = ""] }: { ids: readonly string[] }) {
  const course = courseOf(courseId);
  const lesson = course?.lessons.find(({ id }) => id === lessonId);
  if (course && lesson) return <One key={lessonId} course={course} lesson={lesson} />;
  const isComing = course ? course.outline === undefined : !complete.value;
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

function One({ course, lesson }: Props) {
  const total = course.lessons.length;
  const row = course.done.get(lesson.id);
  const part = partOf(course, lesson.module);
  const saving = useSaving();
  return (
    <Frame
      title={whichLesson(lesson, total)}
      note={duration(lesson.minutes)}
      up={coursePath(course)}
      alone
      narrow
      list={wide.value && <Beside course={course} here={lesson.id} />}
      act={part && <Done course={course} lesson={lesson} isDone={row !== undefined} saving={saving} />}
    >
      <Meter marks={course.lessons.map(({ id }) => course.done.has(id))} label={whichLesson(lesson, total)} />
      <h2>{lesson.title}</h2>
      <NotSaved code={saving.failed} />
      {row && <Receipt row={row} />}
      <p class="cap">{lesson.summary}</p>
      {part && <Text part={part} lesson={lesson} reading={readingKey(course.enrolment.id, lesson.id)} />}
      {part === undefined && <Skeleton rows={4} />}
      {part === null && <Away />}
    </Frame>
  );
}

const Away = () => (
  <Banner icon="phone" title={gettext("This lesson is not on this phone yet")}>
    <p>{gettext("It comes by itself with the first network. What is on the phone can be read meanwhile.")}</p>
  </Banner>
);

function Text({ part, lesson, reading }: { part: Part; lesson: Lesson; reading: string }) {
  const prose = useRef<HTMLDivElement>(null);
  const text = part.lessons.find(({ id }) => id === lesson.id);
  if (!text) return <Away />;
  return (
    <>
      <Reading id={reading} text={() => prose.current} />
      {/* Cleaned by the server, and content-addressed: the same bytes for everybody. */}
      <div ref={prose} class="prose" dangerouslySetInnerHTML={{ __html: framed(text.html, lesson.title) }} />
      {text.terms.length > 0 && (
        <Section title={gettext("Key terms")}>
          <Terms terms={text.terms} />
        </Section>
      )}
    </>
  );
}

interface DoneProps extends Props {
  isDone: boolean;
  saving: Saving;
}

const onward = (next: Step | undefined): string => {
  if (!next) return gettext("Back to the course");
  return next.lesson ? gettext("Next lesson") : gettext("To the quiz");
};

/** Saves first and only then goes on; when the course is finished, on means back to the whole of it. */
function Done({ course, lesson, isDone, saving: { busy, save } }: DoneProps) {
  const { outline, done, attempts } = course;
  const next = outline ? following(outline, done, attempts, lesson.id) : undefined;
  const to = next ? stepPath(course, next) : coursePath(course);
  if (isDone && !busy) return <MainAct to={to} label={onward(next)} />;
  const press = async () => {
    if (await save(() => completeLesson(course, lesson))) navigate(to, { replace: true });
  };
  const label = next?.quiz ? gettext("Done, to the quiz") : gettext("Done");
  return <MainAct label={label} icon="check" busy={busy} onPress={() => void press()} />;
}

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
