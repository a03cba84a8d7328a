/** One course: its modules, the lessons and quizzes in them, what is done, what is left, what is on this phone. */
import { gettext, local } from "../../i18n";
import { Banner, Skeleton } from "../../parts/bits";
import { Dots, Ring } from "../../parts/drawn";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import Missing from "../../parts/missing";
import { wide } from "../../parts/wide";
import { complete, type Outline } from "../../store";
import { countDone, type Step } from "../progress/progress";
import { whatIsLeft, whatNext } from "../progress/words";
import { Kept } from "./kept";
import { CourseRows } from "./learn";
import { LessonRows, QuizRows } from "./lists";
import { pigment } from "./pigment";
import { type Course, courseOf, doneOf, partOf, shelf, stepOf, stepPath } from "./shelf";
import { size, state } from "./state";
import { Terms } from "./terms";
import { isHere, refOf } from "./texts";

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
  const next = stepOf(course);
  const act = next && <MainAct to={stepPath(course, next)} label={whatNext(next)} />;
  return (
    <Frame title={gettext("Course")} up="/learn" act={act} list={wide.value && <Beside here={id} />}>
      <Poster course={course} />
      {course.outline ? (
        <>
          <Modules course={course} modules={course.outline.modules} next={next} />
          <Kept course={course} />
        </>
      ) : (
        <Coming lost={course.outline === null} />
      )}
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
    <p class="cap">{state(course)}</p>
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

interface ModulesProps {
  course: Course;
  modules: Outline["modules"];
  next: Step | undefined;
}

const Modules = ({ course, modules, next }: ModulesProps) => (
  <ol class="rows">
    {modules.map((module, i) => (
      <li key={module.id}>
        <Module
          course={course}
          module={module}
          number={i + 1}
          isNext={module.id === (next?.lesson ?? next?.quiz)?.module}
        />
      </li>
    ))}
  </ol>
);

interface ModuleProps {
  course: Course;
  module: Outline["modules"][number];
  number: number;
  isNext: boolean;
}

function Module({ course, module, number: n, isNext }: ModuleProps) {
  const lessons = course.lessons.filter((lesson) => lesson.module === module.id);
  const quizzes = course.quizzes.filter((quiz) => quiz.module === module.id);
  const done = countDone(lessons, course.done);
  const isDone = done === lessons.length && quizzes.every(({ id }) => course.attempts.has(id));
  const editions = course.row.parts.find((part) => part.module === module.id)?.bundles;
  const isAway = editions !== undefined && !isHere(editions);
  return (
    <details open={isNext} class={isNext ? "here" : ""}>
      <summary class={isAway ? "mod away" : "mod"}>
        <span class="n">{n}</span>
        <div>
          <h3>{module.title}</h3>
          <Dots done={done} total={lessons.length} />
          <p class="vh">{whatIsLeft(lessons, course.done)}</p>
          {isAway && (
            <p class="cap">
              {gettext("Not on this phone: %(size)s", { size: size(refOf(editions)?.size ?? 0) })}
            </p>
          )}
        </div>
        {isDone ? <Icon name="check" tone="ok" /> : <Icon name="down" />}
      </summary>
      <LessonRows course={course} lessons={lessons} />
      <QuizRows course={course} quizzes={quizzes} />
      {!isAway && <ModuleTerms course={course} module={module.id} />}
    </details>
  );
}

/** Of a module that is on the phone: looking at a course fetches nothing. */
function ModuleTerms({ course, module }: { course: Course; module: string }) {
  const terms = partOf(course, module)?.lessons.flatMap((lesson) => lesson.terms) ?? [];
  if (terms.length === 0) return null;
  return (
    <details class="fold">
      <summary class="row">
        <h4>{gettext("Key terms of this module")}</h4>
        <Icon name="down" />
      </summary>
      <Terms terms={terms} />
    </details>
  );
}
