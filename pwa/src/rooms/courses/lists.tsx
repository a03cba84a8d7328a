/** Lists of lessons and of quizzes, each with how far it is. */
import { gettext, local, percent } from "../../i18n";
import { Icon } from "../../parts/icon";
import { Stamp } from "../../parts/stamp";
import { duration } from "../../parts/time";
import { type Attempt, counted, editionOf } from "../progress/attempts";
import type { Lesson, QuizPlace } from "../progress/progress";
import { whatQuiz } from "../progress/words";
import { type Course, lessonPath, partOf, quizPath } from "./shelf";

/** Beside a lesson or a quiz of the course, where there is room. */
export const Beside = ({ course, here }: { course: Course; here: string }) => (
  <>
    <h2>{local(course.row.title)}</h2>
    <LessonRows course={course} lessons={course.lessons} here={here} />
    <QuizRows course={course} quizzes={course.quizzes} here={here} />
  </>
);

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

interface QuizRowsProps {
  course: Course;
  quizzes: QuizPlace[];
  here?: string;
}

export const QuizRows = ({ course, quizzes, here }: QuizRowsProps) => (
  <ul class="rows">
    {quizzes.map((quiz) => (
      <li key={quiz.id}>
        <a class="row" href={quizPath(course, quiz)} aria-current={quiz.id === here ? "true" : undefined}>
          <QuizStamp attempts={course.attempts.get(quiz.id) ?? []} />
          <div>
            <h3>{quiz.title}</h3>
            <p class="cap">
              {whatQuiz(quiz)}
              <Score course={course} quiz={quiz} />
            </p>
          </div>
          <Icon name="fwd" />
        </a>
      </li>
    ))}
  </ul>
);

function QuizStamp({ attempts }: { attempts: Attempt[] }) {
  const last = attempts.at(-1);
  if (!last) return <span class="stamp">?</span>;
  return <Stamp id={last.id} waiting={last.pending === true} />;
}

/** The score that counts; one that only waits is marked here, by the module's own key. */
function Score({ course, quiz }: { course: Course; quiz: QuizPlace }) {
  const attempts = course.attempts.get(quiz.id) ?? [];
  if (attempts.length === 0 || !course.outline) return null;
  const isUnmarked = attempts.some(({ score }) => score < 0);
  const full = isUnmarked ? editionOf(partOf(course, quiz.module), quiz.id) : undefined;
  const found = counted(attempts, course.outline, quiz.attempts, full);
  if (!found) return <> · {gettext("the result comes with delivery")}</>;
  const score = percent(found.score / 100);
  return (
    <>
      {" · "}
      <b>
        {course.outline.counts === "best"
          ? gettext("best: %(score)s", { score })
          : gettext("last: %(score)s", { score })}
      </b>
    </>
  );
}
