/** One course: its modules, the lessons in them, what is done and what is left. */
import { gettext, local } from "../../i18n";
import { Banner, Skeleton } from "../../parts/bits";
import { Dots, Ring } from "../../parts/drawn";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import Missing from "../../parts/missing";
import { Stamp } from "../../parts/stamp";
import { duration } from "../../parts/time";
import { wide } from "../../parts/wide";
import { complete } from "../../store";
import { countDone, type Lesson, nextLesson } from "../progress/progress";
import { whatIsLeft } from "../progress/words";
import { CourseRows } from "./learn";
import { pigment } from "./pigment";
import { type Course, courseOf, doneOf, lessonPath, shelf } from "./shelf";
import { state } from "./state";

export default function CourseScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  const course = courseOf(id);
  if (!course) {
    return complete.value ? (
      <Missing />
    ) : (
      <Frame title={gettext("Course")} up="/learn">
        <Skeleton rows={4} />
      </Frame>
    );
  }
  const next = nextLesson(course.lessons, course.done);
  const act = next && (
    <MainAct
      to={lessonPath(course, next)}
      label={gettext("Lesson %(n)s: %(title)s", { n: next.number, title: next.title })}
    />
  );
  return (
    <Frame title={gettext("Course")} up="/learn" act={act} list={wide.value && <Beside here={id} />}>
      <Poster course={course} />
      {course.bundle ? <Modules course={course} next={next} /> : <Coming lost={course.bundle === null} />}
    </Frame>
  );
}

const Beside = ({ here }: { here: string }) => (
  <>
    <h2>{gettext("Courses")}</h2>
    <CourseRows courses={shelf()} here={here} />
  </>
);

const Poster = ({ course }: { course: Course }) => (
  <div class={`poster bleed ${pigment(course)}`}>
    <div class="split">
      <h2>{local(course.row.title)}</h2>
      <Ring done={doneOf(course)} total={course.row.lessons} />
    </div>
    <p class="cap">{local(course.row.summary)}</p>
    <p class="cap">
      {state(course)}
      {course.bundle ? ` · ${gettext("the whole course is on this phone")}` : ""}
    </p>
  </div>
);

const Coming = ({ lost }: { lost: boolean }) =>
  lost ? (
    <Banner icon="phone" title={gettext("Not on this phone yet")}>
      <p>{gettext("The lessons come by themselves with the first network and stay for good.")}</p>
    </Banner>
  ) : (
    <Skeleton rows={4} />
  );

function Modules({ course, next }: { course: Course; next: Lesson | undefined }) {
  return (
    <ol class="rows">
      {course.bundle?.modules.map(({ id, title }, i) => (
        <li key={id}>
          <Module
            course={course}
            title={title}
            number={i + 1}
            lessons={course.lessons.filter(({ module }) => module === id)}
            next={next}
          />
        </li>
      ))}
    </ol>
  );
}

interface ModuleProps {
  course: Course;
  title: string;
  number: number;
  lessons: Lesson[];
  next: Lesson | undefined;
}

function Module({ course, title, number: n, lessons, next }: ModuleProps) {
  const done = countDone(lessons, course.done);
  const isHere = lessons.some(({ id }) => id === next?.id);
  return (
    <details open={isHere} class={isHere ? "here" : ""}>
      <summary class="mod">
        <span class="n">{n}</span>
        <div>
          <h3>{title}</h3>
          <Dots done={done} total={lessons.length} />
          <p class="vh">{whatIsLeft(lessons, course.done)}</p>
        </div>
        {done === lessons.length ? <Icon name="check" tone="ok" /> : <Icon name="down" />}
      </summary>
      <LessonRows course={course} lessons={lessons} />
    </details>
  );
}

/** `here` marks the one that is open beside the list. */
export function LessonRows({ course, lessons, here }: { course: Course; lessons: Lesson[]; here?: string }) {
  return (
    <ol class="rows">
      {lessons.map((lesson) => {
        const row = course.done.get(lesson.id);
        return (
          <li key={lesson.id}>
            <a
              class="row"
              href={lessonPath(course, lesson)}
              aria-current={lesson.id === here ? "true" : undefined}
            >
              {row ? (
                <Stamp id={row.id} waiting={row.pending === true} />
              ) : (
                <span class="stamp">{lesson.number}</span>
              )}
              <div>
                <h3>{lesson.title}</h3>
                <p class="cap">
                  {duration(lesson.minutes)}
                  {row ? ` · ${gettext("done")}` : ""}
                </p>
              </div>
              <Icon name="fwd" />
            </a>
          </li>
        );
      })}
    </ol>
  );
}
